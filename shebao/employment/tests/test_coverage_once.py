"""Nobody is covered twice: in one kind of scheme anywhere, for work injury at one employer."""

import pytest
from django.db import IntegrityError, transaction

from shebao.audit.actions import Actor, action
from shebao.contributions.tests import town
from shebao.employers.models import Employer
from shebao.employment.models import Contract, Coverage

pytestmark = pytest.mark.django_db
SETUP = Actor.system("测试")


def cover(contract: Contract, at: Employer, scheme: str) -> None:
    with action(SETUP, "cover"):
        Coverage.objects.create(
            person_id=contract.person_id, scheme=scheme, from_month=202311, employer=at, contract=contract
        )


@pytest.mark.parametrize(("scheme", "elsewhere"), [("110", False), ("210", True), ("410", False)])
def test_a_second_spell_is_refused(scheme: str, *, elsewhere: bool) -> None:
    firm, other = town.employer(1), town.employer(2)
    contract = town.hire(firm, "9000", "2023-10-09")
    with pytest.raises(IntegrityError), transaction.atomic():
        cover(contract, other if elsewhere else firm, scheme)


def test_work_injury_may_be_insured_by_several_employers() -> None:
    firm, other = town.employer(1), town.employer(2)
    cover(town.hire(firm, "9000", "2023-10-09"), other, "410")
    assert Coverage.objects.filter(scheme="410").count() == 2
