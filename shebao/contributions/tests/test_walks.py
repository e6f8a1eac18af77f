"""Random lives of a few employers: whatever happens in whatever order, the tables agree with a ledger in memory."""

import os
import random
from collections.abc import Callable, Iterable
from typing import Any, Final

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from shebao.audit.actions import Actor, action
from shebao.contributions import actions, monthly
from shebao.contributions.actions import Repaid
from shebao.contributions.models import Charge, Kind, Notice, NoticeLine, NoticeState, Purpose, Run
from shebao.contributions.tests import town
from shebao.contributions.tests.ledger import NONE, Key, Ledger, Spell, Sums
from shebao.employers.models import Employer
from shebao.kernel.months import Month, months

pytestmark = pytest.mark.django_db

# Thousands take some minutes: SHEBAO_WALKS=3000 pytest shebao/contributions/tests/test_walks.py
# One that failed is walked again by its number: SHEBAO_WALKS=1 SHEBAO_WALK_SEED=…
WALKS = int(os.environ.get("SHEBAO_WALKS", "30"))
STEPS = 30
CLERK = Actor.system("测试")
SPANS: Final = (
    (Month(2020, 5), Month(2020, 7)),  # reliefs end, bounds change
    (Month(2021, 4), Month(2021, 5)),  # rates of unemployment change, and with them what is known of rural persons
    (Month(2022, 5), Month(2022, 7)),  # shares are deferred; that of pension to June
    (Month(2023, 11), Month(2024, 1)),  # the way of the month changes
    (Month(2024, 5), Month(2024, 7)),  # bounds change
)
SCHEMES: Final = (("110", "210", "410"), ("410",), ("120", "210", "410"))
CATEGORIES: Final = ("local_urban", "outside_urban", "outside_rural")


