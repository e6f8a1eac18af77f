"""A refund from the request to the money: what it does to entries, coverage, messages; what it never does twice."""

from datetime import date

import pytest

from shebao.access.models import PostKind, User
from shebao.audit.actions import action
from shebao.contributions import actions as contributions
from shebao.contributions.models import Notice
from shebao.contributions.tests import town
from shebao.declarations import queries as declarations
from shebao.declarations.models import LineState, State
from shebao.kernel.errors import Conflict, Invalid, NotAllowed
from shebao.outbox.models import Message
from shebao.persons.models import Person
from shebao.review.models import Case, Verdict
from shebao.services.enrolment.tests.desk import SYSTEM, violations
from shebao.services.refunds import actions, disputes, ordering, queries
from shebao.services.refunds.disputes import Truth
from shebao.services.refunds.models import AccountRequest, Payout, Refund, RefundItem
from shebao.services.refunds.queries import Accounts
from shebao.services.refunds.tests.office import (
    NOVEMBER,
    OCTOBER,
    PAID,
    SEPTEMBER,
    Office,
    bank_says,
    entered,
    keys,
    officer,
    spells,
)

pytestmark = pytest.mark.django_db

Officers = tuple[User, User]


def test_all_the_way(office: Office, officers: Officers) -> None:
    """9,000 in 2023: pension 16+8, unemployment 0.5+0.5, injury 0.2 percent; two months asked back."""
    contract = office.employ()
    office.assess(*PAID)
    checked = office.checked(contract, [OCTOBER, NOVEMBER])
    line = queries.line(checked.pk)
    assert line is not None
    assert (checked.state, line.state) == (State.CHECKED, LineState.GOOD)
    assert (line.employer_fen, line.personal_fen) == (2 * 150_300, 2 * 76_500)
    waiting = office.confirm(checked)
    assert waiting.state == State.IN_REVIEW
    first = office.decide(officers[0], waiting)
    assert (first.state, Refund.objects.count()) == (State.IN_REVIEW, 0)
    done = office.decide(officers[1], first)
    assert (done.state, done.effective) == (State.EFFECTIVE, 1)
    refund = Refund.objects.get()
    assert (refund.amount_fen, refund.state) == (2 * 226_800, "paying")
    assert spells(contract) == [(202309, 202309), (202312, None)]
    assert [entered(contract, month) for month in PAID] == [226_800, 0, 0]
    assert bank_says(refund, paid=True) == "paid"
    refund.refresh_from_db()
    assert (refund.state, refund.receipt, refund.paid_on) == ("paid", "2024020500000001", date(2024, 2, 6))
    kinds = [event.kind for event in declarations.timeline(done.pk)]
    assert kinds[-4:] == ["first_approved", "second_approved", "refund_decided", "refund_paid"]
    assert violations() == []


def test_who_is_told(office: Office, officers: Officers) -> None:
    contract = office.employ()
    office.assess(*PAID)
    before = Message.objects.count()
    office.refunded(contract, [OCTOBER], officers)
    told = Message.objects.order_by("id")[before:]
    assert {(one.system, one.kind) for one in told} == {
        ("bank", "pay"), ("national_pension", "refunded"), ("tax", "refunded"),
    }  # fmt: skip
    by_system = {one.system: one.payload for one in told}
    assert by_system["bank"]["amount_fen"] == 226_800
    assert [one["scheme"] for one in by_system["national_pension"]["months"]] == ["110"]
    assert by_system["tax"]["amount_fen"] == 226_800
    assert contract.person.document_number not in str(by_system["tax"])


def test_one_scheme_alone_leaves_the_others(office: Office, officers: Officers) -> None:
    contract = office.employ()
    office.assess(*PAID)
    waiting = office.confirm(office.check(office.ask(contract, keys([OCTOBER], ["410"]))))
    for one in officers:
        waiting = office.decide(one, waiting)
    assert (spells(contract, "410"), spells(contract)) == ([(202309, 202309), (202311, None)], [(202309, None)])
    assert not Message.objects.filter(system="national_pension", kind="refunded").exists()
    assert violations() == []


def test_months_at_the_beginning_and_the_end_shorten_the_spell(office: Office, officers: Officers) -> None:
    contract = office.employ()
    office.assess(*PAID)
    office.leave(contract, "2023-11-20")
    office.refunded(contract, [SEPTEMBER, NOVEMBER], officers)
    assert spells(contract) == [(202310, 202310)]
    assert violations() == []


def test_a_whole_spell_is_void(office: Office, officers: Officers) -> None:
    contract = office.employ()
    office.assess(*PAID)
    office.leave(contract, "2023-11-20")
    office.refunded(contract, PAID, officers)
    assert spells(contract) == []


