"""What the paper of a payment notice says: who, which month, the sums in figures and capitals, until when."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from shebao.contributions.models import Mode, Notice, NoticeState
from shebao.contributions.overview import SchemeSum
from shebao.documents.papers.drawing import draw
from shebao.kernel.capitals import capitals
from shebao.kernel.clock import day_of
from shebao.kernel.money import from_fen, show
from shebao.kernel.months import Month
from shebao.law import law

TEMPLATE: Final = Path(__file__).parent / "notice.typ"


def notice_paper(notice: Notice, sums: Sequence[SchemeSum], *, replaces: str = "", replaced_by: str = "") -> bytes:
    """The PDF of a notice; the same notice gives the same bytes. Raises CannotDraw."""
    return draw(TEMPLATE, facts_of(notice, sums, replaces=replaces, replaced_by=replaced_by))


def facts_of(notice: Notice, sums: Sequence[SchemeSum], *, replaces: str = "", replaced_by: str = "") -> dict[str, Any]:
    """What the template prints, as texts. ``replaces`` and ``replaced_by`` are numbers of other notices."""
    employer, month = notice.employer, Month.from_int(notice.month)
    agency = law().codes("agency").name_of(employer.district)
    heading = _("社会保险缴费通知单")
    return {
        "title": f"{heading} {notice.number}",
        "heading": heading,
        "agency": agency,
        "number": _("通知单号 %(number)s") % {"number": notice.number},
        "head": [
            [_("单位名称"), employer.name],
            [_("通知单号"), notice.number],
            [_("统一社会信用代码"), employer.credit_code],
            [_("费款所属期"), month.chinese],
            [_("缴费方式"), str(Mode(notice.mode).label)],
            [_("状态"), _state(notice)],
        ],
        "columns": [_("险种"), _("人数"), _("基数合计（元）"), _("单位（元）"), _("个人（元）"), _("合计（元）")],
        "rows": [_row(one) for one in sums],
        "sum": _total(sums),
        "deferred": _deferred(sums),
        "due": _due(notice, sums),
        "notes_title": _("说明"),
        "notes": _notes(notice, replaces, replaced_by),
    }


def _row(one: SchemeSum) -> list[str]:
    name = law().codes("scheme").name_of(one.scheme)
    amounts = (one.employer_fen, one.personal_fen, one.total_fen)
    return [name, f"{one.persons:,}", f"{one.base_sum:,}", *(_yuan(fen) for fen in amounts)]


def _total(sums: Sequence[SchemeSum]) -> list[str]:
    employer, personal = sum(one.employer_fen for one in sums), sum(one.personal_fen for one in sums)
    return [_("合计"), "", "", _yuan(employer), _yuan(personal), _yuan(employer + personal)]


def _deferred(sums: Sequence[SchemeSum]) -> str | None:
    fen = sum(one.deferred_fen for one in sums)
    return _("其中单位缴纳部分按规定缓缴 %(amount)s 元，不计入本次应缴。") % {"amount": _yuan(fen)} if fen else None


def _due(notice: Notice, sums: Sequence[SchemeSum]) -> list[list[str]]:
    """What is to be paid now, in figures and capitals, and until when."""
    fen = sum(one.total_fen - one.deferred_fen for one in sums)
    rows = [[_("本次应缴（小写）"), f"¥ {_yuan(fen)}"], [_("本次应缴（大写）"), capitals(fen)]]
    if notice.due_on:
        rows.append([_("缴费截止日"), _day(notice.due_on)])
    if notice.paid_on:
        rows.append([_("缴费日期"), _day(notice.paid_on)])
    return rows


def _state(notice: Notice) -> str:
    label = str(NoticeState(notice.state).label)
    if notice.issued_at is None:
        return label
    return _("%(state)s（%(day)s 生成）") % {"state": label, "day": day_of(notice.issued_at).isoformat()}


def _notes(notice: Notice, replaces: str, replaced_by: str) -> list[str]:
    notes = []
    if notice.state == NoticeState.OPEN:
        notes.append(_("本月应缴还在核定，金额可能变化，本单仅供核对，不作为缴费依据。"))
    if replaced_by:
        notes.append(_("本通知已被 %(number)s 号通知替代，请按新通知缴费。") % {"number": replaced_by})
    if replaces:
        notes.append(_("本通知替代 %(number)s 号通知，金额已包含其全部应缴，请勿重复缴费。") % {"number": replaces})
    notes.append(_("费款由税务部门征收。个人应缴部分由单位从职工工资中代扣代缴。"))
    notes.append(_("每个人的明细和金额的计算过程，请在网上服务平台“缴费通知”中查看。"))
    return notes


def _yuan(fen: int) -> str:
    return show(from_fen(fen))


def _day(day: date) -> str:
    return _("%(y)d年%(m)d月%(d)d日") % {"y": day.year, "m": day.month, "d": day.day}
