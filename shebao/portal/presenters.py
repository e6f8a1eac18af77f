"""From records to what pages show: words, tones, masks. No decisions, no queries."""

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.declarations import texts
from shebao.declarations.models import Declaration, Event, Finding, Line, LineState, State
from shebao.documents.spreadsheets.problems import CATALOGUE, SpreadsheetRefused
from shebao.law import law
from shebao.outbox.models import Message
from shebao.outbox.models import State as Delivery
from shebao.services.enrolment.models import EnrolmentLine
from shebao.services.registration import catalogue
from shebao.web import formats, masking
from shebao.web.labels import SERVICES, STATES, look_up
from shebao.web.parts import FindingView, Text, TimelineEntry, Tone
from shebao.web.templatetags.page import badge, status_badge

FAILED_EVENTS: Final = ("failed", "rejected", "unreadable", "gave_up")

_VALUES: Final = re.compile(r"[“]?\{\w+\}[”]?")

SILENT: Final = "silent"
"""Kind of failure of a message that was taken and not answered for long."""

BY_FORM: Final = {
    "withdrawal": gettext_lazy("终止"),
    "bases": gettext_lazy("在线填写"),
    "supplements": gettext_lazy("零星申报"),
    "refunds": gettext_lazy("零星申报"),
    "arrears": gettext_lazy("在线办理"),
    "person_changes": gettext_lazy("逐人申请"),
    "cards": gettext_lazy("单人办理"),
}
"""What a filing without a workbook is called, where it is not 零星新增."""


MEDICAL: Final[Mapping[str, tuple[Text, Tone, Text]]] = {
    Delivery.DONE: (
        gettext_lazy("医保办理成功"),
        "success",
        gettext_lazy("医疗、生育保险处理成功，无需到医保部门再次申报。"),
    ),
    Delivery.FAILED: (
        gettext_lazy("医保反馈不成功"),
        "error",
        gettext_lazy("医保反馈不成功，需通过医保途径另行申报。"),
    ),
    Delivery.WAITING: (
        gettext_lazy("待同步医保"),
        "neutral",
        gettext_lazy("信息正在自动同步医保部门，无需您另行操作。"),
    ),
    Delivery.SENT: (
        gettext_lazy("等待医保反馈"),
        "info",
        gettext_lazy("信息已自动同步医保部门，正在等待反馈，结果会在这里显示。"),
    ),
    SILENT: (
        gettext_lazy("逾期未反馈"),
        "warning",
        gettext_lazy("医保部门长时间未反馈，系统已多次询问，经办机构正在核实；养老、失业、工伤保险不受影响。"),
    ),
    Delivery.STUCK: (
        gettext_lazy("同步受阻"),
        "warning",
        gettext_lazy("信息暂未送达医保部门，系统正在处理，您无需重新申报；养老、失业、工伤保险不受影响。"),
    ),
}
"""Badge, tone and words for each state of a message to the medical authority."""

NOT_SENT: Final[tuple[Text, Tone, Text]] = (
    gettext_lazy("未同步"),
    "neutral",
    gettext_lazy("生效后自动同步医保部门。"),
)


@dataclasses.dataclass(frozen=True, slots=True)
class MedicalView:
    """Where the medical side stands about one person: a badge of ``tone``, and what the clerk has to do."""

    label: str | Promise
    tone: Tone
    text: str
    reason: str = ""


def state_badge(declaration: Declaration) -> SafeString:
    """Where a filing stands; one that was checked and has nothing to go on with has to be mended, not confirmed."""
    if declaration.state == State.CHECKED and not declaration.good:
        return status_badge(LineState.BAD)
    return status_badge(declaration.state)


def line_badge(line: Line) -> SafeString:
    """Where a line stands."""
    return status_badge(line.state)


def kind(declaration: Declaration) -> str:
    """社保增员 · 零星新增 and the like."""
    return f"{SERVICES.get(declaration.service, declaration.service)} · {how(declaration)}"


