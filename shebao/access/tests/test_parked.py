"""A form sent after the session ended comes back after the login, whole: to its sender, on her device, for a day."""

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from shebao.access import actions, parked
from shebao.access.models import ParkedSubmission, User
from shebao.access.tests import pages
from shebao.access.tests.conftest import LONG_AGO, PASSWORD, SYSTEM
from shebao.employers.models import Employer
from shebao.kernel import clock

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
NAMES = "𠮷田·阿不都\r\n\r\n<b>第二行</b>"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Settings) -> Path:
    settings.FILE_STORE = tmp_path / "files"
    settings.FILE_STORE.mkdir()
    pages.received.clear()
    return tmp_path / "files"


@pytest.fixture
def travel() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 3, 2, 1, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def workbook() -> SimpleUploadedFile:
    return SimpleUploadedFile("三月新增.xlsx", b"PK\x03\x04 rows", "application/vnd.ms-excel")


def form() -> dict[str, object]:
    return {"reason": NAMES, "scheme": ["110", "210"], "workbook": workbook()}


def files_in(store: Path) -> int:
    return sum(path.is_file() for path in store.rglob("*"))


def forms_of(page: Any) -> list[tuple[str, dict[str, list[str]]]]:
    """Address and fields of the forms of a page, as a browser without script would send them."""
    found = []
    for address, body in re.findall(
        r'<form method="post" action="([^"]*)"[^>]*>(.*?)</form>', page.content.decode(), re.DOTALL
    ):
        fields: dict[str, list[str]] = {}
        for name, value in re.findall(r'<textarea name="([^"]*)"[^>]*>\n(.*?)</textarea>', body, re.DOTALL):
            fields.setdefault(html.unescape(name), []).append(html.unescape(value))
        for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', body):
            fields.setdefault(name, []).append(html.unescape(value))
        found.append((html.unescape(address), fields))
    return found


def send_late(browser: Client, travel: time_machine.Traveller, path: str = "/file/?step=2") -> Any:
    travel.shift(timedelta(minutes=40))
    return browser.post(path, form())


def log_in_again(browser: Client, user: User) -> Any:
    return browser.post("/login/", {"username": user.username, "password": PASSWORD})


