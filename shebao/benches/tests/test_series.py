from pathlib import Path

import pytest

from shebao.benches import importing, series


def test_growth_is_told_beside_the_figures(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def told(_work: Path, lines: int, **_options: object) -> dict[str, object]:
        return {"lines": lines, "effective_s": lines / 1_000, "peak_rss_mb": 100.0, "sql_statements": 66}

    monkeypatch.setattr(importing, "bench", told)
    found = series.linear(tmp_path, [100, 1_000])
    assert found["growth"] == [
        {"from": 100, "to": 1_000, "time": 10.0, "time_per_line": 1.0, "memory": 1.0, "sql_statements_more": 0}
    ]


def test_results_are_kept_and_never_written_over(tmp_path: Path) -> None:
    first = series.keep({"a": 1}, tmp_path, "day")
    second = series.keep({"a": 2}, tmp_path, "day")
    assert (first.name, second.name) == ("day.json", "day-2.json")
    assert '"a": 1' in first.read_text(encoding="utf-8")
