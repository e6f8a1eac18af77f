"""pytest plugin: how pytest-xdist shares the tests out. Browser stories share a platform: one process has them."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

_TOGETHER = "tests/browser/"


class OnePlatform(LoadScopeScheduling):  # type: ignore[misc] # xdist has no types
    """Each test is given out by itself, but those of a browser all to one process, the first that asks."""

    def _split_scope(self, nodeid: str) -> str:
        return _TOGETHER if nodeid.startswith(_TOGETHER) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OnePlatform:
    """Instead of `--dist loadgroup`, whose marks this version of pytest does not pass on."""
    return OnePlatform(config, log)
