"""Facts that change between the check and the confirmation: nothing is confirmed, and both amounts are said."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from shebao.access import actions as access
from shebao.access.models import UserKind
from shebao.audit import actions as audit
from shebao.contributions import actions as contributions
from shebao.contributions.models import Charge, Notice, Wage
from shebao.database.roles import Role, working_as
from shebao.declarations import queries
from shebao.declarations.models import Declaration, State
from shebao.employers.models import Employer
from shebao.employment.models import Contract, Coverage
from shebao.services.enrolment.tests.desk import LONG_AGO, SYSTEM, Desk, codes, violations
from shebao.services.registration import actions as registration
from shebao.services.withdrawal.catalogue import explain
from shebao.services.withdrawal.tests.people import LAST_MONTH, charge, employ
from tests.law_then import with_rate
from tests.workbooks import leaving, workbook

pytestmark = pytest.mark.django_db


def wage(contract: Contract) -> None:
    """The wage was 12,000 all along."""
    with audit.action(SYSTEM, "correct wage"):
        Wage.objects.filter(contract_id=contract.pk).update(wage_fen=1_200_000)


def coverage(contract: Contract) -> None:
    """Unemployment insurance had ended."""
    with audit.action(SYSTEM, "end coverage"):
        Coverage.objects.filter(contract=contract, scheme="210").update(to_month=202610)


def band(contract: Contract) -> None:
    """The employer has another floating rate of work injury."""
    with audit.action(SYSTEM, "set band"):
        Employer.objects.filter(pk=contract.employer_id).update(injury_band="1.50")


# Base 9,000: 1440.00 + 720.00 + 45.00 + 45.00 + 36.00 (class 2, 0.4 %) = 2286.00
CHANGES: dict[Callable[[Contract], None], str] = {
    charge: ("生成0.00元、冲减0.00元、已缴0.00元"),
    wage: ("生成3,048.00元、冲减0.00元、已缴0.00元"),  # 12,000: 1920 + 960 + 60 + 60 + 48
    coverage: ("生成2,196.00元、冲减0.00元、已缴0.00元"),  # less 45.00 twice
    band: ("生成2,304.00元、冲减0.00元、已缴0.00元"),  # 9000 × 0.6 % = 54.00 for 36.00
}


def told(filing: Declaration) -> list[str]:
    """The findings about amounts that have changed, in words."""
    found = queries.findings(filing.pk, code="amounts_changed")
    return [explain(one.code, one.field, one.params).message for one in found]


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_confirmed_is_refused_and_both_amounts_said(desk: Desk, change: Callable[[Contract], None]) -> None:
    contract = employ(desk)
    checked = desk.choose_month(desk.end(ended_on="2026-11-20"))
    change(contract)
    entries = Charge.objects.count()
    again = desk.confirm(checked)
    assert (again.state, again.confirmed_at, again.good, again.shown) == (State.CHECKED, None, 1, None)
    assert Charge.objects.count() == entries
    before = "生成2,286.00元、冲减0.00元、已缴0.00元"
    assert told(again) == [f"您上次核对之后，该人员的应缴费款有变化：原为{before}，现为{CHANGES[change]}。"]
    assert desk.confirm(again).state == State.EFFECTIVE
    assert violations() == []


def test_so_it_is_when_the_law_has_changed(desk: Desk) -> None:
    employ(desk)
    checked = desk.choose_month(desk.end(ended_on="2026-11-20"))
    with with_rate("rate/110/employer", Decimal("0.15")):
        again = desk.confirm(checked)
        assert (again.state, len(told(again))) == (State.CHECKED, 1)
        assert "现为生成2,196.00元" in told(again)[0]  # 9000 × 1 % less


def test_later_months_that_were_charged_or_paid_meanwhile(desk: Desk) -> None:
    contract = employ(desk)
    checked = desk.end(ended_on="2026-09-30")
    charge(contract, month=LAST_MONTH)
    charged = desk.confirm(checked)
    assert (charged.state, codes(charged)) == (State.CHECKED, {"later_months_unpaid", "amounts_changed"})
    assert "现为生成0.00元、冲减2,286.00元、已缴0.00元" in told(charged)[0]
    notice = Notice.objects.get(month=202610)
    contributions.declare(SYSTEM, notice.pk, now=desk.now)
    contributions.settle(SYSTEM, notice_id=notice.pk, paid_on=desk.now.date())
    paid = desk.confirm(charged)
    assert (paid.state, codes(paid)) == (State.CHECKED, {"later_months_paid", "amounts_changed"})
    assert "原为生成0.00元、冲减2,286.00元、已缴0.00元，现为生成0.00元、冲减0.00元、已缴2,286.00元" in told(paid)[0]
    assert desk.confirm(paid).state == State.EFFECTIVE


def test_of_a_workbook_only_the_lines_that_changed_say_so(desk: Desk) -> None:
    contracts = [employ(desk, serial) for serial in range(3)]
    draft = desk.begin(single=False, service="registration")
    desk.put(draft, workbook([leaving(serial, ended_on="2026-11-20") for serial in range(3)]))
    checked = desk.choose_month(desk.submit(draft))
    wage(contracts[1])
    again = desk.confirm(checked)
    assert (again.state, again.good) == (State.CHECKED, 3)
    assert [one.line_no for one in queries.findings(again.pk, code="amounts_changed")] == [2]
    assert desk.confirm(again).effective == 3


def test_nothing_is_said_when_the_day_alone_has_changed(desk: Desk) -> None:
    employ(desk)
    checked = desk.end(ended_on="2026-10-31")
    desk.now = desk.now.replace(day=24)
    again = desk.confirm(checked)
    assert (again.state, codes(again)) == (State.CHECKED, set())


def test_all_of_it_is_within_the_rights_of_the_portal(desk: Desk) -> None:
    user = access.create_user(SYSTEM, username="zhang.min", name="张敏", kind=UserKind.CLERK)
    access.grant_mandate(SYSTEM, user.pk, desk.employer.pk, valid_from=LONG_AGO)
    desk.user_id = user.pk
    contract = employ(desk)
    checked = desk.choose_month(desk.end(ended_on="2026-11-20"))
    wage(contract)
    with working_as(Role.PORTAL, user.pk):
        refused = registration.confirm(desk.actor, checked.pk, checked.content_version, now=desk.now)
    assert (refused.state, refused.shown) == (State.CHECKING, {"1": [152_100, 76_500, 0, 0]})
    again = desk.work(checked)
    assert len(told(again)) == 1
    with working_as(Role.PORTAL, user.pk):
        confirmed = registration.confirm(desk.actor, again.pk, again.content_version, now=desk.now)
    assert confirmed.state == State.APPLYING
