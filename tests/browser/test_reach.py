"""For everybody: by keyboard alone, and on a narrow telephone."""

import pytest
from playwright.sync_api import Page

from city.cast import CAREFUL_CLERK, HUGE_CLERK, LATE_CLERK, OFFICER, OPERATOR
from shebao.generation import DEMO_PASSWORD
from shebao.kernel import clock
from tests.browser.actors import Clerk, Officer, picture
from tests.browser.conftest import Opened
from tests.browser.people import Newcomers, contract, document, line
from tests.browser.platform import Platform
from tests.workbooks import workbook

MOST_STEPS = 200
NARROW = 360  # CSS pixels
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUSED = "wanted => document.activeElement.matches(wanted)"
VISIBLE = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""


class Keyboard:
    """Reaches everything by Tab, as somebody does who cannot use a mouse."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def to(self, wanted: str) -> None:
        """Tab until the element has the focus, which must be seen."""
        for _ in range(MOST_STEPS):
            if self._page.evaluate(FOCUSED, wanted):
                assert self._page.evaluate(VISIBLE), f"the focus on {wanted} cannot be seen"
                return
            self._page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} cannot be reached")

    def fill(self, name: str, text: str) -> None:
        self.to(f'[name="{name}"]')
        self._page.keyboard.insert_text(text)

    def fill_day(self, name: str, text: str) -> None:
        """A day, part by part in the order in which this browser's language has them: the year last, or first."""
        year, month, day = text.split("-")
        self._fill_parts(name, text, [[*month, *day, *year], [*year, "ArrowRight", *month, *day]])

    def fill_month(self, name: str, text: str) -> None:
        """The same; English has names of months, which are chosen up and down."""
        year, month = text.split("-")
        self._fill_parts(name, text, [["ArrowUp"] * int(month) + ["ArrowRight", *year], [*year, "ArrowRight", *month]])

    def _fill_parts(self, name: str, text: str, ways: list[list[str]]) -> None:
        self.to(f'[name="{name}"]')
        for keys in ways:
            for key in keys:
                self._page.keyboard.press(key)
            if self._page.evaluate("document.activeElement.value") == text:
                return
            for _ in keys:
                self._page.keyboard.press("ArrowLeft")
        raise AssertionError(f"{text} cannot be typed into {name}")

    def choose(self, name: str, label: str) -> None:
        """Down the list until it stands at what is wanted."""
        self.to(f'[name="{name}"]')
        for _ in range(MOST_STEPS):
            if self._page.evaluate("document.activeElement.selectedOptions[0].text") == label:
                return
            self._page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label} is not offered")

    def press(self, wanted: str) -> None:
        self.to(wanted)
        with self._page.expect_navigation():
            self._page.keyboard.press("Enter")


def test_log_in_and_enrol_by_keyboard(clerk: Clerk, newcomers: Newcomers) -> None:
    person, typed = newcomers.one(), contract()
    keyboard = Keyboard(clerk.page)
    clerk.open("/")
    keyboard.fill("username", CAREFUL_CLERK.login)
    keyboard.fill("password", DEMO_PASSWORD)
    keyboard.press("main button")
    keyboard.press('main a[href="/registration/single/"]')
    keyboard.fill("document_number", person.number)
    keyboard.fill("name", person.name)
    keyboard.press('main button[value="shared"]')
    clerk.sees("已获取共享信息")
    keyboard.fill("mobile", typed["mobile"])
    keyboard.choose("contract_kind", typed["contract_kind"])
    keyboard.choose("term_kind", typed["term_kind"])
    keyboard.fill_day("starts_on", typed["starts_on"])
    keyboard.fill_day("ends_on", typed["ends_on"])
    keyboard.choose("employment_form", typed["employment_form"])
    keyboard.fill("wage", typed["wage"])
    keyboard.fill_month("insured_from", typed["insured_from"])
    keyboard.choose("enrolment_reason", typed["enrolment_reason"])
    keyboard.press('main button[value="submit"]:not(.visually-hidden)')
    clerk.sees("提交后立即生效")
    keyboard.press('main form[action$="/confirm/"] button')
    clerk.sees("办理成功")


