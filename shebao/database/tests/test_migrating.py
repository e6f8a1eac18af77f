"""Migrations of tables in use: nobody waits long, and the migration still gets done."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.utils import OperationalError

from shebao.database import guard
from shebao.database.locks import with_patience
from shebao.database.migrations_sql import lift_guard
from shebao.employers.models import Employer

pytestmark = pytest.mark.django_db(transaction=True)

READER_SECONDS = 2.0


def other_session() -> psycopg.Connection:
    """A connection of somebody else's to the same database."""
    settings = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    return psycopg.connect(**{name: settings[name] for name in names if settings.get(name)})


@pytest.fixture
def reader() -> Iterator[None]:
    """A forgotten report: a transaction that has read the table and stays open for a while."""
    with other_session() as session:
        session.execute("select count(*) from employers_employer")
        timer = threading.Timer(READER_SECONDS, session.rollback)
        timer.start()
        yield
        timer.cancel()
        timer.join()


class Clients(threading.Thread):
    """Reads the table again and again, and remembers the longest it had to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.worst, self.reads, self.stopped = 0.0, 0, threading.Event()

    def run(self) -> None:
        with other_session() as session:
            session.autocommit = True
            while not self.stopped.wait(0.005):
                began = time.monotonic()
                session.execute("select count(*) from employers_employer")
                self.worst, self.reads = max(self.worst, time.monotonic() - began), self.reads + 1


@pytest.fixture
def clients() -> Iterator[Clients]:
    thread = Clients()
    thread.start()
    yield thread
    thread.stopped.set()
    thread.join()


def alter() -> None:
    with connection.schema_editor() as editor:
        field = models.CharField(max_length=8, null=True)
        field.set_attributes_from_name("planted")
        editor.add_field(Employer, field)


@pytest.fixture
def planted_column() -> Iterator[None]:
    yield
    with connection.cursor() as cursor:
        cursor.execute("alter table employers_employer drop column if exists planted")


def test_nobody_waits_long_behind_a_change_that_waits(reader: None, clients: Clients, planted_column: None) -> None:
    began = time.monotonic()
    attempts = with_patience(connection, alter)
    assert time.monotonic() - began > READER_SECONDS / 2
    assert attempts > 1
    assert clients.reads > 20
    assert clients.worst < READER_SECONDS / 2


def test_the_command_migrates_behind_an_open_reader(reader: None, clients: Clients) -> None:
    with connection.cursor() as cursor:
        cursor.execute("comment on trigger shebao_refuse_truncate on employers_employer is 'outdated'")
    call_command("migrate", verbosity=0)
    assert guard.differences(connection) == []
    assert clients.worst < READER_SECONDS / 2


def test_patience_has_an_end(planted_column: None, reader: None) -> None:
    with pytest.raises(OperationalError):
        with_patience(connection, alter, patience=0.5)
    with connection.cursor() as cursor:
        cursor.execute("show lock_timeout")
        assert cursor.fetchone() == ("0",)


def test_migrating_again_changes_nothing() -> None:
    assert guard.apply(connection) == []


def test_a_lifted_guard_shows_doors_nothing_and_comes_back() -> None:
    operation = lift_guard("employers_employer")
    with connection.cursor() as cursor:
        cursor.execute(str(operation.sql))
        cursor.execute("alter table employers_employer alter column district type varchar(16)")
        cursor.execute("alter table employers_employer alter column district type varchar(12)")
        cursor.execute("select relrowsecurity from pg_class where relname = 'employers_employer'")
        assert cursor.fetchone() == (True,)
    assert "employers_employer: guard out of date" in guard.differences(connection)
    assert {"employers_employer", "persons_person"} <= set(guard.apply(connection))
    assert guard.differences(connection) == []


def test_only_test_databases_are_flushed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", "shebao")
    with pytest.raises(CommandError, match="test database"):
        call_command("flush", interactive=False)


def ensure_roles() -> None:
    """In a thread of its own, which has a connection of its own."""
    guard.ensure_roles(connection)
    connection.close()


def test_roles_can_be_made_by_several_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        for task in [pool.submit(ensure_roles) for _ in range(8)]:
            task.result()
