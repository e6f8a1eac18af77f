"""Making confirmed endings take effect: the same number of statements for any number of lines.

What stands here are steps of `registration.applying`, which opens the transaction and locks the persons in between.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from shebao.audit.actions import Actor
from shebao.contributions import actions as contributions
from shebao.contributions import queries as charges
from shebao.database import bulk
from shebao.declarations.models import Declaration, LineState
from shebao.declarations.timeline import tell
from shebao.kernel.clock import day_of
from shebao.kernel.findings import hard
from shebao.kernel.months import Month
from shebao.services.lines import findings
from shebao.services.withdrawal.models import WithdrawalLine
from shebao.services.withdrawal.money import (
    Consequence,
    by_contract,
    consequence,
    needs_charge,
    shares_by_contract,
    words,
    yuan,
)

EFFECTS: Final = ("contracts", "coverage", "wages", "persons", "messages", "finish_lines")

Params = Mapping[str, Any]


class Chosen(NamedTuple):
    """A line that takes effect, as chosen.sql answers it: what it ends, and what it was shown to do to charges."""

    line_no: int
    contract_id: int
    last_month: int | None
    generate: bool
    employer_fen: int
    personal_fen: int
    cancelled_fen: int
    refundable_fen: int

    @property
    def last(self) -> Month | None:
        """The last insured month; None for a mistake."""
        return Month.from_int(self.last_month) if self.last_month else None

    @property
    def shown(self) -> Consequence:
        """What the clerk confirmed."""
        return Consequence(self.employer_fen, self.personal_fen, self.cancelled_fen, self.refundable_fen)


def choose(params: Params) -> int:
    """Put the lines that take effect now into the table end_now; how many there are."""
    return bulk.run(__file__, "choose", params)


def conflicts(declaration: Declaration, params: Params, now: datetime) -> int:
    """Under the lock: take out the lines that lost a race or whose amounts have changed, each with a finding."""
    lost = bulk.run(__file__, "conflicts", params)
    changed = _changed(_chosen(), Month.of(day_of(now)))
    if changed:
        found = (
            (line.line_no, [hard("charges_changed", "ended_on", shown=words(line.shown), now=words(meanwhile))])
            for line, meanwhile in changed
        )
        findings.write(declaration.pk, found)
        bulk.run(__file__, "fail_lines", {**params, "line_nos": [line.line_no for line, _ in changed]})
    return lost + len(changed)


def take_effect(actor: Actor, declaration: Declaration, params: Params, now: datetime) -> int:
    """End the contracts of the lines that are left, with coverage, wages, messages and charges; how many ended."""
    chosen = _chosen()
    if not chosen:
        return 0
    month = Month.of(day_of(now))
    _generate(actor, declaration, [line.contract_id for line in chosen if line.generate], month, now)
    ended = [bulk.run(__file__, effect, params) for effect in EFFECTS][-1]
    gone = [line for line in chosen if line.cancelled_fen or line.refundable_fen]
    _correct(actor, declaration, gone, month, now)
    return ended


def forget_choice() -> None:
    """The table would go at the end of the transaction; other steps may follow within it."""
    bulk.run(__file__, "forget_choice", {})


def count_effective(declaration: Declaration) -> int:
    """How many contracts the filing has ended."""
    return WithdrawalLine.objects.filter(declaration_id=declaration.pk, state=LineState.EFFECTIVE).count()


def _chosen() -> list[Chosen]:
    return [Chosen(*row) for row in bulk.rows(__file__, "chosen", {})]


def _changed(chosen: list[Chosen], month: Month) -> list[tuple[Chosen, Consequence]]:
    """Lines that would do something else to the charges than what was confirmed, with what that is."""
    if not chosen:
        return []
    since = min(line.last or month for line in chosen)
    charged = by_contract(charges.charged([line.contract_id for line in chosen], since))
    lacking = [
        line.contract_id
        for line in chosen
        if line.last and needs_charge(line.last, charged.get(line.contract_id, ()), month)
    ]
    shares = shares_by_contract(charges.preview_contracts(lacking, month)) if lacking else {}
    found = (
        (line, consequence(line.last, charged.get(line.contract_id, ()), shares.get(line.contract_id)))
        for line in chosen
    )
    return [(line, meanwhile) for line, meanwhile in found if meanwhile != line.shown]


def _generate(actor: Actor, declaration: Declaration, contracts: list[int], month: Month, now: datetime) -> None:
    """生成当月缴费 for those who leave this month and are not charged yet."""
    if contracts:
        contributions.generate(actor, contracts=contracts, month=month, now=now, declaration_id=declaration.pk)
        tell(declaration, "month_generated", actor.name, month=month.chinese, count=len(contracts))


def _correct(actor: Actor, declaration: Declaration, gone: list[Chosen], month: Month, now: datetime) -> None:
    """Assess the months after the last ones anew: what is unpaid is cancelled, what is paid may be refunded."""
    by_first: defaultdict[Month, list[int]] = defaultdict(list)
    for line in gone:
        by_first[line.last + 1 if line.last else month].append(line.contract_id)
    for first, contracts in sorted(by_first.items()):  # as many statements as there are months, however many lines
        contributions.correct(
            actor, contracts=contracts, first=first, last=month, now=now, declaration_id=declaration.pk
        )
    cancelled = sum(line.cancelled_fen for line in gone)
    refundable = sum(line.refundable_fen for line in gone)
    if cancelled:
        tell(declaration, "charges_cancelled", actor.name, amount=yuan(cancelled))
    if refundable:
        tell(declaration, "charges_refundable", actor.name, amount=yuan(refundable))
