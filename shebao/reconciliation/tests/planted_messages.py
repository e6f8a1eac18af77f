"""Divergences with tax, the medical authority and the national pension system."""

import uuid
from datetime import date
from typing import Final

from shebao.audit.actions import action
from shebao.collection import actions as collection
from shebao.collection.tests.place import SYSTEM
from shebao.employment.models import Contract
from shebao.outbox import actions as outbox
from shebao.outbox.models import Feedback, Message, Queue
from shebao.reconciliation.tests.clean import BEFORE, JANUARY, NOW, PASSED_ON, Town, sql
from shebao.reconciliation.tests.planted import Deed, Planted, plant
from shebao.reconciliation.tests.planted_money import bill
from shebao.services.cards.models import Application
from shebao.services.refunds.models import Payout, Refund

SILENT: Final = "state = 'sent', failure_kind = 'silent', answered_at = null"
STUCK: Final = "state = 'stuck', failure_kind = 'again', answered_at = null"


def change(system: str, change: str) -> Deed:
    """Change the message about Anna, or of the firm's January."""
    return lambda here: sql(f"update outbox_message set {change} where id = %s", here.message(system))


def retry(system: str) -> Deed:
    """An operator sends it again."""
    return lambda here: outbox.retry(SYSTEM, [here.message(system)], now=NOW)


def forget(system: str, kind: str, whose: str) -> Deed:
    """The message was lost."""

    def do(here: Town) -> None:
        contract: Contract = getattr(here, whose)
        sql("delete from outbox_message where id = %s", here.message(system, contract, kind))

    return do


def pause(_here: Town) -> None:
    with action(SYSTEM, "pause"):
        Queue.objects.create(system="tax", failures=1, not_before=NOW, last_error="status_401", paused_at=NOW)


def answer(effect: str, system: str = "medical") -> Deed:
    """A counterparty says something that does not fit."""

    def do(here: Town) -> None:
        key = Message.objects.get(pk=here.message(system)).key if effect == "late" else uuid.uuid4()
        with action(SYSTEM, "answer"):
            Feedback.objects.create(
                system=system, feedback_id="x", in_reply_to=key, body={}, digest="x", applied_at=NOW, effect=effect
            )

    return do


def order(message: str = "done", kind: str = "", payout: str = "ordered") -> Deed:
    """A refund of the firm on its way through the bank."""

    def do(here: Town) -> None:
        firm = here.firm.pk
        with action(SYSTEM, "refund"):
            refund = Refund.objects.create(
                declaration_id=1, line_no=1, number="R1", employer_id=firm, person_id=here.anna.person_id,
                employer_fen=100, personal_fen=50, amount_fen=150, state="paying", decided_at=NOW,
            )  # fmt: skip
            made = Payout.objects.create(
                refund=refund, employer_id=firm, attempt=1, number="R1-01", key=uuid.uuid4(), amount_fen=150,
                state=payout, ordered_at=NOW, account_number="1",
            )  # fmt: skip
            Message.objects.create(
                key=made.key, system="bank", kind="pay", employer_id=firm, state=message, failure_kind=kind,
                sent_at=NOW, payload={"amount_fen": 150},
            )  # fmt: skip

    return do


def card(state: str, message: str, kind: str = "", due: date | None = None) -> Deed:
    """A card of Anna on its way through the card maker."""

    def do(here: Town) -> None:
        key = uuid.uuid4()
        with action(SYSTEM, "card"):
            made = Application.objects.create(
                number="K1", person_id=here.anna.person_id, kind="first", source="person", client_key="k", state=state,
                asked_by_name="Anna", asked_at=NOW, key=key, due_on=due,
            )  # fmt: skip
            Message.objects.create(
                key=key, system="card_maker", kind="make", person_id=made.person_id, employer_id=0, state=message,
                failure_kind=kind, sent_at=NOW, payload={},
            )  # fmt: skip

    return do


def resend_cards(_here: Town) -> None:
    outbox.retry_all(SYSTEM, "card_maker", now=NOW)


def resend(_here: Town) -> None:
    outbox.retry_all(SYSTEM, "bank", now=NOW)


def untold_replacement(here: Town) -> None:
    sql("update outbox_message set payload = payload - 'replaces' where notice_id = %s", here.notice(BEFORE).pk)


def accepted_later(system: str) -> Deed:
    """The counterparty carries out what it is told of the person after its refusal."""

    def do(here: Town) -> None:
        refused = Message.objects.get(pk=here.message(system))
        with action(SYSTEM, "tell again"):
            Message.objects.create(
                key=uuid.uuid4(), system=system, kind="corrected", person_id=refused.person_id, sequence=2,
                previous=refused.key, employer_id=refused.employer_id, payload=refused.payload, state="done",
                sent_at=NOW, answered_at=NOW,
            )  # fmt: skip

    return do


def forget_notice(here: Town) -> None:
    sql("delete from outbox_message where id = %s", here.message("tax"))


def tell_tax(here: Town) -> None:
    """Whatever tax was not told yet."""
    collection.tell_tax(SYSTEM, employers=[here.firm.pk], month=JANUARY)


def _of(system: str) -> dict[str, Planted]:
    short = system.removeprefix("national_")
    return {
        f"{short}_not_told_enrolment": plant(forget(system, "enrolled", "anna")),
        f"{short}_not_told_ending": plant(forget(system, "withdrawn", "gone")),
        f"{short}_said_no": plant(change(system, "state = 'failed'"), close=accepted_later(system)),
        f"{short}_silent": plant(change(system, SILENT), close=retry(system)),
        f"{short}_stuck": plant(change(system, STUCK), close=retry(system)),
        f"{short}_done_for_void": plant(forget(system, "withdrawn", "mistake")),
    }


def untold_bill(here: Town) -> None:
    bill(here)
    sql("update outbox_message set key = gen_random_uuid() where kind = 'bill'")


MESSAGES: Final[dict[str, Planted]] = {
    "bank_silent": plant(order("sent", "silent"), close=resend),
    "bank_stuck": plant(order("stuck", "refused"), close=resend),
    "refund_disputed": plant(order(payout="disputed")),
    "card_silent": plant(card("ordered", "sent", "silent"), close=resend_cards),
    "card_stuck": plant(card("ordered", "stuck", "permanent"), close=resend_cards),
    "card_late": plant(card("making", "done", due=date(2024, 1, 2))),
    "card_made_after_no": plant(card("produced", "failed")),
    "bill_not_told": plant(untold_bill),
    "issued_not_told": plant(forget_notice, close=tell_tax),
    "withdrawn_not_told": plant(untold_replacement),
    "told_other_sum": plant(change("tax", "payload = jsonb_set(payload, '{due_fen}', '1')")),
    "tax_refusal_not_listed": plant(
        change("tax", "state = 'failed'"), close=lambda _here: collection.note_refusals(SYSTEM, now=NOW)
    ),
    "tax_silent": plant(change("tax", SILENT), close=retry("tax")),
    "tax_stuck": plant(change("tax", STUCK), close=retry("tax")),
    "message_waiting": plant(change("medical", "state = 'waiting', next_attempt_at = '2024-02-09'")),
    "queue_paused": plant(pause, close=lambda _here: outbox.resume(SYSTEM, "tax", now=NOW)),
    "answer_to_nothing": plant(answer("unknown")),
    "answer_contradicts": plant(answer("late")),
    **{name: one for system in PASSED_ON for name, one in _of(system).items()},
}
