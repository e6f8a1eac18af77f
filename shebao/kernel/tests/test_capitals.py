"""Amounts in capital figures, by examples of the rules for bills and by reading them back."""

import random

import pytest

from shebao.kernel.capitals import capitals

VALUES = {figure: number for number, figure in enumerate("零壹贰叁肆伍陆柒捌玖")}


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "人民币零元整"),
        (1, "人民币壹分"),
        (10, "人民币壹角整"),
        (12, "人民币壹角贰分"),
        (100, "人民币壹元整"),
        (105, "人民币壹元零伍分"),
        (150, "人民币壹元伍角整"),
        (1_000, "人民币壹拾元整"),
        (140_950, "人民币壹仟肆佰零玖元伍角整"),
        (600_714, "人民币陆仟零柒元壹角肆分"),
        (168_032, "人民币壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "人民币壹拾万柒仟元伍角叁分"),
        (1_640_902, "人民币壹万陆仟肆佰零玖元零贰分"),
        (32_504, "人民币叁佰贰拾伍元零肆分"),
        (107_060, "人民币壹仟零柒拾元陆角整"),
        (1_000_000, "人民币壹万元整"),
        (1_001_000, "人民币壹万零壹拾元整"),
        (10_000_000_000, "人民币壹亿元整"),
        (10_000_000_100, "人民币壹亿零壹元整"),
        (10_001_000_000, "人民币壹亿零壹万元整"),
        (10_100_000_000, "人民币壹亿零壹佰万元整"),
        (100_000_000_000_000, "人民币壹万亿元整"),
        (120_000_000_000_000, "人民币壹万贰仟亿元整"),
        (-5, "人民币负伍分"),
        (-16_000, "人民币负壹佰陆拾元整"),
    ],
)
def test_an_amount_is_written_out(fen: int, text: str) -> None:
    assert capitals(fen) == text


def test_too_much_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        capitals(10**18)


def read(text: str) -> int:
    """The fen that capital figures say, by an arithmetic of its own: read from the left, unit by unit."""
    text = text.removeprefix("人民币")
    sign = -1 if text.startswith("负") else 1
    total = section = digit = 0
    for sign_or_figure in text.removeprefix("负").removesuffix("整"):
        if sign_or_figure in VALUES:
            digit = VALUES[sign_or_figure]
        elif sign_or_figure in "拾佰仟":
            section += digit * {"拾": 10, "佰": 100, "仟": 1000}[sign_or_figure]
            digit = 0
        elif sign_or_figure == "万":
            section, digit = (section + digit) * 10_000, 0
            total, section = total + section, 0
        elif sign_or_figure == "亿":
            total, section, digit = (total + section + digit) * 100_000_000, 0, 0
        else:
            total, section = (total + section) * (100 if sign_or_figure == "元" else 1), 0
            total += digit * {"元": 100, "角": 10, "分": 1}[sign_or_figure]
            digit = 0
    return sign * total


def test_what_is_written_reads_back_as_the_same_amount() -> None:
    chance = random.Random(7)
    for _ in range(20_000):
        fen = chance.randrange(-(10 ** chance.randrange(1, 18)), 10 ** chance.randrange(1, 18))
        assert read(capitals(fen)) == fen, (fen, capitals(fen))


def test_no_two_amounts_are_written_alike() -> None:
    numbers = range(0, 300_000, 7)
    assert len({capitals(fen) for fen in numbers}) == len(numbers)
