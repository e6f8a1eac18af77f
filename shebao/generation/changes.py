"""Changes of persons' data in the demonstration: one that took effect, two with the officers, one sent back.

Told again, what is done stays as it is.
"""

from typing import Final

from city import cast
from shebao.declarations.models import Declaration
from shebao.employment.models import Contract
from shebao.generation import months
from shebao.generation.desk import Clerk, decide
from shebao.persons.models import Person
from shebao.review.models import Verdict

NAME: Final = ("name_pinyin", "has_rare_character")
"""What is ticked with the name."""
NUMBER: Final = ("social_security_number", "birth_date", "sex")
"""What is ticked with the number."""
PLACE: Final = 24
"""From this one of the employer's first contracts on: nothing else is told of them."""


def moved() -> Declaration:
    """A new address, in force at once without any paper; of the insured person who can look at it at her own door."""
    person = Person.objects.get(document_number=cast.RARE.number)
    typed = {"residence_address": "北京市朝阳区和平里12号院5号楼301室", "education": "14"}
    return _clerk().change("demo-change-moved", person, typed, why="搬家")


def renamed() -> Declaration:
    """A new name with its proof, waiting for an officer."""
    return _clerk().change(
        "demo-change-renamed", _somebody(0), {"name": "单思源"}, also=NAME, paper="name_change", why="更名"
    )


def returned() -> Declaration:
    """A household registration whose proof an officer could not read."""
    filing = _clerk().change(
        "demo-change-household", _somebody(1), {"household_registration": "21"}, also=("payer_category",),
        paper="household_book", why="户口迁入本市",
    )  # fmt: skip
    return decide(filing, Verdict.RETURN, cast.OFFICER, "户口簿本人页不清晰，请重新上传")


def on_record_twice() -> Declaration:
    """A number that another record bears: officers are to find out whether both are one person."""
    return _clerk().change(
        "demo-change-number", _somebody(2), {"document_number": _number_elsewhere()}, also=NUMBER,
        paper="number_change", why="入职时录错号码",
    )  # fmt: skip


def _clerk() -> Clerk:
    return Clerk(cast.CAREFUL_CLERK, cast.CAREFUL.credit_code)


def _somebody(place: int) -> Person:
    running = Contract.objects.filter(employer_id=_clerk().employer_id, ended_on=None, voided=False)
    insured = running.filter(insured_from__lt=int(months.last_months()[0])).select_related("person")
    return insured.order_by("pk")[PLACE + place].person


def _number_elsewhere() -> str:
    """The identity number of somebody whom another employer insures."""
    others = Contract.objects.exclude(employer_id=_clerk().employer_id).filter(person__document_type="01", voided=False)
    return others.select_related("person").order_by("-pk")[PLACE].person.document_number


STORIES: Final = (moved, renamed, returned, on_record_twice)
