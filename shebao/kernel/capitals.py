"""Amounts in the capital figures (大写) that papers about money carry, so that no digit can be altered."""

from typing import Final

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿", "万亿")
_GROUP: Final = 10_000
_MOST: Final = _GROUP ** len(_GROUPS)


def capitals(fen: int) -> str:
    """An amount in whole fen: 107060 is 人民币壹仟零柒拾元陆角整, and -5 is 人民币负伍分.

    By the rules for bills (正确填写票据和结算凭证的基本规定): 整 stands behind 元 and 角 where nothing smaller follows,
    and 零 for any number of zeros between figures. ValueError from ten thousand billion yuan on.
    """
    yuan, rest = divmod(abs(fen), 100)
    if yuan >= _MOST:
        raise ValueError(f"too large to be written out: {fen}")
    jiao, cent = divmod(rest, 10)
    text = f"{_whole(yuan)}元" if yuan or not rest else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif cent and yuan:
        text += "零"
    text += f"{_DIGITS[cent]}分" if cent else "整"
    return f"人民币{'负' if fen < 0 else ''}{text}"


def _whole(yuan: int) -> str:
    """A whole number of yuan, group by group of four figures."""
    groups = []
    while yuan:
        yuan, group = divmod(yuan, _GROUP)
        groups.append(group)
    text, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group == 0:
            gap = bool(text)
            continue
        if text and (gap or group < _GROUP // 10):
            text += "零"
        text += _four(group) + _unit(groups, place)
        gap = False
    return text or "零"


def _unit(groups: list[int], place: int) -> str:
    """万亿 is written 万 where figures of 亿 follow: 壹万贰仟亿, not 壹万亿贰仟亿."""
    return "万" if place == len(_GROUPS) - 1 and groups[place - 1] else _GROUPS[place]


def _four(group: int) -> str:
    """Up to four figures, without a leading 零."""
    text = ""
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            text += _DIGITS[digit] + _PLACES[place]
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零")
