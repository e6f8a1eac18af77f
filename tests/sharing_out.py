"""pytest plugin: in what order tests run, and how pytest-xdist shares them out.

Stories that use one running platform go to one process together, and those that kill another one to one process too.
What takes longest comes first: begun last, it would let one process work on alone. None of these is a test of
Django's database, whose order pytest-django chooses.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# The demonstration as it was told comes before the stories that change it, and its end after them.
_TOGETHER = ("tests/journeys/test_demo.py", "tests/browser/", "tests/journeys/test_end.py")
# What is made once for all tests of a file takes long.
_MADE_ONCE = ("shebao/documents/photos/tests/test_judging.py",)
_KILLED = ("tests/journeys/test_kill.py", "tests/journeys/test_kill_money.py")
_LONG = (
    *_TOGETHER,
    *_KILLED,
    "tests/journeys/",
    "shebao/cli/tests/test_run.py",
    "shebao/benches/tests/",
)


class OnePlatform(LoadScopeScheduling):  # type: ignore[misc] # xdist has no types
    """Each test by itself, but those that share a platform, or what takes long to make, to the first that asks."""

    def _split_scope(self, nodeid: str) -> str:
        return next((group[0] for group in (_TOGETHER, _KILLED, _MADE_ONCE) if nodeid.startswith(group)), nodeid)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, in the order in which they are named."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    return next((place for place, begins in enumerate(_LONG) if item.nodeid.startswith(begins)), len(_LONG))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OnePlatform:
    """Instead of `--dist loadgroup`, whose marks this version of pytest does not pass on."""
    return OnePlatform(config, log)
