"""`shebao run`, which came up from an empty folder: heals itself, and leaves nothing running when told to end."""

import time
from collections.abc import Callable

import httpx
import psutil

from shebao.database.server import address_of, is_healthy, is_running
from tests.browser.platform import Platform

SECONDS = 20


def until(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + SECONDS
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return true()


def status(address: str) -> int:
    return httpx.get(address, trust_env=False, timeout=30).status_code


def test_it_came_up_heals_and_ends(platform: Platform) -> None:
    """Runs after all stories that need the platform (tests/sharing_out.py)."""
    cluster = platform.data / "postgres"
    assert "Demo accounts" in platform.log()
    assert status(f"{platform.portal}/") == 302
    assert status(f"{platform.office}/office/") == 302

    family = platform.family()
    assert family
    platform.kill_database()
    assert until(lambda: "the database ended; starting it again" in platform.log())
    assert until(lambda: is_healthy(address_of(cluster)))
    assert status(f"{platform.portal}/login/") == 200

    assert platform.end() == 0
    assert not is_running(cluster)
    assert not [member for member in family if member.is_running() and member.status() != psutil.STATUS_ZOMBIE]
