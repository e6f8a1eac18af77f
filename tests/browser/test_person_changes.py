"""「个人基本信息变更申请」: items that tick each other, old beside new, papers, an officer, and who was told."""

import os
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from city.cast import CAREFUL, CAREFUL_CLERK, OFFICER
from city.persons import medical_outcome
from shebao.services.person_changes.tests.office import workbook
from tests.browser.actors import Clerk, Officer, picture
from tests.browser.conftest import Opened
from tests.browser.people import SEED
from tests.browser.platform import Platform
from tests.browser.test_reach import NARROW, Narrow

PATIENCE = 60.0
CITIZEN = "居民身份证（户口簿）"
Someone = tuple[int, str, str]


@pytest.fixture(scope="module")
def employees(platform: Platform) -> list[Someone]:
    """Employees about whom nothing is under way and of whom the medical side makes a success: id, name, number."""
    found = platform.rows(
        """
        select person.id, person.name, person.document_number
        from employment_contract as contract
        join employers_employer as employer on employer.id = contract.employer_id and employer.credit_code = %s
        join persons_person as person on person.id = contract.person_id
        where contract.ended_on is null
            and not contract.voided
            and person.document_type = '01'
            and not exists (select from refunds_refundline as line where line.person_id = person.id)
            and not exists (select from person_changes_changeline as line where line.person_id = person.id)
        order by person.id desc
        """,
        [CAREFUL.credit_code],
    )
    people = [(int(person), str(name), str(number)) for person, name, number in found]
    return [one for one in people if medical_outcome(one[2], SEED) == "success"][6:12]


def shoot(page: Page, name: str) -> None:
    """A picture, where somebody wants to look."""
    folder = os.environ.get("SHEBAO_LOOK")
    if folder:
        page.screenshot(path=Path(folder) / f"change-{name}.png", full_page=True)


def finds(clerk: Clerk, person: Someone) -> None:
    """From the menu to the choice of items."""
    clerk.page.get_by_role("link", name="人员信息登记与维护").first.click()
    shoot(clerk.page, "overview")
    clerk.press("开始申请")
    clerk.named("q").fill(person[2])
    clerk.press("查询")
    clerk.page.locator(f'main a[href="/changes/persons/{person[0]}/"]').first.click()
    clerk.sees("选择变更项目")


def box(clerk: Clerk, name: str, value: str) -> str:
    """The selector of a checkbox."""
    return f'main [name="{name}"][value="{value}"]'


def waits_for(clerk: Clerk, text: str) -> None:
    """Look at the page again until it shows what the authorities said."""
    deadline = time.monotonic() + PATIENCE
    while text not in clerk.page.locator("main").inner_text():
        assert time.monotonic() < deadline, clerk.page.locator("main").inner_text()
        clerk.platform.hurry()
        clerk.page.wait_for_timeout(100)
        clerk.page.reload()


def test_a_name_from_the_choice_to_the_answers_of_the_others(
    clerk: Clerk, officer: Officer, employees: list[Someone]
) -> None:
    person = employees[0]
    clerk.log_in(CAREFUL_CLERK.login)
    finds(clerk, person)
    clerk.page.locator(box(clerk, "key_items", "name")).check()
    for linked in ("name_pinyin", "has_rare_character"):
        expect(clerk.page.locator(box(clerk, "basic_items", linked))).to_be_checked()
    clerk.page.locator(box(clerk, "basic_items", "has_rare_character")).uncheck()
    shoot(clerk.page, "choose")
    clerk.press("下一步")
    clerk.sees("变更前")
    expect(clerk.page.locator(box(clerk, "ticked", "has_rare_character"))).to_have_count(0)
    clerk.type({"new-name": "单㛃", "reason": "更名"})
    clerk.type({"paper": "公安机关出具的姓名变更证明"})
    clerk.attach(picture("更名证明.png"), to="upload")
    shoot(clerk.page, "values")
    clerk.press("提交")
    clerk.sees("变更预览")
    clerk.sees("shanjie")
    shoot(clerk.page, "preview")
    if clerk.named("verified").count():
        clerk.named("verified").check()
    clerk.press("确认提交")
    clerk.sees("等待经办机构审核")
    number = clerk.page.url.split("/changes/")[1].split("/")[0]
    officer.log_in(OFFICER.login)
    officer.open(f"/office/cases/?q={number}")
    officer.page.locator("main tbody th a").first.click()
    officer.sees("变更内容")
    shoot(officer.page, "office")
    officer.decides("通过")
    clerk.open(f"/changes/{number}/")
    waits_for(clerk, "医保处理成功")
    waits_for(clerk, "税务部门已收到")
    shoot(clerk.page, "result")
    clerk.open(f"/changes/persons/{person[0]}/")
    clerk.sees("审核：方怡")
    shoot(clerk.page, "history")


