"""「单位人员缴费退费申请」: from the menu past both officers to the receipt of the bank; what cannot be given back."""

import io
import os
import time
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from city.cast import CAREFUL, CAREFUL_CLERK, OFFICER, SUPERVISOR
from tests.browser.actors import Clerk, Officer, picture
from tests.browser.conftest import Opened
from tests.browser.platform import Platform
from tests.browser.test_reach import NARROW, Narrow

CHINESE = "2023年11月"
ACCOUNT = "0200000109200012345"
CLOSED = "0200000109200010000"
PATIENCE = 60.0
Someone = tuple[int, str]


@pytest.fixture(scope="module")
def paid(platform: Platform) -> list[Someone]:
    """People whose month of the old way of collecting was paid and is not asked back: id and name."""
    found = platform.rows(
        """
        select distinct on (person.name) person.id, person.name
        from contributions_charge as charge
        join contributions_notice as notice on notice.id = charge.notice_id and notice.state = 'paid'
        join employers_employer as employer on employer.id = charge.employer_id and employer.credit_code = %s
        join persons_person as person on person.id = charge.person_id
        where charge.month = 202311
            and charge.scheme = '110'
            and exists (
                select from contributions_charge as other
                where other.month = charge.month and other.person_id = charge.person_id and other.scheme = '210'
            )
            and not exists (select from refunds_refunditem as item where item.person_id = charge.person_id)
        order by person.name
        limit 6
        """,
        [CAREFUL.credit_code],
    )
    return [(int(person), str(name)) for person, name in found]


def asks(clerk: Clerk, person: Someone, account: str = ACCOUNT) -> str:
    """From the menu to the officers; the number of the request."""
    clerk.page.get_by_role("link", name="缴费管理服务").first.click()
    clerk.press("开始申报")
    clerk.named("q").fill(person[1])
    clerk.press("查询")
    clerk.page.locator(f'main a[href="/refunds/persons/{person[0]}/"]').first.click()
    clerk.sees("可以退费")
    for scheme in ("110", "210", "410"):
        clerk.page.locator(f'main [name="month"][value="202311:{scheme}"]').check()
    clerk.type(
        {"reason": "劳动合同变动单位未及时减员", "bank_name": "中国工商银行北京东城支行", "account_number": account}
    )
    clerk.type({"material": "不存在劳动关系的法律文书或离职证明"})
    clerk.attach(picture("离职证明.png"), to="upload")
    shoot(clerk.page, "apply")
    clerk.press("提交")
    clerk.sees("退费预览")
    clerk.sees(account)
    shoot(clerk.page, "preview")
    for name in ("account_checked", "verified"):
        if clerk.named(name).count():
            clerk.named(name).check()
    clerk.press("确认")
    clerk.sees("等待经办机构审核")
    return clerk.page.url.split("/refunds/")[1].split("/")[0]


def agrees(officer: Officer, number: str, stage: str) -> None:
    """An officer passes the case of a request."""
    officer.open(f"/office/cases/?q={number}")
    officer.page.locator("main tbody th a").first.click()
    officer.sees("退费月份")
    officer.sees(stage)
    shoot(officer.page, f"office-{stage}")
    officer.decides("通过")


def shoot(page: Page, name: str) -> None:
    """A picture, where somebody wants to look."""
    folder = os.environ.get("SHEBAO_LOOK")
    if folder:
        page.screenshot(path=Path(folder) / f"refund-{name}.png", full_page=True)


def waits_for(clerk: Clerk, number: str, text: str) -> None:
    """Look at the request until it shows what the bank did."""
    deadline = time.monotonic() + PATIENCE
    clerk.open(f"/refunds/{number}/")
    while text not in clerk.page.locator("main").inner_text():
        assert time.monotonic() < deadline, clerk.page.locator("main").inner_text()
        clerk.platform.hurry()
        clerk.page.wait_for_timeout(100)
        clerk.page.reload()


def test_from_the_request_to_the_receipt(
    platform: Platform, opened: Opened, clerk: Clerk, officer: Officer, paid: list[Someone]
) -> None:
    clerk.log_in(CAREFUL_CLERK.login)
    number = asks(clerk, paid[0])
    officer.log_in(OFFICER.login)
    agrees(officer, number, "退费初审")
    second = Officer(opened().new_page(), platform)
    second.log_in(SUPERVISOR.login)
    agrees(second, number, "退费复核")
    waits_for(clerk, number, "已付款")
    clerk.sees("复核通过")
    shoot(clerk.page, "paid")
    clerk.open(f"/refunds/persons/{paid[0][0]}/")
    clerk.sees("该月已经退费")
    shoot(clerk.page, "refused")
    clerk.open("/refunds/")
    clerk.sees("已退款")
    shoot(clerk.page, "list")
    clerk.open("/notices/")
    clerk.sees(f"退费申请 {number} 已退款")


def test_a_rejected_account_is_replaced(
    platform: Platform, opened: Opened, clerk: Clerk, officer: Officer, paid: list[Someone]
) -> None:
    clerk.log_in(CAREFUL_CLERK.login)
    number = asks(clerk, paid[1], CLOSED)
    officer.log_in(OFFICER.login)
    agrees(officer, number, "退费初审")
    second = Officer(opened().new_page(), platform)
    second.log_in(SUPERVISOR.login)
    agrees(second, number, "退费复核")
    waits_for(clerk, number, "收款账户不存在或已销户")
    shoot(clerk.page, "rejected")
    clerk.type({"bank_name": "中国建设银行北京分行", "account_number": ACCOUNT})
    clerk.press("提交新账户")
    waits_for(clerk, number, "已付款")
    orders = platform.rows("select state from refunds_payout where number like %s order by attempt", [f"{number}-%"])
    assert [state for (state,) in orders] == ["rejected", "paid"]


def test_what_cannot_be_given_back_is_read_back_from_the_workbook(clerk: Clerk, paid: list[Someone]) -> None:
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.open(f"/refunds/persons/{paid[2][0]}/")
    clerk.sees("不能退费情况")
    sheet = openpyxl.load_workbook(io.BytesIO(clerk.download("导出不能退费情况"))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert {row[0] for row in rows if row[0]} >= {paid[2][1]}
    reasons = "".join(str(row[-2]) for row in rows)
    assert "医疗保险" in reasons
    assert "自行向税务部门申报" in reasons


def test_the_pages_fit_a_telephone(platform: Platform, opened: Opened, paid: list[Someone]) -> None:
    clerk = Clerk(opened(width=NARROW).new_page(), platform)
    clerk.log_in(CAREFUL_CLERK.login)
    narrow = Narrow(clerk.page)
    portal = platform.portal
    person = f"{portal}/refunds/persons/{paid[3][0]}/"
    narrow.fits(f"{portal}/refunds/", f"{portal}/refunds/new/?q={paid[3][1]}", person)
    shoot(clerk.page, "apply-narrow")
    clerk.page.locator('main [name="month"][value="202311:110"]').check()
    clerk.type({"reason": "其他", "words": "重复参保", "bank_name": "中国工商银行", "account_number": ACCOUNT})
    clerk.press("提交")
    clerk.sees("退费预览")
    narrow.fits()
    shoot(clerk.page, "preview-narrow")
    expect(clerk.page.locator("main")).to_contain_text(CHINESE)
