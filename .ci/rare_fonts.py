"""Makes the fonts of rare characters for papers: `python .ci/rare_fonts.py HanaMinB.ttf` (Debian: fonts-hanazono).

Characters of the extensions B to F that the font of all other characters lacks, cut into small fonts by code point, so
that a paper reads only those that its names need. The result is the same, byte for byte, whenever it is made.
"""

import io
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

import noto_cjk_sans_otc
from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

from shebao.documents.papers import fonts

EXTENSIONS = ((0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0x2CEB0, 0x2EBEF))
CHINESE = 2  # the face of simplified Chinese in the collection
EPOCH = (1980, 1, 1, 0, 0, 0)
FAMILY, FULL_NAME, POSTSCRIPT, UNIQUE = 1, 4, 6, 3


def main(source: str) -> None:
    """Write the archive."""
    blocks: dict[int, list[int]] = defaultdict(list)
    for character in _wanted(source):
        blocks[fonts.block_of(character)].append(character)
    with zipfile.ZipFile(fonts.RARE, "w") as archive:
        for block, characters in sorted(blocks.items()):
            entry = zipfile.ZipInfo(fonts.member_of(block), EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, _cut(source, fonts.family_of(block), characters), zipfile.ZIP_LZMA)
    print(f"{sum(map(len, blocks.values()))} characters in {len(blocks)} fonts: {fonts.RARE}")


def _wanted(source: str) -> list[int]:
    usual = TTCollection(str(Path(noto_cjk_sans_otc.__path__[0]) / fonts.USUAL_FILE), lazy=True)
    known = set(usual.fonts[CHINESE].getBestCmap())
    present = TTFont(source, lazy=True).getBestCmap()
    return [one for one in sorted(present) if one not in known and any(a <= one <= b for a, b in EXTENSIONS)]


def _cut(source: str, family: str, characters: list[int]) -> bytes:
    """A font of these characters alone, under a name of its own, without hints: papers are printed."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.drop_tables += ["BASE", "FFTM", "GDEF", "GPOS", "GSUB", "vhea", "vmtx"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    _rename(font, family)
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()


def _rename(font: TTFont, family: str) -> None:
    names = font["name"]
    licence = [record for record in names.names if record.nameID in (0, 13, 14)]
    names.names = licence
    for kind, text in ((FAMILY, family), (2, "Regular"), (UNIQUE, family), (FULL_NAME, family)):
        names.setName(text, kind, 3, 1, 0x409)
    names.setName(family.replace(" ", ""), POSTSCRIPT, 3, 1, 0x409)


if __name__ == "__main__":
    main(sys.argv[1])
