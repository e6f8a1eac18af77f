"""What giving back does: coverage cut, entries with a minus, the refund with its order, and the others told."""

from datetime import datetime

from shebao.audit.actions import Actor
from shebao.contributions import actions as contributions
from shebao.contributions.actions import Repaid
from shebao.database import bulk
from shebao.declarations.models import Declaration
from shebao.kernel.months import Month
from shebao.services.refunds import ordering, queries
from shebao.services.refunds.models import Refund, RefundItem, RefundLine, RefundState
from shebao.services.refunds.queries import Accounts


def give_back(actor: Actor, declaration: Declaration, line: RefundLine, now: datetime) -> Refund:
    """Give back what the items of the line say; inside an open action, with the person locked.

    Raises ValueError when what was entered is not what was confirmed: then nothing of all this may take effect.
    """
    contributions.hold([declaration.employer_id])
    items = [item for item in queries.items(declaration.pk) if not item.code]
    _end_coverage(declaration, line, now)
    _cancel_unpaid(actor, declaration, items, now)
    wanted = [Repaid(item.person_id, item.employer_id, item.scheme, Month.from_int(item.month)) for item in items]
    made = contributions.repay(actor, wanted=wanted, declaration_id=declaration.pk, now=now)
    if (made.employer_fen, made.personal_fen) != (-line.employer_fen, -line.personal_fen):
        raise ValueError(f"declaration {declaration.pk}: entered {made.employer_fen}, {made.personal_fen} fen")
    refund = _record(declaration, line, now)
    ordering.order(refund, Accounts(line.bank_name, line.account_name, line.account_number), declaration, now)
    _tell_others(declaration, line, refund)
    return refund


def _end_coverage(declaration: Declaration, line: RefundLine, now: datetime) -> None:
    """Months that are given back are no longer insured: spells are shortened, split or void."""
    params = {
        "declaration": declaration.pk,
        "employer": declaration.employer_id,
        "person": line.person_id,
        "now": now,
    }
    for name in ("forget_cut", "cut", "shorten", "split", "forget_cut"):
        bulk.run(__file__, name, params)


def _cancel_unpaid(actor: Actor, declaration: Declaration, items: list[RefundItem], now: datetime) -> None:
    """What is entered for these months and not paid is no longer owed either."""
    contracts = {item.contract_id for item in items if item.contract_id is not None}
    months = [item.month for item in items]
    contributions.correct(
        actor,
        contracts=contracts,
        first=Month.from_int(min(months)),
        last=Month.from_int(max(months)),
        now=now,
        declaration_id=declaration.pk,
    )


def _record(declaration: Declaration, line: RefundLine, now: datetime) -> Refund:
    return Refund.objects.create(
        declaration_id=declaration.pk,
        line_no=line.line_no,
        number=declaration.number,
        employer_id=declaration.employer_id,
        person_id=line.person_id,
        employer_fen=line.employer_fen,
        personal_fen=line.personal_fen,
        amount_fen=line.amount_fen,
        state=RefundState.PAYING,
        decided_at=now,
    )


def _tell_others(declaration: Declaration, line: RefundLine, refund: Refund) -> None:
    """The national pension system where pension months are given back, and tax; not the medical authority."""
    params = {
        "declaration": declaration.pk,
        "line": line.line_no,
        "employer": declaration.employer_id,
        "number": refund.number,
        "reason": line.reason,
    }
    bulk.run(__file__, "tell_pension", params)
    bulk.run(__file__, "tell_tax", params)
