"""What a rule is given besides the line: what is known about person and contract, and the filing as a whole."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from shebao.kernel.findings import Finding
from shebao.kernel.months import Month
from shebao.law import Law
from shebao.services.withdrawal.money import Consequence, MonthCharge, Shares
from shebao.services.withdrawal.shape import EndingLine


@dataclass(frozen=True, slots=True)
class Facts:
    """What we know about the person of a line and the contract with the filing employer.

    The contract is the one that runs, or else the last; `ended_on` tells that it has ended, `ended_same` that it has
    ended exactly as the line says, by the filing `ended_number`. `charges` are those from the month on in which the
    line ends it, `generated` is the charge that is made first where that was chosen, `assessable` whether it can be.
    `shown` is what the line was to do to charges when confirming it was refused, `earlier_row` the row that names the
    same person, maybe by another number.
    """

    contract_id: int | None = None
    person_id: int | None = None
    recorded_name: str = ""
    sex: str = ""
    birth_date: date | None = None
    personal_identity: str = ""
    died_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    insured_from: int | None = None
    ended_on: date | None = None
    ended_same: bool = False
    ended_number: str = ""
    pending_number: str = ""
    charges: tuple[MonthCharge, ...] = ()
    generated: Shares | None = None
    shown: Consequence | None = None
    earlier_row: int | None = None

    @property
    def running(self) -> bool:
        """Whether there is a contract that has not ended."""
        return self.contract_id is not None and self.ended_on is None


UNKNOWN = Facts()


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for all lines of a filing; `generate`: 「生成当月缴费」 was chosen for lines that need it."""

    today: date
    month: Month
    generate: bool
    first_row: Mapping[tuple[str, str], int]
    law: Law

    def name(self, table: str, code: str) -> str:
        """The Chinese name of a code."""
        return self.law.codes(table).name_of(code)


Rule = Callable[[EndingLine, Facts, Setting], Iterator[Finding]]
