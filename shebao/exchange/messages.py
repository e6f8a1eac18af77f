"""Messages of the outbox on their way to the wire, and what became of them."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from shebao.counterparties.failures import Failure
from shebao.counterparties.person_messages import Receipt
from shebao.outbox.models import State

LONGEST_ERROR = 300


class Client(Protocol):
    """What takes messages to a counterparty; `MessageClient` does."""

    def send_raw(self, messages: Sequence[dict[str, Any]]) -> list[Receipt]:
        """Deliver; the receipts are aligned with the messages. Raises Failure."""

    def close(self) -> None:
        """Close the connections."""


class Claimed(NamedTuple):
    """A message locked for sending; it has been sent before where `state` is not waiting.

    `payload` is JSON text as the outbox keeps it, with the month in it.
    """

    id: int
    key: UUID
    kind: str
    person_id: int | None
    employer_id: int
    sequence: int
    previous: UUID | None
    payload: str
    state: str
    attempts: int
    chased: int

    def to_wire(self) -> dict[str, Any]:
        """The message as `shebao.counterparties` sends it: the month stands beside the payload."""
        payload = json.loads(self.payload)
        return {
            "id": str(self.key),
            "kind": self.kind,
            **self._about(),
            "sequence": self.sequence,
            "previous": None if self.previous is None else str(self.previous),
            "month": payload.pop("month", None),
            "payload": payload,
        }

    def _about(self) -> dict[str, str]:
        """Whom it is about: a person, or else the employer."""
        if self.person_id is None:
            return {"employer_key": f"E{self.employer_id}"}
        return {"person_key": f"P{self.person_id}"}


class Verdict(NamedTuple):
    """What became of one message of a call: its new state, when to look at it again, and why if it was not taken."""

    message: Claimed
    state: State
    next_attempt_at: datetime
    failure_kind: str = ""
    error: str = ""
    answer_code: str = ""
    answer_text: str = ""

    def to_json(self) -> dict[str, Any]:
        """The verdict as `sql/mark.sql` reads it."""
        values = self._asdict()
        del values["message"]
        return {**values, "id": self.message.id, "next_attempt_at": self.next_attempt_at.isoformat()}


class Outcome(NamedTuple):
    """Verdicts on the messages that were tried, and the failure that ended the call, if one did."""

    verdicts: list[Verdict]
    failure: Failure | None = None

    @property
    def stuck(self) -> list[Verdict]:
        """What somebody has to act on."""
        return [verdict for verdict in self.verdicts if verdict.state == State.STUCK]