def test_without_script_linked_items_tick_themselves_and_are_unticked(
    platform: Platform, opened: Opened, employees: list[Someone]
) -> None:
    clerk = Clerk(opened(script=False).new_page(), platform)
    clerk.log_in(CAREFUL_CLERK.login)
    finds(clerk, employees[1])
    clerk.page.locator(box(clerk, "basic_items", "residence_address")).check()
    clerk.press("下一步")
    expect(clerk.page.locator(box(clerk, "ticked", "postcode"))).to_be_checked()
    clerk.page.locator(box(clerk, "ticked", "postcode")).uncheck()
    clerk.type({"new-residence_address": "北京市朝阳区和平里12号院3号楼502室"})
    clerk.press("提交")
    clerk.sees("变更预览")
    clerk.press("确认提交")
    clerk.sees("办理成功")
    changed = platform.rows("select field from persons_valuechange where person_id = %s", [employees[1][0]])
    assert changed == [("residence_address",)]


def test_a_workbook_of_mobiles(clerk: Clerk, employees: list[Someone]) -> None:
    rows = [
        {"name": name, "document_type": CITIZEN, "document_number": number, "mobile": mobile}
        for (_, name, number), mobile in zip(employees[2:5], ("13911110001", "139", "13911110003"), strict=True)
    ]
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.open("/changes/upload/")
    shoot(clerk.page, "upload")
    clerk.send_workbook(workbook(rows))
    clerk.sees("手机号码“139”不正确")
    shoot(clerk.page, "check")
    clerk.press("确认提交 2 人")
    clerk.sees("部分成功")
    shoot(clerk.page, "batch")


def test_the_pages_fit_a_telephone(platform: Platform, opened: Opened, employees: list[Someone]) -> None:
    clerk = Clerk(opened(width=NARROW).new_page(), platform)
    clerk.log_in(CAREFUL_CLERK.login)
    narrow, portal = Narrow(clerk.page), platform.portal
    narrow.fits(f"{portal}/changes/", f"{portal}/changes/new/?q={employees[5][2]}", f"{portal}/changes/upload/")
    narrow.fits(f"{portal}/changes/persons/{employees[5][0]}/")
    clerk.page.locator(box(clerk, "key_items", "document_number")).check()
    shoot(clerk.page, "choose-narrow")
    clerk.press("下一步")
    clerk.sees("变更前")
    clerk.type({"new-document_number": "110105198804129010"})
    narrow.fits()
    shoot(clerk.page, "values-narrow")
    clerk.page.locator(box(clerk, "ticked", "document_number")).uncheck()
    for linked in ("social_security_number", "birth_date", "sex"):
        clerk.page.locator(box(clerk, "ticked", linked)).uncheck()
    clerk.press("提交")
    clerk.sees("还没有选择要变更的项目")
    clerk.page.locator(box(clerk, "basic_items", "education")).check()
    clerk.press("下一步")
    clerk.type({"new-education": "博士研究生"})
    clerk.press("提交")
    clerk.sees("变更预览")
    narrow.fits()
    shoot(clerk.page, "preview-narrow")
    clerk.press("确认提交")
    clerk.sees("办理成功")
    narrow.fits()
    shoot(clerk.page, "result-narrow")
