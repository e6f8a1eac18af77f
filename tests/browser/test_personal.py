"""An insured person at her own door: from her data to a certificate that a stranger verifies."""

import pytest
from playwright.sync_api import expect

from city.cast import CAREFUL, CAREFUL_CLERK, LATE_INSURED, RARE, RARE_INSURED, Role
from shebao.kernel import clock
from shebao.kernel.months import Month
from tests.browser.actors import Clerk, Insured
from tests.browser.conftest import Opened
from tests.browser.platform import Platform
from tests.browser.test_cards import photo
from tests.browser.test_reach import NARROW, Narrow

MONTH = Month.of(clock.today())


@pytest.fixture(scope="module", autouse=True)
def assessed(platform: Platform) -> None:
    """This month, as the operator of the platform lets it be assessed."""
    platform.command("assess", "--month", str(MONTH), "--employer", CAREFUL.credit_code)


@pytest.mark.parametrize(("width", "script"), [(1280, True), (1280, False), (NARROW, True)])
def test_a_person_follows_her_contributions_and_proves_them(
    platform: Platform, opened: Opened, width: int, script: bool
) -> None:
    person = Insured(opened(script=script, width=width).new_page(), platform)
    narrow = Narrow(person.page)
    person.log_in(RARE_INSURED.login)
    person.sees(CAREFUL.name)
    narrow.fits()
    person.open("/personal/data/")
    assert RARE.number not in person.page.content()
    person.sees("搬家")
    assert "5号楼301室" not in person.page.content()
    narrow.fits()
    person.press("显示完整信息")
    person.sees(RARE.number)
    person.sees("5号楼301室")
    narrow.fits()
    person.open("/personal/coverage/")
    person.sees("企业职工基本养老保险")
    narrow.fits()
    person.open("/personal/contributions/")
    person.sees(MONTH.chinese)
    narrow.fits()
    person.page.locator("main").get_by_role("link", name="企业职工基本养老保险").first.click()
    person.sees("缴费基数下限、上限")
    narrow.fits()
    person.open("/personal/filings/")
    person.sees("个人基本信息变更申请")
    person.sees(CAREFUL.name)
    narrow.fits()
    person.open("/personal/certificates/")
    narrow.fits()
    person.press("开具")
    person.sees("查验有效期至")
    narrow.fits()
    assert person.download("下载证明（PDF）").startswith(b"%PDF-")
    number = person.page.url.rstrip("/").split("/")[-1]
    code = person.page.locator(".check-code").inner_text()
    stranger = Insured(opened(script=script, width=width).new_page(), platform)
    stranger.open("/personal/verify/")
    stranger.named("number").fill(number)
    stranger.named("code").fill(code)
    stranger.press("查验")
    stranger.sees("证明真实有效")
    told = stranger.page.locator("main").inner_text()
    assert RARE.name not in told
    assert RARE.number[-4:] not in told
    Narrow(stranger.page).fits()


@pytest.mark.parametrize(
    ("role", "width", "script"), [(RARE_INSURED, 1280, False), (LATE_INSURED, NARROW, True)], ids=["wide", "narrow"]
)
def test_a_person_hands_in_her_photo_and_follows_her_card(
    platform: Platform, opened: Opened, role: Role, width: int, script: bool
) -> None:
    person = Insured(opened(script=script, width=width).new_page(), platform)
    narrow = Narrow(person.page)
    person.log_in(role.login)
    person.open("/personal/cards/")
    person.sees("社会保障卡集成服务一件事")
    narrow.fits()
    person.press("制卡照片采集服务")
    person.page.get_by_label("遗失补领").check()
    person.named("photo").set_input_files(photo(3, blue=True))
    person.press("上传并检查照片")
    person.sees("照片背景不是白色")
    narrow.fits()
    person.page.get_by_label("遗失补领").check()
    person.named("photo").set_input_files(photo(3))
    person.press("上传并检查照片")
    person.sees("照片符合制卡要求")
    expect(person.page.locator("main img")).to_have_count(2)
    narrow.fits()
    person.press("确认提交")
    person.sees("提交申请")
    person.follows("卡片已到")
    narrow.fits()
    person.press("返回列表")
    person.sees("遗失补领")


def test_she_sees_that_her_clerk_has_looked(platform: Platform, opened: Opened, clerk: Clerk) -> None:
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.open(f"/contracts/?q={RARE.number}")
    clerk.page.locator("main tbody th a").first.click()
    clerk.page.get_by_label("查看用途").select_option(label="开具证明或办理其他手续")
    clerk.press("显示完整信息")
    clerk.sees(RARE.number)
    person = Insured(opened(width=NARROW).new_page(), platform)
    person.log_in(RARE_INSURED.login)
    person.open("/personal/looks/")
    person.sees(CAREFUL_CLERK.name)
    person.sees("开具证明或办理其他手续")
    Narrow(person.page).fits()


def test_each_account_comes_in_by_its_own_door(platform: Platform, opened: Opened) -> None:
    page = opened().new_page()
    page.goto(f"{platform.portal}/login/")
    Clerk(page, platform).type({"username": RARE_INSURED.login, "password": "shebao-demo"})
    page.get_by_role("button", name="登录").click()
    Clerk(page, platform).sees("此账号不能在这里登录")
