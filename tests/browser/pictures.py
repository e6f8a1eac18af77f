"""Pictures of the main pages for README, taken on a platform of its own: `python -m tests.browser.pictures`."""

import io
import os
import sys
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, Page

from city.cast import CAREFUL_CLERK, FOREIGNER, HUGE_CLERK, LATE_CLERK, OFFICER, OPERATOR
from shebao.cli.place import ROOT
from tests.browser.actors import Clerk, Officer
from tests.browser.browser import chromium
from tests.browser.people import Newcomers, contract, document
from tests.browser.platform import Platform
from tests.reachable import reachable_folder

FOLDER = ROOT / "docs" / "pictures"
WIDTH, TALLEST = 1280, 1300  # pixels


def take(page: Page, name: str) -> None:
    """The page from its top, as far as a tall window shows it."""
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": WIDTH, "height": min(height, TALLEST)})
    shown = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shown.save(FOLDER / f"{name}.png", optimize=True)
    page.set_viewport_size({"width": WIDTH, "height": 800})


def _page(browser: Browser) -> Page:
    return browser.new_context(viewport={"width": WIDTH, "height": 800}, locale="zh-CN").new_page()


def clerk_pages(clerk: Clerk) -> None:
    """Home, and the way of one employee from form to medical success; then a batch with findings, and the list."""
    person = Newcomers().one()
    clerk.log_in(CAREFUL_CLERK.login)
    take(clerk.page, "portal-home")
    clerk.open("/registration/single/")
    clerk.type(document(person))
    clerk.press("获取共享信息")
    clerk.sees("已获取共享信息")
    clerk.type(contract())
    take(clerk.page, "form")
    clerk.press("提交")
    clerk.sees("提交后将办理")
    take(clerk.page, "check")
    clerk.press("确认提交")
    clerk.sees("办理结果")
    clerk.waits_for_medical("无需到医保部门再次申报")
    take(clerk.page, "result")
    clerk.open("/filings/?state=todo")
    clerk.page.get_by_role("row").filter(has_text="12 人").get_by_role("link").first.click()
    clerk.sees("问题汇总")
    take(clerk.page, "findings")
    clerk.open("/contracts/")
    take(clerk.page, "contracts")


def money_pages(clerk: Clerk) -> None:
    """A month at a glance, what of it is to be declared, how an amount came about, and the way to tax."""
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.open("/contributions/")
    take(clerk.page, "month")
    clerk.open("/contributions/notices/")
    take(clerk.page, "payment-notices")
    clerk.page.get_by_role("row").filter(has_text="待单位申报").get_by_role("link").first.click()
    clerk.sees("人员明细")
    take(clerk.page, "payment-notice")
    clerk.page.get_by_role("table", name="人员明细").get_by_role("link").first.click()
    clerk.sees("缴费工资记录")
    clerk.page.get_by_role("table", name="各险种应缴").get_by_role("link").first.click()
    clerk.sees("用一段话说明")
    take(clerk.page, "amount")
    clerk.open("/bases/")
    take(clerk.page, "bases")


def arrears_page(clerk: Clerk) -> None:
    """What was not paid in time, with late fees."""
    clerk.log_in(LATE_CLERK.login)
    clerk.open("/contributions/arrears/")
    take(clerk.page, "arrears")


def ending_page(clerk: Clerk) -> None:
    """「终止」 in the current month: what it did to the money."""
    clerk.log_in(HUGE_CLERK.login)
    clerk.open("/filings/")
    clerk.page.get_by_role("row").filter(has_text="终止").get_by_role("link").first.click()
    clerk.sees("办理情况")
    take(clerk.page, "ending")


def medical_page(clerk: Clerk) -> None:
    """Whom the medical authority did not take."""
    clerk.log_in(HUGE_CLERK.login)
    clerk.open("/filings/medical/")
    clerk.waits_for_medical("需通过医保途径另行申报")
    take(clerk.page, "medical")


def office_pages(officer: Officer) -> None:
    """Worklist and a case."""
    officer.log_in(OFFICER.login)
    officer.open("/office/cases/")
    take(officer.page, "worklist")
    officer.opens_case_of(FOREIGNER.name)
    take(officer.page, "case")


def operator_pages(operator: Officer) -> None:
    """The exchange, and a payment that does not fit."""
    operator.log_in(OPERATOR.login)
    operator.open("/office/exchange/")
    take(operator.page, "exchange")
    operator.open("/office/mismatches/")
    operator.page.get_by_role("row").filter(has_text="重复缴费").get_by_role("link").first.click()
    operator.sees("处理情况")
    take(operator.page, "mismatch")


def main() -> int:
    """Start the platform, wait for the demonstration's stories, take all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with reachable_folder() as folder, chromium() as browser:
        platform = Platform(Path(folder))
        try:
            platform.wait()
            platform.wait_for_stories()
            clerk_pages(Clerk(_page(browser), platform))
            money_pages(Clerk(_page(browser), platform))
            arrears_page(Clerk(_page(browser), platform))
            ending_page(Clerk(_page(browser), platform))
            medical_page(Clerk(_page(browser), platform))
            office_pages(Officer(_page(browser), platform))
            operator_pages(Officer(_page(browser), platform))
        finally:
            print(*platform.troubles(), sep="\n")  # noqa: T201 (whoever takes pictures wants to know)
            platform.stop()
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shebao.config.settings")
    django.setup()
    sys.exit(main())
