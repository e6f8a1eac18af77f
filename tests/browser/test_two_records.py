"""A number that is another record's: the clerk is told, two officers see both histories, and the answer comes back."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from city.cast import CAREFUL, CAREFUL_CLERK, OFFICER, SUPERVISOR
from tests.browser.actors import Clerk, Officer, picture
from tests.browser.conftest import Opened
from tests.browser.platform import Platform
from tests.browser.test_reach import NARROW, Narrow


@pytest.fixture(scope="module")
def two(platform: Platform) -> tuple[int, str]:
    """An employee about whom nothing is under way, and the number of somebody whom another employer insures."""
    employee = platform.rows(
        """
        select person.id
        from employment_contract as contract
        join employers_employer as employer on employer.id = contract.employer_id and employer.credit_code = %s
        join persons_person as person on person.id = contract.person_id and person.document_type = '01'
        where contract.ended_on is null
            and not contract.voided
            and not exists (select from refunds_refundline as line where line.person_id = person.id)
            and not exists (select from person_changes_changeline as line where line.person_id = person.id)
        order by person.id desc
        offset 14
        limit 1
        """,
        [CAREFUL.credit_code],
    )
    other = platform.rows(
        """
        select person.document_number
        from employment_contract as contract
        join employers_employer as employer on employer.id = contract.employer_id and employer.credit_code <> %s
        join persons_person as person on person.id = contract.person_id and person.document_type = '01'
        where contract.ended_on is null
            and not contract.voided
            and exists (select from contributions_charge as charge where charge.person_id = person.id)
        order by person.id desc
        limit 1
        """,
        [CAREFUL.credit_code],
    )
    return int(employee[0][0]), str(other[0][0])


def shoot(page: Page, name: str) -> None:
    """A picture, where somebody wants to look."""
    folder = os.environ.get("SHEBAO_LOOK")
    if folder:
        page.screenshot(path=Path(folder) / f"records-{name}.png", full_page=True)


def test_two_records_before_two_officers(
    clerk: Clerk, platform: Platform, opened: Opened, two: tuple[int, str]
) -> None:
    person, number_of_other = two
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.open(f"/changes/persons/{person}/")
    clerk.page.locator('main [name="key_items"][value="document_number"]').check()
    clerk.press("下一步")
    clerk.sees("变更前")
    clerk.type({"new-document_number": number_of_other, "reason": "入职时录错号码"})
    clerk.type({"paper": "公安机关出具的公民身份号码更正证明"})
    clerk.attach(picture("号码证明.png"), to="upload")
    clerk.press("提交")
    clerk.sees("变更预览")
    clerk.sees("由经办机构核实两条记录是否为同一人")
    shoot(clerk.page, "preview")
    if clerk.named("verified").count():
        clerk.named("verified").check()
    clerk.press("确认提交")
    clerk.sees("等待经办机构审核")
    number = clerk.page.url.split("/changes/")[1].split("/")[0]

    first, second = (Officer(opened().new_page(), platform) for _ in range(2))
    first.log_in(OFFICER.login)
    first.open(f"/office/cases/?q={number}")
    first.page.locator("main tbody th a").first.click()
    for shown in ("两条参保记录对照", "两条记录之间的冲突", "逐月参保和缴费对照", "姓名不一致"):
        first.sees(shown)
    assert number_of_other not in first.page.content()
    shoot(first.page, "first")
    first.page.set_viewport_size({"width": 360, "height": 800})
    shoot(first.page, "first-360")
    first.page.set_viewport_size({"width": 1280, "height": 900})
    first.decides("通过")

    second.log_in(SUPERVISOR.login)
    second.open(f"/office/cases/?q={number}")
    second.page.locator("main tbody th a").first.click()
    second.sees("两条参保记录是否为同一人，复核")
    second.decides("不予通过", "经核实，该证件号码属于另一人，两条参保记录不是同一人")
    clerk.open(f"/changes/{number}/")
    clerk.sees("两条参保记录不是同一人")
    shoot(clerk.page, "result")


def test_the_case_fits_a_phone(platform: Platform, opened: Opened) -> None:
    """After the story: the same page, decided, at 360 px."""
    officer = Officer(opened(width=NARROW).new_page(), platform)
    officer.log_in(OFFICER.login)
    case = platform.rows("select max(id) from review_case where reason = 'same_first'", [])[0][0]
    officer.open(f"/office/cases/{case}/")
    officer.sees("两条参保记录对照")
    Narrow(officer.page).fits()
