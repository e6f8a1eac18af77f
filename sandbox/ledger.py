"""What the tax authority knows of each notice: what is asked for, when it will be paid, on what late fees run."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sandbox.store import Store

_COLUMNS = "notice, employer_code, due_on, due_fen, habit, pay_on, withdrawn, late_from, daily_ppm, capped, lines"

_WILLING = (
    "habit <> 'never' and (withdrawn = 0 or habit = 'pay_replaced') and (pay_on <= due_on or late_from is not null)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One notice. `habit` says how it will be paid; `lines` are pairs: an amount in fen, how many lines have it."""

    notice: str
    employer_code: str
    due_on: date
    due_fen: int
    habit: str
    pay_on: date
    withdrawn: bool = False
    late_from: date | None = None
    daily_ppm: int = 0
    capped: bool = False
    lines: tuple[tuple[int, int], ...] = ()


class Ledger:
    """The notices in the store; inside the caller's transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def day(self) -> date | None:
        """The day that was set, if one was."""
        rows = self._store.execute("select value from setting where name = 'today'")
        return next((date.fromisoformat(value) for (value,) in rows), None)

    def set_day(self, day: date | None) -> None:
        """Set the day; None: that of the clock."""
        self._store.execute("delete from setting where name = 'today'")
        if day is not None:
            self._store.execute("insert into setting values ('today', ?)", day.isoformat())

    def enter(self, entry: Entry) -> None:
        """A notice that is asked for."""
        self._store.execute(
            "insert or ignore into notice (notice, employer_code, due_on, due_fen, habit, pay_on)"
            " values (?, ?, ?, ?, ?, ?)",
            *(entry.notice, entry.employer_code, entry.due_on.isoformat(), entry.due_fen, entry.habit),
            entry.pay_on.isoformat(),
        )

    def withdraw(self, notice: str) -> None:
        """The notice is no longer to be paid."""
        self._store.execute("update notice set withdrawn = 1 where notice = ?", notice)

    def note_overdue(self, notice: str, late_from: str, daily_ppm: int, capped: int, lines: str) -> None:
        """What late fees run on."""
        self._store.execute(
            "update notice set late_from = ?, daily_ppm = ?, capped = ?, lines = ? where notice = ?",
            *(late_from, daily_ppm, capped, lines, notice),
        )

    def payable(self, day: date) -> list[Entry]:
        """Notices whose day to be paid has come. Who is late pays once it is known what the late fee runs on."""
        rows = self._store.execute(
            f"select {_COLUMNS} from notice where paid = 0 and pay_on <= ? and {_WILLING} order by rowid",  # noqa: S608
            day.isoformat(),
        )
        return [_entry(row) for row in rows]

    def mark_paid(self, notice: str) -> None:
        """It was paid, as far as this side is concerned."""
        self._store.execute("update notice set paid = 1 where notice = ?", notice)

    def hurry(self, day: date) -> None:
        """Whoever would pay later pays on `day`."""
        self._store.execute("update notice set pay_on = ? where paid = 0 and pay_on > ?", *[day.isoformat()] * 2)

    def everything(self) -> Iterator[dict[str, Any]]:
        """All notices, for the control."""
        rows = self._store.execute(f"select {_COLUMNS}, paid from notice order by rowid")  # noqa: S608 names above
        names = [*_COLUMNS.split(", "), "paid"]
        return (dict(zip(names, row, strict=True)) for row in rows)


def _entry(row: tuple[Any, ...]) -> Entry:
    notice, code, due_on, due_fen, habit, pay_on, withdrawn, late_from, ppm, capped, lines = row
    entry = Entry(notice, code, date.fromisoformat(due_on), due_fen, habit, date.fromisoformat(pay_on), bool(withdrawn))
    if late_from is None:
        return entry
    pairs = tuple((int(fen), int(number)) for fen, number in json.loads(lines))
    return replace(entry, late_from=date.fromisoformat(late_from), daily_ppm=ppm, capped=bool(capped), lines=pairs)
