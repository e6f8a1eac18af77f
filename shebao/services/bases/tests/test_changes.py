"""Facts that change between the check and the confirmation, or before it takes effect: both amounts are said."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from shebao.access import actions as access
from shebao.access.models import UserKind
from shebao.audit import actions as audit
from shebao.contributions.models import Wage
from shebao.database.roles import Role, working_as
from shebao.declarations import queries
from shebao.declarations.models import Declaration, State
from shebao.employers.models import Employer
from shebao.employment.models import Contract, Coverage
from shebao.services.bases import actions
from shebao.services.bases.catalogue import explain
from shebao.services.bases.tests.office import Office, codes, row, spans, states, workbook
from shebao.services.enrolment.tests.desk import LONG_AGO, SYSTEM
from tests.law_then import with_rate

pytestmark = pytest.mark.django_db


def coverage(contract: Contract) -> None:
    """Unemployment insurance had ended in June."""
    with audit.action(SYSTEM, "end coverage"):
        Coverage.objects.filter(contract=contract, scheme="210").update(to_month=202406)


def band(contract: Contract) -> None:
    """The employer has another floating rate of work injury."""
    with audit.action(SYSTEM, "set band"):
        Employer.objects.filter(pk=contract.employer_id).update(injury_band="1.50")


def another_wage(contract: Contract) -> None:
    """Another clerk has declared 9,500 meanwhile."""
    Office(contract.employer).declare({contract: "9500"})


# From 8,000 to 10,000, work injury of class 2 at 0.4 %: 1280 + 40 + 32 = 1352.00 and 640 + 40 = 680.00 before,
# 1600 + 50 + 40 = 1690.00 and 800 + 50 = 850.00 after
BEFORE = "申报前每月单位1,352.00元、个人680.00元、申报后每月单位1,690.00元、个人850.00元"
CHANGES: dict[Callable[[Contract], None], str] = {
    coverage: "申报前每月单位1,312.00元、个人640.00元、申报后每月单位1,640.00元、个人800.00元",  # less 40 and 50, twice
    band: "申报前每月单位1,368.00元、个人680.00元、申报后每月单位1,710.00元、个人850.00元",  # 48 for 32, 60 for 40
    # 9500: 1520 + 47.50 + 38 = 1605.50; 760 + 47.50 = 807.50
    another_wage: "申报前每月单位1,605.50元、个人807.50元、申报后每月单位1,690.00元、个人850.00元",
}


def told(filing: Declaration, code: str = "amounts_changed") -> list[str]:
    """The findings about amounts that have changed, in words."""
    found = queries.findings(filing.pk, code=code)
    return [explain(one.code, one.field, one.params).message for one in found]


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_confirmed_is_refused_and_both_amounts_said(
    office: Office, change: Callable[[Contract], None]
) -> None:
    (one,) = office.employ(1, wage=800_000)
    checked = office.by_workbook(workbook([row(one, 10000)]))
    change(one)
    wages = spans(one)
    again = office.confirm(checked)
    assert (again.state, again.confirmed_at, again.shown) == (State.CHECKED, None, None)
    assert spans(one) == wages
    assert told(again) == [f"您上次核对之后，该人员的缴费金额有变化：原为{BEFORE}，现为{CHANGES[change]}。"]
    assert office.confirm(again).state == State.EFFECTIVE


def test_so_it_is_when_the_law_has_changed(office: Office) -> None:
    (one,) = office.employ(1, wage=800_000)
    checked = office.by_page({one: "10000"})
    with with_rate("rate/110/employer", Decimal("0.15")):
        again = office.confirm(checked)
        # 1 % of 8,000 and of 10,000 less
        now = "申报前每月单位1,272.00元、个人680.00元、申报后每月单位1,590.00元、个人850.00元"
        assert told(again) == [f"您上次核对之后，该人员的缴费金额有变化：原为{BEFORE}，现为{now}。"]


def test_what_changes_after_confirming_fails_the_line_and_no_other(office: Office) -> None:
    """The worker looks again under the lock, whatever the door has seen."""
    changed, same = office.employ(2, wage=800_000)
    checked = office.by_workbook(workbook([row(changed, 10000), row(same, 10000)]))
    actions.confirm(office.actor, checked.pk, checked.content_version, now=office.now)
    coverage(changed)
    done = office.work(checked)
    assert (done.state, states(done)) == (State.PARTLY, ["failed", "effective"])
    assert told(done, "amounts_changed_now") == [
        "检查之后，该人员的缴费金额有变化：核对时申报后每月单位1,690.00元、个人850.00元，现为每月单位1,640.00元、个人800.00元。"
    ]
    assert [span[2] for span in spans(changed)] == [800_000]
    assert Wage.objects.get(contract_id=same.pk, to_month=None).wage_fen == 1_000_000


def test_of_a_workbook_only_the_lines_that_changed_say_so(office: Office) -> None:
    people = office.employ(3, wage=800_000)
    checked = office.by_workbook(workbook([row(one, 10000) for one in people]))
    coverage(people[1])
    again = office.confirm(checked)
    assert (again.state, again.good) == (State.CHECKED, 3)
    assert [one.line_no for one in queries.findings(again.pk, code="amounts_changed")] == [2]
    assert office.confirm(again).effective == 3


def test_nothing_is_said_when_the_day_alone_has_changed(office: Office) -> None:
    (one,) = office.employ()
    checked = office.by_page({one: "10000"})
    office.now = office.now.replace(day=11)
    again = office.confirm(checked)
    assert (again.state, "amounts_changed" in codes(again)) == (State.CHECKED, False)


def test_all_of_it_is_within_the_rights_of_the_portal(office: Office) -> None:
    user = access.create_user(SYSTEM, username="zhang.min", name="张敏", kind=UserKind.CLERK)
    access.grant_mandate(SYSTEM, user.pk, office.employer.pk, valid_from=LONG_AGO)
    (one,) = office.employ(1, wage=800_000)
    checked = office.by_page({one: "10000"})
    band(one)
    with working_as(Role.PORTAL, user.pk):
        refused = actions.confirm(office.actor, checked.pk, checked.content_version, now=office.now)
    assert (refused.state, refused.shown) == (State.CHECKING, {"1": [135_200, 68_000, 169_000, 85_000]})
    again = office.work(checked)
    with working_as(Role.PORTAL, user.pk):
        confirmed = actions.confirm(office.actor, again.pk, again.content_version, now=office.now)
    assert confirmed.state == State.APPLYING
