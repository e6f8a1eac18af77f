"""Months in words."""

from collections.abc import Iterable

from shebao.kernel.months import Month


def spans(months: Iterable[int]) -> str:
    """2023年3月、2023年5月至2023年7月."""
    found: list[list[Month]] = []
    for month in sorted({Month.from_int(one) for one in months}):
        if found and month - found[-1][1] == 1:
            found[-1][1] = month
        else:
            found.append([month, month])
    return "、".join(first.chinese if first == last else f"{first.chinese}至{last.chinese}" for first, last in found)
