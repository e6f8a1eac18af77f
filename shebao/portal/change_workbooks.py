"""Workbooks of 「个人基本信息变更申请」: the template, and what is wrong with an uploaded one, row by row."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from shebao.declarations.models import Finding
from shebao.documents.spreadsheets.annotate import CellProblem
from shebao.documents.spreadsheets.template import Sheet, TemplateColumn, write_template
from shebao.law import law
from shebao.services.lines.columns import Column, Kind
from shebao.services.lines.reading import offered
from shebao.services.person_changes import catalogue
from shebao.services.person_changes.fields import COLUMNS
from shebao.services.person_changes.models import ChangeLine

ROWS: Final = 5_000


def template(today: date) -> bytes:
    """The .xlsx template with the codes valid on ``today``."""
    notes = (
        _("一行填写一名在职职工；前三列填写系统现在登记的信息，用于查找职工。"),
        _("只填写需要变更的项目，空白的项目不变更。"),
        _("姓名、证件号码、户口性质等须提供材料、由经办机构审核的项目，请在网上逐人申请。"),
        _("有错误的行会随“错误说明”列返回，改正后重新上传即可。"),
    )
    columns = [_template_column(column, today) for column in COLUMNS]
    return write_template(Sheet(_("个人基本信息变更"), columns, rows=ROWS, notes=notes))


def _template_column(column: Column, today: date) -> TemplateColumn:
    return TemplateColumn(
        column.key,
        column.title,
        width=column.width,
        required=column.required,
        help=column.help,
        choices=_choices(column, today),
        kind="text",
        example=column.example,
    )


def _choices(column: Column, today: date) -> tuple[str, ...]:
    if column.kind is not Kind.CODE:
        return ()
    return tuple(entry.name for entry in offered(law(), column.table, today).values())


def problems(declaration_id: int) -> dict[int, Sequence[CellProblem]]:
    """What must be mended, by row number of the workbook: two queries for the whole filing."""
    found = Finding.objects.filter(declaration_id=declaration_id, severity="hard", line_no__gt=0)
    findings = found.order_by("line_no", "id").values_list("line_no", "code", "field", "params")
    rows = dict(ChangeLine.objects.filter(declaration_id=declaration_id).values_list("line_no", "sheet_row"))
    grouped: dict[int, list[CellProblem]] = defaultdict(list)
    for line_no, code, field, params in findings.iterator(chunk_size=5000):
        told = catalogue.explain(code, field, params)
        grouped[rows.get(line_no) or line_no].append(CellProblem(field or None, f"{told.message}{told.what_to_do}"))
    return dict(grouped)
