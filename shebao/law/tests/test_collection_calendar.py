"""Due days and first days of arrears, in working days."""

from datetime import date
from pathlib import Path

import pytest

from shebao.kernel.months import Month, months
from shebao.law import NoLawError, law, load
from shebao.law.collection_calendar import deferred_due_on, due_on, is_working_day, late_from

BOOK = law()


@pytest.mark.parametrize(
    ("month", "due"),
    [
        (Month(2024, 3), date(2024, 4, 30)),  # a Tuesday
        (Month(2023, 11), date(2024, 1, 2)),  # 31 December is a Sunday, 1 January a holiday
        (Month(2024, 1), date(2024, 2, 29)),  # a leap day, a Thursday
        (Month(2024, 2), date(2024, 4, 1)),  # 31 March is a Sunday
        (Month(2019, 12), date(2020, 2, 3)),  # 31 January to 2 February belong to the spring festival
        (Month(2016, 8), date(2016, 9, 30)),  # a Friday, the holiday begins the day after
        (Month(2012, 8), date(2012, 10, 8)),  # 30 September to 7 October
        (Month(2026, 11), date(2026, 12, 31)),
        (Month(2026, 12), date(2027, 2, 1)),  # a year without holidays on record: by weekends
    ],
)
def test_due_on_the_last_day_of_the_next_month_or_the_next_working_day(month: Month, due: date) -> None:
    assert due_on(BOOK, month) == due


@pytest.mark.parametrize(
    ("month", "first"),
    [
        (Month(2011, 7), date(2011, 9, 1)),  # the official example
        (Month(2024, 3), date(2024, 5, 1)),
        (Month(2023, 11), date(2024, 1, 3)),  # due on 2 January
        (Month(2012, 8), date(2012, 10, 9)),
        (Month(2011, 5), date(2011, 7, 1)),  # arrears begin, without late fee
    ],
)
def test_arrears_start_on_the_first_of_the_second_month_or_after_a_later_due_day(month: Month, first: date) -> None:
    assert late_from(BOOK, month) == first


def test_no_month_is_late_before_it_was_due() -> None:
    for month in months(Month(2009, 1), Month(2030, 12)):
        assert due_on(BOOK, month) < late_from(BOOK, month)
        assert is_working_day(BOOK, due_on(BOOK, month)), month
        assert late_from(BOOK, month) >= (month + 2).first_day


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2024, 2, 12), False),  # Monday in the spring festival
        (date(2024, 2, 18), True),  # Sunday that makes up for it
        (date(2024, 3, 2), False),  # Saturday
        (date(2024, 3, 4), True),
    ],
)
def test_working_days(day: date, working: bool) -> None:
    assert is_working_day(BOOK, day) is working


def test_nobody_has_set_a_due_day_for_deferred_contributions() -> None:
    assert deferred_due_on(BOOK, Month(2022, 5)) is None


def _changed(folder: Path, old: str, new: str) -> Path:
    for path in (Path(__file__).parents[1] / "data").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        folder.joinpath(path.name).write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_a_day_announced_for_a_month_goes_before_the_rule(tmp_path: Path) -> None:
    empty = "{from: null, to: null, value: null, source: own, verified: false, note: 尚未录入，按规则推算}"
    announced = "{from: 2024-03, to: 2024-03, value: 2024-05-06, source: own, verified: false}"
    book = load(_changed(tmp_path, empty, announced))
    assert due_on(book, Month(2024, 3)) == date(2024, 5, 6)
    assert late_from(book, Month(2024, 3)) == date(2024, 5, 7)
    assert due_on(book, Month(2024, 4)) == date(2024, 5, 31)


def test_a_rule_that_nobody_has_built_is_not_followed_by_guessing(tmp_path: Path) -> None:
    book = load(_changed(tmp_path, "value: last_day_of_next_month", "value: fifteenth_of_next_month"))
    with pytest.raises(NoLawError, match="缴费截止日规则"):
        due_on(book, Month(2024, 3))
