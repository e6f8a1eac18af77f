"""A clerk, an officer and an insured person before their browsers: what they do, in the words they read on the page."""

import io
import time
from collections.abc import Mapping

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from shebao.generation import DEMO_PASSWORD
from tests.browser.platform import Platform

_FEEDBACK_SECONDS = 40
_WRITTEN = {"通过": "：审核通过", "退回补正": "：退回补正", "不予通过": "：审核不通过"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def picture(name: str = "身份证.png") -> FilePayload:
    """A photograph of a document."""
    target = io.BytesIO()
    Image.new("RGB", (640, 400), "#dbe7f3").save(target, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": target.getvalue()}


def sheet(content: bytes, name: str = "十一月增员.xlsx") -> FilePayload:
    """A workbook ready to be chosen."""
    return {"name": name, "mimeType": XLSX, "buffer": content}


class Visitor:
    """Somebody with a browser at a door."""

    def __init__(self, page: Page, platform: Platform, entrance: str) -> None:
        self.page, self.platform = page, platform
        self._entrance = entrance
        doors = {"office": platform.office, "personal": platform.personal}
        self._door = doors.get(entrance.strip("/"), platform.portal)

    def log_in(self, login: str) -> None:
        """To the first page after the login page; through it unless somebody of that name has just come in.

        The others come with her cookies: that saves each story two pages and a hash made to take long.
        """
        known = self.platform.cookies.get((self._door, login), [])
        self.page.context.add_cookies(
            [
                {"name": one["name"], "value": one["value"], "url": self._door, "httpOnly": one["httpOnly"]}
                for one in known
            ]
        )
        self.open(self._entrance)
        if not known or self.page.get_by_label("密码").count():
            self.give_password(login)
            self.platform.cookies[self._door, login] = self.page.context.cookies(self._door)

    def give_password(self, login: str) -> None:
        """Fill in the login page that is shown."""
        self.page.get_by_label("用户名").fill(login)
        self.page.get_by_label("密码").fill(DEMO_PASSWORD)
        self.press("登录")
        expect(self.page.get_by_label("密码")).to_have_count(0)

    def open(self, path: str) -> None:
        """A page by its address."""
        self.page.goto(f"{self._door}{path}")

    def press(self, label: str) -> None:
        """A button, or a link that looks like one."""
        button = self.page.get_by_role("button", name=label, exact=True)
        link = self.page.get_by_role("link", name=label, exact=True)
        button.or_(link).first.click()

    def sees(self, text: str) -> None:
        """The page comes to show the text."""
        expect(self.page.locator("main")).to_contain_text(text)

    def download(self, label: str) -> bytes:
        """What a download button gives."""
        with self.page.expect_download() as started:
            self.press(label)
        return started.value.path().read_bytes()

    def follows(self, text: str) -> None:
        """Look at the page again, the counterparties in a hurry, until it shows the text."""
        deadline = time.monotonic() + _FEEDBACK_SECONDS
        while text not in self.page.locator("main").inner_text():
            assert time.monotonic() < deadline, self.page.locator("main").inner_text()
            self.platform.hurry()
            self.page.wait_for_timeout(100)
            self.page.reload()

    def named(self, key: str) -> Locator:
        """The field of that name."""
        return self.page.locator(f'main [name="{key}"]')


class Clerk(Visitor):
    """A clerk at the portal."""

    def __init__(self, page: Page, platform: Platform) -> None:
        super().__init__(page, platform, "/")

    def type(self, typed: Mapping[str, str]) -> None:
        """Fill fields of the form; lists by what they offer."""
        for key, text in typed.items():
            target = self.named(key)
            if target.evaluate("one => one.tagName") == "SELECT":
                target.select_option(label=text)
            else:
                target.fill(text)

    def attach(self, *files: FilePayload, to: str = "identity_proof") -> None:
        """Choose files for one of the form's attachments."""
        self.named(to).set_input_files(list(files))

    def hand_in(self) -> str:
        """「提交」, read the page of what will happen, 「确认提交」; the filing's number."""
        self.press("提交")
        self.sees("提交后将办理")
        self.press("确认提交")
        self.sees("办理结果")
        return self.number()

    def number(self) -> str:
        """The number of the filing whose page is open."""
        return self.page.url.split("/filings/")[1].split("/")[0]

    def send_workbook(self, content: bytes, name: str = "十一月增员.xlsx") -> None:
        """Choose the workbook on the page that is open and upload it; ends when it has been checked."""
        self.named("workbook").set_input_files(sheet(content, name))
        self.page.get_by_role("button", name="上传").first.click()
        self.sees("问题汇总")

    def confirms(self, persons: int) -> None:
        """「确认提交 … 人」 of a batch, what has to be verified ticked; ends with the result."""
        if self.named("verified").count():
            self.named("verified").check()
        self.press(f"确认提交 {persons} 人")
        self.sees("人员明细")

    def waits_for_medical(self, text: str) -> None:
        """Look at the page again until it shows what the medical authority said."""
        self.follows(text)


class Officer(Visitor):
    """An officer at the office."""

    def __init__(self, page: Page, platform: Platform) -> None:
        super().__init__(page, platform, "/office/")

    def opens_case_of(self, name: str) -> None:
        """From the worklist."""
        self.open("/office/cases/")
        self.page.get_by_role("link", name=name).first.click()
        self.sees("申报内容与核对")

    def decides(self, verdict: str, reason: str = "") -> None:
        """「通过」, 「退回补正」 or 「不予通过」 with a usual reason, and says so twice, as the page asks."""
        self.page.get_by_label(verdict, exact=True).check()
        if reason:
            self.page.get_by_label(f"{verdict}的原因").select_option(label=reason)
        self.press("下一步：确认")
        self.press("确定")
        self.sees(_WRITTEN[verdict])


class Insured(Visitor):
    """An insured person at her own door."""

    def __init__(self, page: Page, platform: Platform) -> None:
        super().__init__(page, platform, "/personal/")
