"""What a worker can be at: quick and bulk work on declarations, delivery to each counterparty, taking in answers."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Protocol

import structlog
from django.conf import settings

from shebao.access import parked
from shebao.audit.actions import Actor
from shebao.collection import actions as collection
from shebao.contributions import actions as contributions
from shebao.documents import actions as documents
from shebao.exchange import cards as card_maker
from shebao.exchange import clients, intake, payments, payouts
from shebao.exchange.delivery import Delivery
from shebao.exchange.messages import Client
from shebao.kernel import clock
from shebao.reconciliation import actions as reconciliation
from shebao.services.cards import asking as cards
from shebao.services.enrolment.asking import Authorities
from shebao.services.refunds import disputes
from shebao.services.refunds import ordering as refunds
from shebao.worker import steps

log = structlog.get_logger(__name__)

WORK, OUTBOX = "shebao_work", "shebao_outbox"  # what the database notifies
SENDERS: dict[str, Callable[[], Client]] = {
    "medical": clients.medical,
    "national_pension": clients.national_pension,
    "tax": clients.tax,
    "bank": clients.bank,
    "card_maker": clients.card_maker,
}
COLLECTOR = Actor.system("征收")
HOUSEKEEPING = timedelta(minutes=10)
OVERDUE_LOOK = timedelta(seconds=2)
EVERY_HOUR = timedelta(hours=1)

Stopping = Callable[[], bool]


class Lane(Protocol):
    """One thing that a worker does over and over, in a thread and on a database connection of its own."""

    name: str
    channel: str

    def turn(self, stopping: Stopping, /) -> int:
        """Do what is due, one round of it; 0 when there was nothing. `stopping` says when to leave off early."""

    def close(self) -> None:
        """Let go of everything; the next turn starts afresh."""


class Steps:
    """Checks, applies and decides declarations."""

    channel = WORK

    def __init__(self, name: str, *, single: bool) -> None:
        self.name, self._single = name, single
        self._authorities: Authorities | None = None

    def turn(self, stopping: Stopping, /) -> int:
        """Do every step that is due."""
        if self._authorities is None:
            self._authorities = clients.authorities()
        return steps.work(self._authorities, clock.now, single=self._single, stopping=stopping)

    def close(self) -> None:
        """Close the connections to the authorities."""
        if self._authorities is not None:
            clients.close(self._authorities)
        self._authorities = None


class Deliver:
    """Sends one counterparty its messages, and asks after what it left unanswered."""

    channel = OUTBOX

    def __init__(self, system: str) -> None:
        self.name = f"deliver {system}"
        silence = timedelta(seconds=settings.SILENCE_SECONDS)
        self._delivery = Delivery(system, SENDERS[system], clock.now, silence=silence, asks=settings.SILENCE_ASKS)
        self._nothing_overdue: datetime | None = None

    def turn(self, _stopping: Stopping, /) -> int:
        """Send one batch; where nothing waits, ask after what is overdue, though not whenever something was written."""
        now = clock.now()
        if sent := self._delivery.deliver():
            return sent
        if self._nothing_overdue is not None and now - self._nothing_overdue < OVERDUE_LOOK:
            return 0
        asked = self._delivery.ask_again()
        self._nothing_overdue = None if asked else now
        return asked

    def close(self) -> None:
        """Close the connections to the counterparty."""
        self._delivery.close()


class TakeIn:
    """Takes in what the counterparties answered: payments that tax tells, what the bank paid, how far cards are."""

    name, channel = "take in", OUTBOX

    def __init__(self) -> None:
        self._tidied: datetime | None = None

    def turn(self, _stopping: Stopping, /) -> int:
        """Take in all that has come, say what bills it has paid; now and then forget old nonces."""
        now = clock.now()
        if self._tidied is None or now - self._tidied > HOUSEKEEPING:
            intake.forget_nonces(now)
            self._tidied = now
        taken = intake.take_in(now) + payments.take_in(now) + payouts.take_in(now)
        taken += card_maker.take_in(now)
        return taken + collection.announce_paid(COLLECTOR, now=now)

    def close(self) -> None:
        """Nothing is held."""


class Collect:
    """Does what employers ask of tax, of bills and of the bank; once a day finds what became overdue."""

    name, channel = "collect", WORK

    def __init__(self) -> None:
        self._day: date | None = None

    def turn(self, _stopping: Stopping, /) -> int:
        """Answer every request; on a new day, look at the notices once."""
        now = clock.now()
        done = collection.carry_out_requests(COLLECTOR, now=now) + collection.carry_out_recalls(COLLECTOR, now=now)
        done += refunds.carry_out_requests(now=now) + disputes.carry_out(now=now)
        if (today := clock.day_of(now)) != self._day:
            found = collection.collect(COLLECTOR, today)
            self._day = today
            log.info("arrears_found", day=today.isoformat(), **found._asdict())
        return done

    def close(self) -> None:
        """After a failure the day is looked at again; what was found is not found twice."""
        self._day = None


class Cards:
    """Looks at the photos that insured persons and officers hand in, and carries out what officers decide on photos."""

    name, channel = "cards", WORK

    def turn(self, _stopping: Stopping, /) -> int:
        """Everything that waits."""
        return cards.carry_out(now=clock.now())

    def close(self) -> None:
        """Nothing is held."""


class Reconcile:
    """Makes the reconciliations that operators ask for."""

    name, channel = "reconcile", WORK

    def turn(self, _stopping: Stopping, /) -> int:
        """The first one that waits."""
        return int(reconciliation.make(now=clock.now()))

    def close(self) -> None:
        """Nothing is held; what was begun is taken up again when it counts as abandoned."""


class KeepHouse:
    """Forgets submissions that nobody came back for, and files without a row; makes room for months to come."""

    name, channel = "keep house", ""

    def __init__(self) -> None:
        self._kept: datetime | None = None

    def turn(self, _stopping: Stopping, /) -> int:
        """Once an hour; after a failure, when the lane is tried again."""
        now = clock.now()
        if self._kept is None or now - self._kept >= EVERY_HOUR:
            forgotten, swept = parked.drop_expired(now), documents.sweep(now)
            contributions.open_months(now)
            self._kept = now
            log.info("house_kept", submissions=forgotten, files=swept)
        return 0

    def close(self) -> None:
        """Nothing is held."""


LANES: dict[str, Callable[[], list[Lane]]] = {
    "quick": lambda: [Steps("quick", single=True), Collect(), Cards()],
    "bulk": lambda: [Steps("bulk", single=False), Reconcile()],
    "exchange": lambda: [*(Deliver(system) for system in SENDERS), TakeIn(), KeepHouse()],
}
