"""What stands around a door's pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from shebao.access import actions
from shebao.access.models import User
from shebao.access.tests.conftest import LONG_AGO, SYSTEM
from shebao.employers.models import Employer
from shebao.web.frames import Surroundings, surround
from shebao.web.parts import NavigationItem

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _doors() -> None:
    menu = (NavigationItem("零星新增", "/single/"),)
    surround("portal", Surroundings(lambda _request: menu, home="home"))
    surround("office", Surroundings(lambda _request: (), home="office-change-password"))


def test_a_clerk_sees_her_name_her_employers_and_the_menu(clerk: User, outsider: Employer, log_in: LogIn) -> None:
    actions.grant_mandate(SYSTEM, clerk.pk, outsider.pk, valid_from=LONG_AGO)
    page = log_in(clerk).get("/employers/").content.decode()
    for shown in (
        clerk.name,
        "谨慎商贸有限公司",
        "外人科技有限公司",
        "零星新增",
        "/logout/",
        'data-keepalive="/keep-alive/"',
    ):
        assert shown in page


def test_an_officer_gets_the_offices_addresses(officer: User, log_in: LogIn) -> None:
    page = log_in(officer, "office").get("/office/password/").content.decode()
    assert 'data-keepalive="/office/keep-alive/"' in page
    assert "/office/logout/" in page
    assert "/employers/" not in page


def test_a_stranger_sees_a_bare_frame() -> None:
    page = Client().get("/login/").content.decode()
    assert "零星新增" not in page
    assert "data-keepalive" not in page
