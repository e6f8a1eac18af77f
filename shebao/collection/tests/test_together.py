"""Payments and declarations beside corrections of the same notices: they wait for each other, and never for ever."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from django.db import connection, transaction

from shebao.collection import actions
from shebao.collection.actions import Sums
from shebao.collection.models import DeclareRequest, RequestState
from shebao.collection.tests.place import SYSTEM, arrival, kinds
from shebao.contributions import actions as contributions
from shebao.contributions import entering, monthly
from shebao.contributions.models import Notice, NoticeState
from shebao.contributions.tests import town
from shebao.employment.models import Contract
from shebao.kernel.months import Month
from tests.blocked import until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


def one_after_the_other(first: Callable[[], object], second: Callable[[], object], first_holds: Event) -> list[str]:
    """What went wrong, when the second starts as soon as the first holds its locks."""

    def run(what: Callable[[], object]) -> str:
        try:
            what()
        except Exception as error:  # noqa: BLE001 a deadlock is what is looked for
            return f"{type(error).__name__}: {error}"
        finally:
            connection.close()
        return ""

    def run_second() -> str:
        assert first_holds.wait(20)
        return run(second)

    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(run, first), pool.submit(run_second)]
        return [answer.result() for answer in answers if answer.result()]


def slow(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> Event:
    """Makes a step of the first of two wait after it has its locks; set once it has them."""
    step, held = getattr(module, name), Event()

    def slowly(*given: object, **named: object) -> object:
        if not held.is_set():
            held.set()
            until_somebody_waits()
        return step(*given, **named)

    monkeypatch.setattr(module, name, slowly)
    return held


def assessed(month: Month, on: str, wage: str = "9000") -> Contract:
    contract = town.hire(town.employer(), wage, f"{month.year}-{month.month:02d}-02")
    monthly.run_month(month, now=town.moment(on), connections=1)
    return contract


def corrected(contract: Contract, month: Month, on: str, wage: str) -> Callable[[], object]:
    town.declare_wage(contract, wage, int(month))
    return lambda: contributions.correct(SYSTEM, contracts=[contract.pk], first=month, last=month, now=town.moment(on))


def test_a_payment_and_a_correction(monkeypatch: pytest.MonkeyPatch) -> None:
    month = Month(2023, 10)
    contract = assessed(month, "2023-10-10")
    corrected(contract, month, "2023-10-12", "9500")()
    _old, new = Notice.objects.order_by("seq")
    correct = corrected(contract, month, "2023-10-21", "9700")
    payment = arrival(new, paid_on=date(2023, 10, 20))
    held = slow(monkeypatch, contributions, "settle_many")
    wrong = one_after_the_other(
        lambda: actions.post_payment(SYSTEM, payment, now=town.moment("2023-10-21")), correct, held
    )
    assert (wrong, kinds()) == ([], [])
    assert list(Notice.objects.order_by("seq").values_list("state", flat=True)) == ["replaced", "paid", "issued"]


def test_a_declaration_and_a_correction(monkeypatch: pytest.MonkeyPatch) -> None:
    month = Month(2024, 3)
    contract = assessed(month, "2024-03-10")
    notice = Notice.objects.get()
    now = town.moment("2024-03-20")
    actions.request_declare(SYSTEM.acting_for(contract.employer_id), notice.pk, shown=Sums.of(notice), now=now)
    correct = corrected(contract, month, "2024-03-21", "9700")
    held = slow(monkeypatch, contributions, "declare")
    assert one_after_the_other(lambda: actions.carry_out_requests(SYSTEM, now=now), correct, held) == []
    assert DeclareRequest.objects.get().state == RequestState.DONE
    assert list(Notice.objects.order_by("seq").values_list("state", flat=True)) == ["replaced", "to_declare"]


def test_declaring_by_itself_locks_the_employer_first() -> None:
    contract = assessed(Month(2024, 3), "2024-03-10")
    notice, held = Notice.objects.get(), Event()

    def keeper() -> None:
        with transaction.atomic():
            entering.lock([contract.employer_id])
            held.set()
            until_somebody_waits()
            Notice.objects.select_for_update(nowait=True).get(pk=notice.pk)  # the other waits, and holds nothing

    def declare() -> None:
        contributions.declare(SYSTEM, notice.pk, now=town.moment("2024-03-20"))

    assert one_after_the_other(keeper, declare, held) == []
    assert Notice.objects.get().state == NoticeState.ISSUED


def test_looking_for_arrears_locks_employers_first() -> None:
    contract = assessed(Month(2023, 10), "2023-10-10")
    notice, held = Notice.objects.get(), Event()

    def keeper() -> None:
        with transaction.atomic():
            entering.lock([contract.employer_id])
            held.set()
            until_somebody_waits()
            Notice.objects.select_for_update(nowait=True).get(pk=notice.pk)

    assert one_after_the_other(keeper, lambda: actions.collect(SYSTEM, date(2023, 12, 5)), held) == []
    assert actions.collect(SYSTEM, date(2023, 12, 5)).notices == 0
