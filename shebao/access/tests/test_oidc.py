"""Login with an OpenID provider: the whole way through a real provider, a process of its own."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client, RequestFactory
from pytest_django import Settings

from shebao.access import actions, oidc
from shebao.access.models import User
from shebao.access.tests.conftest import SYSTEM
from shebao.audit.models import Action

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
SUBJECT = "zhang.min@id.example"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--user", SUBJECT, "--require-nonce"]
    provider = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"{address}/.well-known/openid-configuration")
        yield address
    finally:
        provider.terminate()
        provider.wait(10)


def _wait_for(address: str) -> None:
    for _ in range(150):
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail("the provider did not start")


def settle(settings: Settings, issuer: str) -> None:
    settings.OIDC_ISSUER = issuer
    settings.OIDC_RP_CLIENT_ID = "shebao"
    settings.OIDC_RP_CLIENT_SECRET = "provider-secret"
    settings.OIDC_OP_AUTHORIZATION_ENDPOINT = f"{issuer}/oauth2/authorize"
    settings.OIDC_OP_TOKEN_ENDPOINT = f"{issuer}/oauth2/token"
    settings.OIDC_OP_USER_ENDPOINT = f"{issuer}/userinfo"
    settings.OIDC_OP_JWKS_ENDPOINT = f"{issuer}/jwks"


@pytest.fixture
def provider(issuer: str, settings: Settings) -> str:
    settle(settings, issuer)
    return issuer


def dance(browser: Client, start: str, subject: str = SUBJECT) -> str:
    """From the button on the login page to the provider, log in there, and give the way back."""
    there = browser.get(start)
    assert there.status_code == 302, there.content.decode()
    answer = httpx.post(there["Location"], data={"sub": subject})
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def test_the_button_is_there_only_with_a_provider(settings: Settings) -> None:
    assert "统一身份认证登录" not in Client().get("/login/").content.decode()
    assert Client().get("/login/provider/").status_code == 404
    assert Client().get("/login/provider/callback/?code=x&state=y").status_code == 404
    settle(settings, "http://127.0.0.1:9")
    assert "统一身份认证登录" in Client().get("/login/").content.decode()


def test_a_clerk_comes_in_through_the_provider(provider: str, clerk: User) -> None:
    actions.link_provider(SYSTEM, clerk.pk, provider, SUBJECT)
    browser = Client()
    answer = browser.get(dance(browser, "/login/provider/?next=/clerk/"))
    assert (answer.status_code, answer["Location"]) == (302, "/clerk/")
    assert browser.get("/clerk/").json()["user"] == str(clerk.pk)
    assert Action.objects.get(verb="log_in", user_id=clerk.pk).details == {"method": "oidc"}


def test_an_officer_comes_in_through_the_provider_at_the_office(provider: str, officer: User) -> None:
    actions.link_provider(SYSTEM, officer.pk, provider, SUBJECT)
    browser = Client()
    back = dance(browser, "/office/login/provider/")
    assert back.startswith("/office/login/provider/callback/")
    assert browser.get(back)["Location"] == "/office/"
    assert browser.get("/office/first/").status_code == 200


def test_an_unknown_subject_is_told_so_and_gets_no_account(provider: str, clerk: User) -> None:
    browser = Client()
    answer = browser.get(dance(browser, "/login/provider/"), follow=True)
    assert "尚未绑定本平台账号" in answer.content.decode()
    assert User.objects.count() == 1
    assert browser.get("/clerk/").status_code == 302


def test_a_disabled_account_stays_out(provider: str, clerk: User) -> None:
    actions.link_provider(SYSTEM, clerk.pk, provider, SUBJECT)
    actions.disable_user(SYSTEM, clerk.pk)
    browser = Client()
    browser.get(dance(browser, "/login/provider/"))
    assert browser.get("/clerk/").status_code == 302


def test_the_wrong_door_is_told(provider: str, officer: User) -> None:
    actions.link_provider(SYSTEM, officer.pk, provider, SUBJECT)
    browser = Client()
    answer = browser.get(dance(browser, "/login/provider/"), follow=True)
    assert "不能在这里登录" in answer.content.decode()


def test_a_code_works_once_and_in_its_own_browser(provider: str, clerk: User) -> None:
    actions.link_provider(SYSTEM, clerk.pk, provider, SUBJECT)
    browser, thief = Client(), Client()
    back = dance(browser, "/login/provider/")
    thief.get(back)
    assert thief.get("/clerk/").status_code == 302
    assert browser.get(back)["Location"] == "/"
    again = browser.get(back, follow=True)
    assert "统一身份认证没有完成" in again.content.decode()


def test_a_refusal_at_the_provider_comes_back_to_the_login_page(provider: str) -> None:
    browser = Client()
    there = browser.get("/login/provider/")
    state = parse_qs(urlsplit(there["Location"]).query)["state"][0]
    answer = browser.get(f"/login/provider/callback/?error=access_denied&state={state}", follow=True)
    assert "统一身份认证没有完成" in answer.content.decode()


def test_a_provider_that_is_away_is_said(settings: Settings) -> None:
    settle(settings, f"http://127.0.0.1:{free_port()}")
    browser = Client()
    there = browser.get("/login/provider/")
    state = parse_qs(urlsplit(there["Location"]).query)["state"][0]
    answer = browser.get(f"/login/provider/callback/?code=x&state={state}", follow=True)
    assert "统一身份认证服务暂时无法访问" in answer.content.decode()


def test_the_request_carries_nonce_state_and_proof_key(provider: str) -> None:
    asked = parse_qs(urlsplit(Client().get("/login/provider/")["Location"]).query)
    assert asked["scope"] == ["openid"]
    assert asked["code_challenge_method"] == ["S256"]
    assert {"nonce", "state", "code_challenge"} <= asked.keys()


def test_a_password_login_never_asks_the_provider(settings: Settings, clerk: User) -> None:
    settle(settings, f"http://127.0.0.1:{free_port()}")
    answer = Client().post("/login/?code=x&state=y", {"username": clerk.username, "password": "wrong-1A"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "change",
    [{"aud": "another-client"}, {"iss": "https://evil.example"}, {"exp": 1}, {"sub": None}, {"iat": None}],
    ids=["audience", "issuer", "expired", "no subject", "no time"],
)
def test_a_token_not_meant_for_us_does_not_hold(settings: Settings, change: dict[str, object]) -> None:
    settle(settings, "https://id.example")
    settings.OIDC_RP_SIGN_ALGO = "HS256"
    secret = settings.OIDC_RP_CLIENT_SECRET = "provider-secret-of-32-characters"
    now = int(time.time())
    claims = {"iss": "https://id.example", "aud": "shebao", "sub": SUBJECT, "iat": now, "exp": now + 60, "nonce": "n"}
    backend = oidc.Backend()
    backend.request = RequestFactory().get("/")
    assert backend.verify_token(jwt.encode(claims, secret), nonce="n")["sub"] == SUBJECT
    bad = {name: value for name, value in (claims | change).items() if value is not None}
    with pytest.raises(SuspiciousOperation):
        backend.verify_token(jwt.encode(bad, secret), nonce="n")
    with pytest.raises(SuspiciousOperation):
        backend.verify_token(jwt.encode(claims, "another-secret-of-32-characters!"), nonce="n")
    with pytest.raises(SuspiciousOperation):
        backend.verify_token(jwt.encode(claims, secret), nonce="another")
