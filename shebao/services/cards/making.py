"""What the card maker tells: the answers to orders, then each step of a card. Steps count once and never lead back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, NamedTuple, Self

from shebao.audit.actions import Actor, refuse
from shebao.services.cards.models import Application, Card, CardState, Event, State
from shebao.services.cards.telling import LONGEST, Told, tell

MAKER: Final = Actor.system("制卡机构")
PHOTO_REJECTED: Final = "K1"
"""Begins the codes with which the card maker rejects a photo; all others say that no card could be made."""
RANK: Final[Mapping[str, int]] = {
    State.ORDERED: 0,
    State.MAKING: 1,
    State.PRODUCED: 2,
    State.SHIPPED: 3,
    State.READY: 4,
    State.COLLECTED: 5,
    State.LOST: 5,
}
"""How far an application is; only what leads further moves it."""
MOVED: Final = ("state", "reason", "remedy", "finished_at")
"""Columns of an application that the card maker's words may change."""
CHUNK: Final = 500
LAST: Final = (State.COLLECTED, State.LOST)
APPLIED: Final = "applied"
REPEATED: Final = "repeated"
LATE: Final = "late"
UNKNOWN: Final = "unknown"
"""Effects of what was told, as `outbox_feedback` keeps them."""


class Answer(NamedTuple):
    """The answer to an order: taken, or not and why; `at` is the card maker's time."""

    taken: bool
    reason_code: str
    reason_text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a card that the card maker tells unasked; `card`, `issued_on`, `valid_until`, `bank` once it is made.

    `person_key` says about whom the card maker believes it to be.
    """

    order: str
    person_key: str
    step: str
    at: datetime
    card: str
    issued_on: date | None
    valid_until: date | None
    bank: str
    place: str


def answer(answers: Mapping[int, Answer], now: datetime) -> int:
    """Let answers to orders, by application, take effect; inside an open action. How many did."""
    found = Application.objects.select_for_update().filter(pk__in=answers, state=State.ORDERED).order_by("pk")
    applications = list(found)
    told = [_answered(one, answers[one.pk], now) for one in applications]
    Application.objects.bulk_update(applications, MOVED, batch_size=CHUNK)
    tell(told, now)
    return len(applications)


def _answered(one: Application, given: Answer, now: datetime) -> Told:
    if given.taken:
        one.state = State.MAKING
        return Told(one, State.MAKING, MAKER.name, told_at=given.at)
    photo = given.reason_code.startswith(PHOTO_REJECTED)
    one.state = State.RETURNED if photo else State.FAILED
    one.reason = (given.reason_text or given.reason_code)[:LONGEST]
    one.remedy = "请换一张符合要求的照片，重新申请。" if photo else "请联系所属区社保经办机构核实后重新申请。"
    one.finished_at = now
    return Told(one, one.state, MAKER.name, {"reason": one.reason}, given.at)


def take_steps(steps: Sequence[Step], now: datetime) -> list[str]:
    """Let steps take effect in the order told; inside an open action. Their effects, aligned.

    What is told again is repeated; what is about no order of ours, or another person, is unknown; what contradicts
    the end that was told before is late. The last two change nothing and leave an alarm. The number of statements
    does not grow with that of the steps.
    """
    taking = _Taking.of(steps, now)
    effects = [taking.take(step) for step in steps]
    taking.write()
    return effects


@dataclass(slots=True)
class _Taking:
    """The applications that steps are about, with what is known of them, while the steps are looked at."""

    now: datetime
    applications: dict[str, Application]
    done: set[tuple[int, str]]
    cards: dict[int, Card]
    numbers: set[str]
    told: list[Told] = field(default_factory=list)
    changed: dict[int, Card] = field(default_factory=dict)

    @classmethod
    def of(cls, steps: Sequence[Step], now: datetime) -> Self:
        """Everything that these steps may touch, locked in the order of the ids."""
        orders = Application.objects.select_for_update().filter(number__in={one.order for one in steps}).order_by("pk")
        applications = {one.number: one for one in orders}
        ids = [one.pk for one in applications.values()]
        done = Event.objects.filter(application_id__in=ids).values_list("application_id", "kind")
        cards = {card.application_id: card for card in Card.objects.filter(application_id__in=ids)}
        numbers = Card.objects.filter(number__in={one.card for one in steps if one.card})
        return cls(now, applications, set(done), cards, set(numbers.values_list("number", flat=True)))

    def take(self, step: Step) -> str:
        """Let one step take effect in memory; its effect."""
        one = self.applications.get(step.order)
        effect = self._effect(step, one)
        if one is None or effect in (UNKNOWN, LATE):
            refuse(MAKER, "take_in_feedback", effect, subject=f"card_application:{one.pk}" if one else "")
        elif effect == APPLIED:
            self.done.add((one.pk, step.step))
            moved = self._move(step, one)
            self._make(step, one, moved=moved)
            self.told.append(Told(one, step.step, MAKER.name, {"bank": step.bank, "place": step.place}, step.at))
        return effect

    def write(self) -> None:
        """Write what the steps have changed."""
        touched = {one.application.pk: one.application for one in self.told}
        Application.objects.bulk_update(touched.values(), MOVED, batch_size=CHUNK)
        self._write_cards()
        tell(self.told, self.now)

    def _effect(self, step: Step, one: Application | None) -> str:
        if one is None or one.state not in RANK or step.person_key != f"P{one.person_id}":
            return UNKNOWN
        if (one.pk, step.step) in self.done:
            return REPEATED
        if one.state in LAST and step.step in LAST:
            return LATE
        return UNKNOWN if step.card in self.numbers else APPLIED

    def _move(self, step: Step, one: Application) -> bool:
        """Further, if this leads further: a step that comes after a later one is kept and moves nothing."""
        if RANK[State(step.step)] <= RANK[State(one.state)]:
            return False
        one.state = State(step.step)
        if one.state in LAST:
            one.finished_at = self.now
        if one.state == State.LOST:
            one.reason, one.remedy = "卡片在寄送途中遗失。", "卡片没有启用，请重新申请。"
        return True

    def _make(self, step: Step, one: Application, *, moved: bool) -> None:
        """The card itself: made once it is produced, in use once collected, void when it was lost on its way.

        What has become of it since, a step that comes late does not undo.
        """
        card = self.cards.get(one.pk)
        made = card is None and bool(step.card)
        if card is None and made:
            card = self.cards[one.pk] = _card_of(step, one)
            self.numbers.add(step.card)
        if card is None or not (moved or made):
            return
        card.state = _CARDS.get(State(one.state), CardState.INACTIVE)
        card.changed_at = self.now
        self.changed[one.pk] = card
        if card.state == CardState.NORMAL:
            self._replace(card)

    def _replace(self, card: Card) -> None:
        """Of a person's cards that these steps are about, the one collected last is in use."""
        for other in self.cards.values():
            if other is not card and other.person_id == card.person_id:
                other.state, other.changed_at = CardState.CANCELLED, self.now
                self.changed[other.application_id] = other

    def _write_cards(self) -> None:
        """Old cards go out of use before new ones come into use: a person has one in use."""
        in_use = [card.person_id for card in self.changed.values() if card.state == CardState.NORMAL]
        if in_use:
            others = Card.objects.filter(person_id__in=in_use).exclude(state=CardState.CANCELLED)
            others = others.exclude(pk__in=[card.pk for card in self.cards.values() if card.pk])
            others.update(state=CardState.CANCELLED, changed_at=self.now)
        old = [card for card in self.changed.values() if card.pk]
        for cards in ([one for one in old if one.state != CardState.NORMAL], old):
            Card.objects.bulk_update(cards, ["state", "changed_at"], batch_size=CHUNK)
        Card.objects.bulk_create([card for card in self.changed.values() if not card.pk], batch_size=CHUNK)


def _card_of(step: Step, one: Application) -> Card:
    return Card(
        application=one,
        person_id=one.person_id,
        number=step.card,
        issued_on=step.issued_on or step.at.date(),
        valid_until=step.valid_until or step.at.date(),
        bank=step.bank,
    )


_CARDS: Final[Mapping[State, CardState]] = {
    State.COLLECTED: CardState.NORMAL,
    State.LOST: CardState.CANCELLED,
}
