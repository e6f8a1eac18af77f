"""One example for every finding of a supplement: a line, what is known of its person, and how it is filed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from shebao.documents.spreadsheets.cells import Cell
from shebao.kernel.findings import Finding
from shebao.kernel.months import Month
from shebao.law import law
from shebao.services.lines import catalogue as shared
from shebao.services.supplements import rules
from shebao.services.supplements.ages import ages
from shebao.services.supplements.fields import KEYS
from shebao.services.supplements.rules import Facts, Item, Setting
from shebao.services.supplements.shape import ShapedLine, Shaper
from tests.workbooks import identity_number

TODAY: Final = date(2023, 11, 10)
NUMBER: Final = identity_number(1)
RIGHT: Final[dict[str, Cell]] = {
    "name": "王伟",
    "document_type": "居民身份证（户口簿）",
    "document_number": NUMBER,
    "household_registration": "本地非农业户口（本地城镇）",
    "first_month": "2023-09",
    "last_month": "2023-09",
    "wage": "8500",
    "schemes": None,
}
FREE: Final = Item(202309, "110", "", "", None)
KNOWN: Final = Facts(person_id=2, recorded_name="王伟", household="11", items=(FREE,))
BY_PAGE: Final[dict[str, Any]] = {"single": True}


def shaped(**changed: Cell) -> ShapedLine:
    cells = RIGHT | changed
    return Shaper(law(), TODAY).shape(1, 2, [cells[key] for key in KEYS])


def setting(**changed: Any) -> Setting:
    given = Setting(law(), ages(law(), Month.of(TODAY)), single=False, employer_open=True)
    return replace(given, **changed)


@dataclass(frozen=True)
class Example:
    """What gives a finding, how heavy it is and where it stands."""

    severity: str
    where: str = "first_month"
    line: dict[str, Cell] = field(default_factory=dict)
    facts: Facts = KNOWN
    silent: bool = False
    given: dict[str, Any] = field(default_factory=dict)

    def findings(self) -> Sequence[Finding]:
        """All that reading and rules find in it."""
        line = shaped(**self.line)
        line.silent = self.silent
        return [*line.findings, *rules.check(line, self.facts, setting(**self.given))]


def knowing(**changed: Any) -> Facts:
    return replace(KNOWN, **changed)


def refused(code: str, detail: str = "") -> Facts:
    return knowing(items=(Item(202309, "110", code, detail, None),))


def old(month: int) -> Facts:
    return knowing(items=(Item(month, "110", "", "", None),))


DETAILS: Final = {"covered_elsewhere": "110105", "covered_in_province": "130000", "no_law": "缴费基数上下限"}

EXAMPLES: Final[dict[str, Example]] = {
    "required_missing": Example("hard", "wage", {"wage": None}),
    "months_reversed": Example("hard", "last_month", {"last_month": "2023-08"}),
    "months_too_many": Example("hard", "last_month", {"first_month": "1980-01"}),
    "schemes_none": Example("hard", "schemes", {"schemes": "无"}),
    "employer_closed": Example("hard", "", given={"employer_open": False}),
    "duplicate_month": Example("hard", given={"first_row": {(KNOWN.person_id, 202309): 1}}),
    "pending_elsewhere": Example("hard", "document_number", facts=knowing(pending_number="20231110")),
    "never_under_contract": Example("hard", "document_number", facts=rules.UNKNOWN),
    "name_differs_from_record": Example("hard", "name", facts=knowing(recorded_name="王薇")),
    "household_missing": Example("hard", "household_registration", {"household_registration": None}, given=BY_PAGE),
    "household_differs": Example("soft", "household_registration", facts=knowing(household="12")),
    **{
        code: Example("hard", facts=refused(code, DETAILS.get(code, "")))
        for code in (
            "before_first", "not_under_contract", "not_assessed", "before_opening", "deceased", "draws_pension",
            "covered_here", "covered_elsewhere", "covered_in_province", "no_law",
        )
    },
    "batch_too_old": Example("hard", line={"first_month": "2023-07"}),
    "province_silent": Example("note", "document_number", silent=True),
    "wage_zero": Example("hard", "wage", {"wage": "0"}),
    "wage_in_thousands": Example("soft", "wage", {"wage": "8.5"}),
    "wage_below_minimum": Example("soft", "wage", {"wage": "2000"}, given={"minimum_wages": {202309: Decimal(2420)}}),
    "wage_of_month_differs": Example("hard", "wage", facts=knowing(items=(FREE._replace(fixed_wage_fen=800_000),))),
    "proof_missing": Example("hard", "materials", facts=old(202307), given=BY_PAGE),
    "officer_decides": Example("note", "materials", facts=old(202307), given=BY_PAGE),
}  # fmt: skip
UNDER_THE_LOCK: Final = frozenset({"changed_now", "wage_of_month_changed"})
OF_MONEY: Final = frozenset({"amounts_changed", "amounts_changed_now"})
"""Found by comparing amounts."""
OTHER_LAW: Final = frozenset({"batch_too_many"})
"""Said where the law data count months otherwise."""
READING: Final = frozenset(shared.CELLS)
"""What reading cells finds is proven where all services share it."""
UNUSED: Final = frozenset(shared.FILING)
