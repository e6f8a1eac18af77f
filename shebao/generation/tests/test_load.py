from datetime import date

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from city import cast
from shebao.access.models import Mandate, Post, User
from shebao.employers.models import Employer
from shebao.employment.models import Contract, Coverage
from shebao.generation import accounts, load
from shebao.generation.indexes import left_out
from shebao.generation.plan import Plan, city_plan, demo_plan
from shebao.generation.rows import block_of
from shebao.kernel import clock
from shebao.kernel.errors import Conflict, NotAllowed
from shebao.persons.models import Person
from shebao.verification.run import verify

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
PLAN = city_plan(1, 12, 300, TODAY)
PASSWORD = "Lan-se.De8Hai"


def fill(plan: Plan = PLAN) -> None:
    load.fill(plan, "generate_city", now=clock.now(), processes=1)


def structure() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated
            from pg_constraint where connamespace = 'public'::regnamespace
            union all
            select tablename, indexname, indexdef, true from pg_indexes where schemaname = 'public'
            union all
            select tgrelid::regclass::text, tgname, tgenabled::text, true from pg_trigger where not tgisinternal
            order by 1, 2, 3
            """
        )
        return [tuple(row) for row in cursor.fetchall()]


def test_a_city_is_filled_and_every_invariant_holds() -> None:
    fill()
    assert (Employer.objects.count(), Person.objects.count()) == (12, 300)
    assert (Contract.objects.count(), Coverage.objects.count()) == (300, 900)
    report = verify()
    assert report.exit_code == 0, [result for result in report.results if result.violations or result.problem]


def test_indexes_constraints_and_triggers_are_as_before() -> None:
    before = structure()
    fill()
    assert structure() == before


def test_what_was_left_out_is_missing_inside() -> None:
    before = structure()
    with left_out(load.FILLED):
        assert len(structure()) < len(before) - 10
    assert structure() == before


def test_the_same_seed_gives_the_same_city() -> None:
    fill()
    found = set(Person.objects.values_list("document_number", "name", "name_pinyin", "mobile"))
    rows = block_of(load._task(PLAN, load._Keys(1, 1, 1, 1), *next(PLAN.blocks()))).persons.decode()
    assert {tuple(row.split("\t")[place] for place in (7, 2, 3, 17)) for row in rows.splitlines()} == found


def test_new_rows_follow_behind_the_generated_ones() -> None:
    fill()
    last = Person.objects.order_by("-pk").values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('persons_person', 'id'))")
        assert cursor.fetchone()[0] == last + 1


def test_a_database_with_somebody_in_it_is_not_filled() -> None:
    fill()
    with pytest.raises(Conflict):
        fill(city_plan(2, 1, 5, TODAY))
    assert Person.objects.count() == 300


def test_the_cast_can_log_in(settings: Settings) -> None:
    settings.DEMO = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    small = demo_plan(1, TODAY)
    fill(Plan(1, TODAY, small.employers[:4], [5, 2, 4, 1]))
    accounts.open_accounts(PASSWORD)
    assert User.objects.count() == len(cast.ROLES)
    assert Mandate.objects.filter(user__username=cast.AGENCY_CLERK.login).count() == 2
    assert set(Post.objects.values_list("user__username", "district")) >= {
        (cast.OFFICER.login, "110105"),
        (cast.OTHER_OFFICER.login, "110102"),
    }
    sent = {"username": cast.CAREFUL_CLERK.login, "password": PASSWORD}
    assert Client().post("/login/", sent).status_code == 302


def test_demo_accounts_need_a_demonstration(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(NotAllowed):
        accounts.open_accounts(PASSWORD)
    assert not User.objects.exists()
