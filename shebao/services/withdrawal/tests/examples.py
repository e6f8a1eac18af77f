"""One example for every finding of an ending: what is typed or known, and where the finding stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from shebao.documents.spreadsheets.cells import BoolCell, Cell, ErrorCell, FormulaCell, MergedCell, NumberCell
from shebao.kernel.findings import Finding
from shebao.kernel.months import Month
from shebao.law import law
from shebao.services.enrolment.tests.people import TODAY
from shebao.services.withdrawal import rules
from shebao.services.withdrawal.fields import KEYS
from shebao.services.withdrawal.money import Consequence, MonthCharge, Shares
from shebao.services.withdrawal.shape import EndingLine, EndingShaper
from tests.workbooks import identity_number, leaving

HARD, SOFT, NOTE = "hard", "soft", "note"

EMPLOYED: Final = rules.Facts(
    contract_id=1, person_id=1, recorded_name="王伟", sex="1", birth_date=date(1990, 3, 7), starts_on=date(2025, 8, 4),
    ends_on=date(2028, 8, 3), insured_from=202508, charges=(MonthCharge(202611, 0, 100),),
)  # fmt: skip
JOINED_NOW: Final[Mapping[str, Any]] = {"starts_on": date(2026, 11, 2), "insured_from": 202611}
MISTAKE: Final[Mapping[str, Any]] = {
    "end_reason": "法律、法规规定的其他情形",
    "stop_reason": "法律、法规规定的其他情形",
}


def typed_line(**changed: object) -> dict[str, Any]:
    """The cells of a right line."""
    return leaving(0, **{"ended_on": "2026-11-20", **changed})  # type: ignore[arg-type]


def shaped(cells: Mapping[str, Cell], line_no: int = 1) -> EndingLine:
    """The line as the shaper reads it; cells may be any kind of cell."""
    return EndingShaper(law(), TODAY).shape(line_no, line_no + 1, [cells.get(key) for key in KEYS])


def setting(**changed: Any) -> rules.Setting:
    """The setting of a filing on the day of these tests."""
    usual: dict[str, Any] = {"generate": False, "first_row": {}}
    return rules.Setting(today=TODAY, month=Month.of(TODAY), law=law(), **(usual | changed))


def employed(**changed: Any) -> rules.Facts:
    """What we know about somebody employed here."""
    values = {name: getattr(EMPLOYED, name) for name in rules.Facts.__slots__}
    return rules.Facts(**(values | changed))


@dataclass(frozen=True)
class Example:
    """A line and what is known that give one finding: at `where`, of weight `severity`."""

    where: str
    cells: Mapping[str, Any] = field(default_factory=typed_line)
    severity: str = HARD
    facts: rules.Facts = EMPLOYED
    given: Mapping[str, Any] = field(default_factory=dict)

    def findings(self) -> list[Finding]:
        """Everything that reading and rules have to say."""
        line = shaped(self.cells)
        return [*line.findings, *rules.check(line, self.facts, setting(**self.given))]


def cell(key: str, value: object) -> Example:
    """Something typed that cannot be read."""
    return Example(key, typed_line(**{key: value}))


def known(where: str, severity: str = HARD, typed: Mapping[str, object] | None = None, **facts: Any) -> Example:
    """A right line about somebody of whom something is known."""
    return Example(where, typed_line(**(typed or {})), severity, employed(**facts))


EXAMPLES: Final[Mapping[str, Example]] = {
    "required_missing": cell("ended_on", None),
    "text_too_long": Example("end_reason", typed_line(end_reason="长" * 300)),
    "code_unknown": cell("end_reason", "不干了"),
    "date_malformed": cell("ended_on", "上周五"),
    "date_impossible": cell("ended_on", "2026-02-30"),
    "date_out_of_range": cell("ended_on", "2200-01-01"),
    "formula_cell": cell("ended_on", FormulaCell("2026-11-20")),
    "error_cell": cell("ended_on", ErrorCell("#N/A")),
    "merged_cell": cell("ended_on", MergedCell("Z2:Z3")),
    "truth_cell": cell("end_reason", BoolCell("TRUE")),
    "number_mangled": cell("document_number", NumberCell("1.10105199003070E+17")),
    "number_checksum": cell("document_number", "110105199003070018"),
    "name_placeholder": cell("name", "王?"),
    "stop_reason_taken": Example("stop_reason", typed_line(stop_reason=None), NOTE),
    "stop_reason_needed": Example(
        "stop_reason", typed_line(end_reason="死亡、被宣告死亡或者失踪", stop_reason=None)
    ),
    # the filing
    "duplicate_line": Example("document_number", given={"first_row": {("01", identity_number(0)): 7}}),
    "same_person_line": known("document_number", earlier_row=7),
    "pending_elsewhere": known("document_number", pending_number="202611230000000001"),
    "name_differs_from_record": known("name", recorded_name="王芬"),
    # the contract
    "no_running_contract": Example("document_number", facts=rules.UNKNOWN),
    "ended_otherwise": known("document_number", ended_on=date(2026, 10, 1)),
    "ended_before": known("document_number", NOTE, ended_on=date(2026, 11, 20), ended_same=True, ended_number="1"),
    "ended_in_future": Example("ended_on", typed_line(ended_on="2026-11-24")),
    "ended_before_start": Example("ended_on", typed_line(ended_on="2025-08-03")),
    "ended_before_insured": known(
        "ended_on", typed={"ended_on": "2026-10-31"}, starts_on=date(2026, 10, 8), insured_from=202611
    ),
    # the reasons
    "reasons_contradict": Example("stop_reason", typed_line(stop_reason="在职人员死亡")),
    "reasons_unusual": Example("stop_reason", typed_line(stop_reason="被辞退"), SOFT),
    "expiry_too_early": Example(
        "end_reason", typed_line(end_reason="劳动合同期满终止", stop_reason="解除劳动合同"), SOFT
    ),
    "expiry_without_end": known(
        "end_reason", SOFT, {"end_reason": "劳动合同期满终止", "stop_reason": "解除劳动合同"}, ends_on=None
    ),
    "retires_early": Example(
        "stop_reason",
        typed_line(end_reason="达到法定退休年龄或开始依法享受养老待遇", stop_reason="在职转退休"),
        SOFT,
    ),
    "death_recorded": Example(
        "stop_reason", typed_line(end_reason="死亡、被宣告死亡或者失踪", stop_reason="在职人员死亡"), SOFT
    ),
    "ended_after_death": known("ended_on", SOFT, died_on=date(2026, 11, 1)),
    "mistake_too_late": Example("stop_reason", typed_line(**MISTAKE)),
    "enrolled_by_mistake": known("stop_reason", SOFT, MISTAKE, **JOINED_NOW),
    "enrolled_this_month": known("stop_reason", NOTE, **JOINED_NOW),
    # what is owed
    "month_not_charged": known("ended_on", charges=()),
    "month_not_assessable": Example("ended_on", facts=employed(charges=()), given={"generate": True}),
    "month_is_charged": Example(
        "ended_on", severity=NOTE, facts=employed(charges=(), generated=Shares(2000, 1000)), given={"generate": True}
    ),
    "later_months_unpaid": Example("ended_on", typed_line(ended_on="2026-10-31"), SOFT),
    "later_months_paid": known(
        "ended_on", SOFT, {"ended_on": "2026-10-31"}, charges=(MonthCharge(202611, 300, 0),)
    ),
    "amounts_changed": known("ended_on", SOFT, {"ended_on": "2026-10-31"}, shown=Consequence(cancelled_fen=99)),
    "mistake_months_unpaid": known("ended_on", SOFT, MISTAKE, **JOINED_NOW),
    "mistake_months_paid": known(
        "ended_on", SOFT, MISTAKE, **JOINED_NOW, charges=(MonthCharge(202611, 300, 0),)
    ),
}  # fmt: skip

UNDER_THE_LOCK: Final = frozenset({"ended_now", "charges_changed"})
"""Found when a filing takes effect; `test_races` and `test_ending` have examples."""
