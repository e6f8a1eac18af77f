"""Whatever employers, officers, tax and the bank do, in whatever order: the books agree after every step.

Everything goes through what the doors and the worker call. After each step the entries and what is paid of them are
compared with a ledger kept in memory. After every few steps (each one, if told) the invariants of the data are
verified, and reconciliation may find only what somebody still has to do, never a contradiction.

A night: SHEBAO_ORDERS=2000 SHEBAO_ORDER_BOOKS=1 pytest tests/stories/test_any_order.py
One that failed is told again by its number: SHEBAO_ORDERS=1 SHEBAO_ORDER_SEED=…
"""

import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, TypeVar

import pytest
from django.db import transaction

from city import cast
from shebao.access import actions as access
from shebao.access.models import PostKind, User
from shebao.collection import actions as collection
from shebao.collection import bills as paid_bills
from shebao.collection import queries as arrears
from shebao.collection.models import Bill
from shebao.collection.rules import Arrival
from shebao.contributions.models import Charge, Notice, NoticeState, Run
from shebao.contributions.tests.ledger import NONE, Key, Ledger, Spell, Sums
from shebao.contributions.tests.test_walks import all_charges, compare_notices, of_notices, paid_of, sums_of
from shebao.contributions.tests.town import moment
from shebao.declarations.models import Declaration, State
from shebao.kernel.months import Month
from shebao.reconciliation.run import reconcile
from shebao.reconciliation.scope import Scope
from shebao.services.arrears.tests.desk import Desk as ArrearsDesk
from shebao.services.enrolment.tests.desk import LONG_AGO, SYSTEM, violations
from shebao.services.refunds.models import Refund
from shebao.services.refunds.tests.office import Office as RefundOffice
from shebao.services.refunds.tests.office import bank_says, officer
from shebao.services.supplements.tests.office import Office as SupplementOffice
from tests.stories.stage import Firm, firm, run

pytestmark = pytest.mark.django_db
T = TypeVar("T")

ORDERS = int(os.environ.get("SHEBAO_ORDERS", "2"))
BOOKS = int(os.environ.get("SHEBAO_ORDER_BOOKS", "10"))
STEPS = 30
SCHEMES: Final = ("110", "210", "410")
FIRST_DAY: Final = date(2023, 9, 11)
LAST_DAY: Final = date(2024, 2, 20)
TO_DO: Final = frozenset({
    "base_undeclared", "bases_undeclared", "bill_unpaid", "coverage_begins_late", "coverage_gap", "covered_not_charged",
    "month_not_assessed", "not_declared_in_time", "open_notice_old", "overdue_not_found", "overdue_unpaid",
    "paid_without_coverage", "paid_more_than_owed",
})  # fmt: skip
"""What reconciliation rightly says although nobody has made a mistake: somebody still has to do it."""


