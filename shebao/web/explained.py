"""One person's contributions as pages of both doors show them: months folded, entries explained, wages. No queries."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.contributions import explaining
from shebao.contributions.explaining import Explanation, Step
from shebao.contributions.history import PersonMonth
from shebao.contributions.models import Origin, Problem, Wage
from shebao.contributions.texts import problem_words
from shebao.kernel.months import Month
from shebao.law import law
from shebao.web import formats
from shebao.web.charges import UrlOfNotice, notice_badge, scheme_name
from shebao.web.parts import Cell, Column, Row
from shebao.web.templatetags.page import badge

UrlOfAmount = Callable[[Month, str], str]

WAGE_COLUMNS: Final = (
    Column(gettext_lazy("起始年月"), "date"),
    Column(gettext_lazy("截止年月"), "date"),
    Column(gettext_lazy("月缴费工资（元）"), "money"),
    Column(gettext_lazy("来源")),
    Column(gettext_lazy("缴费人员类别")),
    Column(gettext_lazy("登记时间"), "date"),
    Column(gettext_lazy("状态"), "state"),
)
LINE_COLUMNS: Final = (
    Column(gettext_lazy("项目")),
    Column(gettext_lazy("数值"), "money"),
    Column(gettext_lazy("计算方法")),
    Column(gettext_lazy("依据")),
)
SCHEME_COLUMNS: Final = (
    Column(gettext_lazy("险种")),
    Column(gettext_lazy("缴费基数（元）"), "number"),
    Column(gettext_lazy("单位（元）"), "money"),
    Column(gettext_lazy("个人（元）"), "money"),
    Column(gettext_lazy("合计（元）"), "money"),
)


def wage_rows(wages: Iterable[Wage]) -> list[Row]:
    """Declared wages for a table with WAGE_COLUMNS."""
    categories = law().codes("payer_category")
    return [
        Row(
            (
                formats.month(wage.from_month),
                formats.month(wage.to_month, _("至今")),
                formats.money_of_fen(wage.wage_fen),
                Origin(wage.origin).label,
                categories.name_of(wage.payer_category) if wage.payer_category else formats.NOTHING,
                formats.moment(wage.recorded_at),
                badge(_("已更正"), "neutral") if wage.voided else badge(_("有效"), "success"),
            )
        )
        for wage in wages
    ]


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month of a person, folded: ``summary``, a table with SCHEME_COLUMNS, sentences, what is held, notices."""

    summary: SafeString
    rows: Sequence[Row]
    sentences: Sequence[str]
    held: Sequence[str]
    notices: Sequence[tuple[str, str, SafeString]]


def month_views(
    months: Iterable[PersonMonth], today: date, *, amount_url: UrlOfAmount, notice_url: UrlOfNotice
) -> list[MonthView]:
    """Months of a person as the page folds them."""
    return [_month_view(one, today, amount_url, notice_url) for one in months]


def _month_view(one: PersonMonth, today: date, amount_url: UrlOfAmount, notice_url: UrlOfNotice) -> MonthView:
    total = sum((explanation.total.total for explanation in one.explanations), start=Decimal(0))
    mark = badge(_("有更正"), "warning") if one.corrected else ""
    text = _("%(month)s · 合计 %(total)s 元") % {"month": one.month.chinese, "total": formats.money(total)}
    return MonthView(
        summary=format_html("{} {}", text, mark),
        rows=[_scheme_row(explanation, amount_url(one.month, explanation.scheme)) for explanation in one.explanations],
        held=[_held(problem) for problem in one.held],
        sentences=[explaining.sentence(explanation) for explanation in one.explanations],
        notices=[(notice.number, notice_url(notice), notice_badge(notice, today)) for notice in one.notices],
    )


def _held(problem: Problem) -> str:
    words = problem_words(problem.code)
    scheme = scheme_name(problem.scheme) if problem.scheme else _("全部险种")
    detail = f"（{problem.detail}）" if problem.detail else ""
    return _("%(scheme)s：%(reason)s%(detail)s。%(remedy)s") % {
        "scheme": scheme,
        "reason": words.reason,
        "detail": detail,
        "remedy": words.remedy,
    }


def _scheme_row(explanation: Explanation, url: str) -> Row:
    last, total = explanation.last, explanation.total
    base = formats.count(int(last.calculation.base)) if last.calculation else formats.NOTHING
    amounts = (total.employer, total.personal, total.total)
    return Row((scheme_name(explanation.scheme), base, *(formats.money(amount) for amount in amounts)), url=url)


@dataclass(frozen=True, slots=True)
class StepView:
    """One entry explained: its ``title``, its sentence, and a table with LINE_COLUMNS."""

    title: str
    sentence: str
    rows: Sequence[Row]
    agrees: bool


def step_views(explanation: Explanation) -> list[StepView]:
    """The entries of an explanation, the newest first."""
    return [_step_view(step) for step in reversed(explanation.steps)]


def _step_view(step: Step) -> StepView:
    values = {"n": step.entry, "kind": step.kind.label, "amount": signed_yuan(step)}
    return StepView(
        title=_("第 %(n)s 笔：%(kind)s，记 %(amount)s 元") % values,
        sentence=explaining.of_step(step),
        rows=[
            Row((line.label, line.value, line.how or formats.NOTHING, _basis_cell(line)))
            for line in explaining.lines_of_step(step)
        ],
        agrees=step.agrees,
    )


def _basis_cell(line: explaining.Line) -> Cell:
    if not line.basis:
        return Cell(formats.NOTHING)
    return Cell(line.basis, badge="" if line.verified else badge(_("待核实"), "warning"))


def signed_yuan(step: Step) -> str:
    """What an entry adds or takes, with its sign where it is a difference."""
    text = formats.money(step.entered.total)
    return f"+{text}" if step.entry > 1 and step.entered.total > 0 else text