def test_form_and_upload_come_back_to_their_sender(
    clerk: User, careful: Employer, log_in: LogIn, travel: time_machine.Traveller, store: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    browser = log_in(clerk)
    late = send_late(browser, travel)
    assert (late.status_code, late["Location"]) == (302, "/login/")
    assert "已经保留" in browser.get("/login/").content.decode()
    assert not pages.received

    back = log_in_again(browser, clerk)
    assert back["Location"] == "/kept/"
    page = browser.get("/kept/")
    assert "您刚才提交的内容已为您保留" in page.content.decode()
    assert "三月新增.xlsx" in page.content.decode()
    address, fields = forms_of(page)[0]
    assert address == "/file/?step=2"

    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(address, fields)["Location"] == "/clerk/"
    (filed,) = pages.received
    assert filed["fields"] == {
        "reason": [NAMES],
        "scheme": ["110", "210"],
        "for_employer": [str(careful.pk)],
        "parked_upload": fields["parked_upload"],
    }
    assert filed["files"] == {"workbook": [("三月新增.xlsx", b"PK\x03\x04 rows")]}
    assert not ParkedSubmission.objects.exists()
    assert files_in(store) == 0
    assert browser.get("/kept/")["Location"] == "/"


def test_a_submission_refused_by_its_page_stays_kept(
    clerk: User, log_in: LogIn, travel: time_machine.Traveller, store: Path
) -> None:
    browser = log_in(clerk)
    send_late(browser, travel)
    log_in_again(browser, clerk)
    address, fields = forms_of(browser.get("/kept/"))[0]
    assert browser.post(address, {**fields, "reason": ""}).status_code == 200
    assert browser.get("/kept/").status_code == 200
    assert files_in(store) == 1


def test_a_session_that_ends_again_keeps_it_once(
    clerk: User, log_in: LogIn, travel: time_machine.Traveller, store: Path
) -> None:
    browser = log_in(clerk)
    send_late(browser, travel)
    log_in_again(browser, clerk)
    address, fields = forms_of(browser.get("/kept/"))[0]
    travel.shift(timedelta(minutes=40))
    assert browser.post(address, fields)["Location"] == "/login/"
    assert (ParkedSubmission.objects.count(), files_in(store)) == (1, 1)
    log_in_again(browser, clerk)
    browser.post(address, forms_of(browser.get("/kept/"))[0][1])
    assert len(pages.received) == 1
    assert pages.received[0]["files"]


def test_forms_of_two_windows_are_both_kept(clerk: User, log_in: LogIn, travel: time_machine.Traveller) -> None:
    browser = log_in(clerk)
    send_late(browser, travel)
    browser.post("/file/", {"reason": "第二个窗口"})
    log_in_again(browser, clerk)
    assert len([one for one in forms_of(browser.get("/kept/")) if one[0].startswith("/file/")]) == 2


def test_a_clerk_of_two_employers_files_for_the_one_she_meant(
    clerk: User, careful: Employer, outsider: Employer, log_in: LogIn, travel: time_machine.Traveller
) -> None:
    actions.grant_mandate(SYSTEM, clerk.pk, outsider.pk, valid_from=LONG_AGO)
    browser = log_in(clerk)
    browser.post("/employers/switch/", {"employer": outsider.pk})
    send_late(browser, travel)
    log_in_again(browser, clerk)
    address, fields = forms_of(browser.get("/kept/"))[0]
    browser.post("/employers/switch/", {"employer": careful.pk})
    assert browser.post(address, fields).status_code == 409
    browser.post("/employers/switch/", {"employer": outsider.pk})
    assert browser.post(address, fields).status_code == 302
    assert [one["employer"] for one in pages.received] == [outsider.pk]


def test_a_mandate_that_ended_meanwhile_leaves_it_kept(
    clerk: User, careful: Employer, log_in: LogIn, travel: time_machine.Traveller
) -> None:
    browser = log_in(clerk)
    send_late(browser, travel)
    actions.end_mandate(SYSTEM, clerk.pk, careful.pk, last_day=clock.today() - timedelta(days=1))
    log_in_again(browser, clerk)
    address, fields = forms_of(browser.get("/kept/"))[0]
    assert browser.post(address, fields)["Location"] == "/employers/?next=%2Fkept%2F"
    assert ParkedSubmission.objects.count() == 1


def test_another_user_on_the_same_device_gets_nothing(
    clerk: User, other_clerk: User, log_in: LogIn, travel: time_machine.Traveller
) -> None:
    browser = log_in(clerk)
    send_late(browser, travel)
    token = str(ParkedSubmission.objects.get().pk)
    assert log_in_again(browser, other_clerk)["Location"] == "/"
    assert browser.get("/kept/")["Location"] == "/"
    assert browser.post(f"/kept/{token}/discard/").status_code == 404
    browser.post("/file/", {"reason": "x", "parked_upload": token})
    assert pages.received[-1]["files"] == {}
    assert ParkedSubmission.objects.count() == 1


def test_the_same_user_on_another_device_gets_nothing(
    clerk: User, log_in: LogIn, travel: time_machine.Traveller
) -> None:
    send_late(log_in(clerk), travel)
    assert log_in(clerk).get("/kept/")["Location"] == "/"


def test_it_is_kept_for_a_day(
    clerk: User, log_in: LogIn, travel: time_machine.Traveller, store: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    browser = log_in(clerk)
    send_late(browser, travel)
    travel.shift(timedelta(hours=24))
    assert log_in_again(browser, clerk)["Location"] == "/"
    with django_capture_on_commit_callbacks(execute=True):
        assert parked.drop_expired(clock.now()) == 1
    assert files_in(store) == 0


def test_it_can_be_given_up(
    clerk: User, log_in: LogIn, travel: time_machine.Traveller, store: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    browser = log_in(clerk)
    send_late(browser, travel)
    log_in_again(browser, clerk)
    give_up = re.search(r'action="(/kept/[^"]*/discard/)"', browser.get("/kept/").content.decode())
    assert give_up
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(give_up[1])["Location"] == "/kept/"
    assert (ParkedSubmission.objects.count(), files_in(store)) == (0, 0)


def test_strangers_can_park_nothing(clerk: User, log_in: LogIn) -> None:
    assert Client().post("/file/", form())["Location"] == "/login/"
    forged = Client()
    forged.cookies["shebao_portal_last"] = f"{clerk.pk}.key:forged:signature"
    forged.post("/file/", form())
    assert not ParkedSubmission.objects.exists()


def test_without_a_csrf_token_nothing_is_kept(clerk: User, log_in: LogIn, travel: time_machine.Traveller) -> None:
    browser = log_in(clerk)
    browser.handler.enforce_csrf_checks = True
    assert send_late(browser, travel).status_code == 403
    assert not ParkedSubmission.objects.exists()


def test_a_form_of_an_old_window_is_valid_after_the_new_login(
    clerk: User, log_in: LogIn, travel: time_machine.Traveller
) -> None:
    browser = log_in(clerk)
    browser.get("/password/")
    token = browser.cookies["shebao_all_csrf"].value
    travel.shift(timedelta(minutes=40))
    log_in_again(browser, clerk)
    browser.handler.enforce_csrf_checks = True
    assert browser.post("/file/", {"reason": "x", "csrfmiddlewaretoken": token}).status_code == 302


def test_another_user_gets_another_csrf_token(clerk: User, other_clerk: User, log_in: LogIn) -> None:
    browser = log_in(clerk)
    browser.get("/password/")
    token = browser.cookies["shebao_all_csrf"].value
    log_in_again(browser, other_clerk)
    browser.handler.enforce_csrf_checks = True
    assert browser.post("/file/", {"reason": "x", "csrfmiddlewaretoken": token}).status_code == 403


@pytest.mark.parametrize(
    "sent",
    [
        {"old": PASSWORD, "new_password": "x"},
        {"reason": "x" * (parked.MAX_TEXT + 1)},
        {f"field{number}": "" for number in range(parked.MAX_FIELDS + 1)},
    ],
    ids=["password", "long", "many"],
)
def test_passwords_and_what_is_too_large_are_not_kept(
    clerk: User, log_in: LogIn, travel: time_machine.Traveller, sent: dict[str, str]
) -> None:
    browser = log_in(clerk)
    travel.shift(timedelta(minutes=40))
    assert browser.post("/file/", sent)["Location"] == "/login/"
    assert not ParkedSubmission.objects.exists()


def test_a_password_change_is_never_kept(clerk: User, log_in: LogIn, travel: time_machine.Traveller) -> None:
    browser = log_in(clerk)
    travel.shift(timedelta(minutes=40))
    browser.post("/password/", {"old": PASSWORD, "new": "x", "again": "x"})
    assert not ParkedSubmission.objects.exists()


def test_one_user_cannot_fill_the_store(
    clerk: User, log_in: LogIn, travel: time_machine.Traveller, store: Path
) -> None:
    browser = log_in(clerk)
    travel.shift(timedelta(minutes=40))
    for _ in range(parked.KEPT_AT_MOST + 3):
        browser.post("/file/", form())
    assert files_in(store) == parked.KEPT_AT_MOST


def test_an_autosave_is_told_and_not_kept(clerk: User, log_in: LogIn, travel: time_machine.Traveller) -> None:
    browser = log_in(clerk)
    travel.shift(timedelta(minutes=40))
    answer = browser.post("/file/", {"reason": "x"}, headers={"X-Autosave": "1"})
    assert (answer.status_code, answer.json()) == (401, {"login": "/login/"})
    assert not ParkedSubmission.objects.exists()


def test_a_kept_file_that_is_gone_is_said(
    clerk: User, log_in: LogIn, travel: time_machine.Traveller, store: Path
) -> None:
    browser = log_in(clerk)
    send_late(browser, travel)
    log_in_again(browser, clerk)
    address, fields = forms_of(browser.get("/kept/"))[0]
    for path in list(store.rglob("*")):
        if path.is_file():
            path.unlink()
    answer = browser.post(address, fields)
    assert answer.status_code == 503
    assert "文件暂时无法读取" in answer.content.decode()


def test_after_parking_nobody_is_logged_in(clerk: User, log_in: LogIn, travel: time_machine.Traveller) -> None:
    send_late(log_in(clerk), travel)
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('shebao.user', true), '')")
        assert cursor.fetchone() == ("",)
