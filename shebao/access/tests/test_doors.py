"""The door: one transaction a request, under its role, on behalf of one actor; every view behind a policy."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client

from shebao.access import actions, doors
from shebao.access.models import PostKind, User
from shebao.access.tests.conftest import LONG_AGO, SYSTEM, make_employer
from shebao.audit.models import Action
from shebao.employers.models import Employer
from shebao.kernel import clock

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


def test_a_clerk_works_for_her_employer_under_the_doors_role(clerk: User, log_in: LogIn) -> None:
    answer = log_in(clerk).get("/clerk/")
    assert answer.json() == {
        "employer": "谨慎商贸有限公司",
        "role": "shebao_portal",
        "user": str(clerk.pk),
        "door": "portal",
    }
    assert answer["Cache-Control"] == "no-store"


def test_after_a_request_the_tests_own_role_is_back(clerk: User, log_in: LogIn) -> None:
    log_in(clerk).get("/clerk/")
    with connection.cursor() as cursor:
        cursor.execute("select current_user = session_user, coalesce(current_setting('shebao.user', true), '')")
        assert cursor.fetchone() == (True, "")


def test_strangers_are_asked_to_log_in_and_come_back() -> None:
    answer = Client().get("/clerk/?page=2")
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=%2Fclerk%2F%3Fpage%3D2")
    assert Client().get("/office/first/")["Location"].startswith("/office/login/")


def test_a_fragment_sends_the_whole_page_to_the_login() -> None:
    answer = Client().get("/clerk/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/login/")


def test_an_undeclared_view_is_refused_even_to_an_operator(operator: User, log_in: LogIn) -> None:
    assert log_in(operator, "office").get("/undeclared/").status_code == 403
    assert Action.objects.filter(refused="view declares no policy").count() == 1


@pytest.mark.parametrize("path", ["/office/first/", "/office/operating/"])
def test_a_clerk_does_not_get_into_the_office(clerk: User, log_in: LogIn, path: str) -> None:
    assert log_in(clerk).get(path).status_code == 403
    refusal = Action.objects.get(refused="not for clerk")
    assert (refusal.user_id, refusal.door) == (clerk.pk, "office")


def test_a_view_of_another_door_is_not_there(clerk: User, log_in: LogIn) -> None:
    browser = log_in(clerk)
    assert browser.get("/office/clerk/").status_code == 404
    assert browser.post("/call/").status_code == 404


def test_a_post_lets_in_and_only_its_kind(officer: User, log_in: LogIn) -> None:
    browser = log_in(officer, "office")
    assert browser.get("/office/first/").content == b"110105"
    assert browser.get("/office/second/").status_code == 403
    assert Action.objects.filter(refused="holds no such post").count() == 1


def test_an_ended_post_lets_nobody_in(officer: User, log_in: LogIn) -> None:
    actions.end_post(SYSTEM, officer.post_set.get().pk, last_day=clock.today() - timedelta(days=1))
    assert log_in(officer, "office").get("/office/first/").status_code == 403


def test_a_new_post_ends_the_sessions_before_their_next_request(officer: User, log_in: LogIn) -> None:
    browser = log_in(officer, "office")
    actions.grant_post(SYSTEM, officer.pk, district="110108", kind=PostKind.SECOND_REVIEW, valid_from=LONG_AGO)
    assert browser.get("/office/first/").status_code == 302
    assert log_in(officer, "office", browser).get("/office/second/").status_code == 200


def test_an_operator_gets_to_the_operators_pages_only(operator: User, log_in: LogIn) -> None:
    browser = log_in(operator, "office")
    assert browser.get("/office/operating/").status_code == 200
    assert browser.get("/office/first/").status_code == 403
    assert browser.get("/clerk/").status_code == 403


def test_a_counterparty_calls_without_a_csrf_token() -> None:
    assert Client(enforce_csrf_checks=True).post("/gateway/call/").content == b"gateway"


def test_an_ended_mandate_counts_from_the_next_request(clerk: User, careful: Employer, log_in: LogIn) -> None:
    browser = log_in(clerk)
    actions.end_mandate(SYSTEM, clerk.pk, careful.pk, last_day=clock.today() - timedelta(days=1))
    assert browser.get("/clerk/")["Location"].startswith("/employers/")
    assert Action.objects.filter(refused="mandate has ended").count() == 1


def test_a_clerk_of_several_employers_chooses_one(clerk: User, outsider: Employer, log_in: LogIn) -> None:
    actions.grant_mandate(SYSTEM, clerk.pk, outsider.pk, valid_from=LONG_AGO)
    browser = log_in(clerk)
    assert browser.get("/clerk/")["Location"] == "/employers/?next=%2Fclerk%2F"
    page = browser.get("/employers/?next=/clerk/").content.decode()
    assert "谨慎商贸有限公司" in page
    assert "外人科技有限公司" in page
    answer = browser.post("/employers/switch/", {"employer": outsider.pk, "next": "/clerk/"})
    assert answer["Location"] == "/clerk/"
    assert browser.get("/clerk/").json()["employer"] == "外人科技有限公司"


@pytest.mark.parametrize("key", ["foreign", "999999999", "0", "-1", "x", "", "٣", "9" * 40])
def test_foreign_and_absent_employers_answer_alike(clerk: User, outsider: Employer, log_in: LogIn, key: str) -> None:
    browser = log_in(clerk)
    answer = browser.post("/employers/switch/", {"employer": outsider.pk if key == "foreign" else key})
    assert answer.status_code == 404
    assert browser.get("/clerk/").json()["employer"] == "谨慎商贸有限公司"


def test_a_form_drawn_for_one_employer_is_not_filed_for_another(clerk: User, careful: Employer, log_in: LogIn) -> None:
    browser = log_in(clerk)
    third = make_employer("91110105MA00000033", "第三公司")
    answer = browser.post("/file/", {"reason": "x", "for_employer": third.pk})
    assert answer.status_code == 409
    assert "切换" in answer.content.decode()
    assert browser.post("/file/", {"reason": "x", "for_employer": careful.pk}).status_code == 302


def test_a_foreign_redirect_is_not_followed(clerk: User, careful: Employer, log_in: LogIn) -> None:
    answer = log_in(clerk).post("/employers/switch/", {"employer": careful.pk, "next": "https://evil.example/"})
    assert answer["Location"] == "/"


def test_a_view_may_do_without_a_transaction() -> None:
    assert Client().get("/open/").content == b"anonymous"


@pytest.mark.django_db(transaction=True)
def test_health_needs_no_transaction() -> None:
    assert Client().get("/health/").content == b"False"


@pytest.mark.django_db(transaction=True)
def test_an_error_page_undoes_the_request() -> None:
    assert Client(raise_request_exception=False).get("/breaks/").status_code == 500
    assert not Action.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_swallowed_database_error_does_not_report_success() -> None:
    assert Client(raise_request_exception=False).get("/swallows/").status_code == 500


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_database_the_page_says_so(monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(doors, "entered", fail)
    answer = getattr(Client(), method)("/open/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "系统暂时不能办理" in answer.content.decode()
