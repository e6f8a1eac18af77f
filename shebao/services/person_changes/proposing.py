"""What the form proposes for items that follow from others: pure, from what was typed and what is on record."""

from collections.abc import Mapping
from datetime import date

from shebao.law import Law
from shebao.services.person_changes import derive
from shebao.services.person_changes.derive import FOLLOWING, Values
from shebao.services.person_changes.fields import DERIVED, NEW
from shebao.services.person_changes.shape import Shaper, chosen

Payload = Mapping[str, str]


def all_of(payload: Payload, recorded: Values, law: Law, today: date) -> dict[str, str]:
    """The value that each ticked item would have if it followed from the others, where one does."""
    line = Shaper(law, today).shape_page(payload)
    after = {**recorded, **{item: value for item, value in line.values.items() if item not in FOLLOWING}}
    found = {item: derive.proposal(item, after, law, today) for item in chosen(payload) if item in FOLLOWING}
    return {item: value for item, value in found.items() if value}


def follow(before: Payload, typed: Payload, recorded: Values, law: Law, today: date) -> dict[str, str]:
    """New texts for the fields that follow: those left blank, and those that still say what followed before.

    `before` is the payload that the page was drawn from. What the clerk typed otherwise is left alone.
    """
    proposed, earlier = all_of(typed, recorded, law, today), all_of(before, recorded, law, today)
    return {
        item: value
        for item, value in proposed.items()
        if item not in DERIVED and typed.get(f"{NEW}{item}", "").strip() in ("", earlier.get(item))
    }
