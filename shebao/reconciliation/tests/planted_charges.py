"""Divergences between what is owed and what was entered."""

from typing import Final

from shebao.audit.actions import action
from shebao.collection.tests.place import SYSTEM
from shebao.contributions.models import Problem, Run
from shebao.contributions.tests import town
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.reconciliation.tests.clean import (
    MONTH,
    NOW,
    OCTOBER,
    Town,
    assess,
    declare_and_pay,
    leave,
    never_was,
    sql,
)
from shebao.reconciliation.tests.planted import Planted, plant

SUMS: Final = ("notice_not_entries", "line_not_entries")


def run_again(_here: Town) -> None:
    """`shebao assess`."""
    assess()


def newcomer(here: Town) -> Contract:
    """Enrolled after the month was run."""
    return town.hire(here.firm, "9000", "2024-01-20")


def problem(here: Town, code: str, contract: Contract | None = None, *, closed: bool = False) -> None:
    """Somebody could not be assessed, or nobody."""
    run = Run.objects.filter(month=MONTH).latest("pk")
    with action(SYSTEM, "note problem"):
        for scheme in town.HERE if contract else ("",):
            Problem.objects.create(
                run_id=run.pk, month=MONTH, employer_id=here.firm.pk, scheme=scheme, code=code,
                person_id=contract.person_id if contract else None, closed_at=NOW if closed else None,
            )  # fmt: skip


def no_wage(here: Town) -> None:
    sql("update contributions_wage set voided = true where contract_id = %s", newcomer(here).pk)
    assess()


def with_wage(here: Town) -> None:
    town.declare_wage(Contract.objects.latest("pk"), "9000", MONTH)
    assess()


def no_law(here: Town) -> None:
    sql("update contributions_wage set payer_category = 'nobody' where contract_id = %s", here.anna.pk)


def left_after_paying(here: Town) -> None:
    declare_and_pay(here)
    leave(here.bert, "2023-12-20")


def mistake(here: Town, *, paid: bool) -> None:
    contract = newcomer(here)
    assess()
    if paid:
        declare_and_pay(here)
    never_was(contract)


def other_class(here: Town) -> None:
    with action(SYSTEM, "classify"):
        Employer.objects.filter(pk=here.late.pk).update(injury_class=5)


def run_both(_here: Town) -> None:
    assess(OCTOBER)
    assess()


def less_after_paying(here: Town) -> None:
    declare_and_pay(here)
    town.declare_wage(here.anna, "7000", MONTH)


def entry(here: Town, change: str) -> None:
    """Change Anna's pension entry of January."""
    sql(
        f"update contributions_charge set {change} where month = %s and person_id = %s and scheme = '110'",
        MONTH, here.anna.person_id,
    )  # fmt: skip


def doubled(here: Town) -> None:
    sql(
        "update contributions_charge set person_id = %s where month = %s and person_id = %s and scheme = '110'",
        here.anna.person_id, MONTH, here.carl.person_id,
    )  # fmt: skip


CHARGES: Final[dict[str, Planted]] = {
    "month_not_assessed": plant(lambda _here: town.hire(town.employer(3), "9000", "2024-01-15"), close=run_again),
    "covered_not_charged": plant(newcomer, close=run_again),
    "problem_closed_without_entries": plant(
        lambda here: problem(here, "no_wage", newcomer(here), closed=True), close=run_again
    ),
    "not_assessed_no_wage": plant(no_wage, "contract_without_wage", close=with_wage),
    "not_assessed_no_law": plant(lambda here: problem(here, "no_law", here.anna), close=run_again),
    "not_assessed_failed": plant(lambda here: problem(here, "not_assessed"), close=run_again),
    "covered_without_wage": plant(
        lambda here: sql("update contributions_wage set to_month = 202312 where contract_id = %s", here.anna.pk),
        close=lambda here: town.declare_wage(here.anna, "9000", MONTH),
    ),
    "covered_without_law": plant(no_law),
    "charged_without_coverage": plant(lambda here: leave(here.bert, "2023-12-20"), close=run_again),
    "paid_without_coverage": plant(left_after_paying),
    "void_contract_charged": plant(lambda here: mistake(here, paid=False), close=run_again),
    "void_contract_paid": plant(lambda here: mistake(here, paid=True)),
    "wage_changed": plant(lambda here: town.declare_wage(here.anna, "12000", MONTH), close=run_again),
    "law_changed": plant(other_class, close=run_both),
    "base_not_of_wage": plant(
        lambda here: entry(here, "base = base + 100, employer_fen = employer_fen + 1600"), *SUMS, close=run_again
    ),
    "amount_not_of_tariff": plant(lambda here: entry(here, "personal_fen = personal_fen - 1"), *SUMS, close=run_again),
    "paid_more_than_owed": plant(less_after_paying),
    "charged_twice": plant(doubled, "covered_not_charged", "charged_without_coverage"),
    "run_unfinished": plant(
        lambda _here: sql("update contributions_run set finished_at = null where month = %s", MONTH), close=run_again
    ),
}
