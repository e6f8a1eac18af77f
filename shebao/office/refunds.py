"""What officers look at of a request for a refund: months and sums, reason, account, and at which stage it is."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from shebao.law import law
from shebao.office.comparison import number_kind
from shebao.office.queries import Dossier
from shebao.review.models import Case
from shebao.services.refunds import queries
from shebao.services.refunds.models import RefundItem, RefundLine
from shebao.web import formats
from shebao.web.parts import Column, Row, Text

ITEM_COLUMNS: Final = (
    Column(_("费款所属期"), "date"),
    Column(_("险种")),
    Column(_("单位缴纳（元）"), "money"),
    Column(_("个人缴纳（元）"), "money"),
    Column(_("退费金额（元）"), "money"),
)
STAGES: Final[Mapping[int, Text]] = {1: _("初审"), 2: _("复核")}
APPROVALS: Final[Mapping[int, Text]] = {
    1: _("初审通过后，由另一名复核人员审核；此时还不退费。"),
    2: _("复核通过后立即冲减相应月份的缴费、调整参保记录，并通知银行付款，不能撤回。"),
}
"""What an approval brings about, by stage."""


def part(dossier: Dossier, *, shown: bool) -> Mapping[str, Any]:
    """The part of a case's page about a request; numbers masked unless `shown`."""
    line = dossier.line
    if not isinstance(line, RefundLine):
        raise TypeError(f"case {dossier.case.pk} is about no refund")
    items = queries.items(line.declaration_id)
    return {
        "template": "office/parts/refund.html",
        "line": line,
        "shown": shown,
        "number_kind": number_kind(line.document_type),
        "reason": law().codes("refund_reason").name_of(line.reason) or line.reason,
        "columns": ITEM_COLUMNS,
        "rows": _rows(items),
        "left_out": sum(1 for item in items if item.code),
    }


def _rows(items: Iterable[RefundItem]) -> list[Row]:
    schemes = law().codes("scheme")
    return [
        Row(
            (
                formats.month(item.month),
                schemes[item.scheme].text("short"),
                formats.money_of_fen(item.employer_fen),
                formats.money_of_fen(item.personal_fen),
                formats.money_of_fen(item.employer_fen + item.personal_fen),
            )
        )
        for item in items
        if not item.code
    ]


def stage(case: Case) -> Text:
    """初审 or 复核; nothing where one officer decides alone."""
    return STAGES.get(case.stage, "") if case.stages > 1 else ""


def materials() -> Mapping[str, Text]:
    """Names of the materials by their code."""
    return {code: entry.name for code, entry in law().codes("refund_material").items()}
