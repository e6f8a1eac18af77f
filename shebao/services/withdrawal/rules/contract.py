"""Rules about the contract that ends: there is one, it is that of this person, and the day lies within it."""

from collections.abc import Iterator

from shebao.kernel.findings import Finding, hard, note
from shebao.kernel.months import Month
from shebao.services.withdrawal.rules.given import Facts, Setting
from shebao.services.withdrawal.shape import EndingLine


def running(line: EndingLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """A contract runs here under this number and name; the very same ending again is only a note."""
    if facts.ended_same:
        yield note("ended_before", "document_number", number=facts.ended_number)
        return
    if facts.contract_id is None:
        if line.document_number:
            yield hard("no_running_contract", "document_number")
        return
    if line.name and facts.recorded_name != line.name:
        yield hard("name_differs_from_record", "name")
    if facts.ended_on:
        yield hard("ended_otherwise", "document_number", day=facts.ended_on.isoformat())


def dates(line: EndingLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The day has come, and lies neither before the contract nor before the month from which it was insured."""
    if line.ended_on is None:
        return
    if line.ended_on > given.today:
        yield hard("ended_in_future", "ended_on", today=given.today.isoformat())
    if not facts.running or facts.starts_on is None or facts.insured_from is None:
        return
    if line.ended_on < facts.starts_on:
        yield hard("ended_before_start", "ended_on", day=facts.starts_on.isoformat())
    elif line.last_month and int(line.last_month) < facts.insured_from:
        yield hard("ended_before_insured", "ended_on", month=Month.from_int(facts.insured_from).chinese)
