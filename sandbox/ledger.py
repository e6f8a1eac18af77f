"""What the tax authority knows of notices and bills: what is asked for, when it will be paid, on what late fees run."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sandbox.late_fees import Running
from sandbox.store import Store

_COLUMNS = "notice, employer_code, due_on, due_fen, habit, pay_on, withdrawn, late_from, daily_ppm, capped, lines"

_BILL_COLUMNS = "bill, employer_code, due_fen, habit, pay_on, items, withdrawn"
_WANTED = "habit <> 'never' and (withdrawn = 0 or habit = 'pay_replaced')"
_WILLING = f"{_WANTED} and (pay_on <= due_on or late_from is not null)"
# What stands on a bill that is asked for is paid with it.
_ON_A_BILL = (
    "exists (select 1 from bill_item join bill on bill.bill = bill_item.bill"
    " where bill_item.notice = notice.notice and bill.withdrawn = 0 and bill.paid = 0)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One notice. `habit` says how it will be paid; `running` on what its late fee runs, once that was told."""

    notice: str
    employer_code: str
    due_on: date
    due_fen: int
    habit: str
    pay_on: date
    withdrawn: bool = False
    running: Running | None = None

    def late_fee(self, paid_on: date) -> int:
        """The late fee in fen of a payment on this day."""
        return self.running.fee(paid_on) if self.running else 0


@dataclass(frozen=True, slots=True)
class Bill:
    """Several notices asked for in one sum; `notice` is the bill's own number, under which it is paid."""

    notice: str
    employer_code: str
    due_fen: int
    habit: str
    pay_on: date
    items: tuple[tuple[str, Running], ...]
    withdrawn: bool = False

    def late_fee(self, paid_on: date) -> int:
        """The late fees in fen of all its notices, of a payment on this day."""
        return sum(running.fee(paid_on) for _notice, running in self.items)


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
            f"select {_COLUMNS} from notice where paid = 0 and pay_on <= ? and {_WILLING}"  # noqa: S608
            f" and not {_ON_A_BILL} order by rowid",
            day.isoformat(),
        )
        return [_entry(row) for row in rows]

    def mark_paid(self, notice: str) -> None:
        """It was paid, as far as this side is concerned."""
        self._store.execute("update notice set paid = 1 where notice = ?", notice)

    def enter_bill(self, bill: Bill, items: str) -> None:
        """A bill that is asked for; `items` as they were told."""
        self._store.execute(
            f"insert or ignore into bill ({_BILL_COLUMNS}) values (?, ?, ?, ?, ?, ?, 0)",  # noqa: S608 names above
            *(bill.notice, bill.employer_code, bill.due_fen, bill.habit, bill.pay_on.isoformat(), items),
        )
        for notice, _running in bill.items:
            self._store.execute("insert into bill_item values (?, ?)", bill.notice, notice)

    def withdraw_bill(self, bill: str) -> None:
        """The bill is no longer to be paid; its notices are again."""
        self._store.execute("update bill set withdrawn = 1 where bill = ?", bill)

    def payable_bills(self, day: date) -> list[Bill]:
        """Bills whose day to be paid has come."""
        rows = self._store.execute(
            f"select {_BILL_COLUMNS} from bill where paid = 0 and pay_on <= ? and {_WANTED} order by rowid",  # noqa: S608
            day.isoformat(),
        )
        return [_bill(row) for row in rows]

    def on_bills(self) -> list[Entry]:
        """Notices that are not paid and stand on a bill that is asked for."""
        rows = self._store.execute(
            f"select {_COLUMNS} from notice where paid = 0 and withdrawn = 0 and {_ON_A_BILL} order by rowid"  # noqa: S608
        )
        return [_entry(row) for row in rows]

    def mark_bill_paid(self, bill: str) -> None:
        """The bill was paid, and with it its notices."""
        self._store.execute("update bill set paid = 1 where bill = ?", bill)
        self._store.execute(
            "update notice set paid = 1 where notice in (select notice from bill_item where bill = ?)", bill
        )

    def hurry(self, day: date) -> None:
        """Whoever would pay later pays on `day`."""
        for table in ("notice", "bill"):
            self._store.execute(
                f"update {table} set pay_on = ? where paid = 0 and pay_on > ?",  # noqa: S608 the names stand above
                *[day.isoformat()] * 2,
            )

    def everything(self) -> Iterator[dict[str, Any]]:
        """All notices, for the control."""
        rows = self._store.execute(f"select {_COLUMNS}, paid from notice order by rowid")  # noqa: S608 names above
        names = [*_COLUMNS.split(", "), "paid"]
        return (dict(zip(names, row, strict=True)) for row in rows)

    def all_bills(self) -> Iterator[dict[str, Any]]:
        """All bills, for the control."""
        rows = self._store.execute(f"select {_BILL_COLUMNS}, paid from bill order by rowid")  # noqa: S608 names above
        names = [*_BILL_COLUMNS.split(", "), "paid"]
        return (dict(zip(names, row, strict=True)) for row in rows)


def _entry(row: tuple[Any, ...]) -> Entry:
    notice, code, due_on, due_fen, habit, pay_on, withdrawn, late_from, ppm, capped, lines = row
    entry = Entry(notice, code, date.fromisoformat(due_on), due_fen, habit, date.fromisoformat(pay_on), bool(withdrawn))
    if late_from is None:
        return entry
    told = {"late_from": late_from, "daily_ppm": ppm, "capped": capped, "lines": json.loads(lines)}
    return replace(entry, running=Running.told(told))


def _bill(row: tuple[Any, ...]) -> Bill:
    number, code, due_fen, habit, pay_on, items, withdrawn = row
    told = tuple((item["notice"], Running.told(item)) for item in json.loads(items))
    return Bill(number, code, due_fen, habit, date.fromisoformat(pay_on), told, bool(withdrawn))
