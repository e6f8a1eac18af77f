"""What is shown beforehand is what is entered, to the fen: random towns, looked at first and then charged each way."""

import os
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

import pytest
from django.db import transaction
from django.db.models import Sum

from shebao.audit.actions import Actor, action
from shebao.contributions import actions, monthly, queries
from shebao.contributions.models import Charge, Problem, Wage
from shebao.contributions.queries import Assessed, Subject
from shebao.contributions.tests import town
from shebao.contributions.tests.test_oracle import BANDS, CATEGORIES, FIRST, INDUSTRIES, LAST, SIZES
from shebao.employers.models import Employer
from shebao.employment.models import Contract, Coverage
from shebao.kernel.months import months
from shebao.persons.models import Person

pytestmark = pytest.mark.django_db

# A hundred thousand take some minutes: SHEBAO_PREVIEW_CASES=100000 pytest shebao/contributions/tests/test_previews.py
CASES = int(os.environ.get("SHEBAO_PREVIEW_CASES", "2000"))
FIRMS, PEOPLE = 12, 120
SCHEMES: Final = (("110", "210", "410"), ("120", "210", "410"), ("110", "410"), ("210", "410"), ("410",))
CLERK = Actor.system("测试")


class Key(NamedTuple):
    """A contract and scheme."""

    contract: int
    scheme: str


Shares = dict[Key, tuple[int, int]]


