"""One law file, read and checked: its header, its series, its code tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

import yaml

from shebao.law.nodes import Reader
from shebao.law.spans import check_sequence, read_span
from shebao.law.units import UNITS, read_scalar
from shebao.law.values import Attribute, Code, CodeTable, Dated, Series, Source, Value

UNOFFICIAL = frozenset({"own", "infer"})
"""Marks that are nobody's text: what rests on them alone cannot be verified."""

_HEADER = frozenset({"title", "unit", "sources", "note", "series", "tables", "register"})
_SOURCE = frozenset({"mark", "title", "grade", "url"})
_SERIES = frozenset({"name", "title", "unit", "by", "gaps", "values"})
_VALUE = frozenset({"from", "to", "value", "source", "verified", "note"})
_TABLE = frozenset({"name", "title", "attributes", "source", "verified", "by", "codes"})
_CODE = frozenset({"code", "name", "from", "to", "source", "verified", "note"})
_ATTRIBUTE_KINDS = frozenset({"text", "flag", "number", "list"})


@dataclass
class Content:
    """What one file holds, with the node each thing stands at (for faults found across files)."""

    reader: Reader
    sources: dict[str, yaml.Node] = field(default_factory=dict)
    register: list[tuple[yaml.Node, Source]] = field(default_factory=list)
    series: list[tuple[yaml.Node, Series]] = field(default_factory=list)
    tables: list[tuple[yaml.Node, CodeTable]] = field(default_factory=list)


@dataclass(frozen=True)
class _File:
    reader: Reader
    title: str
    unit: str
    sources: frozenset[str]


def read_file(reader: Reader) -> Content:
    """The content of the file behind ``reader``; faults are left with the reader."""
    content = Content(reader)
    if reader.root is None:
        return content
    header = reader.mapping(reader.root, _HEADER, "the file")
    content.sources = _header_sources(reader, header)
    file = _File(reader, _title(reader, header), _unit(reader, header, reader.root), frozenset(content.sources))
    content.register = [_source(reader, node) for node in reader.items(header.get("register"), "register")]
    content.series = [_series(file, node) for node in reader.items(header.get("series"), "series")]
    content.tables = [_table(file, node) for node in reader.items(header.get("tables"), "tables")]
    if not (content.register or content.series or content.tables):
        reader.fault(reader.root, "holds neither series nor tables")
    return content


def _title(reader: Reader, header: dict[str, yaml.Node]) -> str:
    if "title" not in header and reader.root is not None:
        reader.fault(reader.root, "missing title")
    return reader.text(header.get("title"), "title")


def _header_sources(reader: Reader, header: dict[str, yaml.Node]) -> dict[str, yaml.Node]:
    node = header.get("sources")
    marks = reader.texts(node, "sources")
    if reader.root is not None and not marks:
        reader.fault(reader.root, "missing sources")
    return {mark: node for mark in marks if node is not None}


def _unit(reader: Reader, entry: dict[str, yaml.Node], node: yaml.Node, default: str = "") -> str:
    unit = reader.text(entry.get("unit"), "unit") or default
    if unit not in UNITS:
        reader.fault(entry.get("unit", node), f"unknown unit '{unit}'" if unit else "missing unit")
        return "text"
    return unit


def _source(reader: Reader, node: yaml.Node) -> tuple[yaml.Node, Source]:
    entry = reader.mapping(node, _SOURCE, "a source")
    source = Source(*(reader.text(entry.get(key), key) for key in ("mark", "title", "grade", "url")))
    if not (source.mark and source.title and source.grade):
        reader.fault(node, "a source needs mark, title and grade")
    return node, source


def _series(file: _File, node: yaml.Node) -> tuple[yaml.Node, Series]:
    reader = file.reader
    entry = reader.mapping(node, _SERIES, "a series")
    name = _name(reader, entry, node, "series")
    unit = _unit(reader, entry, node, file.unit)
    by = _granularity(reader, entry)
    pairs = [
        (item, _dated(file, item, name, unit, by)) for item in reader.items(entry.get("values"), f"values of {name}")
    ]
    if not pairs:
        reader.fault(node, f"series '{name}' has no values")
    check_sequence(reader, pairs, gaps_allowed="gaps" in entry)
    title = reader.text(entry.get("title"), "title") or file.title
    return node, Series.of(name, title, unit, tuple(value for _, value in pairs))


def _name(reader: Reader, entry: dict[str, yaml.Node], node: yaml.Node, what: str) -> str:
    name = reader.text(entry.get("name"), "name")
    if not name:
        reader.fault(node, f"a {what} without name")
    return name


def _granularity(reader: Reader, entry: dict[str, yaml.Node]) -> str:
    by = reader.text(entry.get("by"), "by") or "day"
    if by not in ("day", "month"):
        reader.fault(entry["by"], f"'by' must be day or month, not '{by}'")
        return "day"
    return by


def _dated(file: _File, node: yaml.Node, name: str, unit: str, by: str) -> Dated:
    reader = file.reader
    entry = reader.mapping(node, _VALUE, "an entry")
    first, last = read_span(reader, entry, node, by)
    value = _value(reader, entry, node, unit)
    sources, verified = _origin(file, entry, node, (), default_verified=None)
    note = reader.text(entry.get("note"), "note")
    if value is None and (verified or not note):
        reader.fault(node, f"{name}: an empty value must be unverified and say why in a note")
    return Dated(name, unit, value, first, last, sources, verified, note, reader.where(node))


