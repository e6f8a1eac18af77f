"""What tax is told about payment notices (缴费通知). The outbox keeps these payloads as JSON."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """The sums of one scheme on a notice, fen."""

    scheme: str
    employer_fen: int
    personal_fen: int
    deferred_fen: int


@dataclass(frozen=True, slots=True)
class NoticeAsked:
    """Payload of `issued`, `replaced` and `declared`: from now on `due_fen` is asked for by `due_on`.

    `replaces`: the notice that is no longer to be paid from the same moment on.
    """

    notice: str
    employer_code: str
    employer_name: str
    district: str
    replaces: str | None
    due_on: date
    persons: int
    employer_fen: int
    personal_fen: int
    deferred_fen: int
    due_fen: int
    lines: tuple[Line, ...]

    def to_json(self) -> dict[str, Any]:
        """The payload as JSON values."""
        return {**asdict(self), "due_on": self.due_on.isoformat(), "lines": [asdict(line) for line in self.lines]}


@dataclass(frozen=True, slots=True)
class NoticeVoid:
    """Payload of `void`: the notice is no longer to be paid, and none takes its place."""

    notice: str
    employer_code: str

    def to_json(self) -> dict[str, Any]:
        """The payload as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class NoticeOverdue:
    """Payload of `overdue`: from `late_from` on the late fee runs, `daily_ppm` millionths a day, line by line.

    `lines` are pairs: an amount in fen, and how many lines of that amount there are.
    """

    notice: str
    employer_code: str
    late_from: date
    daily_ppm: int
    capped: bool
    lines: tuple[tuple[int, int], ...]

    def to_json(self) -> dict[str, Any]:
        """The payload as JSON values."""
        lines = [list(line) for line in self.lines]
        return {**asdict(self), "late_from": self.late_from.isoformat(), "lines": lines}


@dataclass(frozen=True, slots=True)
class EmployerMessage:
    """One message about an employer's notice; `sequence` counts from 1 per employer."""

    id: str
    kind: str
    employer_key: str
    sequence: int
    previous: str | None
    month: int
    payload: NoticeAsked | NoticeVoid | NoticeOverdue

    def to_json(self) -> dict[str, Any]:
        """The message as `TaxClient.send_raw` takes it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "employer_key": self.employer_key,
            "sequence": self.sequence,
            "previous": self.previous,
            "month": self.month,
            "payload": self.payload.to_json(),
        }
