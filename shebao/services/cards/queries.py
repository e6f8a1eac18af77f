"""Reading cards: who may apply, applications with their steps, what waits for officers, lines of a filing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from shebao.database import bulk
from shebao.employment.models import Contract
from shebao.kernel.clock import day_of
from shebao.kernel.findings import Finding
from shebao.kernel.months import Month
from shebao.kernel.widths import fold
from shebao.law import law
from shebao.persons import searching
from shebao.persons.models import Person
from shebao.services.cards import facts, rules, texts
from shebao.services.cards.models import Application, Card, CardLine, Decision, Event, State

LINE: Final = 1
"""The line of a single filing."""
FIRST: Final = "first"
REVIEW: Final = State.IN_REVIEW


class Choice(NamedTuple):
    """One kind of card, and why the person may not apply for it; None where she may."""

    kind: str
    against: Finding | None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to an application; `told_at`: when the card maker says it was."""

    kind: str
    text: str
    at: datetime
    actor_name: str
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """An application with its steps, oldest first, and the card that was made for it."""

    application: Application
    steps: tuple[Step, ...]
    card: Card | None

    @property
    def running(self) -> bool:
        """Whether something is still to come."""
        return self.application.finished_at is None


class Found(NamedTuple):
    """Somebody under contract, and where the last application that the employer made stands (both may be empty)."""

    person_id: int
    name: str
    document_type: str
    document_number: str
    number: str
    state: str


def may_apply(person_ids: Collection[int], today: date) -> dict[int, list[Choice]]:
    """By person, each kind of card with why she may not apply for it today.

    Under the role of a door this is what the door may see; the worker looks at all of it when it carries out.
    """
    given = rules.Setting.on(law(), today)
    kinds = list(law().codes(rules.KINDS))
    known = facts.of_persons(person_ids)
    return {
        person: [Choice(kind, rules.refusal(kind, known.get(person, facts.NOBODY), given)) for kind in kinds]
        for person in person_ids
    }


def newly_insured_since(today: date) -> Month:
    """The first month from which on somebody counts as newly insured today."""
    return rules.Setting.on(law(), today).since


def of_person(records: Collection[int]) -> list[ApplicationView]:
    """A person's applications, under any of her records, with their steps, newest first."""
    return views(Application.objects.filter(person_id__in=records).order_by("-pk"))


def cards_of(records: Collection[int]) -> list[Card]:
    """A person's cards, under any of her records, newest first."""
    return list(Card.objects.filter(person_id__in=records).order_by("-pk"))


def views(applications: Iterable[Application]) -> list[ApplicationView]:
    """Applications with their steps and cards, in the order given; two statements, however many."""
    found = list(applications)
    ids = [one.pk for one in found]
    steps: dict[int, list[Step]] = defaultdict(list)
    for event in Event.objects.filter(application_id__in=ids).order_by("pk"):
        steps[event.application_id].append(_step(event))
    cards = {card.application_id: card for card in Card.objects.filter(application_id__in=ids)}
    return [ApplicationView(one, (_asked(one), *steps[one.pk]), cards.get(one.pk)) for one in found]


def application(number: str) -> Application | None:
    """The application of this 申请编号, as far as the door may see it."""
    return Application.objects.filter(number=number).first()


# Of an employer ----------------------------------------------------------------------------------


def of_employer(
    employer_id: int, *, search: str = "", state: str = "", before: int | None = None, size: int = 20
) -> list[tuple[Application, Person]]:
    """The employer's applications with their persons, newest first, those older than id `before`."""
    found = Application.objects.filter(employer_id=employer_id)
    if state:
        found = found.filter(state=state)
    if text := _tidy(search):
        named = Person.objects.filter(pk=OuterRef("person_id"))
        meant = named.filter(Q(name__contains=text) | Q(document_number=text.upper()))
        found = found.filter(Q(Exists(meant)) | Q(number=text))
    if before is not None:
        found = found.filter(pk__lt=before)
    shown = list(found.order_by("-pk")[:size])
    persons = Person.objects.in_bulk([one.person_id for one in shown])
    return [(one, persons[one.person_id]) for one in shown if one.person_id in persons]


def counts(employer_id: int) -> dict[str, int]:
    """How many of the employer's applications stand where."""
    found = Application.objects.filter(employer_id=employer_id).values_list("state").annotate(many=Count("pk"))
    return dict(found.order_by("state"))


