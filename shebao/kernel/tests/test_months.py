from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.kernel.errors import Invalid
from shebao.kernel.months import Month, months

a_month = st.builds(Month, st.integers(1900, 2199), st.integers(1, 12))


@pytest.mark.parametrize(
    "text",
    ["2024-03", "2024-3", "202403", "2024/3", "2024.03", "2024年3月", "2024年03", "２０２４年３月", " 2024 年 3 月 "],
)
def test_reads_what_people_type(text: str) -> None:
    assert Month.parse(text) == Month(2024, 3)


@pytest.mark.parametrize(
    "text", ["", "2024", "2024-13", "2024-00", "20243", "1.10101E+17", "03-2024", "x" * 9999, "٢٠٢٤-٠٣"]
)
def test_refuses_what_is_no_month(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        Month.parse(text)
    assert caught.value.code == "month_malformed"
    assert len(caught.value.message) < 80


def test_knows_its_days() -> None:
    assert (Month(2024, 2).first_day, Month(2024, 2).last_day) == (date(2024, 2, 1), date(2024, 2, 29))
    assert Month(2023, 2).contains(date(2023, 2, 28))
    assert not Month(2023, 2).contains(date(2024, 2, 28))


def test_counts_over_the_turn_of_the_year() -> None:
    assert Month(2023, 11) + 3 == Month(2024, 2)
    assert Month(2024, 2) - 3 == Month(2023, 11)
    assert [int(month) for month in months(Month(2023, 12), Month(2024, 2))] == [202312, 202401, 202402]
    assert list(months(Month(2024, 2), Month(2024, 1))) == []


@given(a_month, a_month)
def test_order_and_difference_agree(one: Month, other: Month) -> None:
    assert (one < other) == (one - other < 0)
    assert other + (one - other) == one


@given(a_month)
def test_integers_and_texts_come_back(month: Month) -> None:
    assert Month.from_int(int(month)) == month
    assert Month.parse(str(month)) == Month.parse(month.chinese) == month


def test_no_month_beyond_the_range() -> None:
    with pytest.raises(ValueError, match="no such month"):
        Month.from_int(202400)
    with pytest.raises(ValueError, match="no such month"):
        Month(2199, 12) + 1
