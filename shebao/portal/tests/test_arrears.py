"""「单位欠缴社保费处理」 as a clerk uses it, from 「开始申报」 to the answer of the medical authority."""

import io
import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from shebao.audit.actions import action
from shebao.audit.models import Look
from shebao.collection import queries as collection
from shebao.collection.models import Bill
from shebao.collection.tests.place import SYSTEM
from shebao.declarations.models import Declaration
from shebao.employers.models import Employer
from shebao.kernel import clock
from shebao.outbox.models import Message
from shebao.portal.tests.test_single import text
from shebao.services.arrears.tests.desk import NOW, Desk, owing_at

pytestmark = pytest.mark.django_db
Work = Callable[[], int]


@pytest.fixture
def desk(employer: Employer, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = owing_at(employer)
    monkeypatch.setattr(clock, "now", lambda: desk.now)
    monkeypatch.setattr(clock, "today", lambda: clock.day_of(desk.now))
    return desk


def ticked(browser: Client, employer: Employer, *months: int, key: str = "") -> HttpResponse:
    """「提交」 with these months ticked."""
    return browser.post(  # type: ignore[return-value]
        "/arrears/new/",
        {
            "month": [str(month) for month in months],
            "client_key": key or str(uuid.uuid4()),
            "for_employer": employer.pk,
        },
    )


def checked(browser: Client, desk: Desk, work: Work, *months: int) -> str:
    """The address of a filing that was checked."""
    answer = ticked(browser, desk.employer, *months)
    assert answer.status_code == 302
    work()
    return str(answer["Location"])


def confirm(browser: Client, desk: Desk, here: str, **more: str) -> str:
    version = Declaration.objects.get(number=here.split("/")[2]).content_version
    posted = {"content_version": version, "for_employer": desk.employer.pk, **more}
    return str(browser.post(f"{here}confirm/", posted, follow=False)["Location"])


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", page)


def test_from_the_menu_to_the_bill(browser: Client, desk: Desk, work: Work) -> None:
    start = text(browser, "/arrears/")
    assert "单位欠缴社保费处理" in start
    assert "开始申报" in start
    assert "/arrears/" in text(browser, "/contributions/arrears/")
    page = text(browser, "/arrears/new/")
    for shown in ("2023年9月", "2023年12月", "2023-11-01", "131", "提交"):
        assert shown in page, shown
    assert page.count('name="month"') == 4
    here = checked(browser, desk, work, 202309, 202310, 202311, 202312)
    preview = text(browser, here)
    today = sum(one.total_fen for one in collection.arrears(desk.employer.pk, clock.today()))
    assert f"{today / 100:,.2f}" in preview
    assert "欠缴预览" in preview
    assert "0.05%" in preview
    assert confirm(browser, desk, here) == here
    work()
    result = text(browser, here)
    bill = Bill.objects.get()
    for shown in ("办理成功", bill.number, "待缴费", "2024-03-11 缴纳合计"):
        assert shown in result, shown
    assert bill.number in text(browser, "/arrears/")
    assert "已生成缴款单" in text(browser, "/arrears/new/")
    assert "目前没有可以勾选的费款所属期" in text(browser, "/arrears/new/")


def test_the_preview_shows_what_another_day_costs(browser: Client, desk: Desk, work: Work) -> None:
    here = checked(browser, desk, work, 202309)
    (owed,) = [one for one in collection.arrears(desk.employer.pk, date(2024, 3, 31)) if int(one.month) == 202309]
    page = text(browser, f"{here}?day=2024-03-31")
    assert f"{owed.late_fee_fen / 100:,.2f}" in page
    assert f"131 → {owed.days}" in page
    for odd in ("x", "2023-01-01", "9999-12-31", ""):
        assert browser.get(here, {"day": odd}).status_code == 200


def test_earlier_months_left_out_have_to_be_confirmed_expressly(browser: Client, desk: Desk, work: Work) -> None:
    here = checked(browser, desk, work, 202311)
    page = text(browser, here)
    assert "2023年9月、2023年10月也有欠费，本次没有勾选。" in page
    confirm(browser, desk, here)
    assert Declaration.objects.get().state == "checked"
    confirm(browser, desk, here, verified="on")
    work()
    assert Bill.objects.count() == 1


def test_nothing_ticked_is_said(browser: Client, desk: Desk) -> None:
    answer = browser.post(
        "/arrears/new/", {"client_key": str(uuid.uuid4()), "for_employer": desk.employer.pk}, follow=True
    )
    assert "没有勾选费款所属期" in answer.content.decode()
    assert Declaration.objects.count() == 0


def test_the_same_click_twice_is_one_filing(browser: Client, desk: Desk, work: Work) -> None:
    key = str(uuid.uuid4())
    first, second = (ticked(browser, desk.employer, 202309, key=key) for _ in range(2))
    assert first["Location"] == second["Location"]
    work()
    assert ticked(browser, desk.employer, 202309, key=key)["Location"] == first["Location"]
    assert Declaration.objects.count() == 1


def test_months_can_be_changed_before_confirming(browser: Client, desk: Desk, work: Work) -> None:
    here = checked(browser, desk, work, 202309)
    page = text(browser, f"{here}edit/")
    assert plain(page).count(" checked") == 1
    posted = {"month": ["202309", "202310"], "client_key": str(uuid.uuid4()), "for_employer": desk.employer.pk}
    browser.post(f"{here}edit/", posted)
    work()
    assert Declaration.objects.get().good == 2
    confirm(browser, desk, here)
    work()
    assert browser.post(f"{here}edit/", posted)["Location"] == here  # too late: the filing shows how it stands
    assert Bill.objects.get().notices == 2


def test_a_new_day_is_shown_before_anything_is_asked(browser: Client, desk: Desk, work: Work) -> None:
    here = checked(browser, desk, work, 202309)
    desk.now = NOW + timedelta(days=1)
    confirm(browser, desk, here)
    work()
    assert "金额有变化" in text(browser, here)
    assert Bill.objects.count() == 0


def test_who_is_owed_for_is_shown_and_exported(browser: Client, desk: Desk) -> None:
    page = text(browser, "/arrears/months/202309/")
    assert "/arrears/persons.xlsx?month=202309" in page
    names = [contract.person.name for contract in desk.contracts]
    assert all(name in page for name in names)
    assert names[1] not in text(browser, "/arrears/months/202309/?q=" + names[0])
    answer = browser.get("/arrears/persons.xlsx", {"month": "202309"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:5] == ("费款所属期", "缴费通知单号", "姓名", "证件类型", "证件号码")
    assert [row[2] for row in rows[1:]] == names
    owed = next(one for one in collection.arrears(desk.employer.pk, clock.today()) if int(one.month) == 202309)
    assert round(sum(float(str(row[-1])) for row in rows[1:]) * 100) == owed.owed_fen
    whole = browser.get("/arrears/persons.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(whole.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    assert sheet.max_row == 1 + 4 * 2
    assert [look.persons for look in Look.objects.filter(what="arrears_export").order_by("pk")] == [2, 8]


def test_after_payment_the_answers_of_the_medical_authority_are_shown(browser: Client, desk: Desk, work: Work) -> None:
    here = checked(browser, desk, work, 202309, 202310)
    confirm(browser, desk, here)
    work()
    assert desk.pay(Bill.objects.get()) == ""
    result = text(browser, here)
    for shown in ("已缴费", "待同步医保"):
        assert shown in result, shown
    assert "2023年9月、2023年10月" in text(browser, f"{here}medical/")
    first, second = Message.objects.filter(system="medical").order_by("pk")
    with action(SYSTEM, "answer"):
        Message.objects.filter(pk=first.pk).update(state="done", answered_at=desk.now)
        Message.objects.filter(pk=second.pk).update(
            state="failed", answer_text="该人员存在未办结业务", answered_at=desk.now
        )
    result = text(browser, here)
    for shown in ("医保反馈不成功 1 人，需通过医保途径另行申报", "该人员存在未办结业务", "医保办理成功"):
        assert shown in result, shown
    assert "该人员存在未办结业务" in text(browser, f"{here}medical/")
    failed = text(browser, "/filings/medical/")
    assert desk.contracts[1].person.name in failed
    assert "该人员存在未办结业务" in failed
    for path in (f"{here}medical.xlsx", "/filings/medical/failures.xlsx"):
        answer = browser.get(path)
        sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
        assert sheet is not None
        told = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
        assert desk.contracts[1].person.document_number in told


def test_another_employers_filing_and_people_are_not_found(
    browser: Client, other_browser: Client, desk: Desk, work: Work
) -> None:
    here = checked(browser, desk, work, 202309)
    for path in (here, f"{here}edit/", f"{here}medical/", f"{here}medical.xlsx", "/arrears/months/202309/"):
        assert other_browser.get(path).status_code == 404, path
    assert other_browser.post(f"{here}confirm/", {"content_version": 1}).status_code in (404, 409)
    assert "目前没有欠费" in text(other_browser, "/arrears/new/")


@pytest.mark.parametrize(
    "path", ["/arrears/x/", "/arrears/months/190001/", "/arrears/months/202401/", "/arrears/12/edit/"]
)
def test_what_is_not_there_is_not_found(browser: Client, path: str) -> None:
    assert browser.get(path).status_code == 404
