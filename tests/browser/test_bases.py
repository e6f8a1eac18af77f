"""缴费基数申报: wages typed on the page, and a workbook filled in, wrong, named, mended."""

import io

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from city.cast import CAREFUL, CAREFUL_CLERK, LATE, LATE_CLERK
from shebao.kernel import clock
from shebao.kernel.months import Month
from shebao.law import law
from shebao.law.contribution_year import year_of
from shebao.services.bases.fields import COLUMNS
from tests.browser.actors import Clerk
from tests.browser.conftest import Opened
from tests.browser.platform import Platform

WAGES = """
select wage.wage_fen from contributions_wage wage
join declarations_declaration declaration on declaration.id = wage.declaration_id
where declaration.number = %s and not wage.voided order by wage.wage_fen
"""
ON_RECORD = """
select count(*), count(distinct wage.contract_id) from contributions_wage wage
join employers_employer employer on employer.id = wage.employer_id
where employer.credit_code = %s and not wage.voided and wage.to_month is null
"""
NARROW = 360
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WRONG = {0: "0", 1: "九千", 2: "9000.123"}
"""Wages of the first lines that cannot be declared."""
SAID = ("申报月平均工资必须大于0", "“九千”不是金额", "“9000.123”超过两位小数")


def number(clerk: Clerk) -> str:
    return clerk.page.url.split("/bases/")[1].split("/")[0]


def clear_all(clerk: Clerk) -> None:
    """Empty every wage of the page: only what is typed then is declared."""
    for one in clerk.page.locator(".wage-input").all():
        one.fill("")


def confirms(clerk: Clerk, persons: int) -> None:
    """「确认申报」, what has to be verified ticked; ends with the result."""
    if clerk.named("verified").count():
        clerk.named("verified").check()
    clerk.press(f"确认申报 {persons} 人")
    clerk.sees("办理结果")


def declare_three(clerk: Clerk, platform: Platform) -> None:
    """Three wages of a careful employer, up to the new bases."""
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.page.get_by_role("link", name="缴费管理").first.click()
    clerk.page.get_by_role("link", name="缴费基数申报").first.click()
    clerk.sees(f"{year_of(law(), Month.of(clock.today())).number}年度")
    clear_all(clerk)
    inputs = clerk.page.locator(".wage-input")
    names = [str(inputs.nth(at).get_attribute("aria-label")).split(" ")[0] for at in range(3)]
    for at, wage in enumerate(("9,100", "9200.50", "1000000")):
        inputs.nth(at).fill(wage)
    clerk.press("提交核对")
    clerk.sees("申报后每月的变化")
    clerk.sees("养老缴费基数合计")
    for text in names:
        clerk.sees(text)
    clerk.sees("高于养老、失业、工伤保险缴费基数上限")
    filed = number(clerk)
    confirms(clerk, 3)
    upper = int(law().bounds("110", Month.of(clock.today())).upper)
    for base in ("9,100", "9,201", f"{upper:,}"):
        clerk.sees(base)
    assert platform.rows(WAGES, [filed]) == [(910_000,), (920_050,), (100_000_000,)]


def test_three_wages_on_the_page(clerk: Clerk, platform: Platform) -> None:
    declare_three(clerk, platform)
    rows, contracts = platform.rows(ON_RECORD, [CAREFUL.credit_code])[0]
    assert rows == contracts


def test_without_script_on_a_telephone_nothing_typed_is_lost(opened: Opened, platform: Platform) -> None:
    clerk = Clerk(opened(script=False, width=NARROW).new_page(), platform)
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.open("/bases/")
    first = clerk.page.locator(".wage-input").first
    first.fill("八千")
    clerk.press("保存本页")
    expect(first).to_have_value("八千")
    clerk.press("提交核对")
    clerk.sees("“八千”不是金额")
    clerk.press("返回修改")
    expect(clerk.page.locator(".wage-input").first).to_have_value("八千")
    clerk.sees("“八千”不是金额")


@pytest.mark.parametrize("path", ["/bases/", "/bases/upload/"])
def test_pages_fit_a_telephone(opened: Opened, platform: Platform, path: str) -> None:
    clerk = Clerk(opened(width=NARROW).new_page(), platform)
    clerk.log_in(LATE_CLERK.login)
    clerk.open(path)
    assert clerk.page.evaluate(WIDER) <= 0


def filled(content: bytes, wages: dict[int, str]) -> tuple[bytes, int]:
    """The template with 8,800 yuan for everybody save those in `wages`, by line; and how many lines it has."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    column = len(COLUMNS) + 1
    for at in range(2, sheet.max_row + 1):
        sheet.cell(at, column, wages.get(at - 2, "8800"))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue(), sheet.max_row - 1


def test_the_workbook_that_names_everybody(clerk: Clerk, platform: Platform) -> None:
    clerk.log_in(LATE_CLERK.login)
    clerk.open("/bases/upload/")
    template = clerk.download("下载已列出职工的模板")
    wrong, lines = filled(template, WRONG)
    assert lines > len(WRONG)
    clerk.send_workbook(wrong, "缴费基数.xlsx")
    for text in SAID:
        clerk.sees(text)
    filed = number(clerk)
    marked = load_workbook(io.BytesIO(clerk.download("下载带错误说明的文件"))).worksheets[0]
    errors = [str(row[0]) for row in marked.iter_rows(min_row=2, max_row=1 + len(SAID), values_only=True)]
    assert all(text in error for text, error in zip(SAID, errors, strict=True))
    confirms(clerk, lines - len(WRONG))
    clerk.sees("部分成功")
    assert len(platform.rows(WAGES, [filed])) == lines - len(WRONG)

    right, _ = filled(template, {})
    clerk.open("/bases/upload/")
    clerk.send_workbook(right, "缴费基数.xlsx")
    clerk.sees("该人员本年度已按相同工资申报成功")
    confirms(clerk, len(WRONG))
    rows, contracts = platform.rows(ON_RECORD, [LATE.credit_code])[0]
    assert rows == contracts >= lines
