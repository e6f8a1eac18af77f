"""Whom a form can be printed for, and what is known of them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from django.db import connection

from shebao.database import bulk
from shebao.persons import searching

_BEHIND_ALL: Final = 2**63 - 1


class FormPerson(NamedTuple):
    """Somebody under contract, by what the form asks; texts are empty and dates None where nothing is known.

    ``wage``: yuan a month. ``insured_from``: YYYYMM. ``schemes``: codes of AAE140 covered through this contract.
    """

    contract_id: int
    person_id: int
    name: str
    social_security_number: str
    document_type: str
    document_number: str
    sex: str
    birth_date: date
    ethnic: str
    nationality: str
    personal_identity: str
    first_work_date: date | None
    household_registration: str
    household_address: str
    residence_address: str
    postcode: str
    email: str
    education: str
    mobile: str
    retired_on: date | None
    starts_on: date
    insured_from: int
    wage: Decimal
    medical_category: str
    schemes: Sequence[str]


def people(
    employer_id: int,
    *,
    size: int,
    search: str = "",
    before: int | None = None,
    person_ids: Sequence[int] | None = None,
) -> list[FormPerson]:
    """Whoever is under contract with the employer, those hired last first; one statement for any number.

    ``search`` is a part of name or number, ``before`` the contract behind which a page goes on, ``person_ids`` the
    persons chosen.
    """
    condition, values = searching.condition(search)
    given = {
        **values,
        "employer": employer_id,
        "before": before or _BEHIND_ALL,
        "persons": list(person_ids) if person_ids is not None else None,
        "size": size,
    }
    with connection.cursor() as cursor:
        cursor.execute(bulk.statement(__file__, "people").format(search=condition), given)
        return [FormPerson(*row) for row in cursor.fetchall()]
