"""Rules about values that have to agree: document and nationality, household registration, days."""

from collections.abc import Iterator
from datetime import date

from shebao.kernel.findings import Finding, hard, note
from shebao.kernel.months import Month
from shebao.services.person_changes.fields import CATEGORY
from shebao.services.person_changes.rules.given import Facts, Setting, after, changes
from shebao.services.person_changes.shape import ShapedLine


def document(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """A document of another kind comes with its number; the nationality is the one that it states."""
    if facts.person_id is None:
        return
    if "document_type" in line.wanted and "document_number" not in line.wanted:
        yield hard("number_missing_with_type", "document_type")
    if not {"document_type", "nationality"} & set(line.wanted):
        return
    values = after(line, facts, given)
    entry = given.law.codes("document_type").get(values.get("document_type", ""))
    stated = entry.text("nationality") if entry else ""
    if stated and values.get("nationality") and values["nationality"] != stated:
        yield hard(
            "nationality_differs",
            "nationality" if "nationality" in line.wanted else "document_type",
            document=entry.name if entry else "",
            country=given.law.codes("country").name_of(stated),
        )


def household(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The household registration is one for holders of the document; from when rates follow it is said."""
    if facts.person_id is None or "household_registration" not in line.values:
        return
    values = after(line, facts, given)
    entry = given.law.codes("document_type").get(values.get("document_type", ""))
    group = given.law.codes("household_registration")[values["household_registration"]].text("group")
    if entry and group and group != entry.text("group"):
        yield hard("household_differs", "household_registration", document=entry.name)
    for change in changes(line, facts, given):
        if change.item == CATEGORY:
            names = given.law.codes(CATEGORY)
            month = category_month(given)
            yield note("category_from", CATEGORY, category=names.name_of(change.new) or "—", month=month.chinese)


def category_month(given: Setting) -> Month:
    """The first month of which the new payer's category counts."""
    month = Month.of(given.today)
    return month + given.law.count("person_change/category_after_months", month)


def days(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The document is valid, work began after birth and not in the future."""
    until = line.values.get("document_valid_until")
    if until and date.fromisoformat(until) < given.today:
        yield hard("document_expired", "document_valid_until", day=until)
    began = line.values.get("first_work_date")
    if not began:
        return
    if date.fromisoformat(began) > given.today:
        yield hard("work_in_future", "first_work_date", day=began)
    birth = after(line, facts, given).get("birth_date", "")
    if birth and began <= birth:
        yield hard("work_before_birth", "first_work_date", day=birth)
