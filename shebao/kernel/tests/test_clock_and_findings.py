import json
from datetime import UTC, date, datetime

import pytest

from shebao.kernel import clock, findings
from shebao.kernel.errors import Conflict, Invalid, ShebaoError
from shebao.kernel.findings import Finding, Severity


def test_the_day_in_beijing_begins_at_16_utc() -> None:
    assert clock.day_of(datetime(2024, 3, 31, 15, 59, tzinfo=UTC)) == date(2024, 3, 31)
    assert clock.day_of(datetime(2024, 3, 31, 16, 0, tzinfo=UTC)) == date(2024, 4, 1)
    assert clock.now().utcoffset() is not None


def test_a_naive_moment_has_no_day() -> None:
    with pytest.raises(ValueError, match="naive"):
        clock.day_of(datetime(2024, 3, 31, 15, 59))  # noqa: DTZ001 - that is the point


def test_findings_are_plain_data() -> None:
    finding = findings.hard("wage_below_minimum", "wage", minimum=2540)
    assert finding == Finding("wage_below_minimum", Severity.HARD, "wage", {"minimum": "2540"})
    assert findings.finding_from_dict(json.loads(json.dumps(finding.as_dict()))) == finding
    assert len({finding, finding}) == 1


def test_the_worst_finding_decides() -> None:
    assert findings.worst([findings.note("a"), findings.soft("b")]) is Severity.SOFT
    assert findings.worst([findings.note("a"), findings.hard("b"), findings.soft("c")]) is Severity.HARD
    assert findings.worst([]) is None


def test_errors_say_what_happened_and_what_to_do() -> None:
    error = Invalid("日期不正确。", field="start")
    assert (error.code, error.field, error.status) == ("invalid", "start", 400)
    assert error.remedy
    assert Conflict().message != ShebaoError().message
    assert "conflict" in str(Conflict())
