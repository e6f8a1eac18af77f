from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from shebao.documents.spreadsheets.layout import Column, Header, Row
from shebao.documents.spreadsheets.limits import DEFAULT_LIMITS, Limits
from shebao.documents.spreadsheets.reading import open_rows

COLUMNS = (
    Column("name", "姓名"),
    Column("identity", "证件号码", aliases=("身份证号", "公民身份号码")),
    Column("wage", "月工资", required=False),
)

Read = Callable[..., tuple[Header, list[Row]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads bytes as an uploaded file: header and rows, or SpreadsheetRefused."""

    def reading(
        content: bytes,
        filename: str = "名单.xlsx",
        *,
        columns: Sequence[Column] = COLUMNS,
        sheet: str | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> tuple[Header, list[Row]]:
        path = tmp_path / "upload"
        path.write_bytes(content)
        with open_rows(path, columns, filename=filename, sheet=sheet, limits=limits) as rows:
            return rows.header, list(rows)

    return reading
