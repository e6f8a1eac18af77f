from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.kernel.errors import Invalid
from shebao.kernel.money import from_fen, half_up, half_up_yuan, parse_yuan, show, to_fen


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("9000", "9000.00"),
        ("9,000.5", "9000.50"),
        ("￥９，０００．５０", "9000.50"),
        ("¥1,234,567.89元", "1234567.89"),
        ("9000 元", "9000.00"),
        ("1.2300", "1.23"),
        ("007", "7.00"),
        ("0", "0.00"),
        ("-0", "0.00"),
        ("5.", "5.00"),
        ("99999999999999.99", "99999999999999.99"),
    ],
)
def test_reads_what_people_type(text: str, yuan: str) -> None:
    assert str(parse_yuan(text)) == yuan


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "amount_malformed"),
        ("nan", "amount_malformed"),
        ("Infinity", "amount_malformed"),
        ("1e5", "amount_malformed"),
        ("1e1000000", "amount_malformed"),
        ("9,00", "amount_malformed"),
        ("１２３٤", "amount_malformed"),
        ("九千", "amount_malformed"),
        ("1.234", "amount_too_precise"),
        ("1" * 15, "amount_too_large"),
        ("1" * 5000, "amount_malformed"),
        ("-1", "amount_negative"),
    ],
)
def test_refuses_what_is_no_amount(text: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_yuan(text)
    assert caught.value.code == code
    assert caught.value.remedy


def test_negative_amounts_where_they_are_meant() -> None:
    assert parse_yuan("-12.30", negative=True) == Decimal("-12.30")


@pytest.mark.parametrize(
    ("exact", "rounded"), [("44.712", "44.71"), ("26.832", "26.83"), ("0.005", "0.01"), ("-0.005", "-0.01")]
)
def test_amounts_are_rounded_half_up(exact: str, rounded: str) -> None:
    assert half_up(Decimal(exact)) == Decimal(rounded)


@pytest.mark.parametrize(
    ("exact", "rounded"), [("3726.25", "3726"), ("2235.6", "2236"), ("1490.4", "1490"), ("0.5", "1")]
)
def test_bases_are_rounded_to_yuan(exact: str, rounded: str) -> None:
    assert half_up_yuan(Decimal(exact)) == Decimal(rounded)


@given(st.integers(-(10**16) + 1, 10**16 - 1))
def test_fen_and_yuan_and_text_come_back(fen: int) -> None:
    yuan = from_fen(fen)
    assert to_fen(yuan) == fen
    assert parse_yuan(show(yuan), negative=True) == yuan


@pytest.mark.parametrize("amount", ["0.001", "NaN", "Infinity"])
def test_nothing_finer_than_a_fen(amount: str) -> None:
    with pytest.raises(ValueError, match="whole number of fen"):
        to_fen(Decimal(amount))


@given(st.text())
def test_any_text_is_an_amount_or_invalid(text: str) -> None:
    code = "amount_"
    try:
        amount = parse_yuan(text, negative=True)
    except Invalid as error:
        code = error.code
    else:
        assert amount.as_tuple().exponent == -2
    assert code.startswith("amount_")
