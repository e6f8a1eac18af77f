"""Changes of persons' data in the demonstration: one that took effect at once, one with the officers, one sent back.

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
PLACE: Final = 24
"""From this one of the employer's first contracts on: nothing else is told of them."""


def moved() -> Declaration:
    """A new address and mobile number, in force at once without any paper."""
    typed = {"mobile": "13800009901", "residence_address": "北京市朝阳区和平里12号院5号楼301室", "education": "14"}
    return _clerk().change("demo-change-moved", _somebody(0), typed, why="搬家")


def renamed() -> Declaration:
    """A new name with its proof, waiting for an officer."""
    return _clerk().change(
        "demo-change-renamed", _somebody(1), {"name": "单思源"}, also=NAME, paper="name_change", why="更名"
    )


def returned() -> Declaration:
    """A household registration whose proof an officer could not read."""
    filing = _clerk().change(
        "demo-change-household", _somebody(2), {"household_registration": "21"}, also=("payer_category",),
        paper="household_book", why="户口迁入本市",
    )  # fmt: skip
    return decide(filing, Verdict.RETURN, cast.OFFICER, "户口簿本人页不清晰，请重新上传")


def _clerk() -> Clerk:
    return Clerk(cast.CAREFUL_CLERK, cast.CAREFUL.credit_code)


def _somebody(place: int) -> Person:
    running = Contract.objects.filter(employer_id=_clerk().employer_id, ended_on=None, voided=False)
    insured = running.filter(insured_from__lt=int(months.last_months()[0])).select_related("person")
    return insured.order_by("pk")[PLACE + place].person


STORIES: Final = (moved, renamed, returned)
