"""Every write leaves its trail, whatever way it is made, and without an action there is none."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from shebao.audit import queries
from shebao.audit.actions import Actor, action, look, refuse
from shebao.audit.models import Action, Change
from shebao.employers.models import Employer
from shebao.notices.models import Notice
from shebao.outbox.models import Nonce

pytestmark = pytest.mark.django_db

CLERK = Actor("user", "王经办", "portal", user_id=7, employer_id=3, request_id="r1", address="10.0.0.1")
COLUMNS = "credit_code, name, district, unit_type, injury_class, injury_band, registered_on"
DECLARATION = (
    "number, service, employer_id, single, client_key, fingerprint, door, filed_by, filed_by_name, payload, problem, "
    "state, step_attempts, progress, lines, good, bad, to_review, effective, failed, content_version"
)
Write = Callable[[int], object]
# COPY answers with the driver's own error.
REFUSED = (DatabaseError, psycopg.DatabaseError)


def employer(number: int) -> Employer:
    return Employer(
        credit_code=f"{number:018d}",
        name=f"单位{number}",
        district="110105",
        unit_type="10",
        injury_class=1,
        registered_on=date(2020, 1, 1),
    )


def by_create(size: int) -> None:
    for number in range(size):
        Employer.objects.create(
            credit_code=f"{number:018d}",
            name=f"单位{number}",
            district="110105",
            unit_type="10",
            injury_class=1,
            registered_on=date(2020, 1, 1),
        )


def by_bulk_create(size: int) -> None:
    Employer.objects.bulk_create([employer(number) for number in range(size)])


def by_sql(size: int) -> None:
    run(
        f"insert into employers_employer ({COLUMNS}) select lpad(n::text, 18, '0'), '单位', '110105', '10', 1, 1, "
        "'2020-01-01' from generate_series(1, %s) as n",
        size,
    )


def by_copy(size: int) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy employers_employer ({COLUMNS}) from stdin") as copy:
        for number in range(size):
            copy.write_row((f"{number:018d}", "单位", "110105", "10", 1, 1, date(2020, 1, 1)))


def run(statement: str, *values: int | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def by_save(rows: Sequence[Employer]) -> None:
    for row in rows:
        row.name = "改名"
        row.save()


def by_queryset_update(rows: Sequence[Employer]) -> None:
    Employer.objects.all().update(name="改名")


def by_bulk_update(rows: Sequence[Employer]) -> None:
    for row in rows:
        row.name = "改名"
    Employer.objects.bulk_update(rows, ["name"])


def by_sql_update(rows: Sequence[Employer]) -> None:
    run("update employers_employer set name = '改名'")


INSERTS = [by_create, by_bulk_create, by_sql, by_copy]
UPDATES = [by_save, by_queryset_update, by_bulk_update, by_sql_update]


@pytest.mark.parametrize("write", INSERTS)
def test_every_way_of_inserting_is_logged(write: Write) -> None:
    with action(CLERK, "register") as action_id:
        write(5)
    logged = Change.objects.filter(action_id=action_id, table_name="employers_employer", operation="insert")
    assert sum(logged.values_list("row_count", flat=True)) == 5
    assert set(Employer.objects.values_list("action_id", flat=True)) == {action_id}


# A few rows and many are compared in different ways.
@pytest.mark.parametrize("size", [5, 50])
@pytest.mark.parametrize("write", UPDATES)
def test_every_way_of_updating_is_logged_row_by_row(write: Callable[[Sequence[Employer]], None], size: int) -> None:
    with action(CLERK, "register") as inserted:
        by_bulk_create(size)
    with action(CLERK, "rename") as action_id:
        write(list(Employer.objects.order_by("pk")))
    logged = Change.objects.filter(action_id=action_id, operation="update")
    assert {change.row_id for change in logged} == set(Employer.objects.values_list("pk", flat=True))
    assert [change.after for change in logged] == [{"name": "改名"}] * size
    assert {tuple(change.before or ()) for change in logged} == {("name",)}
    assert set(Employer.objects.values_list("action_id", flat=True)) == {inserted}


def test_a_delete_of_passing_rows_is_logged_with_its_number() -> None:
    with action(CLERK, "hear") as action_id:
        Nonce.objects.bulk_create([Nonce(system="medical", nonce=str(number)) for number in range(4)])
        run("delete from outbox_nonce where nonce <> '0'")
    assert Change.objects.get(action_id=action_id, operation="delete").row_count == 3


@pytest.mark.parametrize("write", INSERTS)
def test_without_an_action_nothing_is_inserted(write: Write) -> None:
    with pytest.raises(REFUSED, match="outside of an audited action"), transaction.atomic():
        write(1)
    assert Employer.objects.count() == 0


@pytest.mark.parametrize("write", UPDATES)
def test_without_an_action_nothing_is_updated(write: Callable[[Sequence[Employer]], None]) -> None:
    with action(CLERK, "register"):
        by_bulk_create(2)
    with pytest.raises(DatabaseError, match="outside of an audited action"), transaction.atomic():
        write(list(Employer.objects.all()))
    assert not Employer.objects.filter(name="改名").exists()


def test_an_action_that_was_never_recorded_is_no_action() -> None:
    run("select set_config('shebao.action', '999999999', true)")
    with pytest.raises(DatabaseError, match="not recorded"), transaction.atomic():
        by_bulk_create(1)


def test_nothing_is_written_where_the_trail_cannot_be() -> None:
    run("alter table audit_change rename to audit_change_gone")
    with pytest.raises(DatabaseError, match="audit_change"), action(CLERK, "register"):
        by_bulk_create(1)
    assert Employer.objects.count() == 0


def test_nested_actions_give_the_outer_one_back() -> None:
    with action(CLERK, "outer") as outer:
        with action(CLERK, "inner") as inner:
            by_bulk_create(1)
        by_sql(1)
    assert sorted(Employer.objects.values_list("action_id", flat=True)) == [outer, inner]


def test_a_password_leaves_only_a_digest(django_user_model: type) -> None:
    with action(CLERK, "open account"):
        row = django_user_model.objects.create(username="a", name="a", kind="clerk", password="old-hash")  # type: ignore[attr-defined]
    with action(CLERK, "change password") as action_id:
        row.password = "new-hash"
        row.save()
    (change,) = queries.changes_of(action_id)
    assert set(change.after or ()) == {"password"}
    assert "hash" not in str(change.before) + str(change.after)
    assert change.before != change.after


def test_few_rows_and_many_leave_the_same_entries() -> None:
    """Every kind of column: text with quotes, numbers, dates, times, empty values, JSON, hidden ones."""
    change = (
        "update declarations_declaration set number = '\"\\' || id, problem = null, finished_at = now(), lines = 7, "
        "payload = '{\"a\": 1}', single = not single, progress = 9"
    )
    with action(CLERK, "begin"):
        by_bulk_create(1)
        run(
            f"insert into declarations_declaration ({DECLARATION}) select 'n' || n, 'x', (select min(id) from "
            "employers_employer), true, 'k' || n, '', 'portal', 1, '王', '{}', '{\"code\": \"x\"}', 'draft', 0, 0, 0, "
            "0, 0, 0, 0, 0, 1 from generate_series(1, 50) as n"
        )
    with action(CLERK, "change one") as few:
        run(change + " where number = 'n1'")
    with action(CLERK, "change all") as many:
        run(change + " where number <> 'n1'")
    (one,) = queries.changes_of(few)
    other = next(
        entry
        for entry in queries.changes_of(many)
        if entry.operation == "update" and entry.row_id != one.row_id  # the one was renamed, so it changes again
    )
    assert set(one.after or ()) == {"number", "problem", "finished_at", "lines", "payload", "single"}
    for side in ("before", "after"):
        assert shape(getattr(one, side)) == shape(getattr(other, side))


def shape(values: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if name != "number"}


@pytest.mark.parametrize("size", [1, 50])
def test_a_key_is_never_changed(size: int) -> None:
    with action(CLERK, "register"):
        by_bulk_create(size)
    with pytest.raises(DatabaseError, match="never changed"), action(CLERK, "renumber"):
        run("update employers_employer set id = id + 1000")


def test_the_history_of_a_row_tells_who_did_what() -> None:
    with action(CLERK, "register"):
        by_bulk_create(1)
    row = Employer.objects.get()
    with action(CLERK, "rename", subject=f"employer:{row.pk}"):
        Employer.objects.update(name="改名")
    born, renamed = queries.history("employers_employer", row.pk, inserted_by=row.action_id)
    assert (born.verb, born.operation, born.user_id) == ("register", "insert", 7)
    assert (renamed.verb, renamed.actor_name, renamed.door) == ("rename", "王经办", "portal")
    assert (renamed.before, renamed.after) == ({"name": "单位0"}, {"name": "改名"})
    assert [done.verb for done in queries.actions_on(f"employer:{row.pk}")] == ["rename"]


def test_looks_at_a_person_are_found_with_who_and_why() -> None:
    for person in (5, 5, 6):
        look(CLERK, "person page", person_id=person, purpose="核对")
    look(CLERK, "export", subject="declaration:1", persons=40)
    newest, _ = queries.looks_at(5)
    assert (newest.user_id, newest.purpose, newest.address) == (7, "核对", "10.0.0.1")
    assert queries.persons_seen(7, datetime(2020, 1, 1, tzinfo=UTC)) == 2


def test_a_refusal_is_on_record() -> None:
    refuse(CLERK, "login", "locked")
    assert Action.objects.get(verb="login").refused == "locked"


def test_marks_of_work_in_progress_alone_leave_no_entry() -> None:
    with action(CLERK, "tell"):
        Notice.objects.create(employer_id=3, kind="x")
    with action(CLERK, "touch") as action_id:
        Notice.objects.update(kind="x")
    assert queries.changes_of(action_id) == []