def people(employer_id: int, search: str, *, size: int) -> list[Found]:
    """Whoever is under contract with the employer and is meant by what was typed; those hired last first."""
    condition, values = searching.condition(search)
    text = bulk.statement(__file__, "people").format(search=condition)
    with connection.cursor() as cursor:
        cursor.execute(text, {**values, "employer": employer_id, "size": size})
        return [Found(*row) for row in cursor.fetchall()]


def employee(person_id: int, employer_id: int) -> Person | None:
    """The person, if under contract with the employer."""
    running = Contract.objects.filter(person_id=OuterRef("pk"), employer_id=employer_id, ended_on=None, voided=False)
    return Person.objects.filter(Exists(running), pk=person_id).first()


# Of a filing -------------------------------------------------------------------------------------


def line(declaration_id: int, line_no: int = LINE) -> CardLine | None:
    """A line of a filing."""
    return CardLine.objects.filter(declaration_id=declaration_id, line_no=line_no).first()


def of_lines(declaration_id: int, line_nos: Collection[int]) -> dict[int, Application]:
    """The applications that lines of a filing brought about, by line."""
    found = Application.objects.filter(declaration_id=declaration_id, line_no__in=line_nos)
    return {one.line_no or 0: one for one in found}


def of_filing(declaration_id: int) -> dict[str, int]:
    """How many applications of a filing stand where."""
    found = Application.objects.filter(declaration_id=declaration_id).values_list("state").annotate(many=Count("pk"))
    return dict(found.order_by("state"))


# For officers ------------------------------------------------------------------------------------


def worklist(
    districts: Sequence[str], *, state: str = REVIEW, search: str = "", after: int = 0, size: int = 50
) -> list[tuple[Application, Person]]:
    """Applications of the districts in a state with their persons, oldest first, those behind id `after`.

    By default photos that wait for an officer and of which none has decided yet. An empty state is every state.
    """
    found = _in_districts(districts, state).filter(pk__gt=after)
    if text := _tidy(search):
        named = Person.objects.filter(pk=OuterRef("person_id"))
        meant = named.filter(Q(name__contains=text) | Q(document_number=text.upper()))
        found = found.filter(Q(Exists(meant)) | Q(number=text))
    shown = list(found.order_by("pk")[:size])
    persons = Person.objects.in_bulk([one.person_id for one in shown])
    return [(one, persons[one.person_id]) for one in shown if one.person_id in persons]


def waiting(districts: Sequence[str]) -> int:
    """How many photos wait for the officers of the districts."""
    return _in_districts(districts, REVIEW).count()


def in_districts(number: str, districts: Sequence[str]) -> Application | None:
    """The application of this number if it is one of these districts'; otherwise None, as if absent."""
    return Application.objects.filter(number=number, district__in=districts).first()


def decision_on(application_id: int) -> Decision | None:
    """What an officer decided on the photo."""
    return Decision.objects.filter(application_id=application_id).first()


def review_due(one: Application) -> date:
    """The day by which an officer should have looked at the photo."""
    return rules.review_due_on(rules.Setting.on(law(), day_of(one.asked_at)))


def tie(officer_id: int, application_id: int) -> str:
    """How the officer, as a human being and not as an account, is tied to an application; empty where she is not."""
    with connection.cursor() as cursor:
        cursor.execute("select shebao_tie_to_application(%s, %s)", [officer_id, application_id])
        row = cursor.fetchone()
    return str(row[0] or "") if row else ""


def _in_districts(districts: Sequence[str], state: str) -> QuerySet[Application]:
    found = Application.objects.filter(district__in=districts)
    if state:
        found = found.filter(state=state)
    if state == REVIEW:
        found = found.exclude(Exists(Decision.objects.filter(application_id=OuterRef("pk"))))
    return found


def _asked(one: Application) -> Step:
    return Step("asked", texts.describe("asked", {}), one.asked_at, one.asked_by_name, None)


def _step(event: Event) -> Step:
    return Step(event.kind, texts.describe(event.kind, event.params), event.at, event.actor_name, event.told_at)


def _tidy(search: str) -> str:
    return " ".join(fold(search.replace("\x00", "")).split())[: searching.MAX_SEARCH]
