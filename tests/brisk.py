"""pytest plugin: what every test would pay for again, and proves nothing, is paid for once a process."""

import gc
import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

_SOME_GARBAGE = 50_000
"""Objects between two looks for garbage: thousands of tests, once collected, stay to the end and need no looking at."""

# Compiled modules are kept, whatever the environment says: else every process that a test starts compiles all of them.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Collect without looking for garbage: hardly anything of it is any."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(_SOME_GARBAGE)
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _database_emptied_quickly() -> Iterator[None]:
    """After a test that really commits, only the tables that have rows are emptied."""
    from django.test import TransactionTestCase  # noqa: PLC0415 (needs Django's settings)

    from tests.emptying import empty  # noqa: PLC0415 (as above)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _self: empty())
        yield


@pytest.fixture(scope="session", autouse=True)
def _addresses_read_once() -> Iterator[None]:
    """Tests of another door change ROOT_URLCONF; what was read of the addresses of either stays right."""
    from django.core.signals import setting_changed  # noqa: PLC0415 (needs Django's settings)
    from django.test.signals import root_urlconf_changed  # noqa: PLC0415 (as above)

    setting_changed.disconnect(root_urlconf_changed)
    yield
    setting_changed.connect(root_urlconf_changed)


@pytest.fixture(scope="session", autouse=True)
def _static_files_found_once() -> Iterator[None]:
    """The static files do not change while tests run: only the first test client looks for them on the disk."""
    from whitenoise.middleware import WhiteNoiseMiddleware  # noqa: PLC0415 (needs Django's settings)

    look = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, Any] = {}

    def add_files(self: WhiteNoiseMiddleware) -> None:
        if not found:
            look(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add_files)
        yield
