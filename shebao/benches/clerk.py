"""Clerks and officers at their browsers, who try again when the page does not come, as people do."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import httpx

from shebao.benches.stage import StageError

_INPUT = re.compile(r"<input\b[^>]*>")
_NAME, _VALUE = re.compile(r'\bname="([^"]*)"'), re.compile(r'\bvalue="([^"]*)"')
_KEPT = ("csrfmiddlewaretoken", "for_employer", "client_key", "content_version", "seen_version")
_CASE = re.compile(r'"(/office/cases/\d+/)(?:\?[^"]*)?"')
_PAUSE_SECONDS = 0.2
CHECKED = "确认提交"
_CONFIRMING = {"verified": "on", "account_checked": "on"}
Fields = Mapping[str, str | Sequence[str]]


class Clerk:
    """Logged in at the door at `url`; every call goes on until it has worked or `patience` seconds are over."""

    def __init__(self, url: str, patience: float) -> None:
        self._browser = httpx.Client(base_url=url, timeout=30, trust_env=False)
        self._patience = patience
        self.failures = 0

    def log_in(self, login: str, password: str, at: str = "/login/") -> None:
        """Log in. Raises StageError when she is not let in."""
        self._again(lambda: self._send(at, {"username": login, "password": password}, at))

    def upload(self, workbook: Path, form_at: str = "/registration/batch/", to: str = "") -> str:
        """Upload a workbook; the address of its filing. The same form is sent again when no answer came."""
        hidden = self._hidden(self.look(form_at))
        content = workbook.read_bytes()
        files = {"workbook": (workbook.name, content)}
        answer = self._again(lambda: self._browser.post(to or form_at, data=hidden, files=files))
        return self._whither(answer)

    def send(self, form_at: str, typed: Fields) -> str:
        """Fill in a form and send it; whither that leads. The same form is sent again when no answer came."""
        hidden = self._hidden(self.look(form_at))
        return self._whither(self._again(lambda: self._browser.post(form_at, data={**hidden, **typed})))

    def confirm(self, filing: str, shown: str = CHECKED) -> None:
        """Wait for the page with the result of the check, which shows that text, and confirm it."""
        page = self.wait(filing, lambda text: shown in text)
        hidden = self._hidden(page) | _CONFIRMING
        self._again(lambda: self._browser.post(f"{filing}confirm/", data=hidden))

    def wait(self, filing: str, wanted: Callable[[str], bool]) -> str:
        """The filing's page as soon as it is as wanted. Raises StageError when it does not become so."""
        ends = time.monotonic() + self._patience
        while time.monotonic() < ends:
            text = self.look(filing)
            if wanted(text):
                return text
            time.sleep(_PAUSE_SECONDS)
        raise StageError(f"the page of {filing} does not come to its end")

    def look(self, filing: str) -> str:
        """The filing's page as it is now."""
        return self._again(lambda: self._browser.get(filing)).text

    def close(self) -> None:
        """Close the browser."""
        self._browser.close()

    def approve(self, search: str) -> None:
        """As an officer: pass the case that is found first, if any; who may not decide on it is told so."""
        found = _CASE.search(self.look(f"/office/cases/?q={search}"))
        if found is not None:
            decision = self._hidden(self.look(found[1])) | {"verdict": "approve", "words": "", "confirmed": "yes"}
            self._again(lambda: self._browser.post(f"{found[1]}decide/", data=decision))

    def _send(self, path: str, fields: dict[str, str], form_at: str) -> httpx.Response:
        form = self._browser.get(form_at)
        form.raise_for_status()
        hidden = self._hidden(form.text)
        answer = self._browser.post(path, data={**hidden, **fields})
        self._whither(answer)
        return answer

    @staticmethod
    def _hidden(text: str) -> dict[str, str]:
        """The hidden fields of the page's forms."""
        found = {}
        for tag in _INPUT.findall(text):
            name, value = _NAME.search(tag), _VALUE.search(tag)
            if name and value and name[1] in _KEPT:
                found[name[1]] = value[1]
        return found

    @staticmethod
    def _whither(answer: httpx.Response) -> str:
        if answer.status_code != httpx.codes.FOUND:
            raise StageError(f"the portal answered {answer.status_code} where it should have led on")
        return answer.headers["location"]

    def _again(self, ask: Callable[[], httpx.Response]) -> httpx.Response:
        """The answer; connections that break and pages that ask for patience are tried again."""
        ends = time.monotonic() + self._patience
        while time.monotonic() < ends:
            try:
                answer = ask()
                if answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                    return answer
            except httpx.HTTPError:
                self.failures += 1
            else:
                self.failures += 1
            time.sleep(_PAUSE_SECONDS)
        raise StageError("the portal does not answer")
