"""Money: yuan as Decimal with two places, or whole fen; never a float."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from shebao.kernel.errors import Invalid
from shebao.kernel.widths import echo, fold

FEN: Final = Decimal("0.01")
ZERO: Final = Decimal("0.00")
PLACES: Final = 2
MAX_DIGITS: Final = 14
"""Digits before the decimal point that numeric(16,2) holds."""

_MAX_TEXT: Final = 40
_AMOUNT: Final = re.compile(r"(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?", re.ASCII)
_REMEDY: Final = "请填写以元为单位的金额，最多两位小数，例如“9000.50”。"


def parse_yuan(text: str, *, negative: bool = False) -> Decimal:
    """The amount in yuan a person typed, with exactly two places.

    Understands 9000, 9,000.5, ￥9000, 9000元, full-width digits and blanks around. Raises
    :class:`shebao.kernel.errors.Invalid` with code ``amount_malformed``, ``amount_too_precise`` (more than two
    decimals that are not zero), ``amount_too_large`` (over 14 digits) or ``amount_negative``.
    """
    match = _AMOUNT.fullmatch(_bare(text)) if len(text) <= _MAX_TEXT else None
    if match is None:
        raise Invalid(f"“{echo(text)}”不是有效的金额。", code="amount_malformed", remedy=_REMEDY)
    sign, whole, decimals = match[1], match[2].replace(",", "").lstrip("0") or "0", (match[3] or "").rstrip("0")
    if len(decimals) > PLACES:
        raise Invalid(f"金额“{echo(text)}”超过两位小数。", code="amount_too_precise", remedy=_REMEDY)
    if len(whole) > MAX_DIGITS:
        raise Invalid(f"金额“{echo(text)}”过大。", code="amount_too_large", remedy=_REMEDY)
    amount = Decimal(f"{sign}{whole}.{decimals:0<2}")
    if amount < 0 and not negative:
        raise Invalid(f"金额“{echo(text)}”不能为负数。", code="amount_negative", remedy=_REMEDY)
    return amount or ZERO


def _bare(text: str) -> str:
    """Without the currency sign, the word 元, and blanks at the ends."""
    return fold(text).strip().removeprefix("¥").removeprefix("￥").removesuffix("元").strip()


def half_up(amount: Decimal) -> Decimal:
    """``amount`` in yuan rounded half-up to fen (domain: every item of a bill is rounded by itself, then summed)."""
    return amount.quantize(FEN, ROUND_HALF_UP)


def half_up_yuan(amount: Decimal) -> Decimal:
    """``amount`` rounded half-up to whole yuan, as contribution bases are, still with two places."""
    return amount.quantize(Decimal(1), ROUND_HALF_UP).quantize(FEN)


def to_fen(amount: Decimal) -> int:
    """Yuan to fen; ValueError if ``amount`` is finer than a fen or not a number."""
    if not amount.is_finite() or amount != amount.quantize(FEN):
        raise ValueError(f"not a whole number of fen: {amount}")
    return int(amount.scaleb(2))


def from_fen(fen: int) -> Decimal:
    """Fen to yuan with two places."""
    return Decimal(fen).scaleb(-2).quantize(FEN)


def show(amount: Decimal) -> str:
    """As pages show it: 9,000.50."""
    return f"{amount:,.2f}"
