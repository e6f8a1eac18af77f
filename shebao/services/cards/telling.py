"""Steps of applications, and the news of them to the clerks of employers that applied."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from shebao.declarations.models import Declaration
from shebao.notices.actions import News
from shebao.notices.actions import tell as tell_clerks
from shebao.services.cards.models import Application, Event, State

NEWS: Final = ("returned", "failed", "lost", "ready")
"""Steps that clerks are told of; the others they see on the page."""
LONGEST: Final = 300
"""Characters of a reason, and of what to do about it."""


@dataclass(frozen=True, slots=True)
class Told:
    """One step of one application: `kind` and values as in `texts.TEXTS`; `told_at` where the card maker told it."""

    application: Application
    kind: str
    actor_name: str
    params: Mapping[str, str] = field(default_factory=dict)
    told_at: datetime | None = None


def tell(steps: Iterable[Told], now: datetime) -> None:
    """Keep steps, and tell clerks what they have to know, one notice a filing and kind; inside an open action."""
    told = list(steps)
    Event.objects.bulk_create(
        (
            Event(
                application=one.application,
                kind=one.kind,
                at=now,
                told_at=one.told_at,
                actor_name=one.actor_name,
                params=dict(one.params),
            )
            for one in told
        ),
        batch_size=1_000,
    )
    _notify(told)


def end(application: Application, state: State, reason: str, now: datetime, actor_name: str) -> None:
    """The application is over without a card, and why; inside an open action."""
    application.state, application.reason = state, reason[:LONGEST]
    application.finished_at = now
    application.save()
    tell([Told(application, str(state), actor_name, {"reason": application.reason})], now)


def _notify(told: Iterable[Told]) -> None:
    counted = Counter((one.application.declaration_id or 0, one.kind) for one in told if one.kind in NEWS)
    filings = Declaration.objects.in_bulk({filing for filing, _ in counted})
    tell_clerks(
        News(filings[filing].employer_id, f"card_{kind}", {"number": filings[filing].number, "persons": many}, filing)
        for (filing, kind), many in counted.items()
        if filing in filings
    )
