"""The second wall: what the database lets each role see and do, whatever the program in front of it forgets."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import ProgrammingError

from shebao.access.models import Mandate
from shebao.audit.actions import Actor, action, look
from shebao.database import guard
from shebao.database.declared import tables
from shebao.database.roles import Role, working_as
from shebao.declarations.models import Declaration
from shebao.documents.models import StoredFile
from shebao.persons.models import Person
from shebao.review.models import Case, Decision
from shebao.services.cards.models import Application
from shebao.services.enrolment.models import EnrolmentLine
from tests.guards.scene import Side, sql

Sides = tuple[Side, Side]
BY_ROW = [table for table in tables().values() if table.by_row]
PORTAL_ROWS = [
    table.name
    for table in BY_ROW
    if (grant := table.grants.get(Role.PORTAL)) and grant.select is None and "shebao_my_employers" in grant.sees
]
OFFICE_ROWS = [
    table.name
    for table in BY_ROW
    if (grant := table.grants.get(Role.OFFICE)) and grant.select is None and "shebao_my_districts" in grant.sees
]
PERSONAL_ROWS = {
    table.name: ", ".join(grant.select) if grant.select else "*"
    for table in BY_ROW
    if (grant := table.grants.get(Role.PERSONAL)) and "shebao_my_records" in grant.sees
}


# Rows without any text of their employer's, and how many each side has.
WITHOUT_WORD = {
    "employment_coverage": 1,
    "contributions_wage": 2,
    "contributions_run": 2,
    "contributions_noticeline": 1,
    "contributions_charge": 3,
    "collection_billitem": 1,
    "collection_latefee": 2,
    "collection_overdue": 1,
}


TABLES = """
select relname from pg_class
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
"""


def test_the_guard_stands_as_declared(db: None) -> None:
    assert guard.differences(connection) == []


def test_what_the_worker_is_just_counting_with_is_no_possession(db: None) -> None:
    with working_as(Role.ENGINE):
        sql("create temporary table counted (n int) on commit drop")
        sql("reset role")
        assert guard.differences(connection) == []


def test_a_trigger_switched_off_is_noticed(db: None) -> None:
    sql("alter table employment_coverage disable trigger coverage_once_insert")
    assert guard.differences(connection) == ["employment_coverage: trigger coverage_once_insert is switched off"]


def test_every_table_is_declared_and_none_that_is_not_there(db: None) -> None:
    present = {name for (name,) in sql(TABLES)}
    assert present == set(tables())


def test_row_level_security_is_forced_on_every_table_of_tenants(db: None) -> None:
    forced = {name for (name,) in sql("select relname from pg_class where relrowsecurity and relforcerowsecurity")}
    assert forced == {table.name for table in BY_ROW}
    assert forced >= {*PORTAL_ROWS, *OFFICE_ROWS}
    assert len(forced) > 15


def test_a_forgotten_filter_shows_a_clerk_only_her_employers_rows(sides: Sides) -> None:
    mine, other = sides
    for table in PORTAL_ROWS:
        everything = str(sql(f"select to_jsonb(t)::text from {table} as t"))
        with working_as(Role.PORTAL, mine.clerk.pk):
            seen = sql(f"select to_jsonb(t)::text from {table} as t")
        assert len(seen) > 0, table
        assert other.word not in str(seen), table
        assert other.word in everything or table in WITHOUT_WORD, table


def test_a_forgotten_filter_shows_an_officer_only_her_districts_rows(sides: Sides) -> None:
    mine, other = sides
    for table in OFFICE_ROWS:
        with working_as(Role.OFFICE, mine.officer.pk):
            seen = sql(f"select to_jsonb(t)::text from {table} as t")
        assert len(seen) > 0, table
        assert other.word not in str(seen), table


def test_a_forgotten_filter_shows_an_insured_person_only_herself(sides: Sides) -> None:
    mine, other = sides
    assert len(PERSONAL_ROWS) > 8
    for table, columns in PERSONAL_ROWS.items():
        with working_as(Role.PERSONAL, mine.insured.pk):
            seen = sql(f"select to_jsonb(t)::text from (select {columns} from {table}) as t")
        assert len(seen) > 0, table
        assert other.word not in str(seen), table
        if table in WITHOUT_WORD:
            assert len(seen) == WITHOUT_WORD[table], table


def test_nobody_but_an_insured_person_sees_anybody_at_her_door(sides: Sides) -> None:
    """Neither before a login, nor under an account of another kind, nor under one that was switched off."""
    mine, other = sides
    with action(Actor.system("test"), "switch off"):
        sql("update access_user set is_active = false where id = %s", other.insured.pk)
    for user_id in (None, mine.clerk.pk, mine.officer.pk, other.insured.pk):
        for table in PERSONAL_ROWS:
            with working_as(Role.PERSONAL, user_id):
                assert sql(f"select count(*) from {table}") == [(0,)], (table, user_id)


def test_an_insured_person_asks_for_certificates_of_herself_alone(sides: Sides) -> None:
    mine, other = sides
    again = """insert into certificates_certificate (
            number, person_id, client_key, first_month, last_month, content, shown_name, check_code, issued_at,
            valid_until
        )
        select '99', %s, gen_random_uuid(), 202401, 202401, '{}', 'x', 'x', now(), current_date"""
    with pytest.raises(ProgrammingError, match="row-level security"), _acting(Role.PERSONAL, mine.insured.pk):
        sql(again, other.person.pk)
    with _acting(Role.PERSONAL, mine.insured.pk):
        sql(again, mine.person.pk)


def test_an_insured_person_asks_for_a_card_of_herself_with_her_own_photo(sides: Sides) -> None:
    mine, other = sides
    with action(Actor.system("test"), "collect"):
        sql("update cards_application set state = 'collected'")
    kept: dict[str, Any] = {"purpose": "photo", "name": "x", "kind": "jpeg", "size": 1, "sha256": "0" * 64}
    photos = []
    for path, one in enumerate(sides):
        with _acting(Role.PERSONAL, one.insured.pk):
            photos.append(StoredFile.objects.create(**kept, path=path, uploaded_by=one.insured.pk).pk)
    with pytest.raises(ProgrammingError, match="row-level security"), _acting(Role.PERSONAL, mine.insured.pk):
        StoredFile.objects.create(**kept, path="y", uploaded_by=other.insured.pk)
    asked: dict[str, Any] = {
        "number": "1", "person_id": mine.person.pk, "kind": "lost", "source": "person", "client_key": "1",
        "photo_id": photos[0], "state": "asked", "asked_by": mine.insured.pk, "asked_by_name": "x",
        "asked_at": mine.case.opened_at,
    }  # fmt: skip
    wrong = ({"person_id": other.person.pk}, {"photo_id": photos[1]}, {"state": "ordered"}, {"source": "agency"})
    for changed in (*wrong, {"asked_by": other.insured.pk}, {"district": "110102"}):
        with pytest.raises(ProgrammingError, match="row-level security"), _acting(Role.PERSONAL, mine.insured.pk):
            Application.objects.create(**asked | changed)
    with _acting(Role.PERSONAL, mine.insured.pk):
        Application.objects.create(**asked)


def test_who_holds_a_certificate_learns_no_more_than_it_has_to_tell(sides: Sides) -> None:
    ask = "select shown_name from shebao_certificate(%s, %s)"
    with working_as(Role.PERSONAL):
        assert sql(ask, f"{1:018d}", "ABCDEF01") == [("甲",)]
        assert sql(ask, f"{1:018d}", "ABCDEF02") == []


def test_each_person_learns_who_looked_at_her_and_at_nobody_else(sides: Sides) -> None:
    mine, other = sides
    look(Actor("user", "甲经办", "portal", mine.clerk.pk, mine.employer.pk), "contract", person_id=mine.person.pk)
    look(Actor("user", "乙审核", "office", other.officer.pk), "case", person_id=mine.person.pk, purpose="审核")
    look(Actor("user", "乙审核", "office", other.officer.pk), "case", person_id=other.person.pk)
    ask = "select actor_name, employer, districts from shebao_looks_at_me(null, 10)"
    with working_as(Role.PERSONAL, mine.insured.pk):
        assert sql(ask) == [("乙审核", "", ["110102"]), ("甲经办", "甲公司", [])]
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            sql("select actor_name from audit_look")
    with working_as(Role.PERSONAL):
        assert sql(ask) == []


FILED = {"enrolment", "withdrawal", "bases", "supplements", "refunds", "person_changes", "cards"}


def test_each_person_learns_what_was_filed_about_her_and_about_nobody_else(sides: Sides) -> None:
    ask = "select service, employer, number from shebao_filings_about_me(100)"
    with action(Actor.system("test"), "file"):
        for line_no, one in enumerate(sides, 2):
            EnrolmentLine.objects.create(
                declaration=sides[0].declaration, line_no=line_no, employer_id=sides[0].employer.pk, state="rejected",
                needs_review=True, document_type="01", document_number=one.person.document_number,
            )  # fmt: skip
    refused = "select service, employer from shebao_filings_about_me(100) where state = 'rejected'"
    with working_as(Role.PERSONAL, sides[1].insured.pk):  # by an employer with whom she has no contract
        assert sql(refused) == [("enrolment", sides[0].employer.name)]
    for one, other in (sides, sides[::-1]):
        with working_as(Role.PERSONAL, one.insured.pk):
            told = sql(ask)
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                sql("select number from declarations_declaration")
        assert {service for service, employer, _ in told if employer == one.employer.name} == FILED
        assert other.person.name not in str(told)
    for user_id in (None, sides[0].clerk.pk):
        with working_as(Role.PERSONAL, user_id):
            assert sql(ask) == []


def test_whose_records_were_linked_sees_both_under_the_kept_number_alone(sides: Sides) -> None:
    kept, other = sides
    look(Actor("user", "乙审核", "office", other.officer.pk), "case", person_id=other.person.pk)
    counted = [
        "select count(*) from employment_coverage",
        "select count(*) from persons_valuechange",
        "select count(*) from shebao_filings_about_me(100)",
    ]
    asks = [*counted, "select count(*) from shebao_looks_at_me(null, 10)"]
    with working_as(Role.PERSONAL, kept.insured.pk):
        twice = [sql(ask.replace("count", "2 * count")) for ask in counted]
    with action(Actor.system("test"), "link"):
        Person.objects.filter(pk__in=[kept.person.pk, other.person.pk]).update(same_person=kept.person.pk)
    with working_as(Role.PERSONAL, kept.insured.pk):
        assert [sql(ask) for ask in asks] == [*twice, [(1,)]]
        assert sql("select shebao_myself()") == [(kept.person.pk,)]
    with working_as(Role.PERSONAL, other.insured.pk):
        assert [sql(ask) for ask in asks] == [[(0,)]] * len(asks)


def test_each_sees_as_many_rows_as_are_hers(sides: Sides) -> None:
    for table, rows in WITHOUT_WORD.items():
        for role, one in ((Role.PORTAL, sides[0].clerk), (Role.OFFICE, sides[1].officer)):
            with working_as(role, one.pk):
                assert sql(f"select count(*) from {table}") == [(rows,)], table


def test_before_login_a_portal_sees_nobodys_rows(sides: Sides) -> None:
    for table in PORTAL_ROWS:
        with working_as(Role.PORTAL):
            assert sql(f"select count(*) from {table}") == [(0,)], table


@pytest.mark.parametrize("door", [Role.PORTAL, Role.OFFICE, Role.PERSONAL, Role.GATEWAY])
def test_no_door_reads_a_table_it_was_not_given(sides: Sides, door: Role) -> None:
    for table in tables().values():
        if door in table.grants and table.grants[door].select != ():
            continue
        with pytest.raises(ProgrammingError, match="permission denied"), working_as(door, sides[0].clerk.pk):
            sql(f"select count(*) from {table.name}")


def test_an_ended_mandate_ends_the_view_at_once(sides: Sides) -> None:
    mine, _ = sides
    with action(Actor.system("test"), "end mandate"):
        Mandate.objects.filter(user=mine.clerk).update(valid_until=date(2024, 1, 2))
    with working_as(Role.PORTAL, mine.clerk.pk):
        assert Declaration.objects.count() == 0


def test_a_user_switched_off_sees_nothing_more(sides: Sides) -> None:
    mine, _ = sides
    with action(Actor.system("test"), "switch off"):
        sql("update access_user set is_active = false where id in (%s, %s)", mine.clerk.pk, mine.officer.pk)
    with working_as(Role.PORTAL, mine.clerk.pk):
        assert Declaration.objects.count() == 0
    with working_as(Role.OFFICE, mine.officer.pk):
        assert Case.objects.count() == 0


def test_once_logged_in_a_user_sees_no_other_account(sides: Sides) -> None:
    one = sides[0]
    for role, own in ((Role.PORTAL, one.clerk), (Role.OFFICE, one.officer), (Role.PERSONAL, one.insured)):
        with working_as(role, own.pk):
            assert sql("select id from access_user") == [(own.pk,)]


def test_the_hash_of_a_password_is_for_login_alone(db: None) -> None:
    for role in (Role.GATEWAY, Role.ENGINE):
        with pytest.raises(ProgrammingError, match="permission denied"), working_as(role):
            sql("select password from access_user")


def _changing_nothing(table: str) -> str:
    """An update that would leave every value as it is; not every table has a column `id`."""
    ((column,),) = sql(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 order by attnum limit 1", table
    )
    return f"update {{}} set {column} = {column}"


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("table", [table.name for table in tables().values() if table.lifetime == "final"])
def test_no_role_touches_final_rows(db: None, role: Role, table: str) -> None:
    for verb in (_changing_nothing(table), "delete from {}", "truncate {}"):
        with pytest.raises(ProgrammingError, match="permission denied"), working_as(role):
            sql(verb.format(table))


def test_not_even_the_owner_removes_what_lasts(sides: Sides) -> None:
    sql("set constraints all immediate")
    for table in tables().values():
        if table.lifetime == "passing":
            continue
        changing = [_changing_nothing(table.name)] if table.lifetime == "final" else []
        for verb in ["delete from {}", "truncate {} cascade", *changing]:
            with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
                sql(verb.format(table.name))


def test_no_role_passes_its_rights_on(db: None) -> None:
    with working_as(Role.PORTAL):
        sql("grant select on access_user to shebao_gateway")
    assert sql("select has_table_privilege('shebao_gateway', 'access_user', 'select')") == [(False,)]


@pytest.mark.parametrize(
    "statement",
    [
        "alter table audit_change disable trigger all",
        "alter table review_decision disable trigger shebao_refuse",
        "alter table employment_contract disable row level security",
        "drop policy shebao_portal_select on employment_contract",
        "drop trigger shebao_log_update on employment_contract",
        "alter table employment_contract add column extra text",
        "create table public.hideout (id bigint)",
        "create or replace function public.shebao_user() returns bigint language sql as 'select 1::bigint'",
        "set session_replication_role = replica",
        "alter role shebao_portal bypassrls",
        "copy audit_action to program 'true'",
    ],
)
def test_no_role_weakens_the_guard(db: None, statement: str) -> None:
    for role in Role:
        with pytest.raises(DatabaseError, match=r"denied|owner|permission|superuser"), working_as(role):
            sql(statement)


@pytest.mark.parametrize("role", [Role.PORTAL, Role.OFFICE, Role.PERSONAL, Role.GATEWAY])
def test_doors_have_no_temporary_tables_to_hide_behind(db: None, role: Role) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), working_as(role):
        sql("create temporary table access_mandate (id bigint)")


def test_a_clerk_writes_neither_for_another_employer_nor_an_outcome(sides: Sides) -> None:
    mine, other = sides
    for changed in ({"employer_id": other.employer.pk}, {"state": "effective"}):
        with pytest.raises(ProgrammingError, match="row-level security"), _as_clerk(mine):
            Declaration.objects.create(**_draft(mine) | changed)
    with _as_clerk(mine):
        draft = Declaration.objects.create(**_draft(mine))
    for column, value in (("effective", 5), ("filed_by", other.clerk.pk), ("number", "x")):
        with pytest.raises(ProgrammingError, match="may not change"), _as_clerk(mine):
            Declaration.objects.filter(pk=draft.pk).update(**{column: value})
    with pytest.raises(ProgrammingError, match="any more"), _as_clerk(mine):
        Declaration.objects.filter(pk=mine.declaration.pk).update(state="draft")
    with _as_clerk(mine):
        assert Declaration.objects.filter(pk=other.declaration.pk).update(state="draft") == 0


def test_a_clerk_writes_and_saves_a_draft_of_her_own(sides: Sides) -> None:
    with _as_clerk(sides[0]):
        draft = Declaration.objects.create(**_draft(sides[0]))
        draft.payload = {"name": "改"}
        draft.state = "checking"
        draft.save()
        assert Declaration.objects.select_for_update().get(pk=draft.pk).state == "checking"


@pytest.mark.parametrize(
    "table", ["employment_contract", "employment_coverage", "persons_person", "outbox_message", "declarations_finding"]
)
@pytest.mark.parametrize("role", [Role.PORTAL, Role.OFFICE, Role.PERSONAL, Role.GATEWAY])
def test_doors_cannot_write_effects(sides: Sides, role: Role, table: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), working_as(role, sides[0].clerk.pk):
        sql(f"insert into {table} default values")


def test_an_officer_decides_in_her_district_in_her_own_name(sides: Sides) -> None:
    mine, other = sides
    with action(Actor.system("test"), "open cases"):
        cases = [
            Case.objects.create(
                declaration=one.declaration,
                line_no=2,
                content_version=1,
                district=one.employer.district,
                employer_id=one.employer.pk,
                service="enrolment",
                reason="officer_decides",
                person_name=one.word,
                state="open",
                opened_at=one.case.opened_at,
            )
            for one in sides
        ]
    for case, officer in ((cases[1], mine.officer), (cases[0], other.officer)):
        with pytest.raises(ProgrammingError, match="row-level security"), _as_officer(mine):
            Decision.objects.create(case=case, verdict="approve", officer_id=officer.pk, officer_name="x")
    with _as_officer(mine):
        Decision.objects.create(case=cases[0], verdict="approve", officer_id=mine.officer.pk, officer_name="x")
        assert Case.objects.filter(pk=cases[0].pk).update(state="decided") == 1


def test_the_second_stage_is_decided_by_another_human_being(sides: Sides) -> None:
    """Whoever passed the first stage decides on no other of the same content, whatever account she uses."""
    mine = sides[0]
    filing = Declaration.objects.get(pk=mine.refund.declaration_id)
    with action(Actor.system("test"), "open a case"):
        case = Case.objects.create(
            declaration=filing, line_no=1, content_version=1, stage=3, stages=3, district=mine.employer.district,
            employer_id=mine.employer.pk, service="refunds", reason="refund_second", person_name=mine.word,
            state="open", opened_at=mine.case.opened_at,
        )  # fmt: skip
    with pytest.raises(ProgrammingError, match="row-level security"), _as_officer(mine):
        Decision.objects.create(case=case, verdict="approve", officer_id=mine.officer.pk, officer_name="x")


def test_an_officer_takes_in_a_photo_in_her_own_name_and_of_no_employer(sides: Sides) -> None:
    mine, other = sides
    photo = {
        "purpose": "photo",
        "name": "x.jpg",
        "kind": "jpeg",
        "size": 1,
        "sha256": "0",
        "uploaded_by": mine.officer.pk,
    }
    for wrong in ({"purpose": "identity"}, {"uploaded_by": other.officer.pk}, {"employer_id": mine.employer.pk}):
        with pytest.raises(ProgrammingError, match="row-level security"), _as_officer(mine):
            StoredFile.objects.create(path="walls/1", **photo | wrong)
    with _as_officer(mine):
        kept = StoredFile.objects.create(path="walls/2", **photo)
    with _as_officer(other):
        assert not StoredFile.objects.filter(pk=kept.pk).exists()


def test_a_message_may_be_sent_again_by_an_operator_alone(sides: Sides) -> None:
    again = "update outbox_message set state = 'waiting' where id = %s"
    with pytest.raises(ProgrammingError, match="row-level security"), _as_officer(sides[0]):
        sql(again, sides[0].medical.pk)


def _draft(one: Side) -> dict[str, Any]:
    return {
        "number": "20260311",
        "service": "enrolment",
        "employer_id": one.employer.pk,
        "single": True,
        "client_key": "k",
        "door": "portal",
        "filed_by": one.clerk.pk,
        "filed_by_name": one.clerk.name,
        "state": "draft",
    }


def _as_clerk(one: Side) -> AbstractContextManager[None]:
    return _acting(Role.PORTAL, one.clerk.pk)


def _as_officer(one: Side) -> AbstractContextManager[None]:
    return _acting(Role.OFFICE, one.officer.pk)


@contextmanager
def _acting(role: Role, user_id: int) -> Iterator[None]:
    with working_as(role, user_id), action(Actor("user", "x", role.short, user_id), "try"):
        yield
