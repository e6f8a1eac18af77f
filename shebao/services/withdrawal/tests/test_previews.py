"""The amounts that a clerk confirms are those that are entered, to the fen: random employers, wages and months."""

import os
import random
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.db.models import Sum

from shebao.contributions import actions as contributions
from shebao.contributions.models import Charge
from shebao.contributions.tests import town
from shebao.contributions.tests.test_oracle import BANDS, INDUSTRIES, SIZES
from shebao.declarations.models import State
from shebao.employment.models import Contract
from shebao.kernel.months import Month, months
from shebao.services.bases.tests.office import Office
from shebao.services.enrolment.tests.desk import SYSTEM, Desk, Pension, Registry
from shebao.services.withdrawal.models import WithdrawalLine
from tests.workbooks import leaving, workbook

pytestmark = pytest.mark.django_db

ROUNDS = int(os.environ.get("SHEBAO_ENDING_ROUNDS", "2"))
PEOPLE = 40
MONTHS = list(months(Month(2020, 3), Month(2026, 11)))


def employ(drawn: random.Random, month: Month) -> tuple[Desk, list[Contract]]:
    """An employer of a random kind, and people with random wages; a third of them are charged for the month already."""
    number = drawn.randint(1, 8)
    firm = town.employer(
        1, injury_class=number, band=drawn.choice(BANDS[number]), size=drawn.choice(SIZES),
        industry=drawn.choice(INDUSTRIES),
    )  # fmt: skip
    now = datetime(month.year, month.month, 20, 2, tzinfo=UTC)
    office = Office(firm, now)
    people = [office.employ(1, wage=drawn.randrange(200_000, 4_500_000), since="2020-03")[0] for _ in range(PEOPLE)]
    charged = [one.pk for one in drawn.sample(people, PEOPLE // 3)]
    contributions.generate(SYSTEM, contracts=charged, month=month, now=now)
    return Desk(firm, Registry(), Pension(), now=now), people


def entered(month: Month) -> dict[int, tuple[int, int]]:
    """Both shares on record for the month, by contract."""
    rows = Charge.objects.filter(month=int(month)).values_list("contract_id")
    return {pk: (one, other) for pk, one, other in rows.annotate(Sum("employer_fen"), Sum("personal_fen"))}


def test_what_is_confirmed_is_what_is_entered() -> None:
    seed = random.SystemRandom().randrange(2**32)
    drawn = random.Random(seed)
    for _ in range(ROUNDS):
        month = drawn.choice(MONTHS)
        point = transaction.savepoint()
        desk, people = employ(drawn, month)
        before = entered(month)
        rows = [
            leaving(0, name=one.person.name, document_number=one.person.document_number,
                    ended_on=desk.now.date().isoformat())
            for one in people
        ]  # fmt: skip
        draft = desk.begin(single=False, service="registration")
        desk.put(draft, workbook(rows))
        checked = desk.choose_month(desk.submit(draft))
        assert checked.good == PEOPLE, (seed, month)
        lines = WithdrawalLine.objects.filter(declaration_id=draft.pk)
        shown = {one.contract_id or 0: (one.employer_fen, one.personal_fen) for one in lines if one.generate}
        assert shown.keys() == {one.pk for one in people} - before.keys()
        assert desk.confirm(checked).state == State.EFFECTIVE
        assert entered(month) == {**before, **shown}, (seed, month)
        transaction.savepoint_rollback(point)
