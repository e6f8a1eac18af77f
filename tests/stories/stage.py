"""Where dated stories play: firms whose clerks file, the worker, the monthly run, and tax that tells of payments.

Nothing is put into tables here. Everything goes through what the doors and the worker call; only days are given.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple
from uuid import uuid4

from city.employers import Employer as CastEmployer
from shebao.audit.actions import Actor, action
from shebao.collection import actions as collection
from shebao.collection.actions import Sums
from shebao.contributions import monthly
from shebao.contributions.models import Charge, Notice, NoticeState, Run
from shebao.contributions.tests.town import moment
from shebao.counterparties.signing import Origin
from shebao.counterparties.tax.pushes import PaymentTold, PushedBatch
from shebao.declarations.models import Declaration
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.exchange import payments
from shebao.gateway import actions as gateway
from shebao.kernel.money import from_fen, parse_yuan, show, to_fen
from shebao.kernel.months import Month
from shebao.services.bases.tests.office import Office
from shebao.services.enrolment.tests.desk import LONG_AGO, SYSTEM, Desk, Pension, Registry
from shebao.services.withdrawal.models import WithdrawalLine
from tests.workbooks import identity_number, right

TAX: Final = Actor("counterparty", "税务", "gateway")
MISTAKE: Final[Mapping[str, str]] = {"end_reason": "T-OTH", "stop_reason": "SR-OTH"}


class Owed(NamedTuple):
    """What somebody's month comes to, in yuan: pension, unemployment, work injury, by the employer and the person."""

    pension: str
    pension_own: str
    unemployment: str
    unemployment_own: str
    injury: str


class Asked(NamedTuple):
    """A notice: its number among those of the month, its state, and the two shares in yuan."""

    seq: int
    state: str
    employer: str
    personal: str


@dataclass
class Firm:
    """An employer and its clerk."""

    employer: Employer
    people: dict[int, Contract] = field(default_factory=dict)

    def desk(self, day: str) -> Desk:
        """The clerk's desk on a day."""
        return Desk(self.employer, Registry(), Pension(), now=moment(day))

    def joins(self, serial: int, day: str, wage: str, *, starts_on: str = "") -> Contract:
        """Somebody is enrolled on the day on which the work begins (or another), insured from that month on."""
        desk = self.desk(day)
        typed = right(serial, date.fromisoformat(day), starts_on=starts_on or day, wage=wage)
        done = desk.enrol({key: str(value) for key, value in typed.items()})
        assert (done.state, done.effective) == ("effective", 1)
        contract = Contract.objects.get(
            person__document_number=identity_number(serial), employer=self.employer, ended_on=None
        )
        self.people[serial] = contract
        return contract

    def leaves(self, serial: int, last_day: str, *, told_on: str, **reasons: str) -> Declaration:
        """The ending, checked, confirmed and in force."""
        desk = self.desk(told_on)
        done = desk.confirm(desk.end(serial, ended_on=last_day, **reasons))
        assert (done.state, done.effective) == ("effective", 1)
        return done

    def leaves_this_month(self, serial: int, day: str) -> Declaration:
        """The ending of the current month: refused without its charge, done after 生成当月缴费."""
        desk = self.desk(day)
        checked = desk.end(serial, ended_on=day)
        assert checked.good == 0
        done = desk.confirm(desk.choose_month(checked))
        assert (done.state, done.effective) == ("effective", 1)
        return done

    def declares(self, day: str, wages: Mapping[int, str]) -> Declaration:
        """缴费基数申报 by page for some of the people."""
        office = Office(self.employer, now=moment(day))
        done = office.declare({self.people[serial]: wage for serial, wage in wages.items()})
        assert (done.state, done.effective) == ("effective", len(wages))
        return done

    def declares_to_tax(self, month: str, day: str) -> None:
        """The clerk confirms the sums of the month's notice, and the worker declares them."""
        notice = self._notice(month, NoticeState.TO_DECLARE)
        clerk = self.desk(day).actor
        collection.request_declare(clerk, notice.pk, shown=Sums.of(notice), now=moment(day))
        assert collection.carry_out_requests(SYSTEM, now=moment(day)) == 1

    def pays(self, month: str, day: str, principal: str, late_fee: str = "0.00") -> None:
        """Tax tells of a payment of what the month's issued notice asks for, told and taken in on the same day."""
        notice = self._notice(month, NoticeState.ISSUED)
        owed, late = to_fen(parse_yuan(principal)), to_fen(parse_yuan(late_fee))
        told = PaymentTold(
            uuid4(), f"R-{notice.number}", notice.number, self.employer.credit_code, date.fromisoformat(day),
            owed, late, owed + late, moment(day),
        )  # fmt: skip
        gateway.store(
            TAX, Origin("tax", "k1", moment(day), uuid4().hex), PushedBatch(uuid4(), (told,)), now=moment(day)
        )
        payments.take_in(moment(day))
        notice.refresh_from_db()
        assert (notice.state, notice.paid_on) == (NoticeState.PAID, date.fromisoformat(day))

    def owes(self, month: str, owed: Mapping[int, Owed]) -> None:
        """Everybody's entries of the month come to these amounts; nobody else has any that come to something."""
        found = {
            serial: amounts
            for serial, contract in self.people.items()
            if (amounts := _amounts(contract, number(month))) != NOTHING
        }
        assert found == owed

    def notices(self, month: str) -> list[Asked]:
        """The notices of a month, in order."""
        found = Notice.objects.filter(employer=self.employer, month=number(month)).order_by("seq")
        return [Asked(one.seq, one.state, yuan(one.employer_fen), yuan(one.personal_fen)) for one in found]

    def due(self, month: str) -> str:
        """The last day for payment of the month's last notice."""
        last = Notice.objects.filter(employer=self.employer, month=number(month)).latest("seq")
        return str(last.due_on)

    def owing(self) -> dict[str, str]:
        """What is asked for or waits to be declared and is not paid, by month, in yuan."""
        found = Notice.objects.filter(
            employer=self.employer, state__in=(NoticeState.ISSUED, NoticeState.TO_DECLARE)
        ).order_by("month", "seq")
        return {
            f"{Month.from_int(one.month)}": yuan(one.employer_fen + one.personal_fen - one.deferred_fen)
            for one in found
        }

    def _notice(self, month: str, state: NoticeState) -> Notice:
        return Notice.objects.get(employer=self.employer, month=number(month), state=state)


