"""Rows and payloads of people who may be enrolled, on the day on which these tests play."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

from shebao.documents.spreadsheets.cells import Cell
from shebao.law import law
from shebao.services.enrolment.fields import COLUMNS, KEYS
from shebao.services.enrolment.shape import ShapedLine, Shaper
from shebao.services.lines.columns import Kind
from shebao.services.lines.reading import offered
from tests.workbooks import FOREIGN, TAIWAN, identity_number, right

NOW: Final = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY: Final = date(2026, 11, 23)


def good(serial: int = 0, **changed: object) -> dict[str, str]:
    """The fields of one right line, as typed; values of None are left out."""
    usual = {"starts_on": "2026-11-02", "ends_on": "2029-11-01"}
    return right(serial, TODAY, **(usual | changed))  # type: ignore[arg-type,return-value]


def foreigner(serial: int = 0, **changed: object) -> dict[str, str]:
    """A right line of a foreigner with a passport."""
    return good(
        serial,
        **{
            **FOREIGN,
            "document_number": f"C4F7K2{serial:03d}",
            "document_valid_until": "2031-05-01",
            **changed,
        },
    )


def taiwan(serial: int = 0, **changed: object) -> dict[str, str]:
    """A right line of a Taiwan resident with a residence permit."""
    return good(
        serial,
        **{
            **TAIWAN,
            "document_number": identity_number(serial, region="830000"),
            "document_valid_until": "2029-01-01",
            **changed,
        },
    )


def coded(typed: dict[str, str]) -> dict[str, str]:
    """The same as the form sends it: codes instead of their names."""
    tables = {column.key: column.table for column in COLUMNS if column.kind is Kind.CODE}
    by_name = {
        key: {entry.name: code for code, entry in offered(law(), table, TODAY).items()} for key, table in tables.items()
    }
    return (
        typed | {key: names[typed[key]] for key, names in by_name.items() if key in typed} | {"schemes": "110,210,410"}
    )


def shaped(typed: Mapping[str, Cell], line_no: int = 1) -> ShapedLine:
    """The line as the shaper reads it; cells may be any kind of cell."""
    return Shaper(law(), TODAY).shape(line_no, line_no + 1, [typed.get(key) for key in KEYS])
