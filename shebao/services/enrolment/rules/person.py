"""Rules about the person: who it is, where from, and whether they may be employed."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from shebao.kernel.findings import Finding, hard, note, soft
from shebao.kernel.months import FIRST_YEAR
from shebao.services.enrolment.rules.given import Facts, Setting, age
from shebao.services.enrolment.shape import ShapedLine

FEMALE: Final = "2"
SEXES: Final = ("1", FEMALE)
NEVER_RETIRED_BEFORE: Final = 49
"""Difference of years below which nobody has reached retirement: women workers retire at 50."""
CHINESE: Final = frozenset(("", "CHN", "HKG", "MAC", "TWN"))


def identity(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """What was typed agrees with the number, with our records and with shared data."""
    if line.number_birth and line.birth_date != line.number_birth:
        yield hard("birth_differs", "birth_date", number=line.number_birth.isoformat())
    if line.number_sex and line.sex != line.number_sex:
        yield hard("sex_differs", "sex", number=given.name("sex", line.number_sex))
    if line.birth_date is None and line.document_number and not line.complained("birth_date"):
        yield hard("birth_missing", "birth_date")
    if line.sex not in SEXES and line.document_number and not line.number_sex and not line.complained("sex"):
        yield hard("sex_missing", "sex")
    if facts.recorded_name and line.name and facts.recorded_name != line.name:
        yield hard("name_differs_from_record", "name")
    yield from _confirmed(line, given)


def _confirmed(line: ShapedLine, given: Setting) -> Iterator[Finding]:
    """Without shared data a proof of identity and an officer's approval are needed (services.md §1)."""
    if not (line.name and line.document_number):
        return
    proven = line.line_no in given.proven
    if given.text("document_type", line.document_type, "review") == "always":
        yield note("officer_decides", "document_type") if proven else hard("proof_missing", "document_type")
    elif line.shared_result == "x":
        yield note("shared_no_match_proven", "name") if proven else hard("shared_no_match", "name")
    elif line.shared_result != "m":
        yield note("shared_silent_proven", "name") if proven else hard("shared_silent", "name")


def origin(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Document, nationality and household registration belong together."""
    if not line.document_type:
        return
    group = given.text("document_type", line.document_type, "group")
    document = given.name("document_type", line.document_type)
    if not given.flag("document_type", line.document_type, "enrolment"):
        yield hard("document_not_for_enrolment", "document_type")
    household = given.text("household_registration", line.household_registration, "group")
    if household and household != group:
        yield hard("household_differs", "household_registration", document=document)
    yield from _nationality(line, group, given)
    if group != "domestic" and line.document_valid_until is None and not line.complained("document_valid_until"):
        yield hard("validity_missing", "document_valid_until")
    if line.document_valid_until and line.document_valid_until < given.today:
        yield hard("document_expired", "document_valid_until", day=line.document_valid_until.isoformat())


def _nationality(line: ShapedLine, group: str, given: Setting) -> Iterator[Finding]:
    if line.complained("nationality"):
        return
    if group == "foreign":
        if line.nationality in CHINESE:
            yield hard("nationality_missing", "nationality")
        return
    expected = given.text("document_type", line.document_type, "nationality") or line.number_country
    if expected and line.nationality and line.nationality != expected:
        document = given.name("document_type", line.document_type)
        yield hard("nationality_differs", "nationality", document=document)


def life(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The person is alive, old enough and not of retirement age."""
    if facts.died_on:
        yield hard("deceased", "document_number")
    if facts.retired_on and facts.retired_on <= given.today:
        yield hard("draws_pension", "document_number")
    if line.birth_date is None:
        return
    if line.birth_date.year < FIRST_YEAR:
        yield hard("birth_too_early", "birth_date", day=line.birth_date.isoformat())
        return
    if line.starts_on and age(line.birth_date, line.starts_on) < given.minimum_age:
        yield hard("too_young", "birth_date", age=given.minimum_age)
    if line.sex in SEXES and line.insured_from:
        yield from _retirement(line, line.birth_date, line.insured_from, given)


def _retirement(line: ShapedLine, birth: date, insured_from: int, given: Setting) -> Iterator[Finding]:
    if given.today.year - birth.year < NEVER_RETIRED_BEFORE:
        return
    cadre = given.flag("personal_identity", line.personal_identity, "cadre")
    undecided = line.sex == FEMALE and not line.personal_identity
    latest = given.law.retirement_month(birth, line.sex, cadre=cadre or undecided)
    if int(latest) < insured_from:
        yield hard("past_retirement", "birth_date", month=latest.chinese)
    elif undecided:
        early = given.law.retirement_month(birth, line.sex, cadre=False)
        if int(early) < insured_from:
            yield soft("maybe_past_retirement", "personal_identity", month=early.chinese)
