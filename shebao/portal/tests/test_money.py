"""缴费管理: from the month at a glance to the last fen, and nobody else's."""

import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shebao.audit.actions import action
from shebao.audit.models import Look
from shebao.contributions import actions, monthly
from shebao.contributions.models import Notice
from shebao.contributions.tests import town
from shebao.employers.models import Employer
from shebao.kernel.months import Month
from shebao.persons.models import Person
from shebao.portal.tests.conftest import SYSTEM
from shebao.portal.tests.test_queries import DOOR

pytestmark = pytest.mark.django_db

OCTOBER, NOVEMBER = Month(2023, 10), Month(2023, 11)
OWN = {
    "/contributions/": 8,
    "/contributions/202311/": 8,
    "/contributions/202311/changes/?kind=joined": 1,
    "/contributions/202311/problems/": 2,
    "/contributions/notices/": 1,
}
"""Statements that a page costs beside what the door itself asks."""


def assess(month: Month, on: str) -> None:
    monthly.run_month(month, now=town.moment(on), connections=1)


@pytest.fixture
def staff(employer: Employer) -> Employer:
    """Three in October; in November one left, one came, one earns more, and one lacks a category."""
    _stays, goes, rises = (town.hire(employer, "9000", "2023-10-09") for _ in range(3))
    with action(SYSTEM, "name"):
        Person.objects.filter(pk=rises.person_id).update(
            name="欧阳𬭊", name_pinyin="ouyangtian", name_initials="oyt", document_number="110101199003077635"
        )
    assess(OCTOBER, "2023-10-28")
    town.leave(goes, "2023-10-31")
    town.declare_wage(rises, "10000", 202311)
    town.hire(employer, "7000", "2023-11-01")
    town.hire(employer, "7000", "2023-11-01", category="outside_rural")
    assess(NOVEMBER, "2023-11-28")
    return employer


def notice(month: int = 202311) -> Notice:
    return Notice.objects.filter(month=month).latest("seq")


def text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.content.decode()[:3000]
    return answer.content.decode()


def statements(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


def test_without_any_notice_the_month_says_so(browser: Client) -> None:
    assert "本月还没有核定应缴" in text(browser, "/contributions/")
    assert "还没有缴费通知" in text(browser, "/contributions/notices/")


def test_the_newest_month_comes_first_and_tells_everything(browser: Client, staff: Employer) -> None:
    page = text(browser, "/contributions/")
    assert "2023年11月" in page
    for words in ("企业职工基本养老保险", "失业保险", "工伤保险", "本月新增缴费", "本月不再缴费", "缴费基数变化"):
        assert words in page
    assert "系统尚无该险种本月缴费标准的依据" in page
    assert notice().number in page
    assert "2023年10月" in text(browser, "/contributions/?month=2023-10")
    assert "上月没有核定记录" in text(browser, "/contributions/202310/")


def test_changes_are_listed_kind_by_kind(browser: Client, staff: Employer) -> None:
    page = text(browser, "/contributions/202311/changes/?kind=base")
    assert "欧阳𬭊" in page
    assert "9,000" in page
    assert "10,000" in page
    assert "+169.00" in page
    assert "第2人" in text(browser, "/contributions/202311/changes/?kind=left")


def test_a_notice_shows_sums_and_everybody_with_search(browser: Client, staff: Employer) -> None:
    path = f"/contributions/notices/{notice().number}/"
    page = text(browser, path)
    assert "待缴费" in page or "已逾期" in page
    assert "人民币" in page
    assert "110101********7635" in page
    assert "110101199003077635" not in page
    for search in ("oyt", "欧阳", "110101199003077635"):
        found = browser.get(path, {"q": search}).context["rows"]
        assert len(found) == 1
    assert "没有找到职工" in text(browser, f"{path}?q=没有这个人")


def test_a_replaced_notice_leads_to_the_new_one(browser: Client, staff: Employer) -> None:
    old = notice()
    town.hire(staff, "8000", "2023-11-20")
    assess(NOVEMBER, "2023-11-29")
    page = text(browser, f"/contributions/notices/{old.number}/")
    assert "已更正" in page
    assert notice().number in page
    assert old.number in text(browser, f"/contributions/notices/{notice().number}/")


def test_pages_of_people_follow_each_other(browser: Client, employer: Employer) -> None:
    for _ in range(51):
        town.hire(employer, "9000", "2023-11-01")
    assess(NOVEMBER, "2023-11-28")
    first = browser.get(f"/contributions/notices/{notice().number}/").context
    second = browser.get(first["next_url"]).context
    assert (len(first["rows"]), len(second["rows"])) == (50, 1)
    assert second["next_url"] == ""


def test_a_person_reads_month_by_month_how_it_came_about(browser: Client, staff: Employer) -> None:
    person = Person.objects.get(name="欧阳𬭊")
    page = text(browser, f"/contributions/persons/{person.pk}/")
    assert "申报缴费工资 10,000.00 元" in page
    assert "申报缴费工资 9,000.00 元" in page
    assert "增员时申报" in page
    assert "110101199003077635" not in page
    one = text(browser, f"/contributions/persons/{person.pk}/202311/110/")
    for words in ("6,326 元 — 33,891 元", "10,000 × 16%", "1,600.00 元", "待核实", "北京市历年养老保险缴费工资基数"):
        assert words in one


def test_a_year_of_months_is_a_page(browser: Client, employer: Employer) -> None:
    contract = town.hire(employer, "9000", "2022-09-01")
    for month in range(14):
        assess(Month(2022, 9) + month, "2023-11-28")
    path = f"/contributions/persons/{contract.person_id}/"
    first = browser.get(path).context
    second = browser.get(first["next_url"]).context
    assert (len(first["months"]), len(second["months"])) == (12, 2)
    assert second["next_url"] == ""


def test_a_correction_is_shown_with_its_cause(browser: Client, staff: Employer) -> None:
    person = Person.objects.get(name="欧阳𬭊")
    contract = person.contract_set.get()
    town.declare_wage(contract, "12000", 202311)
    actions.correct(SYSTEM, contracts=[contract.pk], first=NOVEMBER, last=NOVEMBER, now=town.moment("2023-11-29"))
    one = text(browser, f"/contributions/persons/{person.pk}/202311/110/")
    assert "缴费基数调整补收" in one
    assert "缴费工资（元）由 10000.00 改为 12000.00" in one
    assert "有更正" in text(browser, f"/contributions/notices/{notice().number}/")


def test_the_paper_is_a_pdf_and_the_same_each_time(browser: Client, staff: Employer) -> None:
    path = f"/contributions/notices/{notice().number}/notice.pdf"
    first = browser.get(path)
    content = b"".join(first.streaming_content)  # type: ignore[attr-defined]
    assert first["Content-Type"] == "application/pdf"
    assert content.startswith(b"%PDF-")
    assert b"".join(browser.get(path).streaming_content) == content  # type: ignore[attr-defined]


def test_the_workbook_has_everybody_and_the_look_is_recorded(browser: Client, staff: Employer) -> None:
    answer = browser.get(f"/contributions/notices/{notice().number}/lines.xlsx")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:5] == ("姓名", "证件类型", "证件号码", "缴费工资（元）", "养老缴费基数")
    by_name = {row[0]: row for row in rows[1:]}
    assert by_name["欧阳𬭊"][2] == "110101199003077635"
    assert by_name["欧阳𬭊"][4:7] == (10_000, 1_600, 800)
    assert by_name["欧阳𬭊"][-3:] == (1_690, 850, 2_540)
    assert len(by_name) == 4
    look = Look.objects.filter(what="notice_export").get()
    assert (look.persons, look.subject) == (4, f"notice:{notice().pk}")


