"""「社会保障卡」: one photo until the card is collected, one that an officer looks at, many in an archive."""

import io
import os
import time
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from city import portraits
from city.cast import CAREFUL, CAREFUL_CLERK, OFFICER
from tests.browser.actors import Clerk, Officer
from tests.browser.conftest import Opened
from tests.browser.platform import Platform
from tests.browser.test_reach import NARROW, Narrow

PATIENCE = 60.0
Someone = tuple[int, str, str]


@pytest.fixture(scope="module")
def newly(platform: Platform) -> list[Someone]:
    """Employees of the careful employer who were newly insured and have no card: id, name, number."""
    found = platform.rows(
        """
        select person.id, person.name, person.document_number
        from persons_person as person
        join employment_contract as contract
            on contract.person_id = person.id and contract.ended_on is null and not contract.voided
        join employers_employer as employer on employer.id = contract.employer_id and employer.credit_code = %s
        where person.first_insured_month >= 202309
            and not exists (select from cards_application as asked where asked.person_id = person.id)
            and not exists (select from cards_cardline as line where line.person_id = person.id)
            and person.document_number !~ '(000|013)$'
        order by person.id desc
        limit 8
        """,
        [CAREFUL.credit_code],
    )
    return [(int(person), str(name), str(number)) for person, name, number in found]