class Town:
    """Employers of random kinds with random people, in one month."""

    def __init__(self, drawn: random.Random) -> None:
        self.drawn = drawn
        self.month = drawn.choice(list(months(FIRST, LAST)))
        self.now = town.moment(f"{self.month}-25")
        self.firms = [self._firm(serial) for serial in range(1, FIRMS + 1)]
        self.contracts = self._people()
        self.ids = [one.pk for one in self.contracts]
        self._declare({one: self._wage() for one in self.contracts})

    def post(self, how: str) -> None:
        """Charge the month the way that is asked for."""
        match how:
            case "run":
                monthly.run_month(self.month, now=self.now, connections=1)
            case "generate":
                actions.generate(CLERK, contracts=self.ids, month=self.month, now=self.now)
            case "correct":
                actions.correct(CLERK, contracts=self.ids, first=self.month, last=self.month, now=self.now)

    def change(self) -> None:
        """Half of the people get other wages, some leave before the month, some employers another band."""
        chosen = self.drawn.sample(self.contracts, PEOPLE // 2)
        gone = [one.pk for one in self.drawn.sample(self.contracts, PEOPLE // 10)]
        with action(town.SETUP, "change"):
            Wage.objects.filter(contract_id__in=[one.pk for one in chosen]).update(voided=True)
            Coverage.objects.filter(contract_id__in=gone).update(voided=True)
            for firm in self.drawn.sample(self.firms, 2):
                band = self.drawn.choice(BANDS[firm.injury_class])
                Employer.objects.filter(pk=firm.pk).update(injury_band=band)
        self._declare({one: self._wage() for one in chosen})

    def _firm(self, serial: int) -> Employer:
        number = self.drawn.randint(1, 8)
        return town.employer(
            serial,
            injury_class=number,
            band=self.drawn.choice(BANDS[number]),
            size=self.drawn.choice(SIZES),
            industry=self.drawn.choice(INDUSTRIES),
        )

    def _people(self) -> list[Contract]:
        since = int(self.month)
        with action(town.SETUP, "hire"):
            people = Person.objects.bulk_create(_person(serial) for serial in range(PEOPLE))
            contracts = Contract.objects.bulk_create(self._contract(one) for one in people)
            Coverage.objects.bulk_create(
                Coverage(person_id=one.person_id, scheme=scheme, from_month=since, employer_id=one.employer_id,
                         contract=one)
                for one in contracts
                for scheme in self.drawn.choice(SCHEMES)
            )  # fmt: skip
        return contracts

    def _contract(self, person: Person) -> Contract:
        return Contract(
            person=person, employer=self.drawn.choice(self.firms), declaration_id=0, line_no=0, contract_kind="CK1",
            term_kind="CT2", signing="CS1", starts_on=self.month.first_day, employment_form="EF1", wage=1,
            enrolment_reason="ER1", insured_from=int(self.month),
        )  # fmt: skip

    def _declare(self, wages: dict[Contract, int]) -> None:
        with action(town.SETUP, "declare wages"):
            Wage.objects.bulk_create(
                Wage(employer_id=one.employer_id, contract_id=one.pk, person_id=one.person_id,
                     from_month=int(self.month), wage_fen=fen, payer_category=self.drawn.choice(CATEGORIES),
                     origin="enrolment")
                for one, fen in wages.items()
            )  # fmt: skip

    def _wage(self) -> int:
        return self.drawn.choice((self.drawn.randrange(1, 9_999_999), self.drawn.randrange(80_000, 1_500_000)))


def _person(serial: int) -> Person:
    return Person(
        social_security_number=f"SSN{serial:08d}", name=f"第{serial}人", document_type="01",
        document_number=f"DOC{serial:08d}", sex="2", birth_date="1990-01-01", confirmed_by="shared",
    )  # fmt: skip


def shown(assessed: Sequence[Assessed]) -> Shares:
    """What previews come to."""
    return {
        Key(one.contract_id, one.scheme): (one.employer_fen, one.personal_fen)
        for one in assessed
        if one.employer_fen is not None and one.personal_fen is not None
    }


def entered(at: Town) -> Shares:
    """What stands in the books."""
    rows = Charge.objects.filter(month=int(at.month)).values_list("contract_id", "scheme")
    sums = rows.annotate(Sum("employer_fen"), Sum("personal_fen"))
    return {Key(contract, scheme): (employer, personal) for contract, scheme, employer, personal in sums}


def by_hand(at: Town) -> list[Assessed]:
    """The same asked for with every wage handed in, as pages do that show what would be."""
    wages = {one.contract_id: one for one in Wage.objects.filter(voided=False)}
    return queries.preview(
        [
            Subject(spell.person_id, spell.employer_id, spell.contract_id, spell.scheme, at.month,
                    wages[spell.contract_id].wage_fen, wages[spell.contract_id].payer_category)
            for spell in Coverage.objects.filter(voided=False)
        ]
    )  # fmt: skip


def compare(at: Town, how: str) -> tuple[int, int]:
    """Look first, charge then; how many cases were shown, and of how many the law says nothing."""
    assessed = queries.preview_contracts(at.ids, at.month)
    before = shown(assessed)
    assert shown(by_hand(at)) == before
    at.post(how)
    after = entered(at)
    nothing = dict.fromkeys(after.keys() - before.keys(), (0, 0))  # cancelled, or before it was without law
    kept = {key: after[key] for key in nothing if key in _without_law(assessed)}
    assert after == {**nothing, **before, **kept}
    problems = Problem.objects.filter(month=int(at.month), closed_at=None).count()
    assert problems == len(_without_law(assessed))
    return len(before), problems


def _without_law(assessed: Sequence[Assessed]) -> set[Key]:
    return {Key(one.contract_id, one.scheme) for one in assessed if one.missing}


def test_what_is_shown_is_what_is_entered() -> None:
    seed = random.SystemRandom().randrange(2**32)
    drawn = random.Random(seed)
    cases: defaultdict[str, int] = defaultdict(int)
    while sum(cases.values()) < CASES:
        point = transaction.savepoint()
        at, first = Town(drawn), drawn.choice(("run", "generate"))
        try:
            cases[first] += compare(at, first)[0]
            for how in ("correct", "run", "generate"):
                at.change()
                cases[how] += compare(at, how)[0]
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, {at.month}, {first}, {dict(cases)}") from error
        transaction.savepoint_rollback(point)
    assert cases.keys() == {"run", "generate", "correct"}
