"""pytest plugin: a database server for this run alone, known before Django's settings are read.

With DATABASE_URL set, that server is used instead. Under pytest-xdist the controller starts the server and the workers
inherit its address; pytest-django gives each worker a database of its own there.
"""

import os
from collections.abc import Generator

import pytest

from shebao.database.server import ServerError, ThrowAwayServer, check_external, database_url

_ENVIRONMENT = "DATABASE_URL"
OWN_SERVER = "SHEBAO_TESTS_OWN_SERVER"
"""Stands in the environment where the server was made for this run alone."""
_WORKER = "PYTEST_XDIST_WORKER"
_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "django_db_reset_sequences"}
_server = pytest.StashKey[ThrowAwayServer]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer --database-only: the tests that would notice another version of PostgreSQL."""
    parser.addoption("--database-only", action="store_true", help="run only the tests that use the database")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    """Before pytest-django reads the settings: choose the server's address."""
    if _ENVIRONMENT not in os.environ:
        server = ThrowAwayServer()
        os.environ[_ENVIRONMENT] = database_url(server.address)
        os.environ[OWN_SERVER] = "1"
        early_config.stash[_server] = server
    try:
        return (yield)
    except BaseException:  # settings that cannot be read, or Ctrl-C: nobody else would clean up
        _forget(early_config)
        raise


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the server, once, in the controller; check one that was given."""
    if _WORKER in os.environ or session.config.option.collectonly:
        return
    try:
        if _server in session.config.stash:
            session.config.stash[_server].start()
        else:
            check_external(os.environ[_ENVIRONMENT])
    except ServerError as error:
        raise pytest.UsageError(str(error)) from error


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and forget its address."""
    _forget(config)


def _forget(config: pytest.Config) -> None:
    if _server in config.stash:
        config.stash[_server].stop()
        del config.stash[_server], os.environ[_ENVIRONMENT], os.environ[OWN_SERVER]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what does not touch the database, if asked to."""
    if not config.getoption("--database-only"):
        return
    touching = [item for item in items if _uses_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(touching)])
    items[:] = touching


def _uses_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db") or item.get_closest_marker("postgres"):
        return True
    return bool(_DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))
