"""From changes of persons' data to what their pages show: tables, badges, words. No decisions, no queries."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy

from shebao.declarations.models import Declaration, Finding
from shebao.employment.queries import ContractRow
from shebao.law import law
from shebao.portal import presenters
from shebao.portal.change_forms import ValuesForm
from shebao.portal.pages import address
from shebao.services.person_changes import catalogue
from shebao.services.person_changes.fields import BY_KEY, DERIVED, NEW
from shebao.services.person_changes.models import ChangeItem, ChangeLine
from shebao.web import formats, person_values
from shebao.web.parts import Cell, Column, FindingView, Row

FILING_COLUMNS: Final = (
    Column(gettext_lazy("业务流水号"), "code"),
    Column(gettext_lazy("人员")),
    Column(gettext_lazy("办理方式")),
    Column(gettext_lazy("状态"), "state"),
    Column(gettext_lazy("时间"), "date"),
)
PERSON_COLUMNS: Final = (
    Column(gettext_lazy("姓名")),
    Column(gettext_lazy("证件号码"), "code"),
    Column(gettext_lazy("合同开始日期"), "date"),
)
LINE_COLUMNS: Final = (
    Column(gettext_lazy("行号"), "number"),
    Column(gettext_lazy("姓名、证件号码")),
    Column(gettext_lazy("状态"), "state"),
    Column(gettext_lazy("变更内容")),
    Column(gettext_lazy("说明")),
)


def filing_rows(filings: Sequence[Declaration]) -> list[Row]:
    """Filings for a table with FILING_COLUMNS."""
    return [
        Row(
            (
                one.number,
                presenters.subject(one),
                presenters.how(one),
                presenters.state_badge(one),
                formats.moment(one.submitted_at or one.saved_at),
            ),
            url=reverse("change-filing", args=[one.number]),
        )
        for one in filings
    ]


def person_rows(people: Iterable[ContractRow]) -> list[Row]:
    """Employees for a table with PERSON_COLUMNS; numbers masked."""
    return [
        Row(
            (one.name, presenters.masked_number(one.document_type, one.document_number), formats.day(one.starts_on)),
            url=reverse("change-person", args=[one.person_id]),
        )
        for one in people
    ]


def value_rows(
    items: Sequence[str], form: ValuesForm, recorded: Mapping[str, str], derived: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Each ticked item with what is on record, and the field for its new value or the value that follows."""
    document_type = recorded.get("document_type", "")
    typed = "document_number" in items and bool(form.data.get(f"{NEW}document_number"))
    return [
        {
            "item": item,
            "title": BY_KEY[item].title,
            "old": person_values.say(item, recorded.get(item, ""), document_type, shown=False),
            "bound": None if item in DERIVED else form[f"{NEW}{item}"],
            "derived": _derived(item, derived.get(item, ""), recorded, shown=typed),
        }
        for item in items
    ]


def _derived(item: str, value: str, recorded: Mapping[str, str], *, shown: bool) -> str:
    """The value that follows; nothing while it is the one on record, a number in full only where it was typed."""
    if not value or value == recorded.get(item, ""):
        return ""
    return person_values.say(item, value, recorded.get("document_type", ""), shown=shown)


def line_rows(
    lines: Iterable[ChangeLine], items: Mapping[int, Sequence[ChangeItem]], findings: Mapping[int, Sequence[Finding]]
) -> list[Row]:
    """Lines of a workbook for a table with LINE_COLUMNS; what is masked elsewhere is masked here."""
    return [
        Row(
            (
                line.sheet_row or line.line_no,
                Cell(
                    line.name or formats.NOTHING,
                    sub=presenters.masked_number(line.document_type, line.document_number),
                ),
                presenters.line_badge(line),
                _changed(items.get(line.line_no, ()), line.document_type),
                messages_of(findings.get(line.line_no, ())) or formats.NOTHING,
            )
        )
        for line in lines
    ]


def _changed(items: Iterable[ChangeItem], document_type: str) -> str:
    told = [
        f"{person_values.title(one.item)}：{person_values.say(one.item, one.new_value, document_type, shown=False)}"
        for one in items
    ]
    return "；".join(told) or formats.NOTHING


def messages_of(findings: Iterable[Finding]) -> str:
    """What was found about a line, in one text."""
    told = [catalogue.explain(one.code, one.field, one.params) for one in findings]
    return " ".join(f"{each.message}{each.what_to_do}" for each in told)


def finding_views(findings: Iterable[Finding], lines: Mapping[int, ChangeLine]) -> list[FindingView]:
    """Findings in the clerk's words."""
    return [_finding_view(one, lines.get(one.line_no)) for one in findings]


def _finding_view(finding: Finding, line: ChangeLine | None) -> FindingView:
    told = catalogue.explain(finding.code, finding.field, finding.params)
    return FindingView(
        severity=finding.severity,
        message=told.message,
        remedy=""
        if finding.severity == "note" and told.what_to_do == str(catalogue.NOTHING_TO_DO)
        else told.what_to_do,
        line=line.sheet_row if line else None,
        who=line.name if line else "",
        field=told.field_title,
        source=told.source,
        code=finding.code,
    )


def tallies(declaration: Declaration, counts: Sequence[tuple[str, str, int]]) -> list[dict[str, object]]:
    """The kinds of findings with their numbers and the address of their lines."""
    here = reverse("change-lines", args=[declaration.number])
    return [
        {
            "severity": severity,
            "text": presenters.pattern(str(catalogue.CATALOGUE[code].message)),
            "number": number,
            "url": address(here, code=code),
        }
        for severity, code, number in counts
    ]


def paper_name(code: str) -> str:
    """The name of a paper."""
    return law().codes("change_paper").name_of(code) or code
