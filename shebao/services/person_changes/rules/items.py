"""Rules about what was chosen: something, only what can be changed by itself, and to something else than before."""

from collections.abc import Iterator

from shebao.kernel.findings import Finding, hard, note
from shebao.services.person_changes import derive
from shebao.services.person_changes.fields import BY_KEY, CATEGORY, CHOSEN, DERIVED
from shebao.services.person_changes.rules.given import Facts, Setting, after, changes
from shebao.services.person_changes.shape import ShapedLine


def chosen(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Something is chosen, what follows from another item together with it, and a value for all of it is known."""
    if not line.wanted:
        yield hard("items_none", CHOSEN)
    for item in line.wanted:
        leaders = given.item(item).texts("only_with")
        if leaders and not set(leaders) & set(line.wanted):
            names = "、".join(BY_KEY[leader].title for leader in leaders)
            yield hard("only_with", item, title=BY_KEY[item].title, leaders=names)
    if facts.person_id is None:
        return
    values = after(line, facts, given)
    for item in line.wanted:
        known = item in line.values or derive.proposal(item, values, given.law, given.today) or item == CATEGORY
        number_unread = item in DERIVED and line.complained("document_number")
        if not known and not number_unread and not line.complained(item):
            yield _missing(item, values.get("name", ""))


def _missing(item: str, name: str) -> Finding:
    """Nothing is known for an item; of a name that cannot be spelt, why."""
    if item == "name_pinyin" and name:
        return hard("reading_unknown", item)
    return hard("value_missing", item, title=BY_KEY[item].title)


def effect(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Something will be another value; what is on record already needs no filing."""
    if facts.person_id is None or not line.wanted or not line.well_formed:
        return
    changed = {change.item for change in changes(line, facts, given)}
    if not changed:
        yield hard("nothing_changes", CHOSEN) if given.single else note("done_before")
        return
    same = [BY_KEY[item].title for item in line.wanted if item not in changed]
    if same and given.single:
        yield note("unchanged", CHOSEN, titles="、".join(same))
