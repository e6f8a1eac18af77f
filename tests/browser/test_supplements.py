"""单位申报个人补缴申请: from the query over the preview to what is paid and answered; refusals as a workbook."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from city.cast import CAREFUL_CLERK, LATE_CLERK, OFFICER
from city.persons import Person
from shebao.services.supplements.fields import COLUMNS
from tests.browser.actors import Clerk, Officer, picture
from tests.browser.conftest import Opened
from tests.browser.people import Newcomers, contract, document, this_month
from tests.browser.platform import Platform

COVERED = """
select coverage.from_month, coverage.to_month from employment_coverage coverage
join persons_person person on person.id = coverage.person_id
where person.document_number = %s and coverage.scheme = '110' and not coverage.voided order by coverage.from_month
"""
NARROW = 360
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def enrol(clerk: Clerk, person: Person, months: int = 2) -> None:
    """Somebody who has worked here since some months and is insured from this month on only."""
    begun = this_month() - months
    clerk.open("/registration/single/")
    clerk.type(document(person))
    clerk.press("获取共享信息")
    clerk.sees("已获取共享信息")
    clerk.type(contract(starts_on=f"{begun}-01"))
    clerk.press("提交")
    clerk.sees("提交后将办理")
    clerk.named("verified").check()
    clerk.press("确认提交")
    clerk.sees("办理结果")


def ask(clerk: Clerk, person: Person) -> str:
    """「缴费管理」→「单位申报个人补缴申请」→「零星申报」→「开始申报」; the address of the filing."""
    clerk.page.get_by_role("link", name="缴费管理").first.click()
    clerk.page.get_by_role("link", name="单位申报个人补缴申请").first.click()
    clerk.sees("零星申报")
    clerk.type(document(person))
    clerk.press("开始申报")
    clerk.sees("可以补缴的月份")
    return clerk.page.url.split("/supplements/")[1].split("/")[0]


def test_from_the_query_to_the_answer_of_the_medical_authority(
    clerk: Clerk, platform: Platform, newcomers: Newcomers
) -> None:
    person = newcomers.one()
    clerk.log_in(CAREFUL_CLERK.login)
    enrol(clerk, person)
    number = ask(clerk, person)
    last = this_month() - 1
    clerk.page.locator(f"#month-{int(last)}").check()
    clerk.named("wage_all").fill("9,500")
    clerk.press("提交")
    clerk.sees("补缴预览")
    clerk.sees("9,500")
    clerk.page.get_by_role("table", name="各月应缴").get_by_role("link").first.click()
    clerk.sees("用一段话说明")
    clerk.open(f"/supplements/{number}/")
    if clerk.named("verified").count():
        clerk.named("verified").check()
    clerk.press("确认")
    clerk.sees("办理结果")
    clerk.sees("缴款单号")
    assert platform.rows(COVERED, [person.number]) == [(int(last), int(last)), (int(this_month()), None)]
    clerk.waits_for_medical("医保办理成功")
    clerk.sees("已缴费")


def test_what_cannot_be_made_up_is_read_back_as_a_workbook(clerk: Clerk, newcomers: Newcomers) -> None:
    person = newcomers.one()
    clerk.log_in(CAREFUL_CLERK.login)
    enrol(clerk, person)
    number = ask(clerk, person)
    clerk.sees("不能补缴情况")
    clerk.open(f"/supplements/{number}/refused/")
    sheet = load_workbook(io.BytesIO(clerk.download("导出"))).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    assert head[-1] == "不能补缴的原因"
    assert {row[3] for row in rows} <= {person.number}


def test_more_than_three_months_only_one_by_one_with_proof_and_an_officers_decision(
    clerk: Clerk, officer: Officer, platform: Platform, newcomers: Newcomers
) -> None:
    person = newcomers.one()
    clerk.log_in(CAREFUL_CLERK.login)
    enrol(clerk, person, months=5)
    clerk.open("/supplements/?how=batch")
    clerk.named("workbook").set_input_files(
        {"name": "补缴.xlsx", "mimeType": "application/octet-stream", "buffer": rows_of(person, str(this_month() - 5))}
    )
    clerk.page.get_by_role("button", name="上传").first.click()
    clerk.sees("只能零星办理")
    ask(clerk, person)
    clerk.page.locator(f"#month-{int(this_month() - 5)}").check()
    clerk.named("wage_all").fill("9500")
    clerk.press("提交")
    clerk.sees("须提供")
    clerk.attach(picture("工资单.png"), to="paper-payroll")
    clerk.press("提交")
    clerk.sees("补缴预览")
    if clerk.named("verified").count():
        clerk.named("verified").check()
    clerk.press("确认")
    clerk.sees("已提交经办机构审核")
    officer.log_in(OFFICER.login)
    officer.open("/office/cases/")
    officer.page.get_by_role("link", name=person.name).first.click()
    officer.sees("补缴月份与应缴")
    officer.sees("工资单.png")
    officer.decides("通过")
    clerk.page.reload()
    clerk.sees("缴款单号")  # tax may have been paid by now
    month = int(this_month() - 5)
    assert platform.rows(COVERED, [person.number])[0] == (month, month)


def rows_of(person: Person, month: str) -> bytes:
    """A workbook that asks for one month of somebody."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([column.title for column in COLUMNS])
    who = document(person)
    cells = {**who, "household_registration": "本地非农业户口（本地城镇）", "first_month": month, "wage": "9500"}
    sheet.append([cells.get(column.key) for column in COLUMNS])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("path", ["/supplements/", "/supplements/?how=batch"])
def test_pages_fit_a_telephone(opened: Opened, platform: Platform, path: str) -> None:
    clerk = Clerk(opened(width=NARROW).new_page(), platform)
    clerk.log_in(LATE_CLERK.login)
    clerk.open(path)
    assert clerk.page.evaluate(WIDER) <= 0