def how(declaration: Declaration) -> str:
    """零星新增, 批量导入 and the like."""
    return str(BY_FORM.get(declaration.service, _("零星新增"))) if declaration.single else _("批量导入")


def subject(declaration: Declaration) -> str:
    """Whom a filing is about: the name of a single one, the number of persons of a batch, or of arrears."""
    if declaration.service == "arrears":
        return _("%(n)s 项欠费") % {"n": formats.count(declaration.lines)} if declaration.lines else _("尚未核对")
    if declaration.single and declaration.service != "bases":
        return declaration.payload.get("name", "") or _("未填写姓名")
    return _("%(n)s 人") % {"n": formats.count(declaration.lines)} if declaration.lines else _("尚未读取")


def number_kind(document_type: str) -> str:
    """Which mask a document number gets: that of identity numbers, or of passports and permits."""
    entry = law().codes("document_type").get(document_type)
    return "identity" if entry and entry.text("format") in ("citizen", "residence") else "passport"


def masked_number(document_type: str, number: str) -> str:
    """A document number under its mask."""
    return masking.mask(number_kind(document_type), number)


def code_name(table: str, code: str) -> str:
    """The Chinese name of a code."""
    return law().codes(table).name_of(code) if code else ""


def scheme_names(codes: Iterable[str]) -> str:
    """Short names of schemes: 养老、失业、工伤."""
    schemes = law().codes("scheme")
    return "、".join(schemes[code].text("short") or schemes[code].name for code in codes if code in schemes)


def finding_views(
    findings: Iterable[Finding], lines: Mapping[int, Line], urls: Mapping[str, str] | None = None
) -> list[FindingView]:
    """Findings in the clerk's words; ``lines`` give row and name, ``urls`` the address of each field's input."""
    return [
        _finding_view(finding, lines.get(finding.line_no), (urls or {}).get(finding.field, "")) for finding in findings
    ]


def _finding_view(finding: Finding, line: Line | None, url: str) -> FindingView:
    told = catalogue.explain(finding.code, finding.field, finding.params)
    return FindingView(
        severity=finding.severity,
        message=told.message,
        remedy=told.what_to_do,
        line=line.sheet_row or None if line else None,
        who=line.name if line else "",
        field=told.field_title,
        url=url,
        source=told.source,
        code=finding.code,
    )


def messages_of(findings: Sequence[Finding], severities: Sequence[str] = ("hard",)) -> str:
    """The messages of some findings in one sentence, for tables and exports."""
    told = [
        catalogue.explain(finding.code, finding.field, finding.params)
        for finding in findings
        if finding.severity in severities
    ]
    return " ".join(f"{each.message}{each.what_to_do}" for each in told)


def unreadable(declaration: Declaration) -> tuple[str, str]:
    """Why the file of a filing was refused, and what to do."""
    problem = declaration.problem or {}
    code = problem.get("code", "")
    if code not in CATALOGUE:
        return _("文件无法读取。"), _("请重新下载模板，填写后再上传。")
    refused = SpreadsheetRefused(code, problem.get("params", {}))
    return refused.text(_), refused.remedy(_)


def timeline(declaration: Declaration, events: Iterable[Event]) -> list[TimelineEntry]:
    """进度 of a filing, with what is under way at its end."""
    entries = [
        TimelineEntry(
            title=_event_text(declaration, event),
            at=event.at,
            who=event.actor_name,
            state="failed" if event.kind in FAILED_EVENTS else "done",
        )
        for event in events
    ]
    under_way = {
        State.CHECKING: _("系统正在核对"),
        State.CHECKED: _("等待您核对并确认提交"),
        State.APPLYING: _("系统正在办理"),
        State.IN_REVIEW: _("等待经办机构审核"),
        State.RETURNED: _("等待您补正后重新提交"),
    }.get(State(declaration.state))
    return [*entries, TimelineEntry(title=under_way, state="current")] if under_way else entries


