"""「欠费情况」 and 「向税务申报」 as a clerk uses them."""

from datetime import datetime

import pytest
from django.test import Client

from shebao.audit.actions import action
from shebao.collection import actions
from shebao.collection.models import DeclareRequest
from shebao.collection.tests import place
from shebao.collection.tests.place import SYSTEM, due_fen, told
from shebao.contributions.models import Mode, Notice, NoticeState
from shebao.employers.models import Employer
from shebao.kernel import clock
from shebao.kernel.clock import SHANGHAI
from shebao.notices.models import Notice as News
from shebao.portal.tests.test_single import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: datetime(2024, 5, 11, tzinfo=SHANGHAI).date())


def test_arrears_are_shown_by_month_with_late_fees_as_of_today(
    browser: Client, other_browser: Client, employer: Employer, in_may: None
) -> None:
    for month in (202402, 202403):
        place.notice(employer, month)
    page = text(browser, "/contributions/arrears/")
    assert "欠费情况" in page
    for shown in ("2024年2月", "2024年3月", "3,768.24", "7,536.48", "2024-04-02", "2024-05-01", "73.49", "18.85"):
        assert shown in page, shown
    assert "目前没有欠费" in text(other_browser, "/contributions/arrears/")


def to_declare(employer: Employer) -> Notice:
    return place.notice(employer, 202404, state=NoticeState.TO_DECLARE, mode=Mode.DECLARED)


def confirmed(browser: Client, notice: Notice, **changed: object) -> str:
    sums = {
        "persons": notice.persons, "employer_fen": notice.employer_fen, "personal_fen": notice.personal_fen,
        "deferred_fen": 0, "for_employer": notice.employer_id,
    }  # fmt: skip
    answer = browser.post(f"/contributions/notices/{notice.number}/declare/", {**sums, **changed}, follow=True)
    return str(answer.content.decode())


def carry_out() -> int:
    return actions.carry_out_requests(SYSTEM, now=clock.now())


def test_a_month_is_declared_for_the_sums_that_were_shown(browser: Client, employer: Employer) -> None:
    notice = to_declare(employer)
    page = text(browser, f"/contributions/notices/{notice.number}/declare/")
    assert "确认按以下金额向税务申报？" in page
    assert "3,768.24" in page
    assert "已提交，正在向税务申报" in confirmed(browser, notice)
    assert told(employer) == []
    assert carry_out() == 1
    notice.refresh_from_db()
    assert notice.state == NoticeState.ISSUED
    assert [kind for kind, *_rest in told(employer)] == ["declared"]
    assert News.objects.get().kind == "declare_done"
    assert carry_out() == 0


def test_confirming_twice_is_one_request(browser: Client, employer: Employer) -> None:
    notice = to_declare(employer)
    confirmed(browser, notice)
    confirmed(browser, notice)
    assert DeclareRequest.objects.count() == 1


@pytest.mark.parametrize(
    "changed", [{"personal_fen": 1}, {"employer_fen": ""}, {"persons": "x"}, {"deferred_fen": "1e9"}]
)
def test_confirming_other_sums_is_refused(browser: Client, employer: Employer, changed: dict[str, object]) -> None:
    notice = to_declare(employer)
    assert "应缴金额在您确认期间发生了变化" in confirmed(browser, notice, **changed)
    assert DeclareRequest.objects.count() == 0


def test_sums_that_change_before_the_worker_comes_are_not_declared(browser: Client, employer: Employer) -> None:
    notice = to_declare(employer)
    confirmed(browser, notice)
    with action(SYSTEM, "change"):
        Notice.objects.filter(pk=notice.pk).update(employer_fen=1)
    assert carry_out() == 1
    notice.refresh_from_db()
    assert notice.state == NoticeState.TO_DECLARE
    request = DeclareRequest.objects.get()
    assert (request.state, request.problem) == ("refused", "应缴金额在您确认期间发生了变化，请核对后重新确认。")
    assert News.objects.get().kind == "declare_refused"
    assert due_fen(notice) != 0


def test_another_employers_notice_is_not_found(browser: Client, outsider: Employer) -> None:
    notice = to_declare(outsider)
    assert browser.get(f"/contributions/notices/{notice.number}/declare/").status_code == 404
    assert browser.post(f"/contributions/notices/{notice.number}/declare/", {}).status_code in (404, 409)
    assert DeclareRequest.objects.count() == 0
