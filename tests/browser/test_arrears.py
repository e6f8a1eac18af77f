"""「单位欠缴社保费处理」: from the menu to the bill, its payment, and what the medical authority says then."""

import io

import openpyxl

from city.cast import LATE_CLERK
from tests.browser.actors import Clerk
from tests.browser.conftest import Opened
from tests.browser.platform import Platform
from tests.browser.test_reach import NARROW, Narrow


def test_arrears_from_the_menu_to_the_answers_after_payment(platform: Platform, clerk: Clerk, opened: Opened) -> None:
    clerk.log_in(LATE_CLERK.login)
    clerk.page.get_by_role("link", name="缴费管理").first.click()
    clerk.press("单位欠缴社保费处理")
    clerk.press("开始申报")
    clerk.sees("勾选要缴纳的费款所属期")
    clerk.page.get_by_role("link", name="详情").first.click()
    clerk.sees("欠费人员明细")
    sheet = openpyxl.load_workbook(io.BytesIO(clerk.download("导出明细"))).active
    assert sheet is not None
    assert sheet.max_row > 30
    clerk.page.go_back()
    clerk.page.locator('main [name="month"]').first.check()
    clerk.press("提交")
    clerk.sees("欠缴预览")
    clerk.named("day").fill(clerk.named("day").get_attribute("max") or "")
    clerk.press("计算")
    clerk.sees("→")
    narrow = Clerk(opened(width=NARROW).new_page(), platform)
    narrow.log_in(LATE_CLERK.login)
    filing = clerk.page.url.split("?")[0].removeprefix(platform.portal)
    for path in ("/arrears/", "/arrears/new/", filing):
        narrow.open(path)
        Narrow(narrow.page).fits()
    clerk.press("确认")
    clerk.sees("缴款单明细")
    clerk.sees("缴款单号")
    number = clerk.page.locator("main").inner_text().split("缴款单号")[1].split()[0]
    clerk.open("/contributions/arrears/")
    clerk.sees(number)
    clerk.open(filing)
    clerk.waits_for_medical("税票号码")
    clerk.waits_for_medical("医保办理成功")
    clerk.press("查看全部")
    sheet = openpyxl.load_workbook(io.BytesIO(clerk.download("导出名单"))).active
    assert sheet is not None
    assert sheet.max_row > 30
    narrow.open(filing)
    Narrow(narrow.page).fits()
    narrow.open("/arrears/")
    narrow.sees("已缴费")
