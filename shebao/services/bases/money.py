"""What a declared wage changes a month: bases by scheme and both shares, before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from shebao.contributions import queries as contributions
from shebao.contributions.queries import Assessed, Subject
from shebao.kernel.months import Month


class Priced(NamedTuple):
    """A line whose money is asked for; `before` is None where no wage counted."""

    contract_id: int
    person_id: int
    employer_id: int
    month: int
    schemes: tuple[str, ...]
    payer_category: str
    before: int | None
    after: int


@dataclass(slots=True)
class Change:
    """By scheme the base before (None: none) and after, in whole yuan; both shares of a month in fen."""

    bases: dict[str, list[int | None]] = field(default_factory=dict)
    employer_before: int = 0
    employer_after: int = 0
    personal_before: int = 0
    personal_after: int = 0

    def add(self, scheme: str, before: Assessed | None, after: Assessed | None) -> None:
        """Count one scheme in."""
        self.bases[scheme] = [before.base if before else None, after.base if after else None]
        self.employer_before += (before.employer_fen or 0) if before else 0
        self.personal_before += (before.personal_fen or 0) if before else 0
        self.employer_after += (after.employer_fen or 0) if after else 0
        self.personal_after += (after.personal_fen or 0) if after else 0


def changes(priced: Iterable[Priced]) -> dict[int, Change]:
    """By contract, from the same computation that enters charges; one preview for all of them."""
    lines = list(priced)
    assessed = _assessed(lines)
    return {line.contract_id: _change(line, assessed) for line in lines}


_Key = tuple[int, str, int]


def _assessed(lines: list[Priced]) -> Mapping[_Key, Assessed]:
    subjects = [
        Subject(
            person_id=line.person_id,
            employer_id=line.employer_id,
            contract_id=line.contract_id,
            scheme=scheme,
            month=Month.from_int(line.month),
            wage_fen=wage,
            payer_category=line.payer_category,
        )
        for line in lines
        for scheme in line.schemes
        for wage in {line.before, line.after}
        if wage is not None
    ]
    found = contributions.preview(subjects) if subjects else []
    return {(one.contract_id, one.scheme, one.wage_fen or 0): one for one in found}


def _change(line: Priced, assessed: Mapping[_Key, Assessed]) -> Change:
    change = Change()
    for scheme in line.schemes:
        before = None if line.before is None else assessed.get((line.contract_id, scheme, line.before))
        change.add(scheme, before, assessed.get((line.contract_id, scheme, line.after)))
    return change
