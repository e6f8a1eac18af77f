import os
from pathlib import Path

import pytest

from shebao.benches import importing

FIELDS = {
    "bench", "lines", "good", "bad", "effective", "first_findings_s", "checked_s", "effective_s", "peak_rss_mb",
    "child_peak_rss_mb", "sql_statements", "messages_queued", "database", "machine", "role", "city",
}  # fmt: skip


@pytest.fixture(scope="module")
def server() -> str:
    return os.environ["DATABASE_URL"]


@pytest.mark.postgres
def test_an_import_is_measured_and_its_statements_do_not_grow(tmp_path: Path, server: str) -> None:
    small = importing.bench(tmp_path, 50, city=200, server=server)
    large = importing.bench(tmp_path, 500, city=200, server=server, baseline=True, verify=True, profile=True)
    assert set(small) >= FIELDS
    assert set(large) >= FIELDS | {"copy_s", "copy_bytes", "times_copy", "verified", "profile"}
    assert (large["good"], large["bad"], large["messages_queued"]) == (495, 5, 990)
    assert large["role"] == "shebao_engine"
    assert large["verified"]
    assert small["sql_statements"] == large["sql_statements"]
    assert 0 < large["first_findings_s"] <= large["effective_s"]
