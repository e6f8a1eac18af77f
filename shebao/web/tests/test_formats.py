from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from shebao.kernel.months import Month
from shebao.web import formats

# A Monday afternoon in Beijing.
NOW = datetime(2024, 3, 11, 6, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (202403, "2024年3月"),
        ("202412", "2024年12月"),
        (Month(2024, 3), "2024年3月"),
        (None, "—"),
        (202413, "202413"),
        ("三月", "三月"),
    ],
)
def test_month(value: object, text: str) -> None:
    assert formats.month(value) == text


def test_an_open_end_reads_as_told() -> None:
    assert formats.month(None, "至今") == "至今"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal(9000), "9,000.00"),
        (Decimal("1234567.5"), "1,234,567.50"),
        (Decimal("-0.01"), "-0.01"),
        (Decimal("99999999999999.99"), "99,999,999,999,999.99"),
        (None, "—"),
        ("九千", "九千"),
        (Decimal("NaN"), "NaN"),
    ],
)
def test_money(value: object, text: str) -> None:
    assert formats.money(value) == text


@pytest.mark.parametrize(("fen", "text"), [(900000, "9,000.00"), (1, "0.01"), (0, "0.00"), (None, "—"), ("x", "x")])
def test_money_of_fen(fen: object, text: str) -> None:
    assert formats.money_of_fen(fen) == text


@pytest.mark.parametrize(("number", "text"), [(12345, "12,345"), (0, "0"), (None, "—"), ("many", "many")])
def test_count(number: object, text: str) -> None:
    assert formats.count(number) == text


def test_days_and_moments_are_those_of_beijing() -> None:
    late = datetime(2024, 3, 10, 23, 30, tzinfo=UTC)

    assert formats.day(late) == "2024-03-11"
    assert formats.moment(late) == "2024-03-11 07:30"
    assert formats.day(date(2024, 2, 29)) == "2024-02-29"
    assert formats.day(None) == "—"
    assert formats.moment("不是时间") == "不是时间"


@pytest.mark.parametrize(
    ("passed", "text"),
    [
        (timedelta(seconds=59), "刚刚"),
        (timedelta(seconds=-30), "刚刚"),
        (timedelta(minutes=5), "5 分钟前"),
        (timedelta(minutes=59, seconds=59), "59 分钟前"),
        (timedelta(hours=3), "3 小时前"),
        (timedelta(hours=20), "昨天 18:05"),
        (timedelta(days=4), "4 天前"),
        (timedelta(days=7), "7 天前"),
        (timedelta(days=8), "2024-03-03"),
        (timedelta(hours=-2), "2024-03-11 16:05"),
    ],
)
def test_ago(passed: timedelta, text: str) -> None:
    assert formats.ago(NOW - passed, NOW) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (1536, "1.5 KB"), (1024, "1 KB"), (20 * 1024 * 1024, "20 MB"), (5 * 1024**4, "5120 GB"), ("x", "—")],
)
def test_file_size(size: object, text: str) -> None:
    assert formats.file_size(size) == text
