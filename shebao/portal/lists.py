"""Table rows and notices as pages show them."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.declarations.models import Declaration, Finding, Line, State
from shebao.employment.queries import ContractRow
from shebao.notices import texts
from shebao.notices.models import Notice
from shebao.outbox.models import Message
from shebao.portal import presenters
from shebao.services.registration.queries import service_of
from shebao.web import formats
from shebao.web.parts import Cell, Column, Link, Row
from shebao.web.templatetags.page import button

FILED: Final = tuple(state.value for state in State if state not in (State.DRAFT, State.CANCELLED))

FILING_COLUMNS: Final = (
    Column(gettext_lazy("业务流水号"), "code"),
    Column(gettext_lazy("业务")),
    Column(gettext_lazy("人员")),
    Column(gettext_lazy("状态"), "state"),
    Column(gettext_lazy("时间"), "date"),
)
DRAFT_COLUMNS: Final = (
    Column(gettext_lazy("人员")),
    Column(gettext_lazy("业务")),
    Column(gettext_lazy("上次保存"), "date"),
    Column(gettext_lazy("业务流水号"), "code"),
)
CONTRACT_COLUMNS: Final = (
    Column(gettext_lazy("姓名")),
    Column(gettext_lazy("证件号码"), "code"),
    Column(gettext_lazy("岗位（工种）")),
    Column(gettext_lazy("合同期限"), "date"),
    Column(gettext_lazy("参保起始"), "date"),
    Column(gettext_lazy("参保险种")),
    Column(gettext_lazy("医保同步"), "state"),
)
LINE_COLUMNS: Final = (
    Column(gettext_lazy("行号"), "number"),
    Column(gettext_lazy("姓名")),
    Column(gettext_lazy("证件号码"), "code"),
    Column(gettext_lazy("状态"), "state"),
    Column(gettext_lazy("说明")),
    Column(gettext_lazy("医保同步"), "state"),
)
PAGES: Final[Mapping[str, str]] = {
    "notice_overdue": "arrears",
    "declare_overdue": "arrears",
    "bill_paid": "arrears-service",
    "bill_renewed": "arrears-service",
    "bill_recalled": "arrears-service",
    "bases_undeclared": "bases",
}
"""Page on which a clerk can act on a notice of that kind."""

CORRECT_COLUMN: Final = Column(gettext_lazy("操作"), "action")
CORRECT_FORM: Final = "correct"
"""Id of the form to which the buttons of the lines belong."""

MEDICAL_COLUMNS: Final = (
    Column(gettext_lazy("姓名")),
    Column(gettext_lazy("证件号码"), "code"),
    Column(gettext_lazy("医保反馈的原因")),
    Column(gettext_lazy("反馈时间"), "date"),
    Column(gettext_lazy("业务流水号"), "code"),
)


@dataclasses.dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice in words; ``url`` leads to the filing it is about."""

    id: int
    title: str
    text: str
    tone: str
    at: datetime
    unread: bool
    url: str


def filing_rows(filings: Sequence[Declaration]) -> list[Row]:
    """Filings for a table with FILING_COLUMNS."""
    return [
        Row(
            (
                one.number,
                presenters.kind(one),
                presenters.subject(one),
                presenters.state_badge(one),
                formats.moment(one.submitted_at or one.saved_at),
            ),
            url=reverse("filing", args=[one.number]),
        )
        for one in filings
    ]


def draft_rows(filings: Sequence[Declaration]) -> list[Row]:
    """Drafts for a table with DRAFT_COLUMNS."""
    return [
        Row(
            (presenters.subject(one), presenters.kind(one), formats.moment(one.saved_at), one.number),
            url=reverse("filing", args=[one.number]),
        )
        for one in filings
    ]


def contract_rows(contracts: Sequence[ContractRow]) -> list[Row]:
    """Contracts for a table with CONTRACT_COLUMNS; numbers masked."""
    return [
        Row(
            (
                one.name,
                presenters.masked_number(one.document_type, one.document_number),
                one.occupation or formats.NOTHING,
                Cell(formats.day(one.starts_on), sub=_term(one)),
                formats.month(one.insured_from),
                presenters.scheme_names(one.schemes) or formats.NOTHING,
                presenters.medical_badge(one.medical_state, one.medical_failure) or formats.NOTHING,
            ),
            url=reverse("contract", args=[one.id]),
            actions=() if one.ended_on else (Link(gettext_lazy("终止"), reverse("end", args=[one.id])),),
        )
        for one in contracts
    ]


