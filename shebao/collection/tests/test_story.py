"""From the monthly run to the payment, with contributions as they really are: nobody has to remember to tell tax."""

from datetime import date

import pytest

from shebao.collection import actions, queries
from shebao.collection.actions import Sums
from shebao.collection.models import LateFee
from shebao.collection.tests.place import SYSTEM, arrival, told
from shebao.contributions import actions as contributions
from shebao.contributions import monthly
from shebao.contributions.models import Notice, NoticeState
from shebao.contributions.tests import town
from shebao.employers.models import Employer
from shebao.kernel.months import Month
from shebao.notices import texts
from shebao.notices.models import Notice as News
from shebao.outbox.models import Message
from shebao.verification.run import verify

pytestmark = pytest.mark.django_db


def assess(month: Month, on: str) -> None:
    monthly.run_month(month, now=town.moment(on), connections=1)


def declare(firm: Employer, on: str) -> None:
    """The employer's clerk confirms what is to be declared, and the worker declares it."""
    notice, now = Notice.objects.get(employer=firm, state=NoticeState.TO_DECLARE), town.moment(on)
    actions.request_declare(SYSTEM.acting_for(firm.pk), notice.pk, shown=Sums.of(notice), now=now)
    assert actions.carry_out_requests(SYSTEM, now=now) == 1


def sound() -> None:
    """Every invariant about notices, messages and money holds."""
    names = ("issued_notice", "payment_settles", "late_fees", "push_is", "refusal_is", "messages_in_order")
    assert [result.subjects for result in verify(only=names).results if result.violations or result.problem] == []


def test_a_month_is_told_replaced_paid_late_and_its_late_fee_is_right_to_the_fen() -> None:
    firm = town.employer(injury_class=2, band="0.50")
    town.hire(firm, "9876.54", "2023-10-09")
    assess(Month(2023, 10), "2023-10-28")
    first = Notice.objects.get()
    assert told(firm) == [("issued", first.number, None, 1)]
    town.hire(firm, "5000", "2023-10-20")
    assess(Month(2023, 10), "2023-10-30")
    second = Notice.objects.get(state=NoticeState.ISSUED)
    assert told(firm)[1:] == [("replaced", second.number, first.number, 2)]
    sound()

    assert actions.collect(SYSTEM, date(2023, 11, 30)).notices == 0  # the last day for payment
    assert actions.collect(SYSTEM, date(2023, 12, 1)).notices == 1
    # 9876.54 → base 9877, 5000 → 6326 (lower bound): 16 % + 8 %, 0.5 % + 0.5 %, 0.4 % by half (0.2 %)
    lines = {"110": (158_032, 79_016, 101_216, 50_608), "210": (4_939, 4_939, 3_163, 3_163), "410": (1_975, 1_265)}
    assert sum(map(sum, lines.values())) == sum((second.employer_fen, second.personal_fen))
    # paid on 21 December: 1 to 20 December are 20 days, each line × 1 %, half a fen up
    fees = {"110": 1_580 + 790 + 1_012 + 506, "210": 49 + 49 + 32 + 32, "410": 20 + 13}
    (arrear,) = queries.arrears(firm.pk, date(2023, 12, 21))
    assert (arrear.days, arrear.late_fee_fen) == (20, sum(fees.values()))
    payment = arrival(second, paid_on=date(2023, 12, 21), late=sum(fees.values()))
    assert actions.post_payment(SYSTEM, payment, now=town.moment("2023-12-22")) == ""
    assert {fee.scheme: fee.fen for fee in LateFee.objects.all()} == fees
    assert queries.arrears(firm.pk, date(2024, 1, 1)) == []
    sound()


def test_what_is_cancelled_wholly_is_withdrawn() -> None:
    firm = town.employer()
    contract = town.hire(firm, "9000", "2023-10-09")
    assess(Month(2023, 10), "2023-10-28")
    town.never_was(contract)
    contributions.correct(
        SYSTEM, contracts=[contract.pk], first=Month(2023, 10), last=Month(2023, 10), now=town.moment("2023-10-30")
    )
    assert [kind for kind, *_rest in told(firm)] == ["issued", "void"]
    sound()


