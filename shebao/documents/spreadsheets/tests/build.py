"""Workbooks made by hand, so that a test says exactly what is in the file."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
TITLES = ("姓名", "证件号码", "月工资")
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="3">'
    '<numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>'
    '<numFmt numFmtId="171" formatCode="[h]:mm"/><numFmt numFmtId="172" formatCode="[Red]0.00&quot;day&quot;"/>'
    '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/>'
    '<xf numFmtId="49"/><xf numFmtId="22"/></cellXfs></styleSheet>'
)


def text(address: str, value: str, style: str = "") -> str:
    """An inline string cell."""
    return f'<c r="{address}"{style} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def number(address: str, value: str, style: int | None = None) -> str:
    """A number cell."""
    mark = "" if style is None else f' s="{style}"'
    return f'<c r="{address}"{mark}><v>{value}</v></c>'


def row(at: int, *cells: str, more: str = "") -> str:
    """A row of ready cells."""
    return f'<row r="{at}"{more}>{"".join(cells)}</row>'


def titles(at: int = 1, names: Sequence[str] = TITLES) -> str:
    """A header row."""
    return row(at, *(text(f"{chr(65 + place)}{at}", name) for place, name in enumerate(names)))


def person(at: int, name: str = "王芳", identity: str = "110101199003070013", wage: str = "8000.5") -> str:
    """A data row with two texts and a number."""
    return row(at, text(f"A{at}", name), text(f"B{at}", identity), number(f"C{at}", wage))


def sheet(*rows: str, before: str = "", after: str = "", namespace: str = MAIN) -> str:
    """A worksheet part."""
    return (
        f'{DECLARATION}<worksheet xmlns="{namespace}" xmlns:r="{RELATIONS}">{before}'
        f"<sheetData>{''.join(rows)}</sheetData>{after}</worksheet>"
    )


def relations(**targets: str) -> str:
    """A relations part: ``kind=target``."""
    inner = "".join(
        f'<Relationship Id="r{at}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def parts(sheet_xml: str | bytes, shared: str | None = None, properties: str = "") -> dict[str, str | bytes]:
    """The parts of a usual workbook with one sheet 「数据」."""
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}'
            '<sheets><sheet name="数据" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relations(
            worksheet="worksheets/sheet1.xml", styles="styles.xml", sharedStrings="sharedStrings.xml"
        ),
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": sheet_xml,
    }
    if shared is not None:
        made["xl/sharedStrings.xml"] = f'{DECLARATION}<sst xmlns="{MAIN}">{shared}</sst>'
    return made


def pack(content: Mapping[str, str | bytes]) -> bytes:
    """The parts as a zip file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return target.getvalue()


def workbook(*rows: str, shared: str | None = None, properties: str = "", before: str = "", after: str = "") -> bytes:
    """A usual workbook: header, then the rows given."""
    return pack(parts(sheet(titles(), *rows, before=before, after=after), shared, properties))


def changed(**changes: str | bytes | None) -> bytes:
    """A usual workbook with parts replaced, added or (None) left out; ``__`` stands for ``/``, ``_dot_`` for a dot."""
    made = parts(sheet(titles(), person(2)))
    for name, part in changes.items():
        path = name.replace("__", "/").replace("_dot_", ".")
        made.pop(path, None)
        if part is not None:
            made[path] = part
    return pack(made)


def bomb_two_cells() -> bytes:
    """A1 and XFD1048576: dense readers ask for 512 GiB."""
    return workbook(row(1_048_576, text("XFD1048576", "x")))


def bomb_tiny_cells(count: int = 30_000_000) -> bytes:
    """Tens of millions of tiny cells in one row."""
    target = io.BytesIO()
    start, end = sheet(titles(), "<row>").split("</sheetData>")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts("").items():
            if "sheet1" not in name:
                archive.writestr(name, part)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            stream.write(start.encode())
            for _ in range(count // 1_000_000):
                stream.write(b"<c><v>1</v></c>" * 1_000_000)
            stream.write(b"</row></sheetData>" + end.encode())
    return target.getvalue()


def bomb_long_string(size: int = 200_000_000) -> bytes:
    """One string of hundreds of millions of letters."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts(sheet(titles(), row(2, '<c r="A2" t="s"><v>0</v></c>'))).items():
            archive.writestr(name, part)
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as stream:
            stream.write(f'<sst xmlns="{MAIN}"><si><t>'.encode())
            for _ in range(size // 1_000_000):
                stream.write(b"a" * 1_000_000)
            stream.write(b"</t></si></sst>")
    return target.getvalue()


def bomb_entities() -> bytes:
    """Billion laughs."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    return pack(parts(f"<!DOCTYPE x [{entities}]>{sheet(titles(), person(2, '&l9;'))}"))