def firm(cast: CastEmployer, *, injury_class: int, band: str, size: str = "", industry: str = "") -> Firm:
    """An employer of the cast, with its risk class and floating band."""
    with action(SYSTEM, "register_employer"):
        return Firm(
            Employer.objects.create(
                credit_code=cast.credit_code, name=cast.name, district=cast.district, unit_type=cast.kind,
                injury_class=injury_class, injury_band=band, size_class=size, industry=industry,
                registered_on=LONG_AGO,
            )
        )  # fmt: skip


def run(month: str, day: str) -> Run:
    """The monthly run of the city."""
    return monthly.run_month(Month.parse(month), now=moment(day), connections=1)


def money_of(done: Declaration) -> tuple[str, str, str]:
    """What an ending showed before it was confirmed, in yuan: charged first, cancelled, paid and to be refunded."""
    line = WithdrawalLine.objects.get(declaration_id=done.pk)
    return yuan(line.employer_fen + line.personal_fen), yuan(line.cancelled_fen), yuan(line.refundable_fen)


def deferred(whose: Firm, month: str) -> str:
    """The part of the month's notice that is not asked for yet, in yuan."""
    return yuan(Notice.objects.get(employer=whose.employer, month=number(month)).deferred_fen)


def number(month: str) -> int:
    """202303 for "2023-03"."""
    return int(Month.parse(month))


def yuan(fen: int) -> str:
    """Fen as yuan with two places and no separators."""
    return show(from_fen(fen)).replace(",", "")


NOTHING: Final = Owed("0.00", "0.00", "0.00", "0.00", "0.00")


def _amounts(contract: Contract, month: int) -> Owed:
    sums = dict.fromkeys((("110", "e"), ("110", "p"), ("210", "e"), ("210", "p"), ("410", "e"), ("410", "p")), 0)
    entries = Charge.objects.filter(contract_id=contract.pk, month=month)
    for scheme, employer, personal in entries.values_list("scheme", "employer_fen", "personal_fen"):
        sums[scheme, "e"] += employer
        sums[scheme, "p"] += personal
    assert sums.pop(("410", "p")) == 0
    return Owed(*(yuan(fen) for fen in sums.values()))