def test_home_says_what_waits(browser: Client, staff: Employer) -> None:
    page = text(browser, "/")
    assert "缴费通知已逾期" in page
    assert "缴费工资未申报" not in page  # what the law has no value for is nothing that the employer could mend
    actions.settle(SYSTEM, notice_id=notice(202310).pk, paid_on=date(2023, 11, 30))
    actions.settle(SYSTEM, notice_id=notice().pk, paid_on=date(2023, 12, 29))
    assert "缴费通知已逾期" not in text(browser, "/")


def test_nobody_elses_money_is_there(other_browser: Client, staff: Employer) -> None:
    person = Person.objects.get(name="欧阳𬭊")
    number = notice().number
    paths = [
        f"/contributions/notices/{number}/",
        f"/contributions/notices/{number}/notice.pdf",
        f"/contributions/notices/{number}/lines.xlsx",
        f"/contributions/persons/{person.pk}/",
        f"/contributions/persons/{person.pk}/202311/110/",
    ]
    absent = ["/contributions/notices/9/", "/contributions/persons/999999/", "/contributions/persons/1/202311/110/"]
    assert {other_browser.get(path).status_code for path in (*paths, *absent)} == {404}
    assert number not in text(other_browser, "/contributions/202311/")
    assert not Look.objects.filter(what="notice_export").exists()


@pytest.mark.parametrize(
    "path",
    [
        "/contributions/202313/",
        "/contributions/0/",
        "/contributions/99999999999999999999/",
        "/contributions/202311/changes/?kind=x&after=-1",
        "/contributions/?month=x",
        "/contributions/notices/" + "9" * 25 + "/",
        "/contributions/persons/99999999999999999999/",
        "/contributions/persons/1/202311/abc/",
        "/contributions/persons/1/202313/110/",
    ],
)
def test_odd_addresses_break_nothing(browser: Client, path: str) -> None:
    assert browser.get(path).status_code in (200, 404)


def test_no_page_costs_more_statements_for_more_people(browser: Client, staff: Employer) -> None:
    person = Person.objects.get(name="欧阳𬭊")
    paths = [*OWN, f"/contributions/notices/{notice().number}/", f"/contributions/persons/{person.pk}/"]
    door = statements(browser, "/registration/")
    before = {path: statements(browser, path) - door for path in paths}
    for _ in range(20):
        town.hire(staff, "7000", "2023-11-20", category="outside_rural")
    assess(NOVEMBER, "2023-11-29")
    after = {path: statements(browser, path) - door for path in paths}
    assert all(after[path] <= before[path] + 1 for path in paths)  # the notice has an earlier one now
    assert {path: before[path] for path in OWN} == OWN
    assert door <= DOOR
