"""Reads of base declarations: the employees with their wages, the draft, lines and sums of a filing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shebao.database import bulk
from shebao.declarations.actions import EDITABLE
from shebao.declarations.models import Declaration, Finding, LineState
from shebao.services.bases.models import TypedWage, WageLine
from shebao.services.bases.sources import YEAR


class CurrentWage(NamedTuple):
    """The declared wage that counts for a contract in a month; fen."""

    wage_fen: int
    payer_category: str
    origin: str
    from_month: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What the good lines of a filing change a month: bases by scheme in whole yuan, shares in fen."""

    bases: dict[str, tuple[int, int]]
    employer_before: int
    employer_after: int
    personal_before: int
    personal_after: int


class Employee(NamedTuple):
    """One row of the prefilled workbook."""

    name: str
    document_type: str
    document_number: str
    wage_fen: int | None


def draft(employer_id: int, year: int) -> Declaration | None:
    """The employer's filing by page of a contribution year that can still be changed, the newest; None if none is."""
    found = Declaration.objects.filter(employer_id=employer_id, service="bases", single=True, state__in=EDITABLE)
    return found.filter(payload__contains={YEAR: str(year)}).order_by("-pk").first()


def typed(declaration_id: int, contracts: Sequence[int] | None = None) -> dict[int, str]:
    """What was typed in a draft, by contract; of some contracts or of all."""
    found = TypedWage.objects.filter(declaration_id=declaration_id)
    if contracts is not None:
        found = found.filter(contract_id__in=contracts)
    return dict(found.values_list("contract_id", "typed"))


def count_typed(declaration_id: int) -> int:
    """For how many contracts a wage was typed."""
    return TypedWage.objects.filter(declaration_id=declaration_id).exclude(typed="").count()


def current_wages(employer_id: int, contracts: Sequence[int], month: int) -> dict[int, CurrentWage]:
    """The wage that counts for each contract in `month` or, for those who came later, the first one."""
    params = {"employer": employer_id, "contracts": list(contracts), "month": month}
    return {row[0]: CurrentWage(*row[1:]) for row in bulk.rows(__file__, "current_wages", params)}


def progress(employer_id: int, month: int) -> tuple[int, int]:
    """How many contracts run, and for how many of them a wage was declared from `month`, or later, on."""
    ((running, declared),) = bulk.rows(__file__, "progress", {"employer": employer_id, "month": month})
    return running, declared


def employees(employer_id: int, month: int) -> Iterator[Employee]:
    """Everybody under contract with the wage that counts, by name; streamed, in constant memory."""
    params = {"employer": employer_id, "month": month}
    types = ("text", "text", "text", "int8")
    return (Employee(*row) for row in bulk.copy_out(bulk.statement(__file__, "employees"), params, types))


def by_number(declaration_id: int, line_nos: Sequence[int]) -> dict[int, WageLine]:
    """Some lines of a filing, by their number."""
    found = WageLine.objects.filter(declaration_id=declaration_id, line_no__in=line_nos)
    return {line.line_no: line for line in found}


def faults(declaration_id: int, contracts: Sequence[int]) -> dict[int, list[Finding]]:
    """Hard findings of a filing about these contracts, by contract."""
    bad = WageLine.objects.filter(declaration_id=declaration_id, contract_id__in=contracts, state=LineState.BAD)
    contract_of = dict(bad.values_list("line_no", "contract_id"))
    found = Finding.objects.filter(declaration_id=declaration_id, line_no__in=contract_of, severity="hard")
    grouped: dict[int, list[Finding]] = defaultdict(list)
    for finding in found.order_by("line_no", "id"):
        grouped[contract_of[finding.line_no] or 0].append(finding)
    return dict(grouped)


def totals(declaration_id: int) -> Totals:
    """What a filing changes a month, over its lines that were good when it was checked."""
    params = {"declaration": declaration_id}
    by_scheme = {row[0]: (int(row[1]), int(row[2])) for row in bulk.rows(__file__, "base_sums", params)}
    ((*shares,),) = bulk.rows(__file__, "share_sums", params)
    return Totals(by_scheme, *(int(share) for share in shares))
