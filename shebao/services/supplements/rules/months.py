"""Rules about the months: which can be made up, and how many at once."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from shebao.kernel.findings import Finding, hard, note
from shebao.services.supplements.rules.given import Facts, Item, Setting
from shebao.services.supplements.rules.words import spans
from shebao.services.supplements.shape import ShapedLine

Weigh = Callable[..., Finding]


def refused(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """A month of which no scheme can be made up is refused, for each reason once."""
    yield from _told(facts, given, {item.month for item in facts.items} - set(facts.open), hard)


def partly(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Of a month that is covered in some schemes the others are made up."""
    yield from _told(facts, given, set(facts.open), note)


def _told(facts: Facts, given: Setting, months: set[int], weigh: Weigh) -> Iterator[Finding]:
    grouped: defaultdict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in facts.items:
        if item.code and item.month in months:
            grouped[item.code, item.detail].append(item)
    for (code, detail), items in grouped.items():
        schemes = given.scheme_names(sorted({item.scheme for item in items}))
        told = spans(item.month for item in items)
        yield weigh(code, "first_month", months=told, schemes=schemes, detail=detail)


def silence(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Nobody could say whether another province insures the person; that stops nothing."""
    if line.silent:
        yield note("province_silent", "document_number")


def limit(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """More than three months are made up one by one (零星) only."""
    if not given.single and given.ages.exceeded(line.wanted):
        code = "batch_too_many" if given.ages.by_number else "batch_too_old"
        yield hard(code, "first_month", most=given.ages.most, current=given.ages.current.chinese)
