"""One example for every finding of a base declaration: a line, what is known of its person, and the day."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from shebao.documents.spreadsheets.cells import Cell, FormulaCell
from shebao.kernel.findings import Finding
from shebao.kernel.months import Month
from shebao.law import law
from shebao.law.contribution_year import year_of
from shebao.services.bases import rules
from shebao.services.bases.fields import KEYS
from shebao.services.bases.rules import Facts, Setting
from shebao.services.bases.shape import ShapedLine, Shaper
from shebao.services.lines import catalogue as shared
from tests.workbooks import identity_number

IN_THE_WINDOW: Final = date(2024, 7, 10)
AFTER_IT: Final = date(2024, 8, 12)
NUMBER: Final = identity_number(1)
RIGHT: Final[dict[str, Cell]] = {
    "name": "王伟",
    "document_type": "居民身份证（户口簿）",
    "document_number": NUMBER,
    "year": "2024",
    "wage": "8500",
}
KNOWN: Final = Facts(
    contract_id=1,
    person_id=2,
    recorded_name="王伟",
    from_month=202407,
    wage=800_000,
    replaces=3,
    payer_category="local_urban",
    schemes=("110", "210", "410"),
)


def shaped(**changed: Cell) -> ShapedLine:
    cells = RIGHT | changed
    return Shaper(law(), IN_THE_WINDOW).shape(1, 2, [cells[key] for key in KEYS])


def setting(today: date = IN_THE_WINDOW, **changed: Any) -> Setting:
    year = year_of(law(), Month.of(today))
    return replace(rules.setting(law(), year, today, employer_open=True, rows={}), **changed)


@dataclass(frozen=True)
class Example:
    """What gives a finding, how heavy it is and where it stands."""

    severity: str
    where: str = "wage"
    line: dict[str, Cell] = field(default_factory=dict)
    facts: Facts = KNOWN
    given: dict[str, Any] = field(default_factory=dict)
    today: date = IN_THE_WINDOW

    def findings(self) -> Sequence[Finding]:
        """All that reading and rules find in it."""
        line = shaped(**self.line)
        given = setting(self.today, **self.given)
        return [*line.findings, *rules.check(line, self.facts, given), *rules.of_filing(given)]


def knowing(**changed: Any) -> Facts:
    return replace(KNOWN, **changed)


EXAMPLES: Final[dict[str, Example]] = {
    "required_missing": Example("hard", line={"wage": None}),
    "formula_cell": Example("hard", line={"wage": FormulaCell("=4000*2")}),
    "year_malformed": Example("hard", "year", {"year": "去年"}),
    "amount_malformed": Example("hard", line={"wage": "九千"}),
    "amount_too_precise": Example("hard", line={"wage": "9000.123"}),
    "amount_negative": Example("hard", line={"wage": "-1"}),
    "code_unknown": Example("hard", "document_type", {"document_type": "月票"}),
    "employer_closed": Example("hard", "", given={"employer_open": False}),
    "duplicate_line": Example("hard", "document_number", given={"first_row": {("01", NUMBER): 1}}),
    "same_person_line": Example("hard", "document_number", facts=knowing(earlier_row=7)),
    "pending_elsewhere": Example("hard", "document_number", facts=knowing(pending_number="20240710")),
    "name_differs_from_record": Example("hard", "name", facts=knowing(recorded_name="王薇")),
    "year_over": Example("hard", "year", {"year": "2023"}),
    "year_not_begun": Example("hard", "year", {"year": "2025"}),
    "after_window": Example("soft", "", today=AFTER_IT),
    "not_under_contract": Example("hard", "document_number", facts=rules.UNKNOWN),
    "contract_ended": Example("note", "document_number", facts=knowing(ended_on=date(2024, 7, 5))),
    "wage_zero": Example("hard", line={"wage": "0"}),
    "wage_in_thousands": Example("soft", line={"wage": "9.5"}),
    "wage_below_minimum": Example("soft", line={"wage": "2000"}, given={"minimum_wage": 2420}),
    "wage_yearly": Example("soft", line={"wage": "108000"}),
    "wage_far_off": Example("soft", line={"wage": "12000.01"}),
    "base_at_lower": Example("note", line={"wage": "6000"}),
    "base_at_upper": Example("note", line={"wage": "36000"}),
    "done_before": Example("note", facts=knowing(wage=850_000, same=True)),
}
UNDER_THE_LOCK: Final = frozenset({"not_under_contract_now", "wage_changed_now"})
OF_MONEY: Final = frozenset({"amounts_changed", "amounts_changed_now"})
"""Found by comparing amounts; `test_changes` has examples."""
READING: Final = frozenset(shared.CELLS)
"""What reading cells finds is proven where all services share it."""
