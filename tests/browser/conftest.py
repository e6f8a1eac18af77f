"""The platform of the run (tests/conftest.py) for all, one browser, a fresh profile for each."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.actors import Clerk, Officer
from tests.browser.browser import TIMEOUT, Watch, chromium, missing
from tests.browser.people import Newcomers
from tests.browser.platform import Platform

HERE = Path(__file__).parent
Opened = Callable[..., BrowserContext]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They need a browser; that one process tells them all is the matter of tests/sharing_out.py."""
    reason = missing()
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if reason:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def newcomers() -> Newcomers:
    return Newcomers()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """For the stories here only: while Playwright is there, Django believes it is called from asynchronous code."""
    with chromium() as one:
        yield one


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def opened(platform: Platform, browser: Browser, watch: Watch) -> Iterator[Opened]:
    """Opens profiles; afterwards nothing may have gone wrong in them, nor behind the doors."""
    contexts: list[BrowserContext] = []
    said = len(platform.log())

    def open_one(*, script: bool = True, width: int = 1280) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", java_script_enabled=script
        )
        context.set_default_timeout(TIMEOUT)
        watch.follow(context)
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()
    assert not watch.errors
    assert not platform.troubles(said)


@pytest.fixture
def clerk(platform: Platform, opened: Opened) -> Clerk:
    """A clerk before the login page."""
    return Clerk(opened().new_page(), platform)


@pytest.fixture
def officer(platform: Platform, opened: Opened) -> Officer:
    """An officer before the login page, in a browser of her own."""
    return Officer(opened().new_page(), platform)
