"""Telling an employer's clerks, and marking what they have read."""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from shebao.audit import actions as audit
from shebao.audit.actions import Actor
from shebao.notices import texts
from shebao.notices.models import Notice

MAX_UNREAD_AT_ONCE = 1000


@dataclasses.dataclass(frozen=True, slots=True)
class News:
    """One thing to tell: ``kind`` is a key of ``texts.TEXTS``, ``values`` fill its words (``number``: the filing's)."""

    employer_id: int
    kind: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)
    declaration_id: int | None = None


class Filing(Protocol):
    """What a notice needs to know of the filing it is about."""

    @property
    def pk(self) -> int:
        """Its id."""

    @property
    def number(self) -> str:
        """Its 业务流水号."""

    @property
    def employer_id(self) -> int:
        """The employer that filed."""


def notify(filing: Filing, kind: str, **values: object) -> None:
    """Tell the employer about one of its filings; must run inside an open audit action."""
    tell([News(filing.employer_id, kind, values | {"number": filing.number}, filing.pk)])


def tell(news: Iterable[News]) -> int:
    """Write the notices in one statement and return how many; must run inside an open audit action."""
    rows = [
        Notice(
            employer_id=item.employer_id,
            kind=item.kind,
            params={name: str(value) for name, value in item.values.items()},
            severity=texts.severity(item.kind),
            declaration_id=item.declaration_id,
        )
        for item in news
    ]
    return len(Notice.objects.bulk_create(rows))


def mark_read(actor: Actor, notice_id: int, *, now: datetime) -> bool:
    """Mark one notice of the actor's employer read; False if there is none that is unread."""
    return _mark(actor, [notice_id], now) == 1


def mark_all_read(actor: Actor, *, now: datetime) -> int:
    """Mark the newest unread notices of the actor's employer read (1,000 at most); how many."""
    unread = Notice.objects.filter(employer_id=actor.employer_id or 0, read_at=None).order_by("-id")
    return _mark(actor, list(unread.values_list("id", flat=True)[:MAX_UNREAD_AT_ONCE]), now)


def _mark(actor: Actor, ids: list[int], now: datetime) -> int:
    with audit.action(actor, "read_notices", details={"notices": len(ids)}):
        unread = Notice.objects.filter(id__in=ids, employer_id=actor.employer_id or 0, read_at=None)
        return unread.update(read_at=now, read_by=actor.user_id)
