"""Divergences between contracts, coverage and wages."""

from typing import Final

from shebao.audit.actions import action
from shebao.collection.tests.place import SYSTEM
from shebao.contributions.models import Wage
from shebao.contributions.tests import town
from shebao.employment.models import Contract
from shebao.reconciliation.tests.clean import MONTH, NOW, Town, leave, sql
from shebao.reconciliation.tests.planted import Planted, plant
from shebao.services.bases.undeclared import assess_undeclared

# A scheme that is not assessed here: what is done to its spells moves no money.
ELSEWHERE = "320"


def spell(
    contract: Contract, first: int, last: int | None, scheme: str = ELSEWHERE, rests_on: int | None = None
) -> None:
    """One more spell."""
    sql(
        "insert into employment_coverage (person_id, scheme, from_month, to_month, employer_id, contract_id, voided)"
        " values (%s, %s, %s, %s, %s, %s, false)",
        contract.person_id, scheme, first, last, contract.employer_id,
        contract.pk if rests_on is None else rests_on,
    )  # fmt: skip


def quiet(here: Town, since: str = "2023-10-09") -> Contract:
    """Somebody at the firm who is not assessed here, but whose wage is declared."""
    return town.hire(here.firm, "9000", since, schemes=(ELSEWHERE,))


def two_wages(here: Town, first_to: int | None) -> None:
    """A second wage from December on, and until when the first one counts."""
    contract = quiet(here)
    town.declare_wage(contract, "9500", 202312)
    sql(
        "update contributions_wage set to_month = %s where contract_id = %s and from_month = 202310",
        first_to,
        contract.pk,
    )


def covered_twice(here: Town) -> None:
    spell(here.anna, 202310, 202312)
    spell(here.anna, 202311, 202312, scheme="330")


def gap(here: Town) -> None:
    spell(here.anna, 202310, 202310)
    spell(here.anna, 202312, None)


def without_wage(here: Town) -> None:
    sql("update contributions_wage set voided = true where contract_id = %s", quiet(here).pk)


def wage_late(here: Town) -> None:
    sql("update contributions_wage set from_month = 202311 where contract_id = %s", quiet(here).pk)


def declare_for(here: Town, month: int) -> None:
    """The wage that counts in one month, for whom the plant has hired."""
    contract = last_hired(here)
    with action(SYSTEM, "declare wage"):
        Wage.objects.create(
            employer_id=contract.employer_id, contract_id=contract.pk, person_id=contract.person_id, from_month=month,
            to_month=month, wage_fen=900_000, origin="corrected",
        )  # fmt: skip


def last_hired(here: Town) -> Contract:
    """Whom the plant has hired."""
    return Contract.objects.filter(employer=here.firm).latest("pk")


EMPLOYMENT: Final[dict[str, Planted]] = {
    "contract_without_coverage": plant(
        lambda here: town.hire(here.firm, "9000", "2024-01-09", schemes=()),
        close=lambda here: leave(last_hired(here), "2024-02-05"),
    ),
    "coverage_without_contract": plant(lambda here: spell(here.anna, 202310, None, rests_on=0)),
    "coverage_runs_on": plant(lambda here: spell(here.gone, 202310, None)),
    "coverage_beyond_end": plant(lambda here: spell(here.gone, 202310, 202312)),
    "void_contract_covered": plant(lambda here: spell(here.mistake, 202310, 202312)),
    "contract_term_over": plant(
        lambda here: sql("update employment_contract set ends_on = '2024-01-31' where id = %s", here.anna.pk),
        close=lambda here: leave(here.anna, "2024-01-31"),
    ),
    "covered_twice": plant(covered_twice),
    "coverage_gap": plant(gap, close=lambda here: spell(here.anna, 202311, 202311)),
    "coverage_begins_late": plant(
        lambda here: sql("update employment_contract set insured_from = 202309 where id = %s", here.anna.pk),
        close=lambda here: spell(here.anna, 202309, 202309),
    ),
    "contract_without_wage": plant(
        without_wage, close=lambda here: town.declare_wage(last_hired(here), "9000", 202310)
    ),
    "wage_gap": plant(lambda here: two_wages(here, 202310), close=lambda here: declare_for(here, 202311)),
    "wage_begins_late": plant(wage_late, close=lambda here: declare_for(here, 202310)),
    "wage_overlap": plant(lambda here: two_wages(here, None)),
    "wage_beyond_end": plant(
        lambda here: sql("update contributions_wage set to_month = %s where contract_id = %s", MONTH, here.gone.pk)
    ),
    "bases_undeclared": plant(
        lambda here: quiet(here, "2023-06-05"),
        close=lambda here: assess_undeclared(SYSTEM, 2023, [here.firm.pk], now=NOW),
    ),
}
