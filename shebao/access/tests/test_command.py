"""`shebao user`, as an operator types it."""

import argparse
from datetime import timedelta

import pytest
from django.test import Client

from shebao.access import queries
from shebao.access.models import Post, User
from shebao.access.tests.conftest import PASSWORD
from shebao.audit.models import Action
from shebao.cli import accounts, user
from shebao.employers.models import Employer
from shebao.kernel import clock

pytestmark = pytest.mark.django_db


def shebao_user(*words: str) -> int:
    parser = argparse.ArgumentParser()
    user.add_arguments(parser)
    return accounts.do(parser.parse_args(words))


def test_a_clerk_from_nothing_to_her_first_page(careful: Employer, capsys: pytest.CaptureFixture[str]) -> None:
    assert shebao_user("create", "Zhou.Jie", "--name", "周洁", "--kind", "clerk") == 0
    link = capsys.readouterr().out.strip()
    assert shebao_user("mandate", "zhou.jie", careful.credit_code) == 0
    assert Client().post(link, {"new": PASSWORD, "again": PASSWORD}).status_code == 302
    browser = Client()
    browser.post("/login/", {"username": "zhou.jie", "password": PASSWORD})
    assert browser.get("/clerk/").json()["employer"] == careful.name
    assert set(Action.objects.filter(door="cli").values_list("verb", flat=True)) >= {"create_user", "grant_mandate"}

    yesterday = clock.today() - timedelta(days=1)
    assert shebao_user("mandate", "zhou.jie", careful.credit_code, "--end", "--until", yesterday.isoformat()) == 0
    assert queries.employers_of(User.objects.get().pk, clock.today()) == []
    assert shebao_user("disable", "zhou.jie") == 0
    assert browser.get("/clerk/").status_code == 302
    assert shebao_user("enable", "zhou.jie") == 0


def test_an_officer_gets_a_post_and_the_offices_link(capsys: pytest.CaptureFixture[str]) -> None:
    assert shebao_user("create", "wu", "--name", "吴", "--kind", "officer") == 0
    assert capsys.readouterr().out.startswith("/office/password/")
    assert shebao_user("post", "wu", "110105", "second_review") == 0
    assert Post.objects.get().kind == "second_review"


def test_an_insured_person_gets_her_own_doors_link(capsys: pytest.CaptureFixture[str]) -> None:
    number = ("--identity-number", "110101199003077635")
    assert shebao_user("create", "ou", "--name", "欧", "--kind", "person", *number) == 0
    link = capsys.readouterr().out.strip()
    assert link.startswith("/personal/password/")
    answer = Client().post(link, {"new": PASSWORD, "again": PASSWORD})
    assert answer["Location"] == "/personal/login/"


def test_what_cannot_be_done_is_said(clerk: User, capsys: pytest.CaptureFixture[str]) -> None:
    assert shebao_user("disable", "nobody") == 1
    assert "没有用户名为 nobody 的账号" in capsys.readouterr().err
    assert shebao_user("mandate", clerk.username, "x") == 1
    assert shebao_user("create", clerk.username, "--name", "x", "--kind", "clerk") == 1
