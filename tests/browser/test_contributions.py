"""缴费管理: from the month at a glance to the way of one fen, and what can be taken away: paper and workbook."""

import io

import openpyxl
import pytest

from city.cast import CAREFUL, CAREFUL_CLERK, OFFICER, OPERATOR
from shebao.kernel import clock
from shebao.kernel.months import Month
from tests.browser.actors import Clerk, Officer
from tests.browser.conftest import Opened
from tests.browser.platform import Platform
from tests.browser.test_reach import NARROW, Narrow

LARGE = """
select notice.number
from contributions_notice notice
join employers_employer employer on employer.id = notice.employer_id
where employer.credit_code = %s and notice.persons > 30 and notice.state <> 'replaced'
order by notice.id desc limit 1
"""
MONTHS = (Month.of(clock.today()) - 1, Month.of(clock.today()))


@pytest.fixture(scope="module", autouse=True)
def assessed(platform: Platform) -> None:
    """The last month and this one, as the operator of the platform lets them be assessed."""
    for month in MONTHS:
        platform.command("assess", "--month", str(month), "--employer", CAREFUL.credit_code)


def the_way_of_a_fen(clerk: Clerk) -> None:
    """Glance → notice → person → explanation → paper and workbook."""
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.page.get_by_role("link", name="缴费管理").first.click()
    clerk.sees(MONTHS[1].chinese)
    clerk.sees("企业职工基本养老保险")
    clerk.sees("与上月相比")
    clerk.page.locator("main").get_by_role("link", name=str(int(MONTHS[1]))).first.click()
    clerk.sees("人民币")
    clerk.sees("缴费截止日")
    clerk.page.locator('main [name="q"]').fill("zhang")
    clerk.press("查询")
    clerk.page.locator("main tbody th a").first.click()
    clerk.sees("申报缴费工资")
    clerk.page.get_by_role("link", name="企业职工基本养老保险").first.click()
    clerk.sees("缴费基数下限、上限")
    clerk.sees("依据：")


def test_every_fen_can_be_followed(clerk: Clerk) -> None:
    the_way_of_a_fen(clerk)


def test_every_fen_can_be_followed_without_script(platform: Platform, opened: Opened) -> None:
    the_way_of_a_fen(Clerk(opened(script=False).new_page(), platform))


def test_paper_and_workbook_can_be_taken_away(clerk: Clerk) -> None:
    clerk.log_in(CAREFUL_CLERK.login)
    ((number,),) = clerk.platform.rows(LARGE, [CAREFUL.credit_code])
    clerk.open(f"/contributions/notices/{number}/")
    assert clerk.download("下载缴费通知单（PDF）").startswith(b"%PDF-")
    sheet = openpyxl.load_workbook(io.BytesIO(clerk.download("导出明细"))).active
    assert sheet is not None
    assert sheet.max_row > 30


def test_the_money_pages_fit_a_telephone(platform: Platform, opened: Opened) -> None:
    clerk = Clerk(opened(width=NARROW).new_page(), platform)
    clerk.log_in(CAREFUL_CLERK.login)
    narrow = Narrow(clerk.page)
    month = f"{platform.portal}/contributions/{int(MONTHS[1])}/"
    narrow.fits(f"{platform.portal}/contributions/notices/", f"{month}changes/", f"{month}problems/", month)
    clerk.page.locator("main").get_by_role("link", name=str(int(MONTHS[1]))).first.click()
    clerk.sees("人员明细")
    narrow.fits()
    clerk.page.locator("main tbody th a").last.click()
    clerk.sees("各月缴费")
    narrow.fits()
    clerk.page.get_by_role("link", name="企业职工基本养老保险").first.click()
    clerk.sees("金额说明")
    narrow.fits()


def test_the_office_sees_the_same_and_operators_the_run(platform: Platform, opened: Opened, officer: Officer) -> None:
    officer.log_in(OFFICER.login)
    officer.open("/office/contributions/")
    officer.page.locator("main tbody th a").first.click()
    officer.sees("人员明细")
    operator = Officer(opened(width=NARROW).new_page(), platform)
    operator.log_in(OPERATOR.login)
    operator.open("/office/runs/")
    operator.sees("月度核定")
    Narrow(operator.page).fits()