def test_after_an_ending_back_in_time_the_money_alone_is_given_back(office: Office, officers: Officers) -> None:
    contract = office.employ()
    office.assess(*PAID)
    office.leave(contract, "2023-09-20")
    office.refunded(contract, [OCTOBER, NOVEMBER], officers)
    assert spells(contract) == [(202309, 202309)]
    assert violations() == []


def test_a_month_is_given_back_once(office: Office, officers: Officers) -> None:
    contract = office.employ()
    office.assess(*PAID)
    refund = office.refunded(contract, [OCTOBER], officers)
    again = office.checked(contract, [OCTOBER])
    assert {item.code for item in queries.items(again.pk)} == {"refunded"}
    assert {item.params["number"] for item in queries.items(again.pk)} == {refund.number}
    assert again.good == 0
    with pytest.raises(Conflict, match="没有可以提交"):
        office.confirm(again)


def test_two_requests_for_a_month_the_first_goes_on(office: Office) -> None:
    contract = office.employ()
    office.assess(*PAID)
    one, other = office.checked(contract, [OCTOBER]), office.checked(contract, [OCTOBER, NOVEMBER])
    office.confirm(one)
    refused = office.confirm(other)
    assert refused.state == State.CHECKED  # checked again: the sum is another one
    codes = {(item.month, item.code) for item in queries.items(other.pk)}
    assert codes == {(202310, "under_way"), (202311, "")}
    note = declarations.findings(other.pk, code="amounts_changed")[0]
    assert note.params == {"shown": "4,536.00", "now": "2,268.00"}
    assert office.confirm(refused).state == State.IN_REVIEW


def test_confirmed_at_the_same_moment_only_one_goes_to_the_officers(office: Office) -> None:
    contract = office.employ()
    office.assess(*PAID)
    one, other = office.checked(contract, [OCTOBER]), office.checked(contract, [OCTOBER])
    for each in (one, other):
        each.state = State.APPLYING
        each.next_step = "apply"
        with action(SYSTEM, "race"):
            each.save()
    office.work(one)
    states = sorted(declarations.find(each.number, office.employer.pk).state for each in (one, other))  # type: ignore[union-attr]
    assert states == ["failed", "in_review"]
    assert RefundItem.objects.filter(live=True).count() == 3


def test_what_was_returned_is_asked_anew(office: Office, officers: Officers) -> None:
    contract = office.employ()
    office.assess(*PAID)
    waiting = office.decide(officers[0], office.waiting(contract, [OCTOBER]))
    returned = office.decide(officers[1], waiting, Verdict.RETURN, "材料不足")
    assert (returned.state, RefundItem.objects.filter(live=True).count()) == (State.RETURNED, 0)
    office.prove(returned)
    again = office.confirm(office.check(returned))
    assert again.state == State.IN_REVIEW
    assert [case.stage for case in Case.objects.filter(state="open")] == [1]
    for one in officers:
        again = office.decide(one, again)
    assert again.state == State.EFFECTIVE


def test_what_was_rejected_is_over(office: Office, officers: Officers) -> None:
    contract = office.employ()
    office.assess(*PAID)
    rejected = office.decide(officers[0], office.waiting(contract, [OCTOBER]), Verdict.REJECT, "存在劳动关系")
    assert (rejected.state, rejected.failed, spells(contract)) == (State.REJECTED, 1, [(202309, None)])
    assert violations() == []


def test_first_and_second_officer_are_two_persons(office: Office, officers: Officers) -> None:
    contract = office.employ()
    office.assess(*PAID)
    waiting = office.waiting(contract, [OCTOBER])
    with pytest.raises(NotAllowed, match="没有该区的审核岗位"):
        office.decide(officers[1], waiting)
    waiting = office.decide(officers[0], waiting)
    with pytest.raises(NotAllowed, match="复核岗位"):
        office.decide(officers[0], waiting)
    again = officer(3, PostKind.SECOND_REVIEW, number=officers[0].identity_number)
    with pytest.raises(NotAllowed, match="不同人员"):
        office.decide(again, waiting)
    assert office.decide(officers[1], waiting).state == State.EFFECTIVE


def test_what_changed_before_the_second_decision_is_not_given_back(office: Office, officers: Officers) -> None:
    contract = office.employ()
    office.assess(*PAID)
    waiting = office.decide(officers[0], office.waiting(contract, [OCTOBER]))
    with action(SYSTEM, "die"):
        Person.objects.filter(pk=contract.person_id).update(died_on=date(2023, 12, 1))
    late = office.decide(officers[1], waiting)
    assert (late.state, Refund.objects.count()) == (State.FAILED, 0)
    assert declarations.findings(late.pk, code="changed_now")
    assert violations() == []


