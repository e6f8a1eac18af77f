"""`shebao reconcile`: what differs, in words and as JSON, with an exit code."""

import argparse
import json

import pytest

from shebao.cli import reconcile
from shebao.collection.tests import place
from shebao.reconciliation.models import Reconciliation


@pytest.fixture
def parser(db: None, monkeypatch: pytest.MonkeyPatch) -> argparse.ArgumentParser:
    monkeypatch.setenv("DATABASE_URL", "")  # put back afterwards
    monkeypatch.setattr(reconcile, "available_database", lambda: "postgresql:///as-it-is")
    made = argparse.ArgumentParser()
    reconcile.add_arguments(made)
    return made


def test_nothing_differs_where_nothing_is(parser: argparse.ArgumentParser, capsys: pytest.CaptureFixture[str]) -> None:
    assert reconcile.run(parser.parse_args(["--json"])) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["differences"], told["kinds"], told["months"]) == (True, 0, [], [])


def test_what_differs_is_said_and_kept(parser: argparse.ArgumentParser, capsys: pytest.CaptureFixture[str]) -> None:
    notice = place.notice(place.employer())
    assert reconcile.run(parser.parse_args(["--month", "2024-03", "--keep"])) == 1
    said = capsys.readouterr().out
    assert "overdue_not_found: 1, 3,768.24 yuan → run_collect." in said
    assert f"    notice:{notice.pk} 202403 {notice.employer.credit_code} 3,768.24 yuan" in said
    assert (kept := Reconciliation.objects.get()).month == 202403
    assert (kept.exit_code, kept.finished_at is not None) == (1, True)


@pytest.mark.parametrize("words", [["--month", "2024-13"], ["--employer", "nobody"]])
def test_what_cannot_be_looked_at_is_no_agreement(parser: argparse.ArgumentParser, words: list[str]) -> None:
    assert reconcile.run(parser.parse_args(words)) == 2
