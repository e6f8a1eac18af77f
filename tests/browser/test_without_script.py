"""The same without JavaScript."""

import pytest

from city.cast import CAREFUL_CLERK, LATE_CLERK
from tests.browser.actors import Clerk
from tests.browser.conftest import Opened
from tests.browser.people import Newcomers, contract, document, line
from tests.browser.platform import Platform
from tests.workbooks import workbook


@pytest.fixture
def clerk(platform: Platform, opened: Opened) -> Clerk:
    return Clerk(opened(script=False).new_page(), platform)


def test_one_employee(clerk: Clerk, newcomers: Newcomers) -> None:
    person = newcomers.one()
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.page.get_by_role("link", name="零星新增").first.click()
    clerk.type(document(person))
    clerk.press("获取共享信息")
    clerk.sees("已获取共享信息")
    clerk.type(contract())
    clerk.hand_in()
    clerk.sees("办理成功")
    clerk.waits_for_medical("无需到医保部门再次申报")


def test_a_workbook(clerk: Clerk, newcomers: Newcomers) -> None:
    rows = [line(person) for person in newcomers.several(3)]
    rows[1]["mobile"] = "138"
    clerk.log_in(LATE_CLERK.login)
    clerk.open("/registration/batch/")
    clerk.send_workbook(workbook(rows))
    clerk.sees("手机号码“138”不正确")
    clerk.confirms(2)
    clerk.sees("部分成功")
