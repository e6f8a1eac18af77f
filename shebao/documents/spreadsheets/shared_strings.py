"""The shared strings of a workbook, kept small: three million of them must fit beside everything else."""

import io
import re
from array import array
from itertools import accumulate
from typing import Final

from shebao.documents.spreadsheets import xml_text
from shebao.documents.spreadsheets.limits import Limits
from shebao.documents.spreadsheets.problems import SpreadsheetRefused

_PLAIN_ITEM: Final = re.compile(
    '<si><t(?: xml:space="preserve")?(?:/>|>([^<]*)</t>)(?:<phoneticPr(?: [A-Za-z]+="[A-Za-z0-9]*")*/>)?</si>'
)
_ITEM_END: Final = "</si>"
_FIRST_ITEM: Final = "<si>"
_BLOCK_BITS: Final = 10
_BLOCK: Final = 1 << _BLOCK_BITS
# Strings up to here are kept ready made: they are the ones used again and again, and 100 bytes each.
_READY: Final = 1 << 20


class SharedStrings:
    """A read-only list of strings; those after the first million are stored in blocks of joined text.

    ``ready`` are the first ones, ``longest`` is the length of the longest string.
    """

    def __init__(self, limits: Limits) -> None:
        self.longest = 0
        self.ready: list[str] = []
        self._limits = limits
        self._blocks: list[tuple[str, array[int]]] = []
        self._open: list[str] = []
        self._characters = 0

    def __len__(self) -> int:
        return len(self.ready) + len(self._blocks) * _BLOCK + len(self._open)

    def __getitem__(self, index: int) -> str:
        if index < 0:
            raise IndexError(index)
        if index < _READY:
            return self.ready[index]
        index -= _READY
        block = index >> _BLOCK_BITS
        if block >= len(self._blocks):
            return self._open[index - (block << _BLOCK_BITS)]
        text, ends = self._blocks[block]
        at = index & (_BLOCK - 1)
        return text[ends[at] : ends[at + 1]]

    def extend(self, strings: list[str]) -> None:
        """Add strings; SpreadsheetRefused when there are too many."""
        if not strings:
            return
        room = _READY - len(self.ready)
        self.ready += strings[:room]
        self._open += strings[room:]
        self._characters += sum(map(len, strings))
        self.longest = max(self.longest, *map(len, strings))
        if self._characters > self._limits.shared_characters:
            raise SpreadsheetRefused("too_many_strings")
        self._close_blocks()
        if len(self) > self._limits.shared_strings:
            raise SpreadsheetRefused("too_many_strings")

    def _close_blocks(self) -> None:
        full = len(self._open) - len(self._open) % _BLOCK
        for at in range(0, full, _BLOCK):
            block = self._open[at : at + _BLOCK]
            self._blocks.append(("".join(block), array("L", [0, *accumulate(map(len, block))])))
        del self._open[:full]


class _Reader:
    """Reads sharedStrings.xml: plain items by pattern, all others (rich text, phonetics, prefixes) by expat."""

    def __init__(self, strings: SharedStrings, limits: Limits) -> None:
        self._strings = strings
        self._limits = limits
        self._parser = xml_text.make_parser(self._start, self._end, self._text)
        self._path: list[str] = []
        self._pieces: list[str] = []
        self._length = 0
        self._bypass = True
        self._found: list[str] = []

    def read(self, stream: io.BufferedIOBase) -> None:
        """Read the whole part into the strings."""
        rest = ""
        for chunk, plain in xml_text.read_text(stream):
            self._bypass = self._bypass and plain
            rest = self._take(rest + chunk)
            self._strings.extend(self._found)
            self._found.clear()
        xml_text.feed(self._parser, rest, final=True)
        self._strings.extend(self._found)

    def _take(self, text: str) -> str:
        """Read all complete items of a text; what is left over comes back."""
        start = 0
        if not self._path:
            start = max(0, text.find(_FIRST_ITEM))
            xml_text.feed(self._parser, text[:start])
        end = text.rfind(_ITEM_END) + len(_ITEM_END)
        if not self._can_bypass() or end < len(_ITEM_END):
            self._bypass = self._bypass and len(text) < xml_text.CHUNK_BYTES * 8
            if self._bypass:
                return text[start:]
            xml_text.feed(self._parser, text[start:])
            return ""
        self._take_items(text[start:end])
        return text[end:]

    def _can_bypass(self) -> bool:
        return self._bypass and self._path == ["sst"]

    def _take_items(self, text: str) -> None:
        if self._take_plain(text):
            return
        for item in text.split(_ITEM_END)[:-1]:
            whole = item + _ITEM_END
            if self._path != ["sst"] or not self._take_plain(whole):
                xml_text.feed(self._parser, whole)

    def _take_plain(self, text: str) -> bool:
        parts = _PLAIN_ITEM.split(text)
        between = "".join(parts[::2])
        if between and not between.isspace():
            return False
        if "&" in text and not xml_text.has_only_known_entities(text):
            return False
        strings = [string or "" for string in parts[1::2]]
        if "&" in text or "_x" in text:
            strings = [xml_text.unescape(string) for string in strings]
        self._found += strings
        return True

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        namespace, local = xml_text.split_name(name)
        self._path.append(local if namespace in xml_text.MAIN_NAMESPACES else "?")
        if len(self._path) > xml_text.DEEPEST:
            raise SpreadsheetRefused("suspicious")
        if self._path == ["sst", "si"]:
            self._pieces, self._length = [], 0

    def _end(self, _name: str) -> None:
        if self._path == ["sst", "si"]:
            self._found.append(xml_text.unescape_ooxml("".join(self._pieces)))
            if len(self._found) >= _BLOCK:
                self._strings.extend(self._found)
                self._found.clear()
        self._path.pop()

    def _text(self, text: str) -> None:
        # Phonetic hints (rPh) are a reading aid, not part of what the cell says.
        if self._path[1:] not in (["si", "t"], ["si", "r", "t"]):
            return
        # A string over the limit is refused where a cell uses it; here it only must not grow without bound.
        room = self._limits.cell_characters * 8 - self._length
        self._length += len(text)
        if room > 0:
            self._pieces.append(text[:room])


def read_shared_strings(stream: io.BufferedIOBase, limits: Limits) -> SharedStrings:
    """All strings of sharedStrings.xml; SpreadsheetRefused if there are too many or the part is broken."""
    strings = SharedStrings(limits)
    _Reader(strings, limits).read(stream)
    return strings
