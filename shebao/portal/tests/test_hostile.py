"""Requests that nobody who means well would send: a page or a plain refusal, never a 500."""

from collections.abc import Callable

import pytest
from django.test import Client

from shebao.portal.tests import sample
from shebao.portal.tests.test_single import follow

pytestmark = pytest.mark.django_db
HUGE = "9" * 40
VALUES = ("x", "-1", "1.5", HUGE, "１２", "NaN", "1e1000000", "", "' or 1=1--", "<script>", "0", "%F0%9F", "\ud7ff")
LISTS = (
    ("/contracts/", ("before", "after", "state", "q")),
    ("/filings/", ("before", "state")),
    ("/filings/drafts/", ("before",)),
    ("/filings/medical/", ("before",)),
    ("/notices/", ("before", "unread")),
    ("/contributions/arrears/", ("before",)),
    ("/arrears/", ("before",)),
    ("/arrears/new/", ("month",)),
    ("/contributions/", ("month",)),
    ("/contributions/notices/", ("before",)),
    ("/contributions/202310/changes/", ("kind", "after")),
)


@pytest.mark.parametrize(("path", "names"), LISTS)
@pytest.mark.parametrize("value", VALUES)
def test_odd_values_in_addresses_show_the_list(browser: Client, path: str, names: tuple[str, ...], value: str) -> None:
    for name in names:
        assert browser.get(path, {name: value}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        f"/contracts/{HUGE}/",
        "/contracts/0/",
        "/contracts/x/",
        "/filings/x/",
        f"/filings/{HUGE}/",
        "/filings/12/lines/",
        "/filings/12/findings/",
        "/filings/12/marked.xlsx",
        "/filings/12/failures.xlsx",
        "/filings/12/proofs/",
        "/filings/12/edit/",
        "/filings/12/cancel/",
        "/filings/12/register/",
        f"/filings/12/files/{HUGE}/",
        f"/arrears/{HUGE}/",
        f"/arrears/months/{HUGE}/",
        "/arrears/12/medical/",
        "/arrears/12/medical.xlsx",
        "/contributions/190001/",
        "/contributions/190001/changes/",
        "/contributions/999999/",
        f"/contributions/{HUGE}/",
        f"/contributions/notices/{HUGE}/",
        f"/contributions/persons/{HUGE}/",
        "/contributions/notices/12/declare/",
        f"/contributions/notices/{HUGE}/declare/",
    ],
)
def test_what_does_not_exist_is_not_found(browser: Client, path: str) -> None:
    assert browser.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/filings/12/confirm/",
        "/filings/12/recheck/",
        "/filings/12/workbook/",
        f"/notices/{HUGE}/read/",
        f"/contracts/{HUGE}/reveal/",
    ],
)
def test_posts_to_what_does_not_exist_are_not_found(browser: Client, path: str) -> None:
    assert browser.post(path, {}).status_code == 404


@pytest.mark.parametrize("key", ["", "x", "1" * 500, "00000000-0000-0000-0000-00000000000g"])
@pytest.mark.parametrize("path", ["/registration/single/", "/registration/batch/", "/registration/autosave/"])
def test_a_wrong_key_is_refused_in_words(browser: Client, path: str, key: str) -> None:
    answer = browser.post(path, {"client_key": key})
    assert answer.status_code == 400
    assert "重新打开页面" in answer.content.decode() or answer.json()["message"] == "页面已失效。"


@pytest.mark.parametrize("text", ["\x00", "a\x00b"])
def test_a_nul_is_refused(browser: Client, text: str) -> None:
    assert browser.post("/registration/single/", sample.form(name=text)).status_code == 400
    assert browser.get("/contracts/", {"q": text}).status_code == 400


@pytest.mark.parametrize("value", ["x" * 100_000, "\u202e\u200b", "🀄" * 3000, "=1+1", "<b>&'\"", "{name}", "%s %(x)s"])
def test_odd_texts_in_the_form_are_kept_and_judged(browser: Client, work: Callable[[], int], value: str) -> None:
    filing = follow(browser, "/registration/single/", sample.form(occupation=value, name=value, wage=value))
    work()
    answer = browser.get(filing, follow=True)
    assert answer.status_code == 200
    assert "<b>&'" not in answer.content.decode()


@pytest.mark.parametrize("line", ["", "x", "0", "-1", HUGE, "2147483648"])
def test_odd_line_numbers_of_proofs_are_not_found(browser: Client, work: Callable[[], int], line: str) -> None:
    data = {"client_key": sample.form()["client_key"], "workbook": sample.workbook([sample.row()])}
    filing = follow(browser, "/registration/batch/", data)
    work()
    assert browser.post(f"{filing}proofs/", {"line": line, "proof": sample.proof()}).status_code == 404


@pytest.mark.parametrize("version", ["", "x", "0", "-1", HUGE, "1"])
def test_a_version_that_was_not_shown_confirms_nothing(browser: Client, work: Callable[[], int], version: str) -> None:
    filing = follow(browser, "/registration/single/", sample.form())
    work()
    answer = browser.post(f"{filing}confirm/", {"content_version": version, "verified": "on"}, follow=True)
    assert answer.status_code == 200
    assert "核对申报信息" in answer.content.decode()


def test_pages_of_another_employer_do_not_exist(browser: Client, other_browser: Client) -> None:
    filing = follow(browser, "/registration/single/", sample.form() | {"do": "save"}).removesuffix("edit/")
    for path in (filing, f"{filing}edit/", f"{filing}cancel/", f"{filing}lines/", f"{filing}findings/"):
        assert other_browser.get(path).status_code == 404
    for path in (f"{filing}confirm/", f"{filing}edit/", f"{filing}cancel/", f"{filing}workbook/"):
        assert other_browser.post(path, sample.form()).status_code == 404


@pytest.mark.parametrize("path", ["/notices/read/", "/registration/autosave/", "/filings/12/confirm/"])
def test_changes_are_posts_only(browser: Client, path: str) -> None:
    assert browser.get(path).status_code == 405


def test_a_post_without_a_token_is_refused(browser: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    assert strict.post("/registration/single/", sample.form()).status_code == 403


def test_a_form_drawn_for_another_employer_is_not_filed(browser: Client) -> None:
    answer = browser.post("/registration/single/", sample.form(for_employer="999999"))
    assert answer.status_code == 409
    assert "切换到其他单位" in answer.content.decode()
