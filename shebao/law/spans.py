"""From–to of dated entries: how they are written, and whether they follow each other without gap or overlap."""

import re
from datetime import date, timedelta
from itertools import pairwise

import yaml

from shebao.kernel.months import Month
from shebao.law.nodes import Reader
from shebao.law.values import Dated

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


def read_span(reader: Reader, entry: dict[str, yaml.Node], node: yaml.Node, by: str) -> tuple[date | None, date | None]:
    """First and last day of an entry; months (``by`` "month") reach from their first to their last day."""
    first = _read(reader, entry.get("from"), by, last=False)
    last = _read(reader, entry.get("to"), by, last=True)
    if first and last and last < first:
        reader.fault(entry.get("to", node), f"ends {last} before it begins {first}")
    return first, last


def _read(reader: Reader, node: yaml.Node | None, by: str, *, last: bool) -> date | None:
    if node is None:
        return None
    text = reader.text(node, "a date")
    try:
        if by == "month" and _MONTH.fullmatch(text):
            month = Month.from_int(int(text.replace("-", "")))
            return month.last_day if last else month.first_day
        if by == "day" and _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    reader.fault(node, f"malformed date '{text}', expected {'YYYY-MM' if by == 'month' else 'YYYY-MM-DD'}")
    return None


def check_sequence(reader: Reader, pairs: list[tuple[yaml.Node, Dated]], *, gaps_allowed: bool) -> None:
    """Faults for entries out of order, overlaps, and gaps that are not declared."""
    for (_, before), (node, after) in pairwise(pairs):
        fault = _break_between(before, after, gaps_allowed=gaps_allowed)
        if fault:
            reader.fault(node, f"{after.name}: {fault}")


def _break_between(before: Dated, after: Dated, *, gaps_allowed: bool) -> str:
    if after.first is None:
        return "only the first entry may have no 'from'"
    if before.last is None:
        return f"overlap: the entry before (line {before.where.rpartition(':')[2]}) has no end"
    if after.first <= before.last:
        return f"overlap: begins {after.first}, the entry before ends {before.last}"
    missing = before.last + timedelta(days=1)
    if after.first > missing and not gaps_allowed:
        return f"gap: nothing from {missing} to {after.first - timedelta(days=1)}"
    return ""
