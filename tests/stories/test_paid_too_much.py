"""Too much paid within an insured month: what the reconciliation says closes it, 退费 and then 补缴, does close it."""

import pytest

from shebao.access.models import PostKind
from shebao.contributions.tests import town
from shebao.reconciliation.run import reconcile
from shebao.reconciliation.scope import Scope
from shebao.services.refunds.tests.office import OCTOBER, PAID, bank_says, entered, officer
from shebao.services.refunds.tests.office import Office as Refunds
from shebao.services.supplements.tests.office import Office as Supplements

NOW = town.moment("2024-01-15")


def differences() -> set[tuple[str, str]]:
    """Kinds of what differs in October, with the act that closes them."""
    return {(one["kind"], one["action"]) for one in reconcile(Scope(NOW, month=OCTOBER)).as_json()["kinds"]}


@pytest.mark.django_db
def test_the_month_is_given_back_and_made_up_at_the_right_wage() -> None:
    asking = Refunds(town.employer(), now=NOW)
    contract = asking.employ("9000")
    asking.assess(*PAID)
    assert differences() == set()
    town.declare_wage(contract, "8000", int(OCTOBER))
    assert differences() == {("paid_more_than_owed", "refund_and_make_up")}
    officers = (officer(1, PostKind.FIRST_REVIEW), officer(2, PostKind.SECOND_REVIEW))
    refund = asking.refunded(contract, [OCTOBER], officers)
    bank_says(refund, paid=True, now=NOW)
    assert entered(contract, OCTOBER) == 0
    making_up = Supplements(asking.employer, now=NOW)
    done = making_up.confirm(making_up.by_page(contract, {"2023-10": "8000"}))
    assert making_up.pay(done) == ""
    assert entered(contract, OCTOBER) == 201_600  # 24 + 1 + 0.2 percent of 8,000 yuan
    assert {kind for kind, _action in differences()} <= {"message_waiting"}
