"""What is looked at, by whom, and what is said of it."""

import json

import pytest

from shebao.access.models import User
from shebao.audit.actions import Actor, action
from shebao.collection.tests.place import SYSTEM
from shebao.contributions.models import Tariff
from shebao.database.roles import Role, working_as
from shebao.kernel.months import Month
from shebao.reconciliation import actions, queries
from shebao.reconciliation.kinds import all_kinds
from shebao.reconciliation.models import Reconciliation
from shebao.reconciliation.run import reconcile
from shebao.reconciliation.scope import Scope
from shebao.reconciliation.tests import clean
from shebao.reconciliation.tests.clean import NOW, Town, look_at, sql
from shebao.reconciliation.tests.planted_charges import CHARGES
from shebao.reconciliation.texts import ACTIONS, AREAS, KINDS
from tests.guards import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db: None) -> Town:
    return clean.build()


@pytest.fixture
def operator(db: None) -> User:
    with action(SYSTEM, "hire"):
        return scene.user("operator", "operator", 77)


def test_an_empty_town_reconciles_to_nothing() -> None:
    assert look_at() == {}


def test_every_kind_area_and_action_has_its_words() -> None:
    kinds = all_kinds()
    assert {kind.name for kind in kinds} == set(KINDS)
    assert {kind.action for kind in kinds} == set(ACTIONS)
    assert {kind.area for kind in kinds} == set(AREAS)
    assert len({kind.name for kind in kinds}) == len(kinds)


def test_a_difference_is_told_with_subject_money_cause_and_action(here: Town) -> None:
    CHARGES["wage_changed"].do(here)
    told = json.loads(json.dumps(reconcile(Scope(NOW)).as_json()))
    (kind,) = told["kinds"]
    # 9,000 → 12,000: 16 % + 8 % of 3,000 yuan, and 0.5 % + 0.5 %, and 0.2 %
    assert (kind["kind"], kind["action"], kind["count"], kind["fen"]) == ("wage_changed", "run_assess", 3, 75_600)
    assert kind["subjects"][0] == {
        "subject": f"contract:{here.anna.pk} 110", "month": 202401, "employer_id": here.firm.pk,
        "employer_code": here.firm.credit_code, "fen": 72_000,
    }  # fmt: skip
    assert (told["ok"], told["exit_code"], told["differences"], told["fen"]) == (False, 1, 3, 75_600)
    assert told["months"] == ["2023-10", "2024-01"]
    assert kind["cause"]


def test_only_the_month_and_the_employer_that_were_asked_for_are_looked_at(here: Town) -> None:
    CHARGES["law_changed"].do(here)
    counts = {
        scope: reconcile(scope).count
        for scope in (
            Scope(NOW),
            Scope(NOW, Month(2023, 10)),
            Scope(NOW, Month(2024, 1)),
            Scope(NOW, employer_id=here.firm.pk),
            Scope(NOW, employer_id=here.late.pk),
        )
    }
    # two were covered in October, one of them in January
    assert list(counts.values()) == [3, 2, 1, 0, 3]


def test_as_many_subjects_are_told_as_were_asked_for(here: Town) -> None:
    CHARGES["wage_changed"].do(here)
    (found,) = reconcile(Scope(NOW), most=2).found
    assert (found.count, len(found.subjects)) == (3, 2)


def test_looking_enters_nothing(here: Town) -> None:
    CHARGES["law_changed"].do(here)
    before = Tariff.objects.count()
    assert reconcile(Scope(NOW)).exit_code == 1
    assert Tariff.objects.count() == before


def test_a_kind_that_cannot_be_looked_for_is_no_agreement(here: Town) -> None:
    sql("alter table outbox_queue rename column paused_at to halted_at")
    report = reconcile(Scope(NOW))
    assert report.exit_code == 2
    assert [(one.kind.name, one.problem) for one in report.found] == [("queue_paused", "ProgrammingError 42703")]


def test_who_does_not_see_every_row_cannot_reconcile(here: Town) -> None:
    with working_as(Role.PORTAL, 1):
        report = reconcile(Scope(NOW))
    assert (report.exit_code, bool(report.problem)) == (2, True)


def test_an_operator_asks_and_the_worker_makes_it(here: Town, operator: User) -> None:
    actor = Actor("user", operator.name, "office", user_id=operator.pk)
    CHARGES["wage_changed"].do(here)
    with working_as(Role.OFFICE, operator.pk):
        asked = actions.ask(actor, Month(2024, 1), now=NOW)
        assert actions.ask(actor, Month(2024, 1), now=NOW).pk == asked.pk
        assert queries.waiting(202401) is not None
    # The engine makes its temporary tables itself; those of this test's session are somebody else's.
    sql("drop table if exists payer_kind, payer_now, tariff_now")
    with working_as(Role.ENGINE):
        assert actions.make(now=NOW)
        assert not actions.make(now=NOW)
    with working_as(Role.OFFICE, operator.pk):
        last = queries.last(202401)
        assert last is not None
        assert (last.pk, last.exit_code, last.differences, last.asked_by) == (asked.pk, 1, 3, operator.pk)
        assert queries.waiting(202401) is None


def test_what_a_vanished_worker_had_begun_is_made_by_another(here: Town) -> None:
    asked = actions.ask(SYSTEM, None, now=NOW)
    with action(SYSTEM, "begin"):
        Reconciliation.objects.filter(pk=asked.pk).update(started_at=NOW - actions.ABANDONED / 2)
    assert not actions.make(now=NOW)
    assert actions.make(now=NOW + actions.ABANDONED)
    assert Reconciliation.objects.get().exit_code is not None
