"""Rules about the reasons: that they fit each other, the contract and the person (劳动合同法 §36 to 44)."""

from collections.abc import Iterator

from shebao.kernel.findings import Finding, hard, note, soft
from shebao.kernel.months import Month
from shebao.services.withdrawal.reasons import DEATH, EXPIRY, RETIREMENT, fitting_stops
from shebao.services.withdrawal.rules.given import Facts, Setting
from shebao.services.withdrawal.shape import EndingLine

SEXES = ("1", "2")


def fitting(line: EndingLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Death and retirement are said in both reasons or in neither; other unusual combinations are asked about."""
    if not (line.end_reason and line.stop_reason):
        return
    if line.stop_reason in fitting_stops(given.law, line.end_reason):
        return
    final = given.law.codes("contract_end_reason")[line.end_reason].flag("ends")
    make = hard if final or line.stop_reason in (DEATH, RETIREMENT) else soft
    yield make(
        "reasons_contradict" if make is hard else "reasons_unusual",
        "stop_reason",
        end=given.name("contract_end_reason", line.end_reason),
        stop=given.name("stop_reason", line.stop_reason),
    )


def expiry(line: EndingLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Expiry (期满) falls on the contract's own last day; a contract without end does not expire."""
    if line.end_reason != EXPIRY or line.ended_on is None or not facts.running:
        return
    if facts.ends_on is None:
        yield soft("expiry_without_end", "end_reason")
    elif line.ended_on < facts.ends_on:
        yield soft("expiry_too_early", "end_reason", day=facts.ends_on.isoformat())


def retirement(line: EndingLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Somebody who retires has usually reached the age; early retirement is lawful in some cases, so this is asked."""
    if line.stop_reason != RETIREMENT or line.last_month is None or facts.birth_date is None:
        return
    if facts.sex not in SEXES:
        return
    identity = given.law.codes("personal_identity").get(facts.personal_identity)
    cadre = identity is not None and identity.flag("cadre")
    due = given.law.retirement_month(facts.birth_date, facts.sex, cadre=cadre)
    if line.last_month < due:
        yield soft("retires_early", "stop_reason", month=due.chinese)


def death(line: EndingLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """A death is put on record with this filing, and nobody works after it."""
    if not facts.running or line.ended_on is None:
        return
    if facts.died_on and line.ended_on > facts.died_on:
        yield soft("ended_after_death", "ended_on", day=facts.died_on.isoformat())
    elif line.stop_reason == DEATH and not facts.died_on:
        yield soft("death_recorded", "stop_reason", day=line.ended_on.isoformat())


def mistake(line: EndingLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """「法律、法规规定的其他情形」: only for somebody enrolled this month by mistake, and only expressly."""
    if not facts.running or facts.insured_from is None:
        return
    this_month = facts.insured_from == int(given.month)
    if line.void and not this_month:
        yield hard("mistake_too_late", "stop_reason", month=Month.from_int(facts.insured_from).chinese)
    elif line.void:
        yield soft("enrolled_by_mistake", "stop_reason", month=given.month.chinese)
    elif this_month and line.stop_reason:
        yield note("enrolled_this_month", "stop_reason", month=given.month.chinese)
