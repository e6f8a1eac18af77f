"""Which fonts a text needs. No system font is ever used: a paper looks the same wherever it is made."""

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import noto_cjk_sans_otc

USUAL: Final = "Noto Sans CJK SC"
USUAL_FILE: Final = "NotoSansCJK-Regular.ttc"
USUAL_FOLDER: Final = Path(noto_cjk_sans_otc.__path__[0])
RARE: Final = Path(__file__).parent / "fonts" / "rare-han.zip"

_FIRST_RARE: Final = 0x20000
_LAST_RARE: Final = 0x2EBEF
_BLOCK: Final = 0x400
"""Code points in one of the small fonts of rare characters."""


def block_of(character: int) -> int:
    """The first code point of the small font that a rare character is in."""
    return character // _BLOCK * _BLOCK


def family_of(block: int) -> str:
    """The name of a small font."""
    return f"Shebao Rare Han {block:X}"


def member_of(block: int) -> str:
    """Its file in the archive."""
    return f"{block:x}.ttf"


def rare_blocks(text: Iterable[str]) -> list[int]:
    """The blocks of the rare characters in a text, in order."""
    return sorted({block_of(ord(one)) for one in text if _FIRST_RARE <= ord(one) <= _LAST_RARE})


def lay_out(text: str, folder: Path) -> Sequence[str]:
    """Put the small fonts that a text needs into a folder; the families to be tried in order, the usual one first.

    A rare character that the usual font has is drawn with that one, whatever else lies in the folder.
    """
    families = [USUAL]
    blocks = rare_blocks(text)
    if not blocks:
        return families
    with zipfile.ZipFile(RARE) as archive:
        present = set(archive.namelist())
        for block in blocks:
            if member_of(block) in present:
                archive.extract(member_of(block), folder)
                families.append(family_of(block))
    return families