class Walk:
    """One random life: each step is done to the tables and to the ledger, then both are compared."""

    def __init__(self, drawn: random.Random, firms: list[Employer]) -> None:
        self.drawn = drawn
        self.firms = firms
        self.months = list(months(*drawn.choice(SPANS)))
        self.now = town.moment(f"{self.months[-1]}-28")
        self.ledger = Ledger()
        self.entries: dict[Key, list[tuple[int, int, int]]] = {}
        self.told: list[str] = []
        self.city_months: set[int] = set()  # that were run for everybody
        self.series = 0

    def go(self) -> None:
        """All steps, each followed by the comparison."""
        for _ in range(STEPS):
            name = self.drawn.choices(*zip(*STEPS_BY_WEIGHT.items(), strict=True))[0]
            self.told.append(name)
            STEP[name](self)
            self.compare()

    # Facts ---------------------------------------------------------------------------------------

    def join(self) -> None:
        month, firm = self.drawn.choice(self.months), self.drawn.choice(self.firms)
        schemes, category, wage = self.drawn.choice(SCHEMES), self.drawn.choice(CATEGORIES), self._wage()
        contract = town.hire(firm, wage, f"{month}-01", category=category, schemes=schemes)
        self.ledger.spells.append(Spell(contract, firm, schemes, category, int(month), {int(month): wage}))

    def leave(self) -> None:
        for spell in self._some(lambda one: not one.void and one.last == 999999):
            month = self.drawn.choice([one for one in self.months if int(one) >= spell.first])
            town.leave(spell.contract, f"{month}-20")
            spell.last = int(month)

    def mistake(self) -> None:
        for spell in self._some(lambda one: not one.void):
            town.never_was(spell.contract)
            spell.void = True

    def come_back(self) -> None:
        """Who left or never was there is employed by the same employer again, in a month that is free."""
        for spell in self._some(lambda one: one.void or one.last < int(self.months[-1])):
            mine = [one for one in self.ledger.spells if one.contract.person_id == spell.contract.person_id]
            free = [one for one in self.months if not any(m.covers(int(later)) for m in mine for later in self.months
                                                          if later >= one)]  # fmt: skip
            if not free or any(not one.void and one.last == 999999 for one in mine):
                continue
            month, wage = int(self.drawn.choice(free)), self._wage()
            contract = town.hire_again(spell.contract, wage, month, category=spell.category, schemes=spell.schemes)
            again = Spell(contract, spell.employer, spell.schemes, spell.category, month, {month: wage})
            self.ledger.spells.append(again)

    def change_wage(self) -> None:
        for spell in self._some(lambda one: not one.void):
            since = max(spell.wages)
            month = self.drawn.choice([one for one in (since, *map(int, self.months)) if one >= since])
            spell.wages[month] = self._wage()
            town.declare_wage(spell.contract, spell.wages[month], month, category=spell.category)

    def change_band(self) -> None:
        firm = self.drawn.choice(self.firms)
        firm.injury_band = self.drawn.choice(("0.50", "0.80", "1.00", "1.20", "1.50"))
        with action(town.SETUP, "set band"):
            Employer.objects.filter(pk=firm.pk).update(injury_band=firm.injury_band)

    def make_up(self) -> None:
        """A month before somebody was insured, or one that was given back, is made up for: a supplement."""
        for spell in self._some(lambda one: not one.void):
            mine = [one for one in self.ledger.spells if one.contract.person_id == spell.contract.person_id]
            free = [
                int(one)
                for one in self.months
                if int(one) <= spell.last and not any(other.covers(int(one)) for other in mine)
            ]
            if free:
                self._make_up(spell, self.drawn.choice(free))

    def _make_up(self, spell: Spell, month: int) -> None:
        self.series += 1
        if month < spell.first and month not in spell.made_up:
            spell.made_up[month] = self._wage()
            town.cover_once_more(spell.contract, month, spell.made_up[month], category=spell.category)
        else:
            town.cover_once_more(spell.contract, month)
        spell.given_back.discard(month)
        actions.supplement(
            CLERK, contracts=[spell.contract.pk], months=[Month.from_int(month)], kind=Kind.INTERRUPTED,
            declaration_id=self.series, now=self.now,
        )  # fmt: skip
        self.ledger.assess(spell.employer.pk, month, spell.contract.person_id, self.series)

    def give_back(self) -> None:
        """A month that was paid is taken out of somebody's coverage and given back: a refund."""
        paid = sorted(key for key, sums in self.ledger.paid.items() if sums != NONE)
        if not paid:
            return
        one = self.drawn.choice(paid)
        for spell in self.ledger.spells:
            if spell.contract.person_id == one.person and spell.covers(one.month):
                town.cut(spell.contract, one.month)
                spell.given_back.add(one.month)
        keys = [key for key in paid if (key.person, key.month) == (one.person, one.month)]
        self.series += 1
        made = actions.repay(
            CLERK,
            wanted=[Repaid(key.person, key.employer, key.scheme, Month.from_int(key.month)) for key in keys],
            declaration_id=self.series,
            now=self.now,
        )
        back = [self.ledger.refund(key) for key in keys]
        assert (made.entries, -made.employer_fen, -made.personal_fen) == (
            len(back), sum(sums.employer for sums in back), sum(sums.person for sums in back),
        )  # fmt: skip

    # Money ---------------------------------------------------------------------------------------

    def run(self) -> None:
        month = self.drawn.choice(self.months)
        monthly.run_month(month, now=self.now, connections=1)
        self._assessed(month)

    def run_again(self) -> None:
        self.run()
        month, before = self.drawn.choice(self.months), self._everything()
        monthly.run_month(month, now=self.now, connections=1)
        middle = self._everything()
        assert monthly.run_month(month, now=self.now, connections=1).charges == 0
        assert self._everything() == middle
        assert set(before[0]) <= set(middle[0])
        self._assessed(month)

    def generate(self) -> None:
        for spell in self._some(lambda _one: True):
            month = self.drawn.choice(self.months)
            actions.generate(CLERK, contracts=[spell.contract.pk], month=month, now=self.now)
            self.ledger.assess(spell.employer.pk, int(month), spell.contract.person_id)

    def correct(self) -> None:
        for spell in self._some(lambda _one: True):
            first, last = sorted(self.drawn.choices(self.months, k=2))
            person = spell.contract.person_id
            known = {month for month in months(first, last) if self._was_assessed(spell.employer, person, int(month))}
            actions.correct(CLERK, contracts=[spell.contract.pk], first=first, last=last, now=self.now)
            for month in known:
                self.ledger.assess(spell.employer.pk, int(month), person)

    def issue(self) -> None:
        month = self.drawn.choice(self.months)
        actions.issue(CLERK, employers=[firm.pk for firm in self.firms], month=month, now=self.now)

    def pay(self) -> None:
        asked = Notice.objects.filter(state__in=(NoticeState.ISSUED, NoticeState.TO_DECLARE)).order_by("pk")
        for notice in self.drawn.sample(list(asked), min(1, len(asked))):
            actions.declare(CLERK, notice.pk, now=self.now)
            actions.settle(CLERK, notice_id=notice.pk, paid_on=self.now.date())
            self.ledger.pay(notice.employer_id, notice.month, notice.series)

    # Comparison ----------------------------------------------------------------------------------

    def compare(self) -> None:
        """Entries come to what the ledger says, paid ones too; notices to their entries; nothing entered changes."""
        charges, notices = all_charges(), {notice.pk: notice for notice in Notice.objects.all()}
        assert sums_of(charges) == _some_of(self.ledger.booked)
        paid = of_notices(charges, paid_of(notices))
        asked = {
            key: Sums(0 if self.ledger.deferred(key) else sums.employer, sums.person)
            for key, sums in sums_of(paid).items()
        }
        assert _some_of(asked) == _some_of(self.ledger.paid)
        compare_notices(notices, charges)
        entries = entries_by_key(charges)
        assert all(entries[key][: len(rows)] == rows for key, rows in self.entries.items())
        assert all([row[0] for row in rows] == list(range(1, len(rows) + 1)) for rows in entries.values())
        self.entries = entries

    def _assessed(self, month: Month) -> None:
        self.city_months.add(int(month))
        for firm in self.firms:
            self.ledger.assess(firm.pk, int(month))

    def _was_assessed(self, firm: Employer, person: int, month: int) -> bool:
        if month in self.city_months:
            return True
        notices = Notice.objects.filter(employer=firm, month=month, series=0)
        entries = Charge.objects.filter(employer_id=firm.pk, month=month, person_id=person)
        by_the_city = Run.objects.filter(month=month, kind="month", employer_id=None).exists()
        return by_the_city or notices.exclude(state=NoticeState.OPEN).exists() or entries.exists()

    def _everything(self) -> tuple[list[Any], list[Any]]:
        charges = Charge.objects.order_by("month", "person_id", "scheme", "employer_id", "entry")
        notices = Notice.objects.order_by("pk").values_list("pk", "state", "employer_fen", "personal_fen", "replaces")
        return list(charges.values_list("month", "person_id", "scheme", "entry", "employer_fen")), list(notices)

    def _some(self, wanted: Callable[[Spell], bool]) -> list[Spell]:
        """One of the contracts, if there is any such."""
        found = [spell for spell in self.ledger.spells if wanted(spell)]
        return [self.drawn.choice(found)] if found else []

    def _wage(self) -> str:
        return f"{self.drawn.choice((self.drawn.randrange(200_000, 4_500_000), 900_000, 900_050)) / 100:.2f}"


