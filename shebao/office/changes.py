"""What an officer sees of a change: whose data, each value before and after, what confirms it, and what was before."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from shebao.law import law
from shebao.office.comparison import number_kind
from shebao.office.queries import Dossier
from shebao.persons.models import ValueChange
from shebao.services.person_changes import queries
from shebao.services.person_changes.models import ChangeLine
from shebao.web import person_values
from shebao.web.parts import Text

ALONE: Final = _("通过后变更立即生效，自动告知医保、全国统筹、税务等部门。")
APPROVALS: Final[Mapping[int, Text]] = {
    1: _("初审通过后，由另一名复核人员审核；此时还不变更。"),
    2: _("复核通过后变更立即生效，自动告知医保、全国统筹、税务等部门。"),
}
"""What an approval brings about, by stage, where two have to agree."""


def materials() -> Mapping[str, str]:
    """Names of the papers by their code."""
    return {code: entry.name for code, entry in law().codes("change_paper").items()}


def part(dossier: Dossier, *, shown: bool) -> Mapping[str, Any]:
    """The part of a case's page about a change; numbers and addresses masked unless `shown`."""
    line = dossier.line
    if not isinstance(line, ChangeLine):
        raise TypeError(f"case {dossier.case.pk} is about no change")
    items = queries.items(line.declaration_id, [line.line_no]).get(line.line_no, [])
    before = queries.history(line.person_id or 0)
    return {
        "template": "office/parts/change.html",
        "line": line,
        "shown": shown,
        "number_kind": number_kind(line.document_type),
        "change_type": law().codes("person_change_type").name_of(line.change_type),
        "columns": person_values.CHANGE_COLUMNS,
        "rows": person_values.change_rows(items, line.document_type, old_shown=shown, new_shown=shown),
        "storage_columns": person_values.STORAGE_COLUMNS,
        "storage": person_values.storage_rows(person_values.new_name(items)),
        "history_columns": person_values.HISTORY_COLUMNS,
        "history": person_values.history_rows(before, line.document_type, shown=shown, of_ours=_everybody),
    }


def _everybody(_change: ValueChange) -> bool:
    """The agency may know which employer filed what."""
    return True