def _term(one: ContractRow) -> str:
    if one.ended_on:
        return _("%(day)s 解除") % {"day": formats.day(one.ended_on)}
    return _("至 %(day)s") % {"day": formats.day(one.ends_on)} if one.ends_on else _("无固定期限或未约定终止")


def line_columns(*, correct: bool) -> tuple[Column, ...]:
    """LINE_COLUMNS, with one for the buttons where lines can be corrected."""
    return (*LINE_COLUMNS, CORRECT_COLUMN) if correct else LINE_COLUMNS


def line_rows(
    lines: Sequence[Line],
    findings: Mapping[int, Sequence[Finding]],
    messages: Mapping[int, Message],
    correctable: frozenset[str],
) -> list[Row]:
    """Lines of a batch for a table with `line_columns`; those in a ``correctable`` state have the button for it."""
    rows = [_line_row(line, findings.get(line.line_no, ()), messages.get(line.line_no)) for line in lines]
    if not correctable:
        return rows
    return [
        dataclasses.replace(row, cells=(*row.cells, _correct_button(line) if line.state in correctable else ""))
        for line, row in zip(lines, rows, strict=True)
    ]


def _correct_button(line: Line) -> SafeString:
    label = format_html('{}<span class="visually-hidden">{}</span>', _("补正"), line.name)
    return button(label, "secondary", name="line", value=line.line_no, form=CORRECT_FORM, small=True)


def _line_row(line: Line, findings: Sequence[Finding], message: Message | None) -> Row:
    medical = presenters.medical_of(message) if message else None
    told = presenters.messages_of(findings)
    if medical and medical.tone == "error":
        told = f"{told}{medical.text}{medical.reason}"
    return Row(
        (
            line.sheet_row or line.line_no,
            Cell(line.name or formats.NOTHING, sub=_("终止") if service_of(line) == "withdrawal" else ""),
            presenters.masked_number(line.document_type, line.document_number) or formats.NOTHING,
            presenters.line_badge(line),
            told or formats.NOTHING,
            presenters.medical_badge(message.state, message.failure_kind) if message else formats.NOTHING,
        )
    )


def medical_rows(
    messages: Sequence[Message], lines: Mapping[tuple[int, int], Line], numbers: Mapping[int, str]
) -> list[Row]:
    """Medical failures for a table with MEDICAL_COLUMNS."""
    return [
        _medical_row(message, lines.get((message.declaration_id, message.line_no)), numbers) for message in messages
    ]


def _medical_row(message: Message, line: Line | None, numbers: Mapping[int, str]) -> Row:
    number = numbers.get(message.declaration_id, "")
    name, document_type, document_number = person_of(message, line)
    return Row(
        (
            name or formats.NOTHING,
            presenters.masked_number(document_type, document_number) if document_number else formats.NOTHING,
            message.answer_text or message.answer_code or formats.NOTHING,
            formats.moment(message.answered_at),
            Cell(number, url=reverse("filing", args=[number]) if number else ""),
        )
    )


def person_of(message: Message, line: Line | None) -> tuple[str, str, str]:
    """Name, 证件类型 and number of whom a message is about: as filed, else as the message itself says."""
    if line is not None:
        return line.name, line.document_type, line.document_number
    told = message.payload
    return told.get("name", ""), told.get("document_type", ""), told.get("document_number", "")


def notice_views(notices: Sequence[Notice], numbers: Mapping[int, str]) -> list[NoticeView]:
    """Notices in words; the filing's number is among their values, ``numbers`` help where it is not."""
    return [_notice_view(notice, numbers) for notice in notices]


def _notice_view(notice: Notice, numbers: Mapping[int, str]) -> NoticeView:
    number = str(notice.params.get("number") or numbers.get(notice.declaration_id or 0, ""))
    return NoticeView(
        id=notice.pk,
        title=texts.title(notice.kind, notice.params),
        text=texts.text(notice.kind, notice.params),
        tone=notice.severity,
        at=notice.at,
        unread=notice.read_at is None,
        url=reverse("filing", args=[number]) if number else _page_of(notice),
    )


def _page_of(notice: Notice) -> str:
    """Where a clerk can act on a notice that is about no filing."""
    if "notice" in notice.params:
        return reverse("payment-notice", args=[notice.params["notice"]])
    page = PAGES.get(notice.kind)
    return reverse(page) if page else ""
