"""The template of a batch, and the findings of a filing by the rows of its workbook."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

from django.utils.translation import gettext as _

from shebao.declarations.models import Finding
from shebao.documents.spreadsheets.annotate import CellProblem
from shebao.documents.spreadsheets.template import Sheet, TemplateColumn, write_template
from shebao.law import law
from shebao.services.lines.columns import Column, Kind
from shebao.services.lines.reading import offered
from shebao.services.registration import catalogue
from shebao.services.registration import queries as registration
from shebao.services.registration.fields import COLUMNS, END, FILING_KIND, NEW, REQUIRED

ColumnKind = Literal["text", "date", "money"]
KINDS: Final[dict[Kind, ColumnKind]] = {Kind.DATE: "date", Kind.MONEY: "money"}
ROWS: Final = 5_000


def template(today: date) -> bytes:
    """The .xlsx template with the codes valid on ``today``."""
    notes = (
        _("一行填写一名职工；新增的，带 * 的列必须填写。"),
        _("终止劳动合同的，申报类型填“终止”，并填写姓名、证件类型、证件号码、解除劳动关系日期和原因，其余列不填。"),
        _("证件号码、手机号码按文本填写；从其他表格复制时请“只粘贴数值”。"),
        _("表头可以增减空列，但列名不要改动。"),
        _("有错误的行会随“错误说明”列返回，改正后重新上传即可，已办理成功的人员不会重复办理。"),
    )
    columns = [_template_column(column, today) for column in COLUMNS]
    return write_template(Sheet(_("劳动合同批量申报"), columns, rows=ROWS, notes=notes))


def _template_column(column: Column, today: date) -> TemplateColumn:
    return TemplateColumn(
        column.key,
        column.title,
        width=column.width,
        required=column.key in REQUIRED,
        help=column.help,
        choices=_choices(column, today),
        kind=KINDS.get(column.kind, "text"),
        example=column.example,
    )


def _choices(column: Column, today: date) -> tuple[str, ...]:
    if column is FILING_KIND:
        return NEW, END
    if column.kind is not Kind.CODE:
        return ()
    entries = offered(law(), column.table, today).values()
    if column.key == "document_type":
        return tuple(entry.name for entry in entries if entry.flag("enrolment"))
    return tuple(entry.name for entry in entries)


def problems(declaration_id: int) -> dict[int, Sequence[CellProblem]]:
    """What must be mended or confirmed, by row number of the workbook: three queries for the whole filing."""
    found = Finding.objects.filter(declaration_id=declaration_id, severity__in=("hard", "soft"))
    findings = found.order_by("line_no", "id").values_list("line_no", "code", "field", "params")
    rows = registration.sheet_rows(declaration_id)
    grouped: dict[int, list[CellProblem]] = defaultdict(list)
    for line_no, code, field, params in findings.iterator(chunk_size=5000):
        told = catalogue.explain(code, field, params)
        grouped[rows.get(line_no) or line_no].append(CellProblem(field or None, f"{told.message}{told.what_to_do}"))
    return dict(grouped)
