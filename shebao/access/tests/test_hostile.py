"""Requests nobody sends by mistake: an answer each, never a fault."""

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some

from shebao.access.hostile import storable
from shebao.access.models import User
from shebao.access.rules import fold_username, network_of
from shebao.access.tests import pages

LogIn = Callable[..., Client]
NASTY = ("\x00", "a\x00b", "\ud800", "a\udfffb")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/clerk/%00/", "/open/?q=%00", "/open/?%00=x", "/login/?next=%00"])
def test_nul_in_an_address_is_a_bad_request(path: str) -> None:
    assert Client().get(path).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["username", "password", "next", "other\x00"])
def test_nul_in_a_form_is_a_bad_request(clerk: User, field: str) -> None:
    assert Client().post("/login/", {"username": clerk.username, "password": "x", field: "a\x00"}).status_code == 400


@pytest.mark.django_db
def test_nul_in_a_file_name_is_left_out(clerk: User, log_in: LogIn) -> None:
    parts = ('name="reason"\r\n\r\nx', 'name="workbook"; filename="a\x00b.xlsx"\r\n\r\nPK')
    body = "".join(f"--limit\r\nContent-Disposition: form-data; {part}\r\n" for part in parts) + "--limit--\r\n"
    pages.received.clear()
    answer = log_in(clerk).post("/file/", body, content_type="multipart/form-data; boundary=limit")
    assert answer.status_code == 302
    assert pages.received[0]["files"] == {"workbook": [("ab.xlsx", b"PK")]}


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["shebao_all", "shebao_portal_last", "shebao_portal_parked", "messages"])
@pytest.mark.parametrize("value", ["x" * 40, "\x00" * 32, "1.a:b:c", "-1.x", "9" * 5000, "ß" * 40])
def test_forged_cookies_open_nothing_and_break_nothing(cookie: str, value: str) -> None:
    browser = Client()
    browser.cookies[cookie] = value
    assert browser.get("/clerk/").status_code in (302, 400)
    assert browser.post("/file/", {"reason": "x"}).status_code in (302, 400)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "x" * 200,
        "x" * 201,
        "x" * 100_000,
        "'; drop table access_user; --",
        "\u202eadmin",
        "𠮷" * 70,
        "%00",
        "\n",
        "İ" * 64,
    ],
)
def test_hostile_names_get_the_usual_answer(typed: str) -> None:
    answer = Client().post("/login/", {"username": typed, "password": typed[:128]})
    assert answer.status_code == 200


@pytest.mark.django_db
def test_a_huge_body_and_too_many_fields_are_refused() -> None:
    assert Client().post("/login/", {"username": "x" * 3_000_000}).status_code in (200, 400, 413)
    assert Client().post("/login/", {f"f{number}": "" for number in range(600)}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(method: str) -> None:
    assert getattr(Client(), method)("/login/").status_code == 405


@pytest.mark.parametrize("text", NASTY)
def test_text_no_column_can_hold(text: str) -> None:
    assert not storable(text)


@given(some.text(alphabet=some.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_all_other_text_is_let_through(text: str) -> None:
    assert storable(text)


@given(some.text())
def test_folding_a_name_twice_changes_nothing_more(name: str) -> None:
    assert fold_username(fold_username(name)) == fold_username(name)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        (None, ""),
        ("", ""),
    ],
)
def test_addresses_count_by_network(address: str | None, network: str) -> None:
    assert network_of(address) == network
