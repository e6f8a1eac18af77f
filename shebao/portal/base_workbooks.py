"""The workbook of 「缴费基数申报」: filled in with the employer's employees, and given back with its errors."""

import csv
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

from shebao.declarations.models import Finding
from shebao.documents.spreadsheets.annotate import CellProblem
from shebao.documents.spreadsheets.template import Sheet, TemplateColumn, Value, write_filled
from shebao.kernel.money import from_fen
from shebao.portal import presenters
from shebao.portal.downloads import open_once
from shebao.services.bases import catalogue
from shebao.services.bases.fields import COLUMNS, CURRENT_WAGE
from shebao.services.bases.models import WageLine
from shebao.services.bases.queries import Employee
from shebao.services.lines.columns import Column, Kind

BOM: Final = "\ufeff"


def filled(kind: str, employees: Iterable[Employee], year: int) -> BinaryIO:
    """The workbook (`kind` xlsx or csv) with everybody's name, number and wage; only the new wage is to be filled in.

    Memory does not grow with the number of employees.
    """
    with tempfile.NamedTemporaryFile(suffix=f".{kind}", delete=False) as named:
        path = Path(named.name)
    rows = (_row(one, year) for one in employees)
    try:
        _WRITERS[kind](path, rows)
        return open_once(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _row(one: Employee, year: int) -> list[Value]:
    wage = None if one.wage_fen is None else from_fen(one.wage_fen)
    return [
        one.name,
        presenters.code_name("document_type", one.document_type),
        one.document_number,
        str(year),
        wage,
        None,
    ]


def _write_xlsx(path: Path, rows: Iterator[list[Value]]) -> None:
    notes = (
        _("已列出本单位全部在职职工；只需填写最后一列“申报月平均工资”，没有变化的也要填写。"),
        _("暂不申报的职工，请删除整行。"),
        _("有错误的行会随“错误说明”列返回，改正后重新上传即可，已办理成功的人员不会重复办理。"),
    )
    write_filled(path, Sheet(_("缴费基数申报"), [_template_column(one) for one in _columns()], notes=notes), rows)


def _write_csv(path: Path, rows: Iterator[list[Value]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as target:
        target.write(BOM)
        writer = csv.writer(target)
        writer.writerow([column.title for column in _columns()])
        writer.writerows(rows)


_WRITERS: Final = {"xlsx": _write_xlsx, "csv": _write_csv}
KINDS: Final = tuple(_WRITERS)


def _columns() -> Sequence[Column]:
    """The fields that are read, with the present wage before the one to be filled in."""
    *before, wage = COLUMNS
    present = Column("current_wage", CURRENT_WAGE, wage.section, Kind.MONEY, width=16, help=_("供对照，不读取。"))
    return (*before, present, wage)


def _template_column(column: Column) -> TemplateColumn:
    return TemplateColumn(
        column.key,
        column.title,
        width=column.width,
        required=column.required,
        help=column.help,
        kind="money" if column.kind is Kind.MONEY else "text",
        example=column.example,
    )


def problems(declaration_id: int) -> dict[int, Sequence[CellProblem]]:
    """What must be mended or confirmed, by row number of the workbook: two queries for the whole filing."""
    found = Finding.objects.filter(declaration_id=declaration_id, severity__in=("hard", "soft"), line_no__gt=0)
    findings = found.order_by("line_no", "id").values_list("line_no", "code", "field", "params")
    rows = dict(WageLine.objects.filter(declaration_id=declaration_id).values_list("line_no", "sheet_row"))
    grouped: dict[int, list[CellProblem]] = defaultdict(list)
    for line_no, code, field, params in findings.iterator(chunk_size=5000):
        told = catalogue.explain(code, field, params)
        grouped[rows.get(line_no) or line_no].append(CellProblem(field or None, f"{told.message}{told.what_to_do}"))
    return dict(grouped)