@dataclass
class Town:
    """Two employers with what they know of their people, a day that goes on, and the ledger."""

    drawn: random.Random
    firms: list[Firm]
    officers: tuple[User, User]
    today: date = FIRST_DAY
    ledger: Ledger = field(default_factory=Ledger)
    people: int = 0
    receipts: int = 0
    done: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    # Days ----------------------------------------------------------------------------------------

    @property
    def day(self) -> str:
        return self.today.isoformat()

    @property
    def month(self) -> Month:
        return Month.of(self.today)

    def a_day_passes(self) -> None:
        self.today = min(LAST_DAY, self.today + timedelta(days=self.drawn.choice((1, 9, 20, 31, 31))))
        collection.collect(SYSTEM, self.today)
        self.done["days"] += 1

    def the_month_is_assessed(self) -> None:
        month = self.month - self.drawn.choice((0, 1))
        run(str(month), self.day)
        for one in self.firms:
            self.ledger.assess(one.employer.pk, int(month))
        self.done["runs"] += 1

    # People --------------------------------------------------------------------------------------

    def somebody_joins(self) -> None:
        whose, self.people = self.drawn.choice(self.firms), self.people + 1
        wage = f"{self.drawn.choice((self.drawn.randrange(250_000, 4_000_000), 900_000)) / 100:.2f}"
        started = (self.month - self.drawn.choice((0, 0, 1, 2))).first_day
        contract = whose.joins(self.people, self.day, wage, starts_on=started.isoformat())
        spell = Spell(contract, whose.employer, SCHEMES, "local_urban", int(self.month), {int(self.month): wage})
        self.ledger.spells.append(spell)
        if self._assessed(whose, self.month):
            self.ledger.assess(whose.employer.pk, int(self.month), contract.person_id)
        self.done["joined"] += 1

    def somebody_leaves(self) -> None:
        spell = self._one(lambda one: one.last == 999999 and one.first < int(self.month))
        if spell is None:
            return
        last = self.drawn.choice([one for one in self._months_since(spell.first) if one < self.month])
        self._firm(spell).leaves(self._serial(spell), last.last_day.isoformat(), told_on=self.day)
        spell.last = int(last)
        for month in self._months_since(int(last + 1)):
            self._assess_again(spell, month)
        self.done["left"] += 1

    # Money ---------------------------------------------------------------------------------------

    def a_notice_is_paid(self) -> None:
        asked = Notice.objects.filter(state__in=(NoticeState.ISSUED, NoticeState.TO_DECLARE), series=0)
        for notice in self._sample(list(asked.order_by("pk"))):
            whose = next(one for one in self.firms if one.employer.pk == notice.employer_id)
            if notice.state == NoticeState.TO_DECLARE:
                whose.declares_to_tax(str(Month.from_int(notice.month)), self.day)
                notice.refresh_from_db()
            late = arrears.late_as_of(notice, self.today)
            owed = notice.employer_fen + notice.personal_fen - notice.deferred_fen
            assert self._tax_tells(notice.number, whose, owed, late.fen if late else 0) == ""
            self.ledger.pay(notice.employer_id, notice.month)
            self.done["paid"] += 1

    def arrears_are_billed(self) -> None:
        for whose in self.drawn.sample(self.firms, len(self.firms)):
            owed = [one.month for one in arrears.arrears(whose.employer.pk, self.today) if not one.to_declare]
            if not owed:
                continue
            desk = ArrearsDesk(whose.employer, now=moment(self.day))
            checked = desk.choose(*owed[: self.drawn.randrange(1, len(owed) + 1)])
            if checked.good:
                assert desk.confirm(checked).state in (State.EFFECTIVE, State.PARTLY)
                self.done["arrears billed"] += 1
            return

    def a_bill_is_paid(self) -> None:
        for bill in self._sample(list(Bill.objects.filter(state="asked").order_by("pk"))):
            whose = next(one for one in self.firms if one.employer.pk == bill.employer_id)
            late = sum(one.fen for one in arrears.bill_late_as_of(bill, self.today).values())
            notices = list(Notice.objects.filter(pk__in=[item.notice_id for item in arrears.items_of(bill)]))
            assert self._tax_tells(bill.number, whose, bill.principal_fen, late) == ""
            for notice in notices:
                self.ledger.pay(notice.employer_id, notice.month, notice.series)
            self.done[f"{bill.kind} bill paid"] += 1

    def months_are_made_up(self) -> None:
        spell = self._one(lambda one: bool(self._gaps(one)))
        if spell is None:
            return
        office = SupplementOffice(spell.employer, now=moment(self.day))
        wages = {str(month): self._wage() for month in self._gaps(spell)}
        checked = office.by_page(spell.contract, wages)
        if not checked.good:
            self.done["not made up"] += 1
            return
        done = office.confirm(checked)
        if done.state != State.EFFECTIVE:  # it waits for an officer, who wants proof
            return
        for month, wage in wages.items():
            number = int(Month.parse(month))
            spell.given_back.discard(number)
            spell.made_up[number] = wage
            self.ledger.assess(spell.employer.pk, number, spell.contract.person_id, done.pk)
        self.done["made up"] += 1

    def something_is_refunded(self) -> None:
        paid = sorted({(key.person, key.month) for key, sums in self.ledger.paid.items() if sums != NONE})
        for person, month in self._sample(paid):
            spell = next(one for one in self.ledger.spells if one.contract.person_id == person)
            office = RefundOffice(spell.employer, now=moment(self.day))
            checked = office.checked(spell.contract, [Month.from_int(month)])
            if not checked.good:
                self.done["not refunded"] += 1
                return
            self._decided(office, office.confirm(checked), spell, month)

    def _decided(self, office: RefundOffice, filing: Declaration, spell: Spell, month: int) -> None:
        for one in self.officers:
            filing = office.decide(one, filing)
        keys = list(spell.keys(month))
        back = [self.ledger.refund(key) for key in keys]
        refund = Refund.objects.get(declaration_id=filing.pk)
        assert refund.amount_fen == sum(sums.employer + sums.person for sums in back)
        spell.given_back.add(month)
        spell.made_up.pop(month, None)
        self._assess_again(spell, Month.from_int(month))
        if self.drawn.random() < 0.8:
            bank_says(refund, paid=True, now=moment(self.day))
        self.done["refunded"] += 1

    # The books -----------------------------------------------------------------------------------

    def begin(self) -> None:
        """Two people at each employer, and a month that is assessed."""
        for _ in range(4):
            self.somebody_joins()
        self.the_month_is_assessed()

    def agree(self) -> None:
        """Entries, what is paid of them, and notices."""
        charges, notices = all_charges(), {notice.pk: notice for notice in Notice.objects.all()}
        assert sums_of(charges) == _something(self.ledger.booked)
        assert sums_of(of_notices(charges, paid_of(notices))) == _something(self.ledger.paid)
        compare_notices(notices, charges)

    def nothing_contradicts(self) -> None:
        """Invariants and reconciliation."""
        assert violations() == []
        report = reconcile(Scope(moment(self.day), waiting="1000 days", silence="1000 days"))
        assert report.problem == ""
        found = {one.kind.name: one.subjects for one in report.found if one.kind.name not in TO_DO}
        assert found == {}

    # Looking -------------------------------------------------------------------------------------

    def _tax_tells(self, number: str, whose: Firm, owed: int, late: int) -> str:
        self.receipts += 1
        arrival = Arrival(f"R{self.receipts}", number, whose.employer.credit_code, self.today, owed, late, owed + late)
        verdict = collection.post_payment(SYSTEM, arrival, now=moment(self.day))
        paid_bills.announce_paid(SYSTEM, now=moment(self.day))
        return verdict

    def _assess_again(self, spell: Spell, month: Month) -> None:
        if self._assessed(self._firm(spell), month) or self._booked(spell, month):
            self.ledger.assess(spell.employer.pk, int(month), spell.contract.person_id)

    def _assessed(self, whose: Firm, month: Month) -> bool:
        issued = Notice.objects.filter(employer=whose.employer, month=int(month), series=0)
        ran = Run.objects.filter(month=int(month), kind="month", employer_id=None, finished_at__isnull=False)
        return issued.exclude(state=NoticeState.OPEN).exists() or ran.exists()

    def _booked(self, spell: Spell, month: Month) -> bool:
        return Charge.objects.filter(person_id=spell.contract.person_id, month=int(month)).exists()

    def _gaps(self, spell: Spell) -> list[Month]:
        """Months within the contract, not longer ago than three, that nobody covers and that were assessed."""
        since = max(Month.of(spell.contract.starts_on), self.month - 3)
        months = [one for one in self._months_since(int(since)) if one < self.month and int(one) <= spell.last]
        return [one for one in months if not spell.covers(int(one))]

    def _months_since(self, first: int) -> list[Month]:
        month, found = Month.from_int(first), []
        while month <= self.month:
            found.append(month)
            month += 1
        return found

    def _one(self, wanted: Callable[[Spell], bool]) -> Spell | None:
        found = [spell for spell in self.ledger.spells if wanted(spell)]
        return self.drawn.choice(found) if found else None

    def _sample(self, found: list[T]) -> list[T]:
        return self.drawn.sample(found, min(1, len(found)))

    def _firm(self, spell: Spell) -> Firm:
        return next(one for one in self.firms if one.employer.pk == spell.employer.pk)

    def _serial(self, spell: Spell) -> int:
        people = self._firm(spell).people
        return next(serial for serial, one in people.items() if one.pk == spell.contract.pk)

    def _wage(self) -> str:
        return f"{self.drawn.randrange(250_000, 4_000_000) / 100:.2f}"


