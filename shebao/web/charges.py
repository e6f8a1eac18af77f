"""Notices and who is on them, as pages of both doors show them: columns, rows, badges. No queries."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.contributions import texts
from shebao.contributions.lines import Amount, PersonOnNotice
from shebao.contributions.models import Notice, Problem
from shebao.contributions.overview import Change, SchemeSum
from shebao.law import law
from shebao.persons.models import Person
from shebao.web import formats, masking
from shebao.web.parts import Cell, Column, Row
from shebao.web.templatetags.page import badge

UrlOfPerson = Callable[[int], str]
UrlOfNotice = Callable[[Notice], str]

NOTICE_COLUMNS: Final = (
    Column(gettext_lazy("通知单号"), "code"),
    Column(gettext_lazy("费款所属期"), "date"),
    Column(gettext_lazy("人数"), "number"),
    Column(gettext_lazy("单位（元）"), "money"),
    Column(gettext_lazy("个人（元）"), "money"),
    Column(gettext_lazy("应缴（元）"), "money"),
    Column(gettext_lazy("缴费截止日"), "date"),
    Column(gettext_lazy("状态"), "state"),
)
EMPLOYER_COLUMN: Final = Column(gettext_lazy("单位"))
SUM_COLUMNS: Final = (
    Column(gettext_lazy("险种")),
    Column(gettext_lazy("人数"), "number"),
    Column(gettext_lazy("基数合计（元）"), "number"),
    Column(gettext_lazy("单位（元）"), "money"),
    Column(gettext_lazy("个人（元）"), "money"),
    Column(gettext_lazy("合计（元）"), "money"),
)
CHANGE_COLUMNS: Final = (
    Column(gettext_lazy("姓名")),
    Column(gettext_lazy("证件号码"), "code"),
    Column(gettext_lazy("上月基数"), "number"),
    Column(gettext_lazy("本月基数"), "number"),
    Column(gettext_lazy("单位变化（元）"), "money"),
    Column(gettext_lazy("个人变化（元）"), "money"),
)
PROBLEM_COLUMNS: Final = (
    Column(gettext_lazy("姓名")),
    Column(gettext_lazy("证件号码"), "code"),
    Column(gettext_lazy("险种")),
    Column(gettext_lazy("原因")),
    Column(gettext_lazy("处理办法")),
)


def notice_badge(notice: Notice, today: date) -> SafeString:
    """Where a notice stands."""
    words = texts.notice_words(notice, today)
    return badge(words.label, words.tone)


def due_fen(notice: Notice) -> int:
    """What has to be paid on a notice."""
    return notice.employer_fen + notice.personal_fen - notice.deferred_fen


def notice_rows(notices: Iterable[Notice], today: date, url_of: UrlOfNotice, *, employer: bool = False) -> list[Row]:
    """Notices for a table with NOTICE_COLUMNS; with ``employer`` there is EMPLOYER_COLUMN behind the first."""
    return [_notice_row(notice, today, url_of(notice), employer=employer) for notice in notices]


def _notice_row(notice: Notice, today: date, url: str, *, employer: bool) -> Row:
    # An open notice has no sums yet; its entries are summed up on its own page.
    fixed = notice.issued_at is not None
    money = [notice.employer_fen, notice.personal_fen, due_fen(notice)]
    return Row(
        (
            notice.number,
            *([Cell(notice.employer.name, sub=notice.employer.credit_code)] if employer else []),
            formats.month(notice.month),
            formats.count(notice.persons) if fixed else formats.NOTHING,
            *(formats.money_of_fen(fen) if fixed else formats.NOTHING for fen in money),
            formats.day(notice.due_on),
            notice_badge(notice, today),
        ),
        url=url,
    )


def sum_rows(sums: Sequence[SchemeSum]) -> list[Row]:
    """Sums by scheme for a table with SUM_COLUMNS, with their total; none for no sums."""
    if not sums:
        return []
    rows = [
        _sum_row(scheme_name(one.scheme), formats.count(one.persons), formats.count(one.base_sum), one) for one in sums
    ]
    total = SchemeSum("", 0, 0, *(sum(part) for part in zip(*(one[3:] for one in sums), strict=True)))
    return [*rows, _sum_row(_("合计"), "", "", total)]


def _sum_row(name: str, persons: str, bases: str, one: SchemeSum) -> Row:
    note = _("其中缓缴 %(amount)s") % {"amount": formats.money_of_fen(one.deferred_fen)} if one.deferred_fen else ""
    amounts = (formats.money_of_fen(one.personal_fen), formats.money_of_fen(one.total_fen))
    return Row((name, persons, bases, Cell(formats.money_of_fen(one.employer_fen), sub=note), *amounts))


def line_columns(schemes: Sequence[str]) -> list[Column]:
    """Columns of the persons on a notice: one for every scheme on it."""
    return [
        Column(_("姓名")),
        Column(_("缴费工资（元）"), "money"),
        *(Column(_("%(scheme)s（元）") % {"scheme": short_name(code)}, "money") for code in schemes),
        Column(_("单位（元）"), "money"),
        Column(_("个人（元）"), "money"),
        Column(_("合计（元）"), "money"),
    ]


def line_rows(lines: Iterable[PersonOnNotice], schemes: Sequence[str], url_of: UrlOfPerson) -> list[Row]:
    """Persons on a notice for a table with `line_columns`; numbers masked."""
    return [_line_row(line, schemes, url_of(line.person_id)) for line in lines]


def _line_row(line: PersonOnNotice, schemes: Sequence[str], url: str) -> Row:
    mark = badge(_("有更正"), "warning") if line.corrected else ""
    totals = (line.employer_fen, line.personal_fen, line.total_fen)
    return Row(
        (
            Cell(line.name, sub=masked_number(line.document_type, line.document_number), badge=mark),
            formats.money_of_fen(line.wage_fen),
            *(_amount_cell(line.amounts.get(code)) for code in schemes),
            *(formats.money_of_fen(fen) for fen in totals),
        ),
        url=url,
    )


def _amount_cell(amount: Amount | None) -> object:
    if amount is None:
        return formats.NOTHING
    base = _("基数 %(base)s") % {"base": formats.count(amount.base)}
    return Cell(formats.money_of_fen(amount.employer_fen + amount.personal_fen), sub=base)


def change_rows(changes: Iterable[Change], url_of: UrlOfPerson) -> list[Row]:
    """Who changed, for a table with CHANGE_COLUMNS."""
    return [
        Row(
            (
                one.name,
                masked_number(one.document_type, one.document_number),
                formats.count(one.base_before if one.base_before is not None else ""),
                formats.count(one.base_now if one.base_now is not None else ""),
                signed(one.employer_fen),
                signed(one.personal_fen),
            ),
            url=url_of(one.person_id),
        )
        for one in changes
    ]


def problem_rows(found: Iterable[tuple[Problem, Person | None]], url_of: UrlOfPerson) -> list[Row]:
    """Who could not be assessed, for a table with PROBLEM_COLUMNS."""
    return [_problem_row(problem, person, url_of) for problem, person in found]


def _problem_row(problem: Problem, person: Person | None, url_of: UrlOfPerson) -> Row:
    words = texts.problem_words(problem.code)
    return Row(
        (
            person.name if person else _("全单位"),
            masked_number(person.document_type, person.document_number) if person else formats.NOTHING,
            scheme_name(problem.scheme) if problem.scheme else _("全部险种"),
            Cell(words.reason, sub=problem.detail),
            words.remedy,
        ),
        url=url_of(person.pk) if person else "",
    )


def signed(fen: int) -> str:
    """A difference in fen as yuan with its sign."""
    return ("+" if fen > 0 else "") + formats.money_of_fen(fen)


def scheme_name(code: str) -> str:
    """The whole name of a scheme."""
    return law().codes("scheme").name_of(code)


def short_name(code: str) -> str:
    """Its short name: 养老."""
    entry = law().codes("scheme").get(code)
    return (entry.text("short") or entry.name) if entry else code


def masked_number(document_type: str, number: str) -> str:
    """A document number under the mask of its kind."""
    entry = law().codes("document_type").get(document_type)
    citizen = entry is not None and entry.text("format") in ("citizen", "residence")
    return masking.mask("identity" if citizen else "passport", number)
