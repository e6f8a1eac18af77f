"""退费回单差异: listed, shown without the account, closed with what the bank has done, never without a reason."""

import pytest
from django.test import Client

from shebao.access.models import User
from shebao.audit.actions import action
from shebao.audit.models import Action
from shebao.employers.models import Employer
from shebao.kernel import clock
from shebao.office.tests.conftest import enter
from shebao.services.enrolment.tests.desk import SYSTEM
from shebao.services.refunds import disputes
from shebao.services.refunds.models import Payout, Refund

pytestmark = pytest.mark.django_db
HERE = "/office/disputes/"
ACCOUNT = "0200000109200012345"


@pytest.fixture
def desk(operator: User) -> Client:
    return enter(operator)


@pytest.fixture
def disputed(employer: Employer) -> Payout:
    now = clock.now()
    with action(SYSTEM, "decide"):
        refund = Refund.objects.create(
            declaration_id=0, line_no=1, number="202402050000000001", employer_id=employer.pk, person_id=1,
            employer_fen=150_300, personal_fen=76_500, amount_fen=226_800, state="paying", decided_at=now,
        )  # fmt: skip
        return Payout.objects.create(
            refund=refund, employer_id=employer.pk, attempt=1, number=f"{refund.number}-01",
            key="00000000-0000-0000-0000-00000000b001", bank_name="工商银行", account_name=employer.name,
            account_number=ACCOUNT, amount_fen=226_800, state="disputed", ordered_at=now, answered_at=now,
            reason_code="disputed", reason_text="202402050000000001-01 2,267.00",
        )  # fmt: skip


def test_a_dispute_is_listed_shown_and_closed_with_what_the_bank_did(desk: Client, disputed: Payout) -> None:
    assert disputed.number in desk.get(HERE).content.decode()
    address = f"{HERE}{disputed.pk}/"
    page = desk.get(address).content.decode()
    assert "2,268.00" in page
    assert "2,267.00" in page
    assert ACCOUNT not in page
    said = {"outcome": "paid", "receipt": "", "paid_on": "2024-02-06", "reason": "与工行王经理电话核实"}
    missing = desk.post(address, said)
    assert (missing.status_code, "请填写银行回单号" in missing.content.decode()) == (422, True)
    answer = desk.post(address, {**said, "receipt": "2024020600000001"}, follow=True)
    assert "核实结果已提交" in answer.content.decode()
    assert Action.objects.filter(verb="close_dispute", refused="").count() == 1
    waiting = desk.get(address).content.decode()
    assert "正在办理" in waiting
    assert "提交核实结果" not in waiting
    assert "已经处理" in desk.post(address, {**said, "receipt": "1"}, follow=True).content.decode()


def test_a_closed_one_is_found_among_the_closed(
    desk: Client, disputed: Payout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shebao.services.refunds.paying._filing", lambda _refund: None)
    monkeypatch.setattr("shebao.services.refunds.paying.tell", lambda *_, **__: None)
    monkeypatch.setattr("shebao.services.refunds.paying.notify", lambda *_, **__: None)
    said = {"outcome": "not_paid", "receipt": "", "paid_on": "", "reason": "银行确认没有付出"}
    desk.post(f"{HERE}{disputed.pk}/", said, follow=True)
    assert disputes.carry_out(now=clock.now()) == 1
    assert disputed.number not in desk.get(HERE).content.decode()
    assert disputed.number in desk.get(f"{HERE}?closed=1").content.decode()
    assert "银行确认没有付出" in desk.get(f"{HERE}{disputed.pk}/").content.decode()


@pytest.mark.parametrize("query", ["closed=x", "before=x", f"before={'9' * 40}"])
def test_odd_values_show_the_list(desk: Client, query: str) -> None:
    assert desk.get(f"{HERE}?{query}").status_code == 200


def test_an_officer_has_no_business_here(browser: Client, disputed: Payout) -> None:
    assert browser.get(HERE).status_code in (403, 404)
    assert browser.get(f"{HERE}{disputed.pk}/").status_code in (403, 404)