STEPS_BY_WEIGHT: Final = {
    "a_day_passes": 6, "the_month_is_assessed": 4, "somebody_joins": 2, "somebody_leaves": 2, "a_notice_is_paid": 3,
    "arrears_are_billed": 4, "a_bill_is_paid": 4, "months_are_made_up": 4, "something_is_refunded": 4,
}  # fmt: skip
STEP: Final[dict[str, Callable[[Town], None]]] = {name: getattr(Town, name) for name in STEPS_BY_WEIGHT}


def _something(sums: dict[Key, Sums]) -> dict[Key, Sums]:
    return {key: one for key, one in sums.items() if one != NONE}


@pytest.fixture
def firms(db: None) -> list[Firm]:
    return [
        firm(cast.CAREFUL, injury_class=1, band="1.00"),
        firm(cast.LATE, injury_class=4, band="1.20"),
    ]


@pytest.fixture
def officers(db: None) -> tuple[User, User]:
    """初审 and 复核 of the districts of both employers."""
    kinds = (PostKind.FIRST_REVIEW, PostKind.SECOND_REVIEW)
    found = tuple(officer(at, kind, district=cast.CAREFUL.district) for at, kind in enumerate(kinds, start=1))
    for one, kind in zip(found, kinds, strict=True):
        access.grant_post(SYSTEM, one.pk, district=cast.LATE.district, kind=kind, valid_from=LONG_AGO)
    first, second = found
    return first, second


def test_in_whatever_order_the_books_agree(firms: list[Firm], officers: tuple[User, User]) -> None:
    first = int(os.environ.get("SHEBAO_ORDER_SEED", random.SystemRandom().randrange(2**32)))
    done: Counter[str] = Counter()
    for seed in range(first, first + ORDERS):
        place = Town(random.Random(seed), [Firm(one.employer) for one in firms], officers)
        point = transaction.savepoint()
        try:
            place.begin()
            for step in range(1, STEPS + 1):
                name = place.drawn.choices(*zip(*STEPS_BY_WEIGHT.items(), strict=True))[0]
                place.told.append(name)
                STEP[name](place)
                place.agree()
                if step % BOOKS == 0:
                    place.nothing_contradicts()
        except AssertionError as error:
            raise AssertionError(f"order {seed}: {' '.join(place.told)}") from error
        done += place.done
        transaction.savepoint_rollback(point)
    if ORDERS >= 40:  # of so many each thing has happened
        assert min(done[name] for name in ("left", "made up", "refunded", "arrears bill paid")) > 0, done