def _value(reader: Reader, entry: dict[str, yaml.Node], node: yaml.Node, unit: str) -> Value | None:
    value_node = entry.get("value")
    if value_node is None:
        if isinstance(node, yaml.MappingNode) and not any(key.value == "value" for key, _ in node.value):
            reader.fault(node, "missing value")
        return None
    if isinstance(value_node, yaml.MappingNode):
        return _parts(reader, value_node, unit)
    return _scalar(reader, value_node, unit)


def _scalar(reader: Reader, node: yaml.Node, unit: str) -> Decimal | int | str | None:
    text = reader.text(node, "value")
    try:
        return read_scalar(unit, text)  # type: ignore[return-value]
    except ValueError as error:
        reader.fault(node, f"'{text}' is not a value in {unit}: {error}")
        return None


def _parts(reader: Reader, node: yaml.MappingNode, unit: str) -> Mapping[str, Decimal | int]:
    parts: dict[str, Decimal | int] = {}
    for key, part in node.value:
        value = _scalar(reader, part, unit)
        if isinstance(value, Decimal | int):
            parts[str(key.value)] = value
    if "lower" in parts and "upper" in parts and parts["lower"] > parts["upper"]:
        reader.fault(node, "the lower bound is above the upper one")
    return MappingProxyType(parts)


def _origin(
    file: _File,
    entry: dict[str, yaml.Node],
    node: yaml.Node,
    default: tuple[str, ...],
    *,
    default_verified: bool | None,
) -> tuple[tuple[str, ...], bool]:
    """Sources of an entry and whether they verify it."""
    reader = file.reader
    sources = reader.texts(entry.get("source"), "source") or default
    if not sources:
        reader.fault(node, "missing source")
    for mark in sources:
        if mark not in file.sources:
            reader.fault(entry.get("source", node), f"source '{mark}' is not among the sources of the file")
    if "verified" not in entry and default_verified is None:
        reader.fault(node, "missing verified")
    verified = reader.flag(entry["verified"], "verified") if "verified" in entry else bool(default_verified)
    if verified and sources and UNOFFICIAL.issuperset(sources):
        reader.fault(entry.get("verified", node), f"cannot be verified by {', '.join(sources)} alone")
    return sources, verified


def _table(file: _File, node: yaml.Node) -> tuple[yaml.Node, CodeTable]:
    reader = file.reader
    entry = reader.mapping(node, _TABLE, "a table")
    name = _name(reader, entry, node, "table")
    attributes = _declared(reader, entry.get("attributes"))
    shape = _Shape(
        file,
        attributes,
        _CODE | attributes.keys(),
        reader.texts(entry.get("source"), "source"),
        reader.flag(entry["verified"], "verified") if "verified" in entry else None,
        _granularity(reader, entry),
    )
    codes: dict[str, Code] = {}
    for item in reader.items(entry.get("codes"), f"codes of {name}"):
        code = _code(shape, item)
        if code.code in codes:
            reader.fault(item, f"{name}: duplicate code '{code.code}' (first {codes[code.code].where})")
        codes[code.code] = code
    if not codes:
        reader.fault(node, f"table '{name}' has no codes")
    return node, CodeTable(name, reader.text(entry.get("title"), "title") or file.title, codes)


@dataclass(frozen=True)
class _Shape:
    """What is common to the codes of one table."""

    file: _File
    attributes: dict[str, str]
    known: frozenset[str]
    sources: tuple[str, ...]
    verified: bool | None
    by: str


def _declared(reader: Reader, node: yaml.Node | None) -> dict[str, str]:
    """Attributes a table declares, name to kind."""
    declared: dict[str, str] = {}
    for key, kind in node.value if isinstance(node, yaml.MappingNode) else ():
        if kind.value not in _ATTRIBUTE_KINDS:
            reader.fault(kind, f"unknown kind of attribute '{kind.value}'")
        declared[str(key.value)] = str(kind.value)
    return declared


def _code(shape: _Shape, node: yaml.Node) -> Code:
    reader = shape.file.reader
    entry = reader.mapping(node, shape.known, "a code")
    code, name = (reader.text(entry.get(key), key) for key in ("code", "name"))
    if not (code and name):
        reader.fault(node, "a code needs code and name")
    first, last = read_span(reader, entry, node, shape.by)
    sources, verified = _origin(shape.file, entry, node, shape.sources, default_verified=shape.verified)
    attributes = {key: _attribute(reader, kind, entry[key]) for key, kind in shape.attributes.items() if key in entry}
    note = reader.text(entry.get("note"), "note")
    return Code(code, name, first, last, MappingProxyType(attributes), sources, verified, note, reader.where(node))


def _attribute(reader: Reader, kind: str, node: yaml.Node) -> Attribute:
    if kind == "flag":
        return reader.flag(node, "a flag")
    if kind == "list":
        return reader.texts(node, "a list")
    text = reader.text(node, "an attribute")
    if kind != "number":
        return text
    if not text.isdecimal():
        reader.fault(node, f"'{text}' is not a number")
        return 0
    return int(text)
