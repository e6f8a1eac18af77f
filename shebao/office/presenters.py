"""From records to what the page of a case shows: words, tones, masks. No decisions, no queries."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.declarations import texts
from shebao.declarations.models import Event, Finding
from shebao.kernel.findings import Severity
from shebao.office import changes, refunds, supplements, words
from shebao.office.downloads import IMAGES
from shebao.office.queries import Dossier
from shebao.review.queries import Load
from shebao.services.enrolment import catalogue
from shebao.services.lines.catalogue import Explained
from shebao.services.person_changes import catalogue as change_catalogue
from shebao.services.refunds import catalogue as refund_catalogue
from shebao.services.supplements import catalogue as supplement_catalogue
from shebao.web.parts import FindingView, Text, TimelineEntry

FAILED_EVENTS: Final = ("failed", "rejected", "gave_up")


CATALOGUES: Final[Mapping[str, Callable[[str, str | None, Mapping[str, str]], Explained]]] = {
    "refunds": refund_catalogue.explain,
    "supplements": supplement_catalogue.explain,
    "person_changes": change_catalogue.explain,
}
"""Words of findings, for services that have other ones than enrolments."""


def finding_views(findings: Iterable[Finding], service: str = "") -> list[FindingView]:
    """What the check of a filing of that service found on the line, with its source in law."""
    return [_finding_view(finding, service) for finding in findings]


def _finding_view(finding: Finding, service: str) -> FindingView:
    explain = CATALOGUES.get(service, catalogue.explain)
    told = explain(finding.code, finding.field, finding.params)
    return FindingView(
        severity=finding.severity,
        message=told.message,
        remedy="" if finding.severity == Severity.NOTE else told.what_to_do,  # what a note says is for the clerk
        field=told.field_title,
        source=told.source,
        code=finding.code,
    )


def timeline(dossier: Dossier) -> list[TimelineEntry]:
    """进度 of the filing as far as it concerns the case, with what is under way at its end."""
    entries = [_entry(event) for event in dossier.events]
    if dossier.open:
        return [*entries, TimelineEntry(title=_("等待经办机构审核"), state="current")]
    if dossier.case.declaration.next_step is not None:
        return [*entries, TimelineEntry(title=_("系统正在办理"), state="current")]
    return entries


def _entry(event: Event) -> TimelineEntry:
    return TimelineEntry(
        title=texts.describe(event.kind, event.params),
        at=event.at,
        who=event.actor_name,
        state="failed" if event.kind in FAILED_EVENTS else "done",
    )


@dataclass(frozen=True, slots=True)
class Material:
    """A file handed in with a case; `image` ones are shown in the page."""

    name: str
    url: str
    image: bool
    kind: str
    purpose: Text
    size: int
    at: datetime


PURPOSES: Final[Mapping[str, Text]] = {
    "identity": gettext_lazy("身份证明材料"),
    "contract": gettext_lazy("劳动合同"),
    "other": gettext_lazy("就业许可或其他材料"),
}


def materials(dossier: Dossier) -> list[Material]:
    """The files of a case."""
    purposes = _purposes(dossier.case.service)
    return [
        Material(
            name=stored.name,
            url=reverse("office-file", args=[dossier.case.pk, stored.pk]),
            image=stored.kind in IMAGES,
            kind=stored.kind,
            purpose=purposes.get(stored.purpose, stored.purpose),
            size=stored.size,
            at=stored.uploaded_at,
        )
        for stored in dossier.files
    ]


def _purposes(service: str) -> Mapping[str, Text]:
    """Names of materials as the service has them: the same code may be another paper elsewhere."""
    if service == "person_changes":
        return changes.materials()
    return {**PURPOSES, **refunds.materials(), **supplements.materials()}


def by_service(loads: Sequence[Load]) -> list[tuple[str, Text, int]]:
    """Code, name and number of waiting cases of each service."""
    totals: Counter[str] = Counter()
    for load in loads:
        totals[load.service] += load.waiting
    return [(code, words.service(code), waiting) for code, waiting in totals.items()]
