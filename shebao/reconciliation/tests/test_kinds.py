"""A town in order reconciles to nothing; each planted divergence is found as what it is, and its action closes it."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date

import pytest
from pytest_django import DjangoDbBlocker

from shebao.kernel.months import Month
from shebao.reconciliation import scope as scopes
from shebao.reconciliation.kinds import all_kinds
from shebao.reconciliation.tests import clean
from shebao.reconciliation.tests.clean import Town, look_at
from shebao.reconciliation.tests.planted_charges import CHARGES
from shebao.reconciliation.tests.planted_employment import EMPLOYMENT
from shebao.reconciliation.tests.planted_messages import MESSAGES
from shebao.reconciliation.tests.planted_money import NOTICES, PAYMENTS, deferred, paid_recalled
from tests.ground import ground

PLANTED = {"employment": EMPLOYMENT, "charges": CHARGES, "notices": NOTICES, "payments": PAYMENTS, "messages": MESSAGES}
ALL = {name: one for kinds in PLANTED.values() for name, one in kinds.items()}
# Needs law data that we do not have: tested by itself.
APART = {"deferred_due"}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def in_order(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    with ground(django_db_blocker, clean.build) as town:
        yield town


@pytest.fixture
def here(in_order: Town, db: None) -> Town:
    return deepcopy(in_order)


def test_a_town_in_order_reconciles_to_nothing(here: Town) -> None:
    assert look_at() == {}


@pytest.mark.parametrize("name", ALL)
def test_a_planted_divergence_is_found_as_what_it_is_and_its_action_closes_it(here: Town, name: str) -> None:
    planted = ALL[name]
    planted.do(here)
    assert set(look_at(planted.at)) == {name} | planted.besides
    if planted.close is not None:
        planted.close(here)
        assert look_at(planted.at, only=name) == {}


def test_a_deferred_part_that_has_fallen_due_is_found(here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    deferred(here)
    monkeypatch.setattr(scopes, "deferred_due_on", lambda _law, _month: date(2023, 6, 30))
    assert set(look_at(month=Month(2022, 5))) == {"deferred_due", "overdue_not_found"}


def test_a_payment_of_a_recalled_bill_is_found_as_one_of_what_was_replaced(here: Town) -> None:
    paid_recalled(here)
    assert look_at() == {"tax_paid_replaced": 1}


def test_every_kind_has_a_divergence_planted() -> None:
    planted = {(area, name) for area, kinds in PLANTED.items() for name in kinds}
    assert {(kind.area, kind.name) for kind in all_kinds()} == planted | {("notices", name) for name in APART}
    assert len(all_kinds()) > 40