STEPS_BY_WEIGHT: Final = {
    "join": 4, "leave": 2, "mistake": 1, "come_back": 2, "change_wage": 4, "change_band": 1,
    "make_up": 3, "give_back": 3,
    "run": 3, "run_again": 1, "generate": 3, "correct": 4, "issue": 1, "pay": 4,
}  # fmt: skip
STEP: Final[dict[str, Callable[[Walk], None]]] = {name: getattr(Walk, name) for name in STEPS_BY_WEIGHT}


ChargeRow = tuple[Any, ...]
_ENTRY, _NOTICE = 4, 7


def all_charges() -> list[ChargeRow]:
    """Every entry: its key, number, amounts and notice, in the order of the numbers."""
    return list(
        Charge.objects.order_by("entry").values_list(
            "employer_id", "person_id", "scheme", "month", "entry", "employer_fen", "personal_fen", "notice_id"
        )
    )


def of_notices(charges: list[ChargeRow], notices: Iterable[Notice]) -> list[ChargeRow]:
    """The entries that one of the notices asks for."""
    wanted = {notice.pk for notice in notices}
    return [row for row in charges if row[_NOTICE] in wanted]


def paid_of(notices: dict[int, Notice]) -> list[Notice]:
    """Those that were paid."""
    return [notice for notice in notices.values() if notice.paid_on is not None]


