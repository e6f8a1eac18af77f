"""What the check of a request finds in the tables: other employers, arrears, accounts, statements for any number."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shebao.access.models import User
from shebao.contributions.tests import town
from shebao.declarations import queries as declarations
from shebao.declarations.models import Declaration
from shebao.kernel.clock import day_of
from shebao.kernel.months import Month
from shebao.services.refunds import queries
from shebao.services.refunds.tests.office import (
    NOVEMBER,
    NOW,
    OCTOBER,
    OTHER_ACCOUNT,
    PAID,
    SEPTEMBER,
    Office,
    bank_says,
    keys,
)

pytestmark = pytest.mark.django_db
DECEMBER, JANUARY = Month(2023, 12), Month(2024, 1)


def refused(declaration: Declaration) -> set[tuple[int, str]]:
    """Months that cannot be given back, with the code of the reason."""
    return {(item.month, item.code) for item in queries.items(declaration.pk) if item.code}


def codes(declaration: Declaration) -> set[str]:
    return {one.code for one in declarations.findings(declaration.pk)}


def test_months_of_another_employer_are_not_given_back(office: Office) -> None:
    other = Office(town.employer(2))
    contract = office.employ(since="2023-09-01")
    office.assess(SEPTEMBER)
    office.leave(contract, "2023-09-20")
    town.hire_again(contract, "8000", 202310)
    checked = office.checked(contract, [SEPTEMBER, Month(2023, 8)])
    assert refused(checked) == {(202308, "not_charged")}
    assert queries.person(contract.person_id, other.employer.pk) is None


def test_somebody_never_employed_here_is_not_found(office: Office) -> None:
    stranger = Office(town.employer(2)).employ()
    checked = office.checked(stranger, [OCTOBER])
    assert (checked.good, "person_unknown" in codes(checked)) == (0, True)


def test_self_declared_and_unpaid_months(office: Office) -> None:
    contract = office.employ()
    office.assess(*PAID, DECEMBER)
    office.assess(JANUARY, paid=False)
    checked = office.checked(contract, [NOVEMBER, DECEMBER, JANUARY])
    assert refused(checked) == {(202401, "not_paid")}
    assert "some_refused" in codes(checked)


def test_an_employer_in_arrears_pays_first(office: Office) -> None:
    contract = office.employ()
    office.assess(SEPTEMBER, OCTOBER)
    office.assess(NOVEMBER, paid=False)
    checked = office.checked(contract, [OCTOBER])
    assert refused(checked) == {(202310, "in_arrears")}
    item = next(item for item in queries.items(checked.pk) if item.code)
    assert item.params == {"months": "2023年11月"}
    office.pay(NOVEMBER)
    assert office.checked(contract, [OCTOBER]).good == 1


def test_medical_insurance_has_its_own_authority(office: Office) -> None:
    contract = office.employ()
    office.assess(*PAID)
    checked = office.check(office.ask(contract, keys([OCTOBER], ["310", "110"])))
    assert refused(checked) == {(202310, "medical")}
    assert checked.good == 1


def test_an_account_is_known_after_it_was_paid_to(office: Office, officers: tuple[User, User]) -> None:
    contract = office.employ()
    office.assess(*PAID)
    assert "account_new" in codes(office.checked(contract, [SEPTEMBER]))
    bank_says(office.refunded(contract, [OCTOBER], officers), paid=True)
    assert "account_new" not in codes(office.checked(contract, [SEPTEMBER]))
    other = Office(town.employer(2), user_id=1_000_009)
    stranger = other.employ()
    other.assess(*PAID)
    assert "account_of_others" in codes(other.checked(stranger, [SEPTEMBER]))
    assert "account_of_others" not in codes(other.checked(stranger, [SEPTEMBER], account_number=OTHER_ACCOUNT))


def test_statements_do_not_grow_with_the_months(office: Office) -> None:
    contract = office.employ(since="2022-01-01")
    many = [Month(2022, number) for number in range(1, 13)]
    office.assess(*many, *PAID)
    counts = []
    for months in ([OCTOBER], [*many, *PAID]):
        draft = office.draft(contract, months)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            office.check(draft)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_clerk_looks_at_all_months_in_few_statements(office: Office) -> None:
    contract = office.employ()
    office.assess(*PAID)
    with CaptureQueriesContext(connection) as seen:
        outcome = queries.months(office.employer.pk, contract.person, day_of(NOW))
    assert len(outcome.good) == 9
    assert len(seen) <= 4


def test_somebody_insured_in_another_province_by_now_is_pointed_out(office: Office) -> None:
    contract = office.employ()
    office.assess(*PAID)
    assert not codes(office.checked(contract, [OCTOBER])) & {"pension_elsewhere", "pension_silent"}
    office.pension.elsewhere[contract.person.document_number] = "130000"
    (told,) = declarations.findings(office.checked(contract, [OCTOBER]).pk, code="pension_elsewhere")
    assert (told.severity, told.params) == ("soft", {"province": "河北省", "since": "2024年2月"})
    without_pension = office.check(office.ask(contract, keys([OCTOBER], ["410"])))
    assert "pension_elsewhere" not in codes(without_pension)
    office.pension.silent = True
    assert "pension_silent" in codes(office.checked(contract, [OCTOBER]))
