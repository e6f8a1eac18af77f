"""kill -9 of the monthly run and of the database: the finished month is the same as one that nobody disturbed."""

from pathlib import Path

from shebao.benches import killing_month


def test_a_killed_month_comes_out_as_an_undisturbed_one(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    found = killing_month.bench(tmp_path, 2, persons=21_000)
    assert found["kills"] == {"run": 1, "database": 1}
    assert found["different"] == [], found
