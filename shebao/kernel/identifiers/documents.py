"""Numbers by 证件类型 (AAC058)."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from shebao.kernel.identifiers import citizen, foreign, permits
from shebao.kernel.identifiers.reading import Reading, tidy

Parser = Callable[[str, date], Reading]

FORMATS: Final[Mapping[str, Parser]] = MappingProxyType(
    {
        "citizen": citizen.parse,
        "residence": permits.parse_residence,
        "hongkong": permits.parse_hongkong,
        "macau": permits.parse_macau,
        "taiwan": permits.parse_taiwan,
        "permanent": foreign.parse_permanent,
        "passport": foreign.parse_passport,
        "other": foreign.parse_other,
    }
)
"""The checks by the name that the table of document types uses."""

TYPE_FORMATS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "01": "citizen",
        "04": "hongkong",
        "05": "macau",
        "06": "taiwan",
        "07": "permanent",
        "08": "passport",
        "16": "residence",
        "17": "passport",
    }
    | dict.fromkeys(("02", "03", "09", "10", "11", "12", "13", "14", "15", "90", "91", "99"), "other")
)
"""证件类型 code to the check of its number."""


def parse_document(document_type: str, text: str, today: date) -> Reading:
    """The number of a document of 证件类型 ``document_type`` as a person typed it; never raises.

    ``today`` (Beijing) is what birth dates may not lie after. Problem codes: ``reading.PROBLEMS``.
    """
    format_name = TYPE_FORMATS.get(document_type)
    if format_name is None:
        return Reading(tidy(text), "number_type_unknown")
    return FORMATS[format_name](text, today)
