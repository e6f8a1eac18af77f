"""What the counterparties remember: one SQLite file, one transaction a batch, committed before it is acknowledged."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sandbox.faults import Faults, read_faults
from sandbox.keys import COUNTERPARTIES

NONCE_SECONDS = 900
_FILE = "sandbox.sqlite3"
_INBOX = """
    insert into inbox (
        counterparty, id, person_key, sequence, previous, kind, month, digest, body,
        status, reason_code, reason_text, received_at
    ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_GAPS = """
    select message.counterparty, message.person_key, message.id, message.sequence, message.previous
      from inbox as message
     where message.previous is not null
       and not exists (
           select from_before.id
             from inbox as from_before
            where from_before.counterparty = message.counterparty
              and from_before.id = message.previous
       )
"""


class Store:
    """The file. One process writes it; every method is short enough to run between two requests."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(directory / _FILE, isolation_level=None)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = full")
        self._db.executescript(Path(__file__).with_name("store.sql").read_text("utf-8"))

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what is written inside."""
        self._db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    def fresh(self, nonce: str, now: float) -> bool:
        """Remember a nonce; False if it was seen before."""
        self._db.execute("delete from nonce where seen < ?", (now - NONCE_SECONDS,))
        done = self._db.execute("insert or ignore into nonce values (?, ?)", (nonce, now))
        return done.rowcount == 1

    def known(self, counterparty: str, ids: Iterable[str]) -> dict[str, tuple[bytes, str, str | None, str | None]]:
        """Of these message ids the ones taken before: id → digest, status, reason code, reason text."""
        rows = self._db.execute(
            "select id, digest, status, reason_code, reason_text from inbox"
            " where counterparty = ? and id in (select value from json_each(?))",
            (counterparty, json.dumps(list(ids))),
        )
        return {row[0]: row[1:] for row in rows}

    def take(self, rows: Sequence[tuple[Any, ...]], feedback: Sequence[tuple[str, str, str, float]]) -> None:
        """Insert messages (the columns of `_INBOX`) and feedback (counterparty, feedback id, body, due)."""
        self._db.executemany(_INBOX, rows)
        self._db.executemany(
            "insert into feedback (counterparty, feedback_id, body, due) values (?, ?, ?, ?)", feedback
        )

    def push(self, counterparty: str, items: Sequence[tuple[str, str]]) -> None:
        """Items to push that answer no message (feedback id, body), due at once."""
        rows = [(counterparty, feedback_id, body) for feedback_id, body in items]
        self._db.executemany("insert into feedback (counterparty, feedback_id, body, due) values (?, ?, ?, 0)", rows)

    def execute(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of a statement."""
        return self._db.execute(statement, values).fetchall()

    def count(self, counterparty: str, **steps: int) -> None:
        """Add to counters."""
        self._db.executemany(
            "insert into counter values (?, ?, ?) on conflict do update set value = value + excluded.value",
            [(counterparty, name, step) for name, step in steps.items() if step],
        )

    def due_feedback(self, counterparty: str, now: float, limit: int) -> list[tuple[int, str]]:
        """Feedback to send now, oldest first: row and body."""
        rows = self._db.execute(
            "select seq, body from feedback where counterparty = ? and sent_at is null and due <= ?"
            " order by due, seq limit ?",
            (counterparty, now, limit),
        )
        return rows.fetchall()

    def next_due(self, counterparty: str) -> float | None:
        """When the next unsent feedback is due."""
        row = self._db.execute(
            "select min(due) from feedback where counterparty = ? and sent_at is null", (counterparty,)
        ).fetchone()
        return None if row[0] is None else float(row[0])

    def mark_tried(self, rows: Sequence[int], sent_at: float | None) -> None:
        """Note an attempt to send, and the time if it was taken."""
        self._db.executemany(
            "update feedback set attempts = attempts + 1, sent_at = ? where seq = ?", [(sent_at, row) for row in rows]
        )

    def hurry(self) -> None:
        """Make all waiting feedback due."""
        self._db.execute("update feedback set due = 0 where sent_at is null")

    def faults(self) -> dict[str, Faults]:
        """Faults in force of each counterparty."""
        told = dict(self._db.execute("select counterparty, told from faults"))
        return {name: read_faults(json.loads(told.get(name, "{}"))) for name in COUNTERPARTIES}

    def set_faults(self, counterparty: str, told: dict[str, Any]) -> None:
        """Replace a counterparty's faults."""
        self._db.execute("replace into faults values (?, ?)", (counterparty, json.dumps(told)))

    def reset(self) -> None:
        """Forget everything, faults too."""
        with self.transaction():
            tables = (
                "inbox",
                "feedback",
                "nonce",
                "counter",
                "faults",
                "notice",
                "bill",
                "bill_item",
                "payout",
                "card_order",
                "setting",
            )
            for table in tables:
                self._db.execute(f"delete from {table}")  # noqa: S608 the names stand above

    def state(self, counterparty: str) -> dict[str, Any]:
        """Counts of a counterparty."""
        counters = dict(self._db.execute("select name, value from counter where counterparty = ?", (counterparty,)))
        distinct, persons = self._db.execute(
            "select count(*), count(distinct person_key) from inbox where counterparty = ?", (counterparty,)
        ).fetchone()
        sent, pending, attempts = self._db.execute(
            "select count(sent_at), count(*) - count(sent_at), coalesce(sum(attempts), 0)"
            " from feedback where counterparty = ?",
            (counterparty,),
        ).fetchone()
        totals = {"distinct": distinct, "persons": persons}
        totals |= {"feedback_sent": sent, "feedback_pending": pending, "feedback_attempts": attempts}
        return {**counters, **totals}

    def gaps(self, limit: int = 100) -> dict[str, list[dict[str, Any]]]:
        """Messages whose predecessor never came, by counterparty, at most `limit` in all."""
        found: dict[str, list[dict[str, Any]]] = {}
        for counterparty, person, message, sequence, previous in self._db.execute(f"{_GAPS} limit ?", (limit,)):
            gap = {"person_key": person, "id": message, "sequence": sequence, "missing": previous}
            found.setdefault(counterparty, []).append(gap)
        return found

    def messages(self, person: str | None, counterparty: str | None, limit: int) -> list[dict[str, Any]]:
        """Messages as they were taken, in that order."""
        rows = self._db.execute(
            "select counterparty, body, status, reason_code, received_at from inbox"
            " where (?1 is null or person_key = ?1) and (?2 is null or counterparty = ?2) order by seq limit ?3",
            (person, counterparty, limit),
        )
        names = ("counterparty", "message", "status", "reason_code", "received_at")
        return [dict(zip(names, (row[0], json.loads(row[1]), *row[2:]), strict=True)) for row in rows]
