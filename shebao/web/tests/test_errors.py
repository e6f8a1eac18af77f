import logging
import re
from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from shebao.kernel.errors import Conflict
from shebao.web import context, errors, parts
from shebao.web.middleware import KnownErrors
from shebao.web.requests import RequestContext, new_reference

PAGES: list[tuple[Callable[[HttpRequest], HttpResponse], int]] = [
    (errors.bad_request, 400),
    (errors.forbidden, 403),
    (errors.not_found, 404),
    (errors.server_error, 500),
    (errors.csrf_failure, 403),
    (errors.too_large, 413),
    (errors.too_many_requests, 429),
    (errors.unavailable, 503),
    (lambda request: errors.session_expired(request, "/login/"), 401),
]


@pytest.mark.parametrize(("view", "status"), PAGES)
def test_a_page_says_what_to_do_under_a_reference(view: Callable[[HttpRequest], HttpResponse], status: int) -> None:
    response = view(RequestFactory().get("/<script>"))
    html = response.content.decode()

    assert response.status_code == status
    assert response["X-Reference"] in html
    assert "您可以这样做" in html
    assert "<script>" not in html


@pytest.mark.parametrize(("door", "home"), [("portal", "/"), ("office", "/office/"), ("personal", "/personal/")])
def test_the_way_home_leads_to_the_door_at_which_one_stands(door: str, home: str, settings: Settings) -> None:
    seen = RequestFactory().get("/nowhere/")
    seen.door = door  # type: ignore[attr-defined]
    shown = errors.not_found(seen).content.decode()
    assert shown.count(f'href="{home}"') == 2  # the name above leads there as well
    settings.DOOR = door  # an error before the door was reached
    assert f'href="{home}"' in errors.bad_request(RequestFactory().get("/nowhere/")).content.decode()


@pytest.mark.parametrize(("view", "status"), PAGES)
def test_an_insured_person_is_not_spoken_to_as_an_employer(
    view: Callable[[HttpRequest], HttpResponse], status: int, settings: Settings
) -> None:
    settings.DOOR = "personal"
    shown = view(RequestFactory().get("/nowhere/"))
    html = shown.content.decode()
    assert shown.status_code == status
    assert [words for words in ("当前单位", "本单位", "我的申报") if words in html] == []


def test_the_reference_is_found_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "shebao.web"):
        response = errors.server_error(RequestFactory().get("/x"))

    (record,) = caplog.records
    assert record.__dict__["reference"] == response["X-Reference"]
    assert record.levelno == logging.ERROR


def test_a_page_that_cannot_be_drawn_still_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise ValueError("no manifest")

    monkeypatch.setattr(errors, "render_to_string", broken)
    response = errors.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "系统出现故障" in response.content.decode()
    assert response["X-Reference"] in response.content.decode()


def test_limits_are_told() -> None:
    assert "20 MB" in errors.too_large(RequestFactory().get("/"), limit="20 MB").content.decode()
    later = errors.too_many_requests(RequestFactory().get("/"), retry_after=30)
    assert later["Retry-After"] == "30"
    assert "30 秒" in later.content.decode()


def test_what_was_kept_is_told() -> None:
    html = errors.session_expired(RequestFactory().get("/"), "/login/?next=/a", parked=True).content.decode()

    assert "/login/?next=/a" in html
    assert "已经保留" in html


def test_an_error_raised_on_purpose_becomes_its_page() -> None:
    middleware = KnownErrors(lambda _: HttpResponse())
    request = RequestFactory().get("/")
    response = middleware.process_exception(request, Conflict("该职工刚刚由其他单位申报。", remedy="请核对后再办理。"))

    assert response is not None
    assert response.status_code == 409
    assert "该职工刚刚由其他单位申报。" in response.content.decode()
    assert "请核对后再办理。" in response.content.decode()
    assert middleware.process_exception(request, ValueError()) is None


def test_a_request_has_one_reference() -> None:
    response = RequestContext(errors.not_found)(RequestFactory().get("/"))

    assert response["X-Reference"] in response.content.decode()
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", new_reference())


def test_a_door_says_what_stands_around_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[HttpRequest] = []

    def builder(request: HttpRequest) -> parts.Frame:
        asked.append(request)
        return parts.Frame(navigation=[parts.NavigationItem("首页", "/")], user_name="李会计")

    monkeypatch.setattr(context, "_builders", {})
    context.register("portal", builder)
    request = RequestFactory().get("/")
    request.door = "portal"  # type: ignore[attr-defined]
    values = context.page(request)

    assert asked == []
    assert str(values["frame"].user_name) == "李会计"  # type: ignore[attr-defined]
    assert len(values["navigation"]) == 1  # type: ignore[arg-type]
    assert len(asked) == 1
    assert not context.page(RequestFactory().get("/"))["navigation"]