def test_a_self_declared_month_reaches_tax_when_the_employer_declares_it() -> None:
    firm = town.employer()
    town.hire(firm, "9000", "2024-01-02")
    assess(Month(2024, 1), "2024-01-28")
    notice = Notice.objects.get()
    assert (notice.state, told(firm)) == (NoticeState.TO_DECLARE, [])
    clerk = SYSTEM.acting_for(firm.pk)
    actions.request_declare(clerk, notice.pk, shown=Sums.of(notice), now=town.moment("2024-02-05"))
    assert actions.carry_out_requests(SYSTEM, now=town.moment("2024-02-05")) == 1
    assert told(firm) == [("declared", notice.number, None, 1)]
    payload = Message.objects.get().payload
    notice.refresh_from_db()
    assert payload["due_fen"] == notice.employer_fen + notice.personal_fen
    sound()


def test_a_month_that_is_never_declared_is_owed_like_any_other() -> None:
    firm = town.employer()
    contract = town.hire(firm, "9000", "2024-01-02")
    assess(Month(2024, 1), "2024-01-28")
    assert actions.collect(SYSTEM, date(2024, 2, 29)).notices == 0
    assert actions.collect(SYSTEM, date(2024, 3, 1)).notices == 1
    assert actions.collect(SYSTEM, date(2024, 3, 1)).notices == 0
    (news,) = News.objects.filter(kind__endswith="overdue")
    assert news.kind == "declare_overdue"
    assert "尚未向税务申报" in texts.text(news.kind, news.params)
    assert told(firm) == []
    (arrear,) = queries.arrears(firm.pk, date(2024, 3, 11))
    assert (arrear.to_declare, arrear.days) == (True, 10)

    declare(firm, "2024-03-11")
    assert [kind for kind, *_rest in told(firm)] == ["declared", "overdue"]
    (arrear,) = queries.arrears(firm.pk, date(2024, 3, 11))
    assert not arrear.to_declare

    # a correction of what is overdue: it stays owed, and tax goes on asking until the new notice is declared
    old = Notice.objects.get()
    town.declare_wage(contract, "9500", 202401)
    contributions.correct(
        SYSTEM, contracts=[contract.pk], first=Month(2024, 1), last=Month(2024, 1), now=town.moment("2024-03-20")
    )
    (arrear,) = queries.arrears(firm.pk, date(2024, 3, 21))
    assert (arrear.to_declare, arrear.notice_id > old.pk) == (True, True)
    assert [kind for kind, *_rest in told(firm)] == ["declared", "overdue"]
    sound()
    declare(firm, "2024-03-21")
    assert told(firm)[2:] == [("declared", arrear.number, old.number, 3)]
    assert actions.collect(SYSTEM, date(2024, 3, 22)).notices == 1
    assert [kind for kind, *_rest in told(firm)][3:] == ["overdue"]
    sound()


def test_a_correction_to_nothing_withdraws_what_was_declared() -> None:
    firm = town.employer()
    contract = town.hire(firm, "9000", "2024-01-02")
    assess(Month(2024, 1), "2024-01-28")
    declare(firm, "2024-02-05")
    town.declare_wage(contract, "9500", 202401)
    month = Month(2024, 1)
    contributions.correct(SYSTEM, contracts=[contract.pk], first=month, last=month, now=town.moment("2024-02-10"))
    town.never_was(contract)
    contributions.correct(SYSTEM, contracts=[contract.pk], first=month, last=month, now=town.moment("2024-02-12"))
    assert [kind for kind, *_rest in told(firm)] == ["declared", "void"]
    sound()


def test_a_notice_whose_whole_share_is_deferred_is_never_overdue() -> None:
    firm = town.employer(industry="catering")
    town.hire(firm, "9000", "2022-01-09", schemes=("410",))
    assess(Month(2022, 5), "2022-05-20")
    notice = Notice.objects.get()
    assert notice.employer_fen == notice.deferred_fen > 0
    assert actions.collect(SYSTEM, date(2022, 9, 1)).notices == 0
    assert queries.arrears(firm.pk, date(2022, 9, 1)) == []
    assert queries.overdue_count(date(2022, 9, 1)) == 0


def test_a_failure_while_tax_is_told_undoes_the_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    firm = town.employer()
    town.hire(firm, "9000", "2023-10-09")

    def fail(*_asked: object, **_how: object) -> int:
        raise RuntimeError("no message could be written")

    monkeypatch.setattr("shebao.collection.telling._tell", fail)
    with pytest.raises(RuntimeError):
        assess(Month(2023, 10), "2023-10-28")
    assert not Notice.objects.filter(state=NoticeState.ISSUED).exists()
