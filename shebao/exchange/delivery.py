"""Delivery to one counterparty: at least once, in order per person or employer, one call at a time.

The messages stay locked while they are under way. A worker that dies in the middle takes the locks with it, the next
one sends the same again, and the receiver takes each id once.
"""

import json
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from logging import INFO, WARNING

import structlog
from django.db import transaction

from shebao.audit.actions import Actor, action, refuse
from shebao.counterparties.failures import Failure, Misconfigured, Permanent
from shebao.counterparties.person_messages import Receipt
from shebao.database import bulk
from shebao.exchange import telling
from shebao.exchange.messages import LONGEST_ERROR, Claimed, Client, Outcome, Verdict
from shebao.exchange.rules import (
    LONGEST_MESSAGE_PAUSE,
    LONGEST_QUEUE_PAUSE,
    ask_after,
    batch_size,
    failures_after,
    pause,
    together,
)
from shebao.outbox.models import Message, State

log = structlog.get_logger(__name__)

ENGINE = Actor.system("数据交换")
_draw = random.SystemRandom().random


class Delivery:
    """Sends what waits for `system`, and asks after what it does not answer.

    make_client is called when there is something to send, and again after a failure of our own side; clock gives the
    time, aware. A message unanswered for `silence` is asked after, `asks` times at most, each time after twice as long.
    """

    def __init__(
        self,
        system: str,
        make_client: Callable[[], Client],
        clock: Callable[[], datetime],
        *,
        silence: timedelta,
        asks: int,
    ) -> None:
        self.system = system
        self._make_client, self._clock = make_client, clock
        self._silence, self._asks = silence, asks
        self._client: Client | None = None
        self._opened = False

    def deliver(self) -> int:
        """Send one batch of what waits and is due; how many messages were tried, 0 when there is nothing to do."""
        return self._turn("claim_waiting")

    def ask_again(self) -> int:
        """Send once more what should have been answered; give up asking where that was done often enough.

        How many messages were sent or given up.
        """
        return self._fall_silent() or self._turn("claim_unanswered")

    def close(self) -> None:
        """Close the connections; the next delivery opens new ones."""
        if self._client is not None:
            self._client.close()
        self._client = None

    def _turn(self, claim: str) -> int:
        self._open_queue()
        with transaction.atomic():
            now = self._clock()
            queue = bulk.rows(__file__, "claim_queue", {"system": self.system, "now": now})
            if not queue:
                return 0
            ((failures,),) = queue
            messages = self._claim(claim, now, batch_size(failures))
            if messages:
                self._note(self._attempt(messages), failures)
            return len(messages)

    def _open_queue(self) -> None:
        """Make sure, once, that the queue has its row."""
        if not self._opened:
            with action(ENGINE, "open_queue", subject=f"queue:{self.system}"):
                bulk.run(__file__, "open_queue", {"system": self.system})
            self._opened = True

    def _claim(self, claim: str, now: datetime, size: int) -> list[Claimed]:
        asked = {"system": self.system, "now": now, "size": size, "asks": self._asks}
        messages = [Claimed(*row) for row in bulk.rows(__file__, claim, asked)]
        failed = [message.attempts if message.state == State.WAITING else 0 for message in messages]
        return [messages[place] for place in together(failed)]

    # Sending ------------------------------------------------------------------------------------

    def _attempt(self, messages: list[Claimed]) -> Outcome:
        """Send. What is rejected as a whole is sent in halves, until the culprits stand alone."""
        try:
            receipts = self._send(messages)
        except Permanent as failure:
            if len(messages) > 1:
                return self._halved(messages)
            return Outcome([self._failed(message, State.STUCK, failure) for message in messages])
        except Failure as failure:
            return Outcome([self._failed(message, State(message.state), failure) for message in messages], failure)
        return Outcome([self._received(*pair) for pair in zip(messages, receipts, strict=True)])

    def _halved(self, messages: list[Claimed]) -> Outcome:
        middle = len(messages) // 2
        first = self._attempt(messages[:middle])
        if first.failure is not None:
            return first  # the second half was not tried and stays as it is
        second = self._attempt(messages[middle:])
        return Outcome(first.verdicts + second.verdicts, second.failure)

    def _send(self, messages: Sequence[Claimed]) -> list[Receipt]:
        if self._client is None:
            self._client = self._make_client()
        return self._client.send_raw([message.to_wire() for message in messages])

    # Judging ------------------------------------------------------------------------------------

    def _received(self, message: Claimed, receipt: Receipt) -> Verdict:
        now = self._clock()
        if receipt.status == "refused":
            code, text = receipt.reason_code or "", receipt.reason_text or ""
            return Verdict(message, State.STUCK, now, "refused", f"refused: {code}", code, text)
        asked = message.chased + (message.state == State.SENT)
        return Verdict(message, State.SENT, now + ask_after(self._silence, asked))

    def _failed(self, message: Claimed, state: State, failure: Failure) -> Verdict:
        wait = pause(message.attempts + 1, LONGEST_MESSAGE_PAUSE, _draw())
        if isinstance(failure, Misconfigured):
            wait = timedelta(0)  # the queue pauses; once it is resumed nothing else holds the message up
        kind = "" if state == State.SENT else failure.kind  # it has arrived: only the question did not
        return Verdict(message, state, self._clock() + wait, kind, str(failure)[:LONGEST_ERROR])

    # Noting -------------------------------------------------------------------------------------

    def _note(self, outcome: Outcome, failures: int) -> None:
        """Write down what became of the messages and of the queue, under one action."""
        verdicts, failure, stuck = outcome.verdicts, outcome.failure, outcome.stuck
        figures = {"messages": len(verdicts), "stuck": len(stuck), "failure": failure.code if failure else ""}
        with action(ENGINE, "deliver_messages", subject=f"queue:{self.system}", details=figures):
            self._mark(verdicts)
            if failure is not None or failures > 0:
                self._note_queue(failure, failures)
            self._alarm(failure)
            if stuck:
                telling.tell(self._declarations([verdict.message.id for verdict in stuck]), {"stuck"}, self._clock())
        log.log(WARNING if failure or stuck else INFO, "delivered", system=self.system, **figures)

    def _alarm(self, failure: Failure | None) -> None:
        if failure is not None and (failure.alarm or isinstance(failure, Misconfigured)):
            refuse(ENGINE, "deliver_messages", str(failure)[:200], subject=f"queue:{self.system}")

    def _mark(self, verdicts: list[Verdict]) -> None:
        told = json.dumps([verdict.to_json() for verdict in verdicts], ensure_ascii=False)
        bulk.run(__file__, "mark", {"verdicts": told, "now": self._clock()})

    def _note_queue(self, failure: Failure | None, failures: int) -> None:
        now = self._clock()
        paused = isinstance(failure, Misconfigured)
        if paused:
            self.close()  # the next client reads the keys anew
        failures = failures_after(failures, failed=failure is not None)
        wait = pause(failures, LONGEST_QUEUE_PAUSE, _draw()) if failure and not paused else timedelta(0)
        told = {"failures": failures, "not_before": now + wait, "paused_at": now if paused else None}
        error = "" if failure is None else str(failure)[:LONGEST_ERROR]
        bulk.run(__file__, "note_queue", {**told, "system": self.system, "error": error})

    def _declarations(self, messages: list[int]) -> set[int]:
        found = Message.objects.filter(pk__in=messages).values_list("declaration_id", flat=True)
        return set(found)

    # Silence ------------------------------------------------------------------------------------

    def _fall_silent(self) -> int:
        now = self._clock()
        due = Message.objects.filter(system=self.system, state=State.SENT, failure_kind="", next_attempt_at__lte=now)
        if not due.filter(chased__gte=self._asks).exists():
            return 0
        with action(ENGINE, "give_up_asking", subject=f"queue:{self.system}"):
            silent = bulk.rows(__file__, "fall_silent", {"system": self.system, "now": now, "asks": self._asks})
            telling.tell({filing for (filing,) in silent}, {"silent"}, now)
        log.warning("counterparty_silent", system=self.system, messages=len(silent))
        return len(silent)
