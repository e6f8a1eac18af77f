"""Which months can be given back, and what a request for it must say: pure."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from shebao.kernel.findings import Finding, hard, note, soft
from shebao.kernel.months import Month
from shebao.kernel.widths import fold
from shebao.law import Law
from shebao.services.refunds.facts import MonthFacts, PersonFacts

PENSIONS: Final = ("110", "120")
ASSESSED: Final = "assessed_by_agency"
REFUSE: Final = "refuse"
MOST_WORDS: Final = 300
_ACCOUNT: Final = re.compile(r"[0-9]{8,32}", re.ASCII)
_BLANKS: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all months of a request: the law, the person, and what the employer has not paid."""

    law: Law
    person: PersonFacts
    arrears: Sequence[Month] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it was typed: reason and words about it, the account, and the name that the account must bear."""

    reason: str
    words: str
    bank_name: str
    account_name: str
    account_number: str
    employer_name: str
    materials: int


def refusal(facts: MonthFacts, given: Setting) -> Finding | None:
    """Why a month and scheme cannot be given back, the first reason that holds; None where it can."""
    return next((found for rule in _REFUSALS if (found := rule(facts, given)) is not None), None)


def _given_back(facts: MonthFacts, _given: Setting) -> Finding | None:
    return hard("refunded", number=facts.refunded) if facts.refunded and not facts.paid_fen else None


def _under_way(facts: MonthFacts, _given: Setting) -> Finding | None:
    return hard("under_way", number=facts.under_way) if facts.under_way else None


def _never_charged(facts: MonthFacts, _given: Setting) -> Finding | None:
    return None if facts.charged else hard("not_charged")


def _unpaid(facts: MonthFacts, _given: Setting) -> Finding | None:
    if facts.paid_fen > 0:
        return None
    return hard("not_paid") if facts.unpaid_fen else hard("nothing_owed")


def _elsewhere(facts: MonthFacts, given: Setting) -> Finding | None:
    """The agency gives back what it assessed; what the employer declared to tax itself is given back by tax."""
    mode = given.law.text("collection_mode", facts.month)
    return None if mode == ASSESSED else hard("self_declared")


def _after_death(facts: MonthFacts, given: Setting) -> Finding | None:
    died = given.person.died_on
    return hard("deceased") if died and facts.month <= Month.of(died) else None


def _pension_drawn(facts: MonthFacts, given: Setting) -> Finding | None:
    retired = given.person.retired_on
    drawn = retired is not None and facts.scheme in PENSIONS and facts.month <= Month.of(retired)
    return hard("pension_drawn") if drawn else None


def _in_arrears(facts: MonthFacts, given: Setting) -> Finding | None:
    if not given.arrears or given.law.text("refund/in_arrears", facts.month) != REFUSE:
        return None
    return hard("in_arrears", months="、".join(month.chinese for month in given.arrears[:MONTHS_NAMED]))


MONTHS_NAMED: Final = 6
_REFUSALS: Final[Sequence[Callable[[MonthFacts, Setting], Finding | None]]] = (
    _given_back,
    _under_way,
    _never_charged,
    _unpaid,
    _elsewhere,
    _after_death,
    _pension_drawn,
    _in_arrears,
)


def of_request(asked: Asked, law: Law) -> Iterator[Finding]:
    """What is wrong with, or to be said about, reason and account."""
    yield from _of_reason(asked, law)
    yield from _of_account(asked)
    if not asked.materials:
        yield note("no_materials")


def _of_reason(asked: Asked, law: Law) -> Iterator[Finding]:
    reasons = law.codes("refund_reason")
    if not asked.reason:
        yield hard("required_missing", "reason", title="退费原因")
    elif asked.reason not in reasons:
        yield hard("code_unknown", "reason", title="退费原因", value=asked.reason)
    elif reasons[asked.reason].flag("words") and not asked.words:
        yield hard("words_missing", "words")


def _of_account(asked: Asked) -> Iterator[Finding]:
    for field, title in (("bank_name", "开户银行"), ("account_name", "户名"), ("account_number", "银行账号")):
        if not getattr(asked, field):
            yield hard("required_missing", field, title=title)
    if asked.account_name and not same_name(asked.account_name, asked.employer_name):
        yield hard("account_name_differs", "account_name", name=asked.employer_name)
    if asked.account_number and not _ACCOUNT.fullmatch(asked.account_number):
        yield hard("account_malformed", "account_number")


def account_problem(asked: Asked) -> Finding | None:
    """The first thing that is wrong with the account alone, None where it may be paid to."""
    return next(_of_account(asked), None)


def of_items(refused: int, good: int, covered: Collection[Month]) -> Iterator[Finding]:
    """What the ticked months come to as a whole: how many can be given back, how many of them stand as insured."""
    if not good:
        yield hard("nothing_refundable" if refused else "nothing_chosen", "months")
        return
    if refused:
        yield note("some_refused", "months", refused=refused, good=good)
    if covered:
        yield soft("coverage_ends", "months", months=len(covered))


def same_name(one: str, other: str) -> bool:
    """Whether two names of an account are one: width of brackets, blanks and case do not matter."""
    return _plain(one) == _plain(other)


def tidy_number(text: str) -> str:
    """An account number as it goes to the bank: digits without blanks and dashes."""
    return _BLANKS.sub("", fold(text)).replace("-", "")


def _plain(name: str) -> str:
    return _BLANKS.sub("", fold(name)).upper()