class Narrow:
    """Looks at page after page on a telephone."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def fits(self, *paths: str) -> None:
        """The page that is open, then those at the paths: none can be moved sideways."""
        self._fits()
        for path in paths:
            self._page.goto(path)
            self._fits()

    def _fits(self) -> None:
        assert self._page.evaluate(WIDER) == 0, self._page.url


@pytest.fixture
def narrow_clerk(platform: Platform, opened: Opened) -> Clerk:
    return Clerk(opened(width=NARROW).new_page(), platform)


def test_the_portal_fits_a_telephone(narrow_clerk: Clerk, newcomers: Newcomers) -> None:
    clerk, narrow, person = narrow_clerk, Narrow(narrow_clerk.page), newcomers.one()
    clerk.open("/login/")
    narrow.fits()
    clerk.log_in(HUGE_CLERK.login)
    portal = clerk.page.url.rstrip("/")
    lists = ("/filings/", "/filings/drafts/", "/filings/medical/", "/notices/", "/registration/", "/password/")
    narrow.fits(*(f"{portal}{path}" for path in ("/contracts/?state=all", "/registration/batch/", *lists)))
    clerk.open("/registration/single/")
    narrow.fits()
    clerk.type(document(person))
    clerk.press("获取共享信息")
    clerk.sees("已获取共享信息")
    narrow.fits()
    clerk.type(contract(mobile="138"))
    clerk.press("提交")
    clerk.sees("手机号码“138”不正确")
    narrow.fits()
    clerk.type({"mobile": "13800001234"})
    clerk.press("提交")
    clerk.sees("提交后将办理")
    narrow.fits()
    clerk.press("确认提交")
    clerk.sees("参保缴费")
    narrow.fits()
    clerk.press("查看合同与参保信息")
    clerk.sees("人员基本信息")
    narrow.fits()
    clerk.press("终止")
    clerk.sees("解除劳动关系日期")
    narrow.fits()
    clerk.named("ended_on").fill(clock.today().isoformat())
    clerk.type({"end_reason": "劳动者提前通知解除"})
    clerk.press("提交")
    clerk.sees("当月缴费尚未生成")
    narrow.fits()
    clerk.press("生成当月缴费")
    clerk.sees("确认提交时生成")
    narrow.fits()
    clerk.press("确认提交")
    clerk.sees("办理情况")
    narrow.fits()


def test_a_batch_fits_a_telephone(narrow_clerk: Clerk, newcomers: Newcomers) -> None:
    clerk, narrow = narrow_clerk, Narrow(narrow_clerk.page)
    rows = [line(person) for person in newcomers.several(3)]
    rows[1] |= {"mobile": "1" * 60, "occupation": "工" * 65}
    clerk.log_in(LATE_CLERK.login)
    clerk.open("/registration/batch/")
    clerk.send_workbook(workbook(rows))
    filing = clerk.page.url
    narrow.fits(f"{filing}findings/", f"{filing}lines/", f"{filing}cancel/", filing)
    clerk.confirms(2)
    narrow.fits(f"{filing}lines/")


def test_the_office_fits_a_telephone(clerk: Clerk, platform: Platform, newcomers: Newcomers, opened: Opened) -> None:
    person = newcomers.unknown()
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.open("/registration/single/")
    clerk.type(document(person) | {"household_registration": "外地非农业户口（外地城镇）"} | contract())
    clerk.attach(picture())
    clerk.hand_in()
    officer = Officer(opened(width=NARROW).new_page(), platform)
    officer.log_in(OFFICER.login)
    narrow = Narrow(officer.page)
    office = f"{platform.office}/office"
    narrow.fits(f"{office}/cases/", f"{office}/cases/decided/")
    officer.opens_case_of(person.name)
    narrow.fits()
    operator = Officer(opened(width=NARROW).new_page(), platform)
    operator.log_in(OPERATOR.login)
    pages = ("exchange/", "exchange/?trouble=silent", "tasks/", "logins/", "alarms/")
    Narrow(operator.page).fits(*(f"{office}/{page}" for page in pages))
