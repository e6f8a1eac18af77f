"""Every finding of a filing in words, whichever kind of line it is about."""

from collections.abc import Mapping
from typing import Final

from shebao.services.enrolment.catalogue import CATALOGUE as ADDING
from shebao.services.lines import catalogue as lines
from shebao.services.lines.catalogue import Entry, Explained
from shebao.services.registration.fields import BY_KEY
from shebao.services.withdrawal.catalogue import CATALOGUE as ENDING

CATALOGUE: Final[Mapping[str, Entry]] = {**ADDING, **ENDING}
"""A code that both kinds use says the same in both; a test compares them."""


def explain(code: str, field: str | None, params: Mapping[str, str]) -> Explained:
    """A finding in words; KeyError for a code that is not in the catalogue."""
    column = BY_KEY.get(field or "")
    return lines.explain(CATALOGUE[code], column.title if column else "", params)
