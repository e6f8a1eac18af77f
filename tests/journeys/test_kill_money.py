"""kill -9 amid supplements, arrears and refunds: nothing is lost, nothing comes twice, and the money is right."""

from shebao.benches import killing_money
from shebao.benches.platform import Platform
from shebao.benches.stage import Stage

ROUNDS, LINES = 4, 6


def test_money_is_right_when_processes_are_killed(undisturbed: tuple[Stage, Platform]) -> None:
    found = killing_money.disturb(*undisturbed, ROUNDS - 1, lines=LINES)
    assert found["kills"] == {"worker": 1, "portal": 1, "database": 1}, found
    assert found["filings"] == {"supplements": ROUNDS, "arrears": ROUNDS, "refunds": ROUNDS}, found
    assert (found["lines_made_up"], found["bills_paid"], found["refunds_paid"]) == (
        ROUNDS * LINES, 2 * ROUNDS, ROUNDS,
    ), found  # fmt: skip
    wrong = ("months_not_entered_once", "months_of_other_amounts", "bills_not_paid_once", "refunds_not_paid_once")
    assert [found[name] for name in (*wrong, "payments_astray")] == [0] * 5, found
    assert (found["tax_bills_paid"], found["bank_paid_fen"]) == (2 * ROUNDS, found["refunds_fen"]), found
    lost = ("messages_lost", "messages_doubled", "messages_unknown")
    assert [found[name] for name in lost] == [0, 0, 0], found
    assert found["drained"], found
    assert found["violations"] == [], found
    assert set(found["differences"]) <= {"medical_said_no"}, found
