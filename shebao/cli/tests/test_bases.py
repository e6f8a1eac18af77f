"""`shebao bases --undeclared`: once, again, too early, and for an employer nobody knows."""

import argparse
import json

import pytest

from shebao.cli import bases
from shebao.kernel import clock
from shebao.services.bases.tests.office import AFTER_THE_WINDOW, IN_THE_WINDOW, JULY, Office, spans
from shebao.services.enrolment.tests.desk import make_employer

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office(make_employer("91110105MA00000011", "谨慎商贸有限公司"))


def run(monkeypatch: pytest.MonkeyPatch, *words: str, late: bool = True) -> int:
    monkeypatch.setattr(clock, "now", lambda: AFTER_THE_WINDOW if late else IN_THE_WINDOW)
    parser = argparse.ArgumentParser()
    bases.add_arguments(parser)
    return bases.run(parser.parse_args(["--undeclared", "--year", "2024", *words]))


def test_everybody_who_was_not_declared_is_assessed_once(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one, _ = office.employ(2)
    assert run(monkeypatch, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"year": 2024, "employers": 1, "persons": 2}
    assert spans(one)[-1] == (JULY, None, 880_000, "undeclared")
    assert run(monkeypatch) == 0
    assert "persons: 0" in capsys.readouterr().out


def test_the_open_window_and_an_unknown_employer_are_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (one,) = office.employ()
    assert run(monkeypatch, late=False) == 2
    assert run(monkeypatch, "--employer", "911100000000000000") == 2
    assert "911100000000000000" in capsys.readouterr().err
    assert len(spans(one)) == 1


def test_one_employer_by_its_code(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.employ()
    other = Office(make_employer("91110105MA00000022", "外人科技有限公司"), employed=list(office.employed))
    (alone,) = other.employ()
    assert run(monkeypatch, "--employer", other.employer.credit_code) == 0
    assert (len(spans(alone)), len(spans(office.employed[0]))) == (2, 1)
