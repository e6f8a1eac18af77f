"""From refunds to what their pages show: tables, badges, words. No decisions, no queries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.declarations.models import Declaration, Finding
from shebao.law import law
from shebao.outbox.models import Message
from shebao.outbox.models import State as Delivery
from shebao.portal import presenters
from shebao.services.refunds import catalogue
from shebao.services.refunds.judging import Outcome
from shebao.services.refunds.models import Payout, Refund, RefundItem, RefundState
from shebao.services.refunds.queries import Found
from shebao.services.refunds.request import Key
from shebao.web import formats, masking
from shebao.web.parts import Cell, Column, FindingView, Row
from shebao.web.templatetags.page import badge

CHOICE: Final = "month"
"""Name of the checkboxes of months and schemes."""

REFUND_COLUMNS: Final = (
    Column(gettext_lazy("业务流水号"), "code"),
    Column(gettext_lazy("人员")),
    Column(gettext_lazy("申请退费（元）"), "money"),
    Column(gettext_lazy("申请状态"), "state"),
    Column(gettext_lazy("退款"), "state"),
    Column(gettext_lazy("时间"), "date"),
)
PERSON_COLUMNS: Final = (
    Column(gettext_lazy("姓名")),
    Column(gettext_lazy("证件号码"), "code"),
    Column(gettext_lazy("劳动合同"), "date"),
)
MONTH_COLUMNS: Final = (
    Column(gettext_lazy("费款所属期"), "date"),
    Column(gettext_lazy("险种")),
    Column(gettext_lazy("缴费基数（元）"), "number"),
    Column(gettext_lazy("单位缴纳（元）"), "money"),
    Column(gettext_lazy("个人缴纳（元）"), "money"),
    Column(gettext_lazy("可退金额（元）"), "money"),
    Column(gettext_lazy("目前参保"), "state"),
)
REFUSED_COLUMNS: Final = (
    Column(gettext_lazy("费款所属期"), "date"),
    Column(gettext_lazy("险种")),
    Column(gettext_lazy("已缴（元）"), "money"),
    Column(gettext_lazy("不能退费的原因")),
)
ITEM_COLUMNS: Final = (
    Column(gettext_lazy("费款所属期"), "date"),
    Column(gettext_lazy("险种")),
    Column(gettext_lazy("单位缴纳（元）"), "money"),
    Column(gettext_lazy("个人缴纳（元）"), "money"),
    Column(gettext_lazy("退费金额（元）"), "money"),
)
PAYOUT_COLUMNS: Final = (
    Column(gettext_lazy("付款指令"), "code"),
    Column(gettext_lazy("退费账户")),
    Column(gettext_lazy("金额（元）"), "money"),
    Column(gettext_lazy("状态"), "state"),
    Column(gettext_lazy("银行回单")),
    Column(gettext_lazy("提交时间"), "date"),
)
EXPORT_HEADINGS: Final = (
    gettext_lazy("姓名"),
    gettext_lazy("证件类型"),
    gettext_lazy("证件号码"),
    gettext_lazy("费款所属期"),
    gettext_lazy("险种"),
    gettext_lazy("单位已缴（元）"),
    gettext_lazy("个人已缴（元）"),
    gettext_lazy("不能退费的原因"),
    gettext_lazy("处理办法"),
)
TONES: Final[Mapping[str, str]] = {
    "paying": "info",
    "rejected": "error",
    "paid": "success",
    "ordered": "info",
    "disputed": "warning",
}
ALL_MONTHS: Final = gettext_lazy("全部月份")
MEDICAL: Final = gettext_lazy("医疗、生育")


def refund_badge(refund: Refund | None) -> SafeString | str:
    """Where the money stands; nothing while officers have not decided."""
    return badge(RefundState(refund.state).label, TONES[refund.state]) if refund else ""


def filing_rows(filings: Sequence[Declaration], amounts: Mapping[int, int], refunds: Mapping[int, Refund]) -> list[Row]:
    """Requests for a table with REFUND_COLUMNS."""
    return [
        Row(
            (
                one.number,
                presenters.subject(one),
                formats.money_of_fen(amounts[one.pk]) if one.pk in amounts else formats.NOTHING,
                presenters.state_badge(one),
                refund_badge(refunds.get(one.pk)) or formats.NOTHING,
                formats.moment(one.submitted_at or one.saved_at),
            ),
            url=reverse("refund-filing", args=[one.number]),
        )
        for one in filings
    ]


def person_rows(people: Iterable[Found]) -> list[Row]:
    """People for a table with PERSON_COLUMNS; numbers masked."""
    return [
        Row(
            (one.name, presenters.masked_number(one.document_type, one.document_number), _term(one)),
            url=reverse("refund-person", args=[one.person_id]),
        )
        for one in people
    ]


def _term(one: Found) -> str:
    ended = formats.day(one.ended_on) if one.ended_on else _("至今")
    return _("%(start)s 至 %(end)s") % {"start": formats.day(one.starts_on), "end": ended}


def month_rows(outcome: Outcome, ticked: Collection[Key]) -> list[Row]:
    """What can be given back, for a table with MONTH_COLUMNS and checkboxes."""
    return [
        Row(
            (
                formats.month(int(one.month)),
                presenters.scheme_names([one.scheme]),
                formats.count(one.base),
                formats.money_of_fen(one.employer_fen),
                formats.money_of_fen(one.personal_fen),
                formats.money_of_fen(one.paid_fen),
                badge(_("参保")) if one.covered else badge(_("未参保"), "warning"),
            ),
            select=f"{int(one.month)}:{one.scheme}",
            selected=(int(one.month), one.scheme) in ticked,
        )
        for one in outcome.good
    ]


def refused_rows(outcome: Outcome) -> list[Row]:
    """What cannot be given back and why, for a table with REFUSED_COLUMNS; medical insurance is always among it."""
    medical = catalogue.explain("medical", None, {})
    rows = [
        Row(
            (
                formats.month(int(facts.month)),
                presenters.scheme_names([facts.scheme]),
                formats.money_of_fen(facts.paid_fen),
                _why(refusal.code, refusal.params),
            )
        )
        for facts, refusal in outcome.refused
    ]
    return [*rows, Row((str(ALL_MONTHS), str(MEDICAL), formats.NOTHING, Cell(medical.message, sub=medical.what_to_do)))]


def _why(code: str, params: Mapping[str, str]) -> Cell:
    told = catalogue.explain(code, None, params)
    return Cell(told.message, sub=told.what_to_do)


def item_rows(items: Iterable[RefundItem]) -> list[Row]:
    """Months of a request that can be given back, for a table with ITEM_COLUMNS."""
    return [
        Row(
            (
                formats.month(one.month),
                presenters.scheme_names([one.scheme]),
                formats.money_of_fen(one.employer_fen),
                formats.money_of_fen(one.personal_fen),
                formats.money_of_fen(one.employer_fen + one.personal_fen),
            )
        )
        for one in items
        if not one.code
    ]


def refused_item_rows(items: Iterable[RefundItem]) -> list[Row]:
    """Months of a request that cannot be given back, for a table with REFUSED_COLUMNS."""
    return [
        Row(
            (
                formats.month(one.month),
                presenters.scheme_names([one.scheme]),
                formats.money_of_fen(one.employer_fen + one.personal_fen),
                _why(one.code, one.params),
            )
        )
        for one in items
        if one.code
    ]


def payout_rows(payouts: Iterable[Payout], messages: Mapping[str, Message]) -> list[Row]:
    """Orders to the bank, for a table with PAYOUT_COLUMNS."""
    return [
        Row(
            (
                one.number,
                Cell(one.account_name, sub=f"{one.bank_name} {masking.mask('account', one.account_number)}"),
                formats.money_of_fen(one.amount_fen),
                badge(one.get_state_display(), TONES[one.state]),
                _receipt(one, messages.get(str(one.key))),
                formats.moment(one.ordered_at),
            ),
            tone="error" if one.state == "rejected" else "",
        )
        for one in payouts
    ]


def _receipt(one: Payout, message: Message | None) -> Cell | str:
    if one.paid_on:
        return Cell(one.receipt, sub=formats.day(one.paid_on))
    if one.state == "rejected":
        return one.reason_text or one.reason_code
    if message is not None and message.state == Delivery.STUCK:
        return _("指令暂未送达银行，经办机构正在处理")
    if message is not None and message.failure_kind == presenters.SILENT:
        return _("银行长时间未回单，经办机构正在核实")
    return _("等待银行回单")


def export_rows(outcome: Outcome, name: str, document_type: str, number: str) -> Iterable[list[str | int | None]]:
    """「不能退费情况」 as rows of a workbook."""
    who: list[str | int | None] = [name, presenters.code_name("document_type", document_type), number]
    for facts, refusal in outcome.refused:
        told = catalogue.explain(refusal.code, None, refusal.params)
        shares = [formats.money_of_fen(facts.employer_fen), formats.money_of_fen(facts.personal_fen)]
        scheme = presenters.scheme_names([facts.scheme])
        yield [*who, str(facts.month), scheme, *shares, told.message, told.what_to_do]
    medical = catalogue.explain("medical", None, {})
    yield [*who, str(ALL_MONTHS), str(MEDICAL), "", "", medical.message, medical.what_to_do]


def finding_views(findings: Iterable[Finding]) -> list[FindingView]:
    """Findings in the clerk's words."""
    return [_finding_view(one) for one in findings]


def _finding_view(finding: Finding) -> FindingView:
    told = catalogue.explain(finding.code, finding.field, finding.params)
    return FindingView(
        severity=finding.severity,
        message=told.message,
        remedy=told.what_to_do,
        field=told.field_title,
        source=told.source,
        code=finding.code,
    )


def reason_name(code: str) -> str:
    """The reason in words."""
    return law().codes("refund_reason").name_of(code) if code else ""


def material_name(code: str) -> str:
    """The name of a material."""
    return law().codes("refund_material").name_of(code) or code