def photo(seed: int, *, across: float = 0.5, blue: bool = False, name: str = "照片.jpg") -> FilePayload:
    """A portrait, drawn."""
    portrait = replace(portraits.of_seed(seed, 716, 882), across=across)
    content = portraits.jpeg(replace(portrait, background=(70, 120, 210)) if blue else portrait)
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def archive(photos: Mapping[str, bytes]) -> FilePayload:
    """Photos by name as a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in photos.items():
            made.writestr(name, content)
    return {"name": "制卡照片.zip", "mimeType": "application/zip", "buffer": target.getvalue()}


def asks(clerk: Clerk, person: Someone, sent: FilePayload) -> None:
    """From 「热点服务」 to what the check says of a photo."""
    clerk.open("/")
    clerk.sees("热点服务")
    clerk.page.locator("main").get_by_role("link", name="我要办社保卡").first.click()
    clerk.named("q").fill(person[1])
    clerk.press("查询")
    clerk.page.locator(f'main a[href="/cards/persons/{person[0]}/"]').first.click()
    clerk.page.get_by_label("首次申领").check()
    clerk.attach(sent, to="photo")
    shoot(clerk.page, "apply")
    clerk.press("提交并检查照片")


def confirms(clerk: Clerk) -> str:
    """「确认提交」; the number of the application."""
    if clerk.named("verified").count():
        clerk.named("verified").check()
    clerk.press("确认提交")
    clerk.sees("申请编号" if "/applications/" not in clerk.page.url else "进度")
    return clerk.page.url.split("/applications/")[1].split("/")[0]


def shoot(page: Page, name: str) -> None:
    """A picture, where somebody wants to look."""
    folder = os.environ.get("SHEBAO_LOOK")
    if folder:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=Path(folder) / f"card-{name}.png", full_page=True)


def waits_for(clerk: Clerk, text: str) -> None:
    """Look at the page again until it shows what the card maker told."""
    deadline = time.monotonic() + PATIENCE
    while text not in clerk.page.locator("main").inner_text():
        assert time.monotonic() < deadline, clerk.page.locator("main").inner_text()
        clerk.platform.hurry()
        clerk.page.wait_for_timeout(100)
        clerk.page.reload()


def test_a_bad_photo_a_good_one_and_the_card(clerk: Clerk, newly: list[Someone]) -> None:
    clerk.log_in(CAREFUL_CLERK.login)
    asks(clerk, newly[0], photo(1, blue=True))
    clerk.sees("照片背景不是白色")
    shoot(clerk.page, "bad")
    before = clerk.page.locator(".photo img").first
    first = before.get_attribute("src")
    clerk.attach(photo(1), to="photo")
    clerk.press("提交并检查照片")
    clerk.sees("照片符合制卡要求")
    assert before.get_attribute("src") != first, "the browser may show the photo before"
    expect(clerk.page.locator(".photo img")).to_have_count(2)
    deadline = time.monotonic() + PATIENCE  # the page forbids what Playwright does to wait for a function
    while not clerk.page.evaluate("[...document.images].every(one => one.naturalWidth)"):
        assert time.monotonic() < deadline
        clerk.page.wait_for_timeout(20)
    shoot(clerk.page, "preview")
    number = confirms(clerk)
    waits_for(clerk, "卡片已领取")
    clerk.sees("制卡成功，服务银行")
    shoot(clerk.page, "collected")
    clerk.open("/cards/?state=collected")
    clerk.sees(number)
    shoot(clerk.page, "overview")
    clerk.open("/notices/")
    clerk.sees("有卡片可以领取")


def test_an_officer_looks_where_the_check_is_unsure(clerk: Clerk, officer: Officer, newly: list[Someone]) -> None:
    clerk.log_in(CAREFUL_CLERK.login)
    asks(clerk, newly[1], photo(2, across=0.62))
    clerk.sees("由经办机构人工审核")
    number = confirms(clerk)
    clerk.sees("等待经办机构审核照片")
    officer.log_in(OFFICER.login)
    officer.open("/office/cards/photos/")
    officer.sees(number)
    shoot(officer.page, "office-photos")
    officer.page.locator(f'main a[href="/office/cards/{number}/"]').first.click()
    officer.sees("按制卡规格裁剪后的照片")
    shoot(officer.page, "office")
    officer.page.get_by_label("退回，请申请人换照片").check()
    officer.page.get_by_label("退回原因").select_option(label="表情或姿势不符合要求")
    officer.press("提交审核意见")
    officer.page.get_by_text("照片已退回").wait_for()
    waits_for(clerk, "表情或姿势不符合要求")
    shoot(clerk.page, "returned")


def test_many_photos_in_an_archive(clerk: Clerk, newly: list[Someone]) -> None:
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.open("/")
    clerk.page.get_by_role("link", name="场景式服务").first.click()
    clerk.sees("社会保障卡集成服务一件事")
    clerk.page.get_by_role("link", name="制卡照片采集服务").first.click()
    sent = {f"{person[2]}.jpg": photo(place)["buffer"] for place, person in enumerate(newly[2:5], 20)}
    sent |= {f"{newly[5][2]}.jpg": photo(30, blue=True)["buffer"], "合影.jpg": photo(31)["buffer"]}
    clerk.attach(archive(sent), to="archive")
    shoot(clerk.page, "photos")
    clerk.press("上传并检查")
    clerk.sees("需要改正的照片")
    clerk.sees("照片背景不是白色")
    clerk.sees("文件名中没有证件号码")
    shoot(clerk.page, "check")
    clerk.press("确认提交 3 人")
    clerk.sees("制卡进度")
    shoot(clerk.page, "result")


def test_a_bomb_is_refused_in_words(clerk: Clerk) -> None:
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.open("/cards/photos/")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("照片.jpg", bytes(1024))
        made.infolist()[0].file_size = 3 * 1024**3  # what it says of itself
    clerk.attach({"name": "炸弹.zip", "mimeType": "application/zip", "buffer": target.getvalue()}, to="archive")
    clerk.press("上传并检查")
    clerk.sees("压缩包没有通过检查")
    clerk.sees("解压后异常巨大")


def test_the_pages_fit_a_telephone(platform: Platform, opened: Opened, newly: list[Someone]) -> None:
    clerk = Clerk(opened(width=NARROW).new_page(), platform)
    clerk.log_in(CAREFUL_CLERK.login)
    narrow = Narrow(clerk.page)
    portal = platform.portal
    narrow.fits(*(f"{portal}/cards/{page}" for page in ("", "new/", "photos/", f"persons/{newly[6][0]}/")))
    shoot(clerk.page, "apply-narrow")
    clerk.page.get_by_label("首次申领").check()
    clerk.attach(photo(6), to="photo")
    clerk.press("提交并检查照片")
    clerk.sees("照片符合制卡要求")
    narrow.fits()
    shoot(clerk.page, "preview-narrow")
    clerk.open("/cards/")
    shoot(clerk.page, "overview-narrow")
    clerk.page.locator('main a[href^="/cards/applications/"]').first.click()
    narrow.fits()
    shoot(clerk.page, "application-narrow")
