"""From cards to what their pages show: tables, badges, words. No decisions, no queries."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.declarations.models import Declaration, Finding
from shebao.documents.photos import messages
from shebao.law import law
from shebao.law.card_photos import spec_on
from shebao.persons.models import Person
from shebao.portal import presenters
from shebao.services.cards import catalogue
from shebao.services.cards.models import Application, CardLine, Photo, State
from shebao.services.cards.papers import FormPerson
from shebao.services.cards.queries import ApplicationView, Found
from shebao.services.cards.rules import KINDS
from shebao.web import formats
from shebao.web.parts import Cell, Column, FindingView, Row, TimelineEntry, Tone
from shebao.web.templatetags.page import badge

APPLICATION_COLUMNS: Final = (
    Column(gettext_lazy("申请编号"), "code"),
    Column(gettext_lazy("姓名")),
    Column(gettext_lazy("证件号码"), "code"),
    Column(gettext_lazy("申请类型")),
    Column(gettext_lazy("办理进度"), "state"),
    Column(gettext_lazy("申请时间"), "date"),
)
PERSON_COLUMNS: Final = (
    Column(gettext_lazy("姓名")),
    Column(gettext_lazy("证件号码"), "code"),
    Column(gettext_lazy("本单位提交的申请"), "state"),
)
FORM_CHOICE: Final = "person"
"""Name of the checkboxes of those a form is printed for."""
FORM_COLUMNS: Final = (
    Column(gettext_lazy("姓名")),
    Column(gettext_lazy("证件号码"), "code"),
    Column(gettext_lazy("合同开始日期"), "date"),
    Column(gettext_lazy("参保起始年月"), "date"),
)
LINE_COLUMNS: Final = (
    Column(gettext_lazy("照片")),
    Column(gettext_lazy("人员")),
    Column(gettext_lazy("照片检查"), "state"),
    Column(gettext_lazy("状态"), "state"),
    Column(gettext_lazy("说明")),
)
TONES: Final[Mapping[str, Tone]] = {
    State.ASKED: "info",
    State.IN_REVIEW: "warning",
    State.ORDERED: "info",
    State.MAKING: "info",
    State.PRODUCED: "info",
    State.SHIPPED: "info",
    State.READY: "success",
    State.COLLECTED: "success",
    State.RETURNED: "error",
    State.REFUSED: "error",
    State.FAILED: "error",
    State.LOST: "error",
}
PHOTO_TONES: Final[Mapping[str, Tone]] = {Photo.GOOD: "success", Photo.UNSURE: "warning", Photo.BAD: "error"}
ENDED_BADLY: Final = (State.RETURNED, State.REFUSED, State.FAILED, State.LOST)
NEXT: Final[Mapping[str, object]] = {
    State.ASKED: gettext_lazy("系统正在核对"),
    State.IN_REVIEW: gettext_lazy("等待经办机构审核照片"),
    State.ORDERED: gettext_lazy("等待制卡机构受理"),
    State.MAKING: gettext_lazy("制卡中"),
    State.PRODUCED: gettext_lazy("等待寄出"),
    State.SHIPPED: gettext_lazy("寄送中"),
    State.READY: gettext_lazy("等待领取"),
}
"""What is under way in each state that is not an end."""


def state_badge(state: str) -> SafeString | str:
    """Where an application stands; nothing where there is none."""
    return badge(State(state).label, TONES[state]) if state else ""


def kind_name(kind: str) -> str:
    """首次申领 and so on."""
    return law().codes(KINDS).name_of(kind)


def application_rows(applications: Iterable[tuple[Application, Person]]) -> list[Row]:
    """Applications for a table with APPLICATION_COLUMNS; numbers masked."""
    return [
        Row(
            (
                one.number,
                person.name,
                presenters.masked_number(person.document_type, person.document_number),
                kind_name(one.kind),
                state_badge(one.state),
                formats.moment(one.asked_at),
            ),
            url=reverse("card-application", args=[one.number]),
        )
        for one, person in applications
    ]


def form_rows(people: Iterable[FormPerson]) -> list[Row]:
    """Whom a form can be printed for, numbers masked."""
    return [
        Row(
            [
                one.name,
                presenters.masked_number(one.document_type, one.document_number),
                formats.day(one.starts_on),
                formats.month(one.insured_from),
            ],
            select=str(one.person_id),
        )
        for one in people
    ]


def person_rows(people: Iterable[Found]) -> list[Row]:
    """Employees for a table with PERSON_COLUMNS; numbers masked."""
    return [
        Row(
            (
                one.name,
                presenters.masked_number(one.document_type, one.document_number),
                state_badge(one.state) or formats.NOTHING,
            ),
            url=reverse("card-person", args=[one.person_id]),
        )
        for one in people
    ]


def line_rows(
    lines: Sequence[CardLine],
    findings: Mapping[int, Sequence[Finding]],
    applications: Mapping[int, Application],
    number: str,
) -> list[Row]:
    """Lines of an archive for a table with LINE_COLUMNS; numbers masked, photos behind a link."""
    return [_line_row(line, findings.get(line.line_no, ()), applications.get(line.line_no), number) for line in lines]


def _line_row(line: CardLine, findings: Sequence[Finding], application: Application | None, number: str) -> Row:
    picture = reverse("card-picture", args=[number, line.line_no, "card"]) if line.picture_id else ""
    masked = presenters.masked_number(line.document_type or "01", line.document_number)
    return Row(
        (
            Cell(shown_name(line), url=picture),
            Cell(line.name or formats.NOTHING, sub=masked),
            badge(Photo(line.photo).label, PHOTO_TONES[line.photo]) if line.photo else formats.NOTHING,
            state_badge(application.state) if application else presenters.line_badge(line),
            _told(findings) or (application.reason if application else "") or formats.NOTHING,
        ),
        url=reverse("card-application", args=[application.number]) if application else "",
        tone="error" if line.state == "bad" else "",
    )


def shown_name(line: CardLine) -> str:
    """The name of a photo; the number that it gives is masked."""
    if not line.document_number:
        return line.photo_name
    masked = presenters.masked_number(line.document_type or "01", line.document_number)
    return line.photo_name.replace(line.document_number, masked)


def _told(findings: Sequence[Finding]) -> str:
    worst = [one for one in findings if one.severity == "hard"] or list(findings)
    told = [catalogue.explain(one.code, one.field, one.params) for one in worst]
    return "".join(f"{one.message}{one.what_to_do}" for one in told)


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


def timeline(view: ApplicationView) -> list[TimelineEntry]:
    """进度 of an application, with what is under way at its end."""
    entries = [
        TimelineEntry(
            title=step.text,
            at=step.told_at or step.at,
            who=step.actor_name,
            state="failed" if step.kind in ENDED_BADLY else "done",
        )
        for step in view.steps
    ]
    under_way = NEXT.get(view.application.state)
    return [*entries, TimelineEntry(title=str(under_way), state="current")] if under_way else entries


def unreadable(declaration: Declaration) -> tuple[str, str]:
    """Why an archive was refused as a whole, and what to do."""
    problem = declaration.problem or {}
    return messages.explain(problem.get("code", "archive_damaged"), problem.get("params", {}))


def requirements(today: date) -> list[tuple[str, str]]:
    """What the published specification asks of a photo, in words."""
    spec = spec_on(law(), today)
    return [
        (_("内容"), _("近期正面免冠彩色照片，着深色上衣，双眼睁开，不戴墨镜")),
        (_("背景"), _("白色，无边框、无阴影")),
        (_("格式"), "、".join(law().codes("card_photo_format")[code].name for code in spec.formats)),
        (
            _("大小"),
            _("不低于 %(width)s×%(height)s 像素，文件不超过 %(most)s MB")
            % {"width": spec.width, "height": spec.height, "most": spec.most_upload // 1024},
        ),
        (
            _("印制"),
            _("系统自动转正、裁剪为 %(width)s×%(height)s 像素、%(dpi)s dpi 的 JPG，并去除拍摄信息")
            % {"width": spec.width, "height": spec.height, "dpi": spec.dpi},
        ),
    ]


def tallies(counts: Mapping[str, int]) -> list[dict[str, object]]:
    """How many applications stand where, in the order of their life."""
    return [
        {"state": state.value, "label": state.label, "number": counts[state], "tone": _stat_tone(state)}
        for state in State
        if counts.get(state)
    ]


def _stat_tone(state: State) -> Tone:
    tone = TONES[state]
    return "" if tone == "info" else tone
