import os
from pathlib import Path

import pytest

from shebao.benches import importing

FIELDS = {
    "bench", "lines", "good", "bad", "effective", "first_findings_s", "checked_s", "effective_s", "peak_rss_mb",
    "child_peak_rss_mb", "sql_statements", "messages_queued", "database", "machine", "role", "city",
}  # fmt: skip


MOST_STATEMENTS = 80
"""Of an import of any size; that they do not grow with it is shown beside the service (test_statements.py)."""


@pytest.fixture(scope="module")
def server() -> str:
    return os.environ["DATABASE_URL"]


@pytest.mark.postgres
def test_an_import_is_measured(tmp_path: Path, server: str) -> None:
    found = importing.bench(tmp_path, 500, city=200, server=server, baseline=True, verify=True, profile=True)
    assert set(found) >= FIELDS | {"copy_s", "copy_bytes", "times_copy", "verified", "profile"}
    assert (found["good"], found["bad"], found["messages_queued"]) == (495, 5, 990)
    assert found["role"] == "shebao_engine"
    assert found["verified"]
    assert 0 < found["sql_statements"] <= MOST_STATEMENTS
    assert 0 < found["first_findings_s"] <= found["effective_s"]
