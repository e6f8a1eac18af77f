"""The empty workbook that a clerk downloads, fills in and uploads."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal

import xlsxwriter

from shebao.documents.spreadsheets.cells import column_letters

ColumnKind = Literal["text", "date", "money"]
Value = str | Decimal | None

HELP_SHEET: Final = "填表说明"
LISTS_SHEET: Final = "代码表"
WORKBOOK_OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_HELP_HEADINGS: Final = ("列名", "是否必填", "填写要求", "示例")
_FIRST_DATA_ROW: Final = 1
_INPUT_TITLE_LIMIT: Final = 32
_INPUT_MESSAGE_LIMIT: Final = 255
_COLOURS: Final = {"required": "#FDE9D9", "optional": "#E4ECF7"}


@dataclass(frozen=True)
class TemplateColumn:
    """A column of the template.

    ``help`` says what to fill in, ``choices`` are the texts of a code table, offered as a drop-down list, ``example``
    is shown on the sheet 「填表说明」 only. ``kind`` text keeps every digit; date and money are checked by Excel too.
    """

    key: str
    title: str
    width: float = 16.0
    required: bool = True
    help: str = ""
    choices: tuple[str, ...] = ()
    kind: ColumnKind = "text"
    example: str = ""


@dataclass(frozen=True)
class Sheet:
    """A template: name of the data sheet, its columns, how many rows to prepare, and further explanations."""

    name: str
    columns: Sequence[TemplateColumn]
    rows: int = 2_000
    notes: Sequence[str] = field(default_factory=tuple)


def write_template(sheet: Sheet) -> bytes:
    """The .xlsx file: the data sheet with its header only, 「填表说明」, and the hidden lists for drop-downs."""
    target = io.BytesIO()
    _write(xlsxwriter.Workbook(target, {**WORKBOOK_OPTIONS, "in_memory": True}), sheet, ())
    return target.getvalue()


def write_filled(target: Path, sheet: Sheet, rows: Iterable[Sequence[Value]]) -> None:
    """The same file with rows that are filled in already; memory does not grow with them."""
    _write(xlsxwriter.Workbook(str(target), {**WORKBOOK_OPTIONS, "constant_memory": True}), sheet, rows)


def _write(book: Any, sheet: Sheet, rows: Iterable[Sequence[Value]]) -> None:
    data = book.add_worksheet(sheet.name)
    explanation = book.add_worksheet(HELP_SHEET)
    lists = _write_lists(book, sheet.columns)
    _write_header(book, data, sheet)
    formats = _prepare_body(book, data, sheet, lists)
    shapes = [formats[column.kind] for column in sheet.columns]
    for at, row in enumerate(rows, _FIRST_DATA_ROW):
        for place, value in enumerate(row):
            if isinstance(value, Decimal):
                data.write_number(at, place, value, shapes[place])
            elif value:
                data.write_string(at, place, value, shapes[place])
    _write_explanation(book, explanation, sheet)
    data.activate()
    book.close()


def header_formats(book: Any) -> dict[bool, Any]:
    """The formats of header cells: for required (True) and for optional columns."""
    common = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True, "num_format": "@"}
    return {
        True: book.add_format({**common, "bg_color": _COLOURS["required"], "font_color": "#9C0006"}),
        False: book.add_format({**common, "bg_color": _COLOURS["optional"]}),
    }


def _write_header(book: Any, data: Any, sheet: Sheet) -> None:
    formats = header_formats(book)
    data.set_row(0, 32)
    data.freeze_panes(1, 0)
    for place, column in enumerate(sheet.columns):
        title = f"*{column.title}" if column.required else column.title
        data.write_string(0, place, title, formats[column.required])
        if column.help:
            data.write_comment(0, place, column.help, {"x_scale": 2})


def _write_lists(book: Any, columns: Sequence[TemplateColumn]) -> Mapping[str, str]:
    """Put the choices on a hidden sheet; gives the range of each column with choices."""
    ranges: dict[str, str] = {}
    with_choices = [column for column in columns if column.choices]
    if not with_choices:
        return ranges
    lists = book.add_worksheet(LISTS_SHEET)
    lists.hide()
    for place, column in enumerate(with_choices):
        for row, choice in enumerate((column.title, *column.choices)):
            lists.write_string(row, place, choice)
        letters = column_letters(place)
        ranges[column.key] = f"='{LISTS_SHEET}'!${letters}$2:${letters}${len(column.choices) + 1}"
    return ranges


def _prepare_body(book: Any, data: Any, sheet: Sheet, lists: Mapping[str, str]) -> Mapping[str, Any]:
    """Format the body; answers the formats. Columns are text, so that a pasted number keeps its eighteen digits."""
    formats = {
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "@"}),
        "money": book.add_format({"num_format": "0.00"}),
    }
    for place, column in enumerate(sheet.columns):
        data.set_column(place, place, column.width, formats[column.kind])
        rule = _rule(column, lists)
        if rule:
            data.data_validation(_FIRST_DATA_ROW, place, sheet.rows, place, rule)
    return formats


def _rule(column: TemplateColumn, lists: Mapping[str, str]) -> dict[str, Any]:
    """What Excel itself checks while typing; everything is checked again on upload."""
    prompt = {"input_title": column.title[:_INPUT_TITLE_LIMIT], "input_message": column.help[:_INPUT_MESSAGE_LIMIT]}
    shown = prompt if column.help else {}
    if column.key in lists:
        wrong = {"error_title": "不在可选范围内", "error_message": "请从下拉列表中选择。"}
        return {"validate": "list", "source": lists[column.key], **shown, **wrong}
    if column.kind == "money":
        wrong = {"error_title": "金额有误", "error_message": "请填写不小于 0 的数字，单位为元。"}
        return {"validate": "decimal", "criteria": ">=", "value": 0, **shown, **wrong}
    return {"validate": "any", **shown} if shown else {}


def _write_explanation(book: Any, explanation: Any, sheet: Sheet) -> None:
    formats = header_formats(book)
    wrapped = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "border": 1})
    explanation.set_column(0, 1, 20)
    explanation.set_column(2, 2, 64)
    explanation.set_column(3, 3, 28)
    for place, heading in enumerate(_HELP_HEADINGS):
        explanation.write_string(0, place, heading, formats[False])
    for row, column in enumerate(sheet.columns, start=1):
        fields = (column.title, "必填" if column.required else "选填", _requirement(column), column.example)
        for place, text in enumerate(fields):
            explanation.write_string(row, place, text, wrapped)
    for row, note in enumerate(sheet.notes, start=len(sheet.columns) + 2):
        explanation.write_string(row, 0, note)


def _requirement(column: TemplateColumn) -> str:
    parts = [column.help] if column.help else []
    if column.choices:
        parts.append("可选：" + "、".join(column.choices))
    if column.kind == "date":
        parts.append("日期写作 2024-03-01。")
    if column.kind == "money":
        parts.append("单位为元，最多两位小数。")
    return "".join(parts)
