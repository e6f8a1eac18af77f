"""「个人信息登记表」: printed by the clerk for two, brought to the agency on paper, entered by an officer."""

import io
import os
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import FilePayload, Page

from city.cast import CAREFUL, CAREFUL_CLERK, OFFICER
from city.portraits import jpeg, of_seed
from tests.browser.actors import Clerk, Officer
from tests.browser.conftest import Opened
from tests.browser.platform import Platform
from tests.browser.test_reach import NARROW, Narrow

Someone = tuple[int, str, str]


@pytest.fixture(scope="module")
def employed(platform: Platform) -> list[Someone]:
    """People of an employer who have no application for a card under way: id, name, number."""
    found = platform.rows(
        """
        select person.id, person.name, person.document_number
        from employment_contract as contract
        join persons_person as person on person.id = contract.person_id
        join employers_employer as employer on employer.id = contract.employer_id and employer.credit_code = %s
        where contract.ended_on is null
            and not contract.voided
            and person.died_on is null
            and not exists (select from cards_application as application where application.person_id = person.id)
        order by contract.id desc
        limit 4
        """,
        [CAREFUL.credit_code],
    )
    return [(int(person), str(name), str(number)) for person, name, number in found]


def shoot(page: Page, name: str) -> None:
    """A picture, where somebody wants to look."""
    folder = os.environ.get("SHEBAO_LOOK")
    if folder:
        page.screenshot(path=Path(folder) / f"form-{name}.png", full_page=True)


def scanned(*, blue: bool = False) -> FilePayload:
    """The photo of a form, scanned: somebody before a white wall, or before a blue one."""
    portrait = replace(of_seed(5), width=716, height=882)
    content = jpeg(replace(portrait, background=(67, 142, 219)) if blue else portrait)
    return {"name": "登记表照片.jpg", "mimeType": "image/jpeg", "buffer": content}


def pages(paper: bytes) -> int:
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        return len(pdf.pages)


def test_forms_are_printed_for_one_and_for_many(clerk: Clerk, employed: list[Someone]) -> None:
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.page.get_by_role("link", name="场景式服务").first.click()
    clerk.press("个人信息登记表")
    for person, _name, _number in employed[:2]:
        clerk.page.locator(f'main [name="person"][value="{person}"]').check()
    shoot(clerk.page, "choose")
    assert pages(clerk.download("下载登记表")) == 2
    clerk.open(f"/registration-forms/?q={employed[2][2]}")
    clerk.named("person").check()
    assert pages(clerk.download("下载登记表")) == 1
    clerk.named("person").uncheck()
    clerk.press("下载登记表")
    clerk.page.get_by_text("没有选择人员").wait_for()


def test_a_form_on_paper_becomes_an_application(officer: Officer, employed: list[Someone]) -> None:
    officer.log_in(OFFICER.login)
    officer.press("登记表办理")
    officer.named("number").fill("110101190001010000")
    officer.press("查询")
    officer.sees("没有该证件号码的参保人员")
    officer.named("number").fill(employed[3][2])
    officer.press("查询")
    officer.sees(CAREFUL.name)
    officer.named("photo").set_input_files(scanned(blue=True))
    officer.press("检查照片")
    officer.sees("照片背景不是白色")
    shoot(officer.page, "bad")
    officer.named("kind").first.check()
    officer.named("photo").set_input_files(scanned())
    officer.press("检查照片")
    officer.sees("照片符合制卡要求")
    shoot(officer.page, "good")
    officer.named("photo").set_input_files(scanned())
    officer.press("提交办理")
    officer.sees("没有核对纸质登记表")
    officer.named("seen").check()
    officer.named("photo").set_input_files(scanned())
    officer.press("提交办理")
    officer.page.get_by_text("登记表已录入，照片符合制卡要求").wait_for()
    officer.sees("经办机构")
    shoot(officer.page, "entered")
    officer.open(f"/office/registration-forms/{employed[3][0]}/")
    officer.sees("已有正在办理的社会保障卡申请")


def test_the_pages_fit_a_telephone(platform: Platform, opened: Opened, employed: list[Someone]) -> None:
    clerk = Clerk(opened(width=NARROW).new_page(), platform)
    clerk.log_in(CAREFUL_CLERK.login)
    Narrow(clerk.page).fits(f"{platform.portal}/registration-forms/")
    shoot(clerk.page, "choose-narrow")
    officer = Officer(opened(width=NARROW).new_page(), platform)
    officer.log_in(OFFICER.login)
    narrow = Narrow(officer.page)
    officer.open("/office/registration-forms/")
    narrow.fits(f"{platform.office}/office/registration-forms/{employed[2][0]}/")
    officer.named("photo").set_input_files(scanned())
    officer.press("检查照片")
    officer.sees("照片符合制卡要求")
    narrow.fits()
    shoot(officer.page, "good-narrow")
