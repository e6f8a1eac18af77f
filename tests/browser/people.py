"""Whom the stories are about: persons of the demonstration's city whom nobody has enrolled, each given out once."""

from collections.abc import Callable, Iterator
from typing import Final

from city.numbers import numbers
from city.persons import Person, is_ordinary, medical_outcome, person_of, trouble_of
from shebao.kernel import clock
from shebao.kernel.months import Month

SEED: Final = 1
_FIRST, _MANY = 20_000, 100_000
_BORN_FROM = 1985


class Newcomers:
    """Persons whom shared data knows and nothing hinders, unless something else is asked for."""

    def __init__(self) -> None:
        self._numbers = numbers(SEED, _FIRST, _MANY)

    def one(self, medical: str = "success") -> Person:
        """The next, of whom the medical authority makes what is asked: success or failure."""
        return self._next(lambda number: _plain(number) and medical_outcome(number, SEED) == medical)

    def several(self, count: int) -> Iterator[Person]:
        """That many."""
        return (self.one() for _ in range(count))

    def unknown(self) -> Person:
        """One about whom shared data gives no answer."""
        return self._next(_is_closed)

    def _next(self, wanted: Callable[[str], bool]) -> Person:
        return person_of(next(number for number in self._numbers if wanted(number)), SEED)


def _plain(number: str) -> bool:
    person = person_of(number, SEED)
    return person.birth.year >= _BORN_FROM and is_ordinary(number, SEED, clock.today())


def _is_closed(number: str) -> bool:
    trouble = trouble_of(number, SEED)
    return trouble is not None and trouble.kind == "closed" and person_of(number, SEED).birth.year >= _BORN_FROM


def this_month() -> Month:
    """The month in which a contract that begins now is filed."""
    return Month.of(clock.today())


def contract(**changed: str) -> dict[str, str]:
    """What a clerk types about contract and insurance: into the form, or into a workbook."""
    month = this_month()
    typed = {
        "mobile": "13800001234",
        "contract_kind": "劳动合同",
        "term_kind": "固定期限",
        "starts_on": f"{month.year}-{month.month:02d}-01",
        "ends_on": f"{month.year + 3}-{month.month:02d}-01",
        "employment_form": "全日制用工",
        "occupation": "软件工程师",
        "wage": "9000",
        "insured_from": f"{month.year}-{month.month:02d}",
        "enrolment_reason": "新参保",
    }
    return typed | changed


def document(person: Person) -> dict[str, str]:
    """The three fields that come first."""
    return {"document_type": "居民身份证（户口簿）", "document_number": person.number, "name": person.name}


def line(person: Person, **changed: str) -> dict[str, str]:
    """A right line of a workbook about somebody with an identity number."""
    household = "本地非农业户口（本地城镇）"
    return {**document(person), "household_registration": household, **contract(mobile=person.mobile), **changed}
