"""Every finding of a filing in words, whichever kind of line it is about."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from shebao.services.enrolment.catalogue import CATALOGUE as ADDING
from shebao.services.lines import catalogue as lines
from shebao.services.lines.catalogue import Entry, Explained
from shebao.services.registration.fields import BY_KEY
from shebao.services.withdrawal.catalogue import CATALOGUE as ENDING

BOTH: Final[Mapping[str, Entry]] = {
    "filing_kind_missing": Entry(
        _("填写了{title}，但申报类型不是“终止”。"),
        _("终止劳动合同的，请将申报类型填写为“终止”；新增的，请删除该内容。"),
    ),
}
"""About what a line is for."""

CATALOGUE: Final[Mapping[str, Entry]] = {**ADDING, **ENDING, **BOTH}
"""A code that both kinds use says the same in both; a test compares them."""


def explain(code: str, field: str | None, params: Mapping[str, str]) -> Explained:
    """A finding in words; KeyError for a code that is not in the catalogue."""
    column = BY_KEY.get(field or "")
    return lines.explain(CATALOGUE[code], column.title if column else "", params)
