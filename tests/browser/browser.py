"""Debian's Chromium under Playwright, and what went wrong in it although the page looked right."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Response, WebError, expect, sync_playwright

# The same browser without the frame of a window, which makes a page three times as fast, comes first.
_PROGRAMS = ("chromium-headless-shell", "chromium")
EXECUTABLE = Path(next(filter(None, map(shutil.which, _PROGRAMS)), "/usr/bin/chromium"))
DEMAND = "SHEBAO_DEMAND_BROWSER"
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TIMEOUT: Final = 20_000  # milliseconds; the machine may be busy with other tests
_NETWORK = "Failed to load resource"
_REFUSED, _BROKEN = 400, 500


def missing() -> str:
    """Why there can be no browser test on this machine, or nothing."""
    if EXECUTABLE.exists() or os.environ.get(DEMAND) == "1":
        return ""
    return f"Chromium is missing (apt-get install chromium-headless-shell); {DEMAND}=1 makes that a failure"


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser with a fresh profile."""
    expect.set_options(timeout=TIMEOUT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=list(_FLAGS))
        yield browser
        browser.close()


class Watch:
    """Takes notes of errors in a browser context: console, uncaught exceptions, broken policies, refused requests."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.refusals: list[str] = []

    def follow(self, context: BrowserContext) -> None:
        """Listen from now on."""
        context.on("console", self._console)
        context.on("weberror", self._exception)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # Refused requests are noted where their status is known.
        if message.type == "error" and not message.text.startswith(_NETWORK):
            self.errors.append(f"{message.text} ({message.location})")

    def _exception(self, error: WebError) -> None:
        self.errors.append(str(error.error))

    def _response(self, response: Response) -> None:
        if response.status >= _BROKEN:
            self.errors.append(f"{response.status} {response.url}")
        elif response.status >= _REFUSED:
            self.refusals.append(f"{response.status} {response.url}")
