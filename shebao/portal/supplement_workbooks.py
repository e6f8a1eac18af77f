"""Workbooks of 「单位申报个人补缴申请」: the template, the one with its errors marked, and what cannot be made up."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from shebao.declarations.models import Finding
from shebao.documents.spreadsheets.annotate import CellProblem
from shebao.documents.spreadsheets.template import Sheet, TemplateColumn, write_template
from shebao.law import law
from shebao.portal import presenters
from shebao.portal.exports import Value
from shebao.services.lines.columns import Column, Kind
from shebao.services.lines.reading import offered
from shebao.services.supplements import catalogue, queries
from shebao.services.supplements.fields import COLUMNS
from shebao.services.supplements.models import SupplementLine

ROWS: Final = 5_000


def template(today: date) -> bytes:
    """The .xlsx template with the codes valid on ``today``."""
    notes = (
        _("一行填写一名职工的一段补缴月份；各月工资不同的，分行填写。"),
        _("批量申报只能补缴三个月以内的月份；超过三个月的，请从“零星申报”逐人办理。"),
        _("证件号码按文本填写；从其他表格复制时请“只粘贴数值”。"),
        _("有错误的行会随“错误说明”列返回，改正后重新上传即可。"),
    )
    columns = [_template_column(column, today) for column in COLUMNS]
    return write_template(Sheet(_("个人补缴批量申报"), columns, rows=ROWS, notes=notes))


def _template_column(column: Column, today: date) -> TemplateColumn:
    return TemplateColumn(
        column.key,
        column.title,
        width=column.width,
        required=column.required,
        help=column.help,
        choices=_choices(column, today),
        kind="money" if column.kind is Kind.MONEY else "text",
        example=column.example,
    )


def _choices(column: Column, today: date) -> tuple[str, ...]:
    if column.kind is not Kind.CODE:
        return ()
    return tuple(entry.name for entry in offered(law(), column.table, today).values())


def problems(declaration_id: int) -> dict[int, Sequence[CellProblem]]:
    """What must be mended or confirmed, by row number of the workbook: two queries for the whole filing."""
    found = Finding.objects.filter(declaration_id=declaration_id, severity__in=("hard", "soft"), line_no__gt=0)
    findings = found.order_by("line_no", "id").values_list("line_no", "code", "field", "params")
    rows = dict(SupplementLine.objects.filter(declaration_id=declaration_id).values_list("line_no", "sheet_row"))
    grouped: dict[int, list[CellProblem]] = defaultdict(list)
    for line_no, code, field, params in findings.iterator(chunk_size=5000):
        told = catalogue.explain(code, field, params)
        grouped[rows.get(line_no) or line_no].append(CellProblem(field or None, f"{told.message}{told.what_to_do}"))
    return dict(grouped)


def refused_headings() -> list[str]:
    """The heads of the columns of 「不能补缴情况」."""
    return [_("行号"), _("姓名"), _("证件类型"), _("证件号码"), _("费款所属期"), _("险种"), _("不能补缴的原因")]


def refused_rows(declaration_id: int) -> Iterator[list[Value]]:
    """Every month and scheme that cannot be made up, with its reason."""
    for item, line in queries.every_refused(declaration_id):
        yield [
            line.sheet_row or line.line_no,
            line.name,
            presenters.code_name("document_type", line.document_type),
            line.document_number,
            str(item.month),
            presenters.code_name("scheme", item.scheme),
            catalogue.reason(item.code, item.detail),
        ]
