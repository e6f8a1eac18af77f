"""What the card maker tells: the answers to orders, then each step of a card. Steps count once and never lead back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from shebao.audit.actions import Actor, refuse
from shebao.services.cards.models import Application, Card, CardState, Event, State
from shebao.services.cards.telling import Told, end, tell

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
    for one in applications:
        _answer(one, answers[one.pk], now)
    return len(applications)


def _answer(one: Application, given: Answer, now: datetime) -> None:
    if given.taken:
        one.state = State.MAKING
        one.save(update_fields=["state"])
        tell([Told(one, "making", MAKER.name, told_at=given.at)], now)
        return
    photo = given.reason_code.startswith(PHOTO_REJECTED)
    one.remedy = "请重新上传符合要求的照片。" if photo else "请联系所属区社保经办机构核实。"
    end(one, State.RETURNED if photo else State.FAILED, given.reason_text or given.reason_code, now, MAKER.name)


def take_steps(steps: Sequence[Step], now: datetime) -> list[str]:
    """Let steps take effect in the order told; inside an open action. Their effects, aligned.

    What is told again is repeated; what is about no order of ours, or another person, is unknown; what contradicts
    the end that was told before is late. The last two change nothing and leave an alarm.
    """
    orders = Application.objects.select_for_update().filter(number__in={one.order for one in steps})
    known = {one.number: one for one in orders.order_by("pk")}
    ids = [one.pk for one in known.values()]
    done = set(Event.objects.filter(application_id__in=ids).values_list("application_id", "kind"))
    made = {card.application_id: card for card in Card.objects.filter(application_id__in=ids)}
    taken = set(
        Card.objects.filter(number__in={one.card for one in steps if one.card}).values_list("number", flat=True)
    )
    return [_take(one, known.get(one.order), done, made, taken, now) for one in steps]


def _take(
    step: Step,
    one: Application | None,
    done: set[tuple[int, str]],
    made: dict[int, Card],
    taken: set[str],
    now: datetime,
) -> str:
    effect = _effect(step, one, done, taken)
    if one is None or effect in (UNKNOWN, LATE):
        refuse(MAKER, "take_in_feedback", effect, subject=f"card_application:{one.pk}" if one else "")
    elif effect == APPLIED:
        done.add((one.pk, step.step))
        _move(step, one, now)
        _card(step, one, made, taken, now)
        tell([Told(one, step.step, MAKER.name, {"bank": step.bank, "place": step.place}, step.at)], now)
    return effect


def _effect(step: Step, one: Application | None, done: set[tuple[int, str]], taken: set[str]) -> str:
    if one is None or one.state not in RANK or step.person_key != f"P{one.person_id}":
        return UNKNOWN
    if (one.pk, step.step) in done:
        return REPEATED
    if one.state in LAST and step.step in LAST:
        return LATE
    return UNKNOWN if step.card in taken else APPLIED


def _move(step: Step, one: Application, now: datetime) -> None:
    """Further, if this leads further: a step that comes after a later one is kept and moves nothing."""
    if RANK[State(step.step)] <= RANK[State(one.state)]:
        return
    one.state = State(step.step)
    if one.state in LAST:
        one.finished_at = now
    if one.state == State.LOST:
        one.remedy = "卡片没有启用，请重新申请。"
    one.save(update_fields=["state", "finished_at", "remedy"])


def _card(step: Step, one: Application, made: dict[int, Card], taken: set[str], now: datetime) -> None:
    """The card itself: made once it is produced, in use once collected, out of use when it was lost on its way."""
    card = made.get(one.pk)
    if step.card and card is None:
        card = made[one.pk] = Card(
            application=one,
            person_id=one.person_id,
            number=step.card,
            issued_on=step.issued_on or step.at.date(),
            valid_until=step.valid_until or step.at.date(),
            bank=step.bank,
            state=CardState.INACTIVE,
            changed_at=now,
        )
        taken.add(step.card)
    if card is None:
        return
    card.state = _CARDS.get(State(one.state), CardState.INACTIVE)
    if card.state == CardState.NORMAL:
        others = Card.objects.filter(person_id=one.person_id).exclude(pk=card.pk)
        others.exclude(state=CardState.CANCELLED).update(state=CardState.CANCELLED, changed_at=now)
    card.changed_at = now
    card.save()


_CARDS: Final[Mapping[State, CardState]] = {
    State.COLLECTED: CardState.NORMAL,
    State.LOST: CardState.CANCELLED,
}
