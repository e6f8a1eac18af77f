"""Making a confirmed declaration take effect: one transaction, as many statements for one line as for 50,000."""

from datetime import datetime
from typing import Final, NamedTuple

from shebao.audit.actions import Actor, action
from shebao.contributions import actions as contributions
from shebao.contributions.actions import Made
from shebao.database import bulk
from shebao.declarations.models import Declaration, State
from shebao.declarations.timeline import tell
from shebao.kernel.clock import day_of
from shebao.kernel.money import from_fen, show
from shebao.kernel.months import Month
from shebao.law import law
from shebao.law.contribution_year import year_of
from shebao.notices.actions import News
from shebao.notices.actions import tell as tell_clerks
from shebao.services.bases import money

ENGINE: Final = Actor.system("缴费基数办理")
EFFECTS: Final = ("inherit", "void_wages", "close_wages", "wages", "finish_lines")


def apply(declaration: Declaration, now: datetime) -> None:
    """Let the wages on the good lines count, and assess again the months of the year that were assessed before.

    Lines whose contract or wage has changed since the check fail with a finding, the rest go on.
    """
    subject = f"declaration:{declaration.pk}"
    with action(ENGINE, "declare_bases", subject=subject, details={"lines": declaration.good}):
        contracts = _take_effect(declaration, now)
        made = _assess_again(declaration, contracts, now)
        _conclude(declaration, now)
        _tell_outcome(declaration, made)


def _take_effect(declaration: Declaration, now: datetime) -> list[int]:
    """The wages of the good lines; answers their contracts."""
    today = day_of(now)
    employer = declaration.employer
    params = {
        "declaration": declaration.pk,
        "employer": declaration.employer_id,
        "employer_open": employer.closed_on is None or employer.closed_on > today,
        "first_day": year_of(law(), Month.of(today)).first.first_day,
    }
    bulk.run(__file__, "room", {})
    bulk.run(__file__, "choose", params)
    bulk.run(__file__, "lock_persons", params)
    contributions.hold([declaration.employer_id])
    failed = bulk.run(__file__, "conflicts", params) + money.conflicts(declaration, params)
    done = {effect: bulk.run(__file__, effect, params) for effect in EFFECTS}
    contracts = [row[0] for row in bulk.rows(__file__, "chosen_contracts", {})]
    bulk.run(__file__, "forget_choice", {})
    if done["finish_lines"]:
        tell(declaration, "bases_effective", ENGINE.name, count=done["finish_lines"])
    if failed:
        tell(declaration, "failed", ENGINE.name, count=failed)
    return contracts


def _assess_again(declaration: Declaration, contracts: list[int], now: datetime) -> Made | None:
    """Differences for the months since the new wages count, where they were assessed before."""
    if not contracts:
        return None
    month = Month.of(day_of(now))
    first = year_of(law(), month).first
    made = contributions.correct(
        ENGINE, contracts=contracts, first=first, last=month, now=now, declaration_id=declaration.pk
    )
    if made.entries:
        amounts = _amounts(made)
        tell(declaration, "assessed_again", ENGINE.name, employer=amounts["employer"], personal=amounts["personal"])
    return made


def _amounts(made: Made) -> dict[str, str]:
    return {"employer": show(from_fen(made.employer_fen)), "personal": show(from_fen(made.personal_fen))}


class Tally(NamedTuple):
    """How many lines of a filing stand where, as count_lines.sql answers it."""

    effective: int
    failed: int
    left: int


def _conclude(declaration: Declaration, now: datetime) -> None:
    count = Tally(*bulk.rows(__file__, "count_lines", {"declaration": declaration.pk})[0])
    declaration.effective = count.effective
    declaration.failed = count.failed
    declaration.next_step = None
    declaration.progress = 100
    declaration.state = _state(count)
    declaration.finished_at = now
    declaration.save()


def _state(count: Tally) -> State:
    """Where the filing stands; what stayed behind or failed is declared anew."""
    if not count.effective:
        return State.FAILED
    return State.PARTLY if count.failed or count.left else State.EFFECTIVE


def _tell_outcome(declaration: Declaration, made: Made | None) -> None:
    values: dict[str, object] = {
        "number": declaration.number,
        "effective": declaration.effective,
        "failed": declaration.failed + declaration.bad,
    }
    news = [News(declaration.employer_id, f"bases_{declaration.state}", values, declaration.pk)]
    if made and made.entries:
        news.append(News(declaration.employer_id, "bases_assessed_again", values | _amounts(made), declaration.pk))
    tell_clerks(news)
