"""XML of untrusted workbooks: a parser that knows no DTD, and the text of a part chunk by chunk."""

import codecs
import io
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Final, NoReturn
from xml.parsers import expat

from shebao.documents.spreadsheets.problems import SpreadsheetRefused

MAIN_NAMESPACES: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
CHUNK_BYTES: Final = 1024 * 1024
DEEPEST: Final = 64

_SEPARATOR: Final = " "
_CONTROLS: Final = bytes(code for code in range(32) if code not in (9, 10))
_NOT_PLAIN: Final = ((b"!", b"<!"), (b"?", b"<?"), (b"]", b"]]>"))
# The characters that XML 1.0 allows.
_LAWFUL: Final = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITY: Final = re.compile("&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPED: Final = re.compile("((?:_x[0-9A-Fa-f]{4}_)+)")
_SMALLEST_PART_LIMIT: Final = 32 * 1024 * 1024

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def _refuse_doctype(*_: object) -> NoReturn:
    raise SpreadsheetRefused("forbidden_xml")


def make_parser(start: Start, end: End, text: Text | None = None) -> "expat.XMLParserType":
    """An expat parser that calls back with ``namespace local`` names and refuses any document type."""
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    if hasattr(parser, "SetReparseDeferralEnabled"):
        parser.SetReparseDeferralEnabled(False)
    return parser


def split_name(name: str) -> tuple[str, str]:
    """Namespace and local name of an element or attribute; the namespace is '' where there is none."""
    namespace, _, local = name.rpartition(_SEPARATOR)
    return namespace, local


def feed(parser: "expat.XMLParserType", text: str, *, final: bool = False) -> None:
    """Parse a piece; SpreadsheetRefused if the XML is broken."""
    try:
        parser.Parse(text, final)
    except (expat.ExpatError, UnicodeEncodeError) as broken:
        raise SpreadsheetRefused("damaged") from broken


def read_bytes(stream: io.BufferedIOBase) -> Iterator[bytes]:
    """The bytes of a part in chunks; SpreadsheetRefused if its compression or checksum is broken."""
    while True:
        try:
            chunk = stream.read(CHUNK_BYTES)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as broken:
            raise SpreadsheetRefused("damaged") from broken
        if not chunk:
            return
        yield chunk


def read_text(stream: io.BufferedIOBase) -> Iterator[tuple[str, bool]]:
    """The text of a part in chunks, each with whether it is plain.

    Plain text holds no comment, CDATA section, processing instruction (but the XML declaration at its start), no
    carriage return and no control character, so that a row cut out of it means the same as inside it.
    """
    decoder: codecs.IncrementalDecoder | None = None
    before = b""
    for chunk in read_bytes(stream):
        if decoder is None:
            decoder = codecs.getincrementaldecoder(_encoding(chunk))("strict")
            plain = _is_plain(_after_declaration(chunk))
        else:
            plain = _is_plain(before + chunk)
        before = chunk[-2:]
        yield _decode(decoder, chunk), plain
    if decoder is not None:
        _decode(decoder, b"", final=True)


def _encoding(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"


def _decode(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> str:
    try:
        return decoder.decode(chunk, final)
    except UnicodeDecodeError as broken:
        raise SpreadsheetRefused("damaged") from broken


def _after_declaration(chunk: bytes) -> bytes:
    if not chunk.lstrip(codecs.BOM_UTF8).startswith(b"<?xml"):
        return chunk
    return chunk[chunk.find(b"?>") + 2 :].lstrip()


def _is_plain(chunk: bytes) -> bool:
    # Looking for the rare character first is several times faster: every other character is a "<".
    if any(rare in chunk and mark in chunk for rare, mark in _NOT_PLAIN):
        return False
    return len(chunk.translate(None, _CONTROLS)) == len(chunk)


def parse_small(stream: io.BufferedIOBase, start: Start, end: End, text: Text | None = None) -> None:
    """Parse a part that is small by nature (workbook, relations, styles)."""
    parser = make_parser(start, end, text)
    size = 0
    for chunk, _ in read_text(stream):
        size += len(chunk)
        if size > _SMALLEST_PART_LIMIT:
            raise SpreadsheetRefused("suspicious")
        feed(parser, chunk)
    feed(parser, "", final=True)


def has_only_known_entities(text: str) -> bool:
    """Whether every ``&`` starts one of the entities that need no document type."""
    return text.count("&") == sum(1 for entity in _ENTITY.finditer(text) if _character(entity) is not None)


def _character(entity: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = entity.groups()
    if name:
        return _NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if code <= sys.maxunicode and _LAWFUL.match(chr(code)) else None


def unescape(text: str) -> str:
    """Text with entities and the ``_x000D_`` escapes of OOXML replaced."""
    if "&" in text:
        text = _ENTITY.sub(lambda entity: _character(entity) or "", text)
    return unescape_ooxml(text)


def unescape_ooxml(text: str) -> str:
    """Text with ``_xHHHH_`` replaced; escapes for NUL, other controls and halves of pairs stay as written."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(_unescape_run, text)


def _unescape_run(run: re.Match[str]) -> str:
    written = run.group()
    codes = [written[at + 2 : at + 6] for at in range(0, len(written), 7)]
    decoded = b"".join(int(code, 16).to_bytes(2, "big") for code in codes).decode("utf-16-be", "surrogatepass")
    harmless = all(letter in "\t\n\r" or (letter >= " " and not "\ud800" <= letter <= "\udfff") for letter in decoded)
    return decoded.replace("\r\n", "\n") if harmless else written