def test_a_rejected_account_is_replaced_and_paid_once(office: Office, officers: Officers) -> None:
    contract = office.employ()
    office.assess(*PAID)
    refund = office.refunded(contract, [OCTOBER], officers)
    with pytest.raises(Conflict, match="不需要更换账户"):
        office.give_account(refund)
    assert bank_says(refund, paid=False) == "rejected"
    assert office.give_account(refund) == 1
    assert list(Payout.objects.order_by("attempt").values_list("state", flat=True)) == ["rejected", "ordered"]
    assert bank_says(refund, paid=True) == "paid"
    numbers = list(Payout.objects.order_by("attempt").values_list("number", flat=True))
    assert numbers == [f"{refund.number}-01", f"{refund.number}-02"]
    assert violations() == []


def test_two_clerks_give_another_account_one_is_ordered(office: Office, officers: Officers) -> None:
    contract = office.employ()
    office.assess(*PAID)
    refund = office.refunded(contract, [OCTOBER], officers)
    bank_says(refund, paid=False)
    account = Accounts("中国建设银行", office.employer.name, "6222000011112222")
    actions.give_account(office.actor, refund.pk, account, office.employer.name, now=office.now)
    with pytest.raises(Conflict, match="已经提交"):
        actions.give_account(office.actor, refund.pk, account, office.employer.name, now=office.now)
    assert ordering.carry_out_requests(now=office.now) == 1
    assert ordering.carry_out_requests(now=office.now) == 0
    assert (Payout.objects.count(), AccountRequest.objects.count()) == (2, 1)


def test_another_account_must_be_the_employers(office: Office, officers: Officers) -> None:
    contract = office.employ()
    office.assess(*PAID)
    refund = office.refunded(contract, [OCTOBER], officers)
    bank_says(refund, paid=False)
    with pytest.raises(Invalid):
        actions.give_account(
            office.actor,
            refund.pk,
            Accounts("某银行", "张三", "6222000011112222"),
            office.employer.name,
            now=office.now,
        )


def test_an_answer_about_another_amount_is_not_believed(office: Office, officers: Officers) -> None:
    contract = office.employ()
    office.assess(*PAID)
    refund = office.refunded(contract, [OCTOBER], officers)
    assert bank_says(refund, paid=True, amount=1) == "disputed"
    refund.refresh_from_db()
    assert refund.state == "paying"


DISPUTED_DAY = date(2024, 2, 1)


@pytest.mark.parametrize(
    ("truth", "becomes"),
    [
        (Truth(True, " 2024020100000009 ", DISPUTED_DAY, "与工行电话核实，回单编号误写"), "paid"),
        (Truth(False, "", None, "款项已由银行收回"), "rejected"),
    ],
)
def test_what_an_operator_clears_up_with_the_bank_settles_the_order_once(
    truth: Truth, becomes: str, office: Office, officers: Officers
) -> None:
    contract = office.employ()
    office.assess(*PAID)
    refund = office.refunded(contract, [OCTOBER], officers)
    bank_says(refund, paid=True, amount=1)
    payout = Payout.objects.get()
    disputes.close(SYSTEM, payout.pk, truth, now=office.now)
    with pytest.raises(Conflict, match="已经处理"):
        disputes.close(SYSTEM, payout.pk, truth, now=office.now)
    assert (disputes.carry_out(now=office.now), disputes.carry_out(now=office.now)) == (1, 0)
    refund.refresh_from_db()
    payout.refresh_from_db()
    assert (payout.state, refund.state, refund.receipt) == (becomes, becomes, truth.receipt.strip())
    with pytest.raises(Conflict, match="已经处理"):
        disputes.close(SYSTEM, payout.pk, truth, now=office.now)
    assert violations() == []


@pytest.mark.parametrize(
    ("truth", "field"),
    [
        (Truth(True, "", DISPUTED_DAY, "核实"), "receipt"),
        (Truth(True, "1", None, "核实"), "paid_on"),
        (Truth(True, "1", date(2030, 1, 1), "核实"), "paid_on"),
        (Truth(False, "", None, " "), "reason"),
    ],
)
def test_a_closing_says_all_that_it_must(truth: Truth, field: str, office: Office) -> None:
    with pytest.raises(Invalid) as wrong:
        disputes.close(SYSTEM, 1, truth, now=office.now)
    assert wrong.value.field == field


def test_what_is_unpaid_of_the_month_is_cancelled_with_it(office: Office, officers: Officers) -> None:
    contract = office.employ("9000")
    office.assess(*PAID)
    town.declare_wage(contract, "10000", 202309)
    contributions.correct(SYSTEM, contracts=[contract.pk], first=OCTOBER, last=OCTOBER, now=office.now)
    assert entered(contract, OCTOBER) == 252_000
    unpaid = Notice.objects.get(month=202310, state="issued")
    office.refunded(contract, [OCTOBER], officers)
    assert entered(contract, OCTOBER) == 0
    unpaid.refresh_from_db()
    assert unpaid.state == "replaced"
    assert violations() == []
