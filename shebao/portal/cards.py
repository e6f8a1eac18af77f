"""From cards to what their pages show: tables, badges, words. No decisions, no queries."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy

from shebao.declarations.models import Declaration, Finding
from shebao.documents.photos import messages, naming
from shebao.persons.models import Person
from shebao.portal import presenters
from shebao.services.cards import catalogue
from shebao.services.cards.models import Application, CardLine, Photo, State
from shebao.services.cards.papers import FormPerson
from shebao.services.cards.queries import Found
from shebao.web import formats, masking, social_cards
from shebao.web.parts import Cell, Column, FindingView, Row, Tone
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
_CITIZENS: Final = 15
"""Shortest number of a citizen."""
_OTHER: Final = "other"
"""The value of a finding that names another photo."""
PHOTO_TONES: Final[Mapping[str, Tone]] = {Photo.GOOD: "success", Photo.UNSURE: "warning", Photo.BAD: "error"}


def application_rows(applications: Iterable[tuple[Application, Person]]) -> list[Row]:
    """Applications for a table with APPLICATION_COLUMNS; numbers masked."""
    return [
        Row(
            (
                one.number,
                person.name,
                presenters.masked_number(person.document_type, person.document_number),
                social_cards.kind_name(one.kind),
                social_cards.state_badge(one.state),
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
                social_cards.state_badge(one.state) if one.state else formats.NOTHING,
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
            Cell(shown_name(line.photo_name), url=picture),
            Cell(line.name or formats.NOTHING, sub=masked),
            badge(Photo(line.photo).label, PHOTO_TONES[line.photo]) if line.photo else formats.NOTHING,
            social_cards.state_badge(application.state) if application else presenters.line_badge(line),
            _told(findings) or (application.reason if application else "") or formats.NOTHING,
        ),
        url=reverse("card-application", args=[application.number]) if application else "",
        tone="error" if line.state == "bad" else "",
    )


def shown_name(name: str) -> str:
    """The name of a photo; numbers in it are masked."""
    return naming.masked(name, lambda number: masking.mask(_mask_of(number), number))


def _mask_of(number: str) -> str:
    return "identity" if len(number) >= _CITIZENS else "passport"


def _told(findings: Sequence[Finding]) -> str:
    worst = [one for one in findings if one.severity == "hard"] or list(findings)
    told = [catalogue.explain(one.code, one.field, _shown_params(one.params)) for one in worst]
    return "".join(f"{one.message}{one.what_to_do}" for one in told)


def _shown_params(params: Mapping[str, str]) -> dict[str, str]:
    """Values of a finding as they may be shown: one may be the name of another photo."""
    return {**params, **({_OTHER: shown_name(params[_OTHER])} if _OTHER in params else {})}


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


def unreadable(declaration: Declaration) -> tuple[str, str]:
    """Why an archive was refused as a whole, and what to do."""
    problem = declaration.problem or {}
    return messages.explain(problem.get("code", "archive_damaged"), problem.get("params", {}))


def tallies(counts: Mapping[str, int]) -> list[dict[str, object]]:
    """How many applications stand where, in the order of their life."""
    return [
        {"state": state.value, "label": state.label, "number": counts[state], "tone": _stat_tone(state)}
        for state in State
        if counts.get(state)
    ]


def _stat_tone(state: State) -> Tone:
    return social_cards.TONES.get(state, "")
