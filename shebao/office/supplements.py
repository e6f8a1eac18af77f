"""What an officer sees of a supplement: whose, which months, at what wage, and what they come to."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.law import law
from shebao.office.comparison import number_kind
from shebao.office.queries import Dossier
from shebao.services.supplements import catalogue, queries
from shebao.services.supplements.models import SupplementItem, SupplementLine
from shebao.web import formats
from shebao.web.charges import scheme_name
from shebao.web.parts import Cell, Column, Row, Text

ITEM_COLUMNS: Final = (
    Column(gettext_lazy("费款所属期"), "date"),
    Column(gettext_lazy("险种")),
    Column(gettext_lazy("缴费工资（元）"), "money"),
    Column(gettext_lazy("缴费基数（元）"), "number"),
    Column(gettext_lazy("单位（元）"), "money"),
    Column(gettext_lazy("个人（元）"), "money"),
    Column(gettext_lazy("滞纳金（元）"), "money"),
)
REFUSED_COLUMNS: Final = (
    Column(gettext_lazy("费款所属期"), "date"),
    Column(gettext_lazy("险种")),
    Column(gettext_lazy("不能补缴的原因")),
)
APPROVALS: Final[Mapping[int, Text]] = {
    1: gettext_lazy("通过后补记参保月份、核定应缴费款并生成缴款单，由单位向税务部门缴费，不能撤回。"),
}
"""What an approval brings about, by stage."""


def materials() -> Mapping[str, str]:
    """Names of the papers by their code."""
    return {code: entry.name for code, entry in law().codes("supplement_paper").items()}


def part(dossier: Dossier, *, shown: bool) -> Mapping[str, Any]:
    """The part of a case's page about a supplement; the number masked unless `shown`."""
    line = dossier.line
    if not isinstance(line, SupplementLine):
        raise TypeError(f"case {dossier.case.pk} is about no supplement")
    items = queries.items(line.declaration_id, line.line_no)
    wanted = [item for item in items if item.wanted]
    return {
        "template": "office/parts/supplement.html",
        "line": line,
        "shown": shown,
        "number_kind": number_kind(line.document_type),
        "household": law().codes("household_registration").name_of(line.household_registration),
        "recorded": _recorded(dossier),
        "item_columns": ITEM_COLUMNS,
        "item_rows": [_item_row(item) for item in wanted if item.state in queries.TAKEN],
        "refused_columns": REFUSED_COLUMNS,
        "refused": _refused(wanted),
    }


def _recorded(dossier: Dossier) -> str:
    if dossier.person is None or not dossier.person.household_registration:
        return formats.NOTHING
    return law().codes("household_registration").name_of(dossier.person.household_registration)


def _item_row(item: SupplementItem) -> Row:
    late = _("逾期 %(n)s 天") % {"n": item.late_days} if item.late_days else ""
    return Row(
        (
            formats.month(item.month),
            scheme_name(item.scheme),
            formats.money_of_fen(item.wage_fen),
            formats.count(item.base),
            formats.money_of_fen(item.employer_fen),
            formats.money_of_fen(item.personal_fen),
            Cell(formats.money_of_fen(item.late_fen), sub=late),
        )
    )


def _refused(items: Iterable[SupplementItem]) -> list[Row]:
    return [
        Row((formats.month(item.month), scheme_name(item.scheme), catalogue.reason(item.code, item.detail)))
        for item in items
        if item.code
    ]