def return_reason(events: Iterable[Event]) -> str:
    """Why a filing was sent back last; empty when it was not."""
    returned = [event for event in events if event.kind == "returned"]
    return str(returned[-1].params.get("reason", "")) if returned else ""


def _event_text(declaration: Declaration, event: Event) -> str:
    of_workbook = event.kind == "unreadable" and declaration.service != "cards"  # an archive's reason stands there
    params = event.params | ({"reason": unreadable(declaration)[0]} if of_workbook else {})
    words = texts.describe(event.kind, params)
    return _("第 %(n)s 人：%(words)s") % {"n": event.line_no, "words": words} if _of_one(declaration, event) else words


def _of_one(declaration: Declaration, event: Event) -> bool:
    return event.line_no is not None and not declaration.single


def medical(state: str | None, answer: str | None, failure_kind: str | None = "") -> MedicalView:
    """What the medical side did, in the words that bind: success needs no second filing, failure needs one there."""
    key = SILENT if state == Delivery.SENT and failure_kind == SILENT else state
    label, tone, text = MEDICAL.get(key or "", NOT_SENT)
    return MedicalView(label, tone, str(text), (answer or "") if state == Delivery.FAILED else "")


def medical_of(message: Message | None) -> MedicalView:
    """The same from the last message about the person, if there is one."""
    if message is None:
        return medical(None, None)
    return medical(message.state, message.answer_text, message.failure_kind)


def medical_badge(state: str | None, failure_kind: str | None = "") -> SafeString:
    """The badge of the medical side for a list; nothing where nothing was sent."""
    if state is None:
        return SafeString("")
    view = medical(state, "", failure_kind)
    return badge(view.label, view.tone)


def line_names(line: EnrolmentLine) -> dict[str, str]:
    """The Chinese names of a line's codes."""
    return {
        "document_type": code_name("document_type", line.document_type),
        "sex": code_name("sex", line.sex),
        "nationality": code_name("country", line.nationality),
        "household_registration": code_name("household_registration", line.household_registration),
        "contract_kind": code_name("contract_kind", line.contract_kind),
        "term_kind": code_name("contract_term", line.term_kind),
        "employment_form": code_name("employment_form", line.employment_form),
        "enrolment_reason": code_name("enrolment_reason", line.enrolment_reason),
    }


def by_severity(counts: Sequence[tuple[str, str, int]]) -> dict[str, int]:
    """The number of findings of each severity."""
    numbers: dict[str, int] = {}
    for severity, _code, number in counts:
        numbers[severity] = numbers.get(severity, 0) + number
    return numbers


def code_choices(counts: Sequence[tuple[str, str, int]]) -> list[tuple[str, str]]:
    """The codes found, each with its words and number, for a filter."""
    return [(code, f"{_pattern(code)}（{formats.count(number)}）") for _severity, code, number in counts]


def tallies(declaration: Declaration, counts: Sequence[tuple[str, str, int]]) -> list[dict[str, object]]:
    """The kinds of findings with their numbers and the address of their list."""
    here = reverse("findings", args=[declaration.number])
    return [
        {"severity": severity, "text": _pattern(code), "number": number, "url": f"{here}?{urlencode({'code': code})}"}
        for severity, code, number in counts
    ]


def _pattern(code: str) -> str:
    """What a code says, without the values of one line."""
    return pattern(str(catalogue.CATALOGUE[code].message))


def pattern(words: str) -> str:
    """The words of a finding without the values of one line."""
    for value, instead in (("“{title}”", _("该项")), ("{title}", _("该项")), ("“{value}”", "")):
        words = words.replace(value, instead)
    return _VALUES.sub("…", words)


def line_tallies(counts: Mapping[str, int]) -> list[dict[str, object]]:
    """How many lines stand where, in the order of their states."""
    return [
        {"state": state.value, "label": state.label, "number": counts[state], "tone": look_up(STATES, state)[1]}
        for state in LineState
        if counts.get(state)
    ]