def _added_up(rows: Iterable[tuple[Any, int, int]]) -> dict[Any, Sums]:
    found: dict[Any, Sums] = {}
    for key, employer, person in rows:
        so_far = found.get(key, NONE)
        found[key] = Sums(so_far.employer + employer, so_far.person + person)
    return found


def sums_of(charges: list[ChargeRow]) -> dict[Key, Sums]:
    """What entries come to by key, where it is something."""
    return _some_of(_added_up((Key(*row[:_ENTRY]), *row[_ENTRY + 1 : _NOTICE]) for row in charges))


def _some_of(sums: dict[Key, Sums]) -> dict[Key, Sums]:
    return {key: one for key, one in sums.items() if one != NONE}


def entries_by_key(charges: list[ChargeRow]) -> dict[Key, list[tuple[int, int, int]]]:
    """Number and amounts of every entry."""
    found: dict[Key, list[tuple[int, int, int]]] = {}
    for row in charges:
        found.setdefault(Key(*row[:_ENTRY]), []).append(row[_ENTRY:_NOTICE])
    return found


def compare_notices(notices: dict[int, Notice], charges: list[ChargeRow]) -> None:
    """Every notice says what its lines and entries come to, those of notices it replaced included; none is negative."""
    entered = _added_up((row[_NOTICE], *row[_ENTRY + 1 : _NOTICE]) for row in charges)
    lined = {
        row[0]: Sums(*row[1:])
        for row in NoticeLine.objects.values_list("notice_id").annotate(Sum("employer_fen"), Sum("personal_fen"))
    }
    for notice in notices.values():
        if notice.state == NoticeState.OPEN:
            continue
        said = Sums(notice.employer_fen, notice.personal_fen)
        due = Sums(notice.employer_fen - notice.deferred_fen, notice.personal_fen)
        assert max(due) <= 0 if notice.purpose == Purpose.REFUND else min(due) >= 0
        assert said == _chained(notice, notices, entered) == lined.get(notice.pk, NONE)
        assert (due == NONE) == (notice.state == NoticeState.VOID) or notice.state == NoticeState.REPLACED
        assert (notice.purpose == Purpose.REFUND) == (notice.state == NoticeState.REFUNDED)


def _chained(notice: Notice, notices: dict[int, Notice], entered: dict[int, Sums]) -> Sums:
    own = entered.get(notice.pk, NONE)
    if notice.replaces is None:
        return own
    return Sums(*map(sum, zip(own, _chained(notices[notice.replaces], notices, entered), strict=True)))


@pytest.fixture
def firms(db: None) -> list[Employer]:
    """Three employers of different kinds, and the months and terms of the walks made ready once."""
    found = [
        town.employer(1, injury_class=1, size="large"),
        town.employer(2, injury_class=4, band="1.20"),
        town.employer(3, injury_class=7, band="0.50", size="micro_small_medium", industry="catering"),
    ]
    with connection.cursor() as cursor:
        for month in (month for span in SPANS for month in months(*span)):
            cursor.execute("select shebao_open_month(%s)", [int(month)])
    return found


def test_whatever_happens_the_tables_agree_with_the_ledger(firms: list[Employer]) -> None:
    first = int(os.environ.get("SHEBAO_WALK_SEED", random.SystemRandom().randrange(2**32)))
    for seed in range(first, first + WALKS):
        walk = Walk(random.Random(seed), [Employer.objects.get(pk=firm.pk) for firm in firms])
        point = transaction.savepoint()
        try:
            walk.go()
        except AssertionError as error:
            raise AssertionError(f"walk {seed}: {walk.months[0]} {' '.join(walk.told)}") from error
        transaction.savepoint_rollback(point)
