"""Full-width forms as Chinese keyboards type them, folded to the half-width ones."""

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD[0x3000] = 0x20

MAX_ECHO = 40


def fold(text: str) -> str:
    """``text`` with full-width ASCII (Ａ１（，) and the ideographic blank made half-width; all else untouched."""
    return text if text.isascii() else text.translate(_FOLD)


def echo(text: str) -> str:
    """``text`` cut to a length that may be repeated in a message."""
    return text if len(text) <= MAX_ECHO else text[:MAX_ECHO] + "…"
