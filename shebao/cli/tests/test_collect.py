"""`shebao collect`: looks once, says what it found."""

import argparse
from datetime import date

import pytest

from shebao.cli import collect
from shebao.collection.tests import place


def test_what_became_overdue_is_said_and_found_once(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "")  # put back afterwards
    monkeypatch.setattr(collect, "available_database", lambda: "postgresql:///as-it-is")
    place.notice(place.employer())
    parser = argparse.ArgumentParser()
    collect.add_arguments(parser)
    day = parser.parse_args(["--day", "2024-05-01"])
    assert day.day == date(2024, 5, 1)
    assert (collect.run(day), collect.run(day)) == (0, 0)
    assert capsys.readouterr().out.splitlines() == [
        "2024-05-01: 1 notices of 1 employers became overdue, 3,768.24 yuan",
        "2024-05-01: 0 notices of 0 employers became overdue, 0.00 yuan",
    ]
    with pytest.raises(SystemExit):
        parser.parse_args(["--day", "2024-02-30"])
