"""Filings of the demonstration in every state that a visitor should see, made as clerks and officers make them.

The worker does its part, so it and the counterparties must be running. Every filing has a key of its own: told again,
a story goes on where it stopped, or stays as it is.
"""

from decimal import Decimal

from city import cast
from city.persons import medical_outcome
from shebao.contributions.models import NoticeState
from shebao.declarations.models import Declaration
from shebao.employment.models import Contract
from shebao.generation import arrears, cards, months, refunds, supplements
from shebao.generation.desk import SEED, Clerk, newcomers, send_back
from shebao.generation.workbook import row_of
from shebao.kernel import clock
from shebao.kernel.money import from_fen
from shebao.kernel.months import Month
from shebao.services.bases.queries import current_wages

RAISE = Decimal(1200)


def waiting_for_confirmation() -> Declaration:
    """A workbook of twelve, three of them wrong, that its clerk has not confirmed yet."""
    rows = [row_of(person, index, clock.today()) for index, person in enumerate(newcomers(0, 12))]
    rows[2]["wage"] = ""
    rows[5]["mobile"] = "12345"
    rows[8]["ends_on"] = "2019-12-31"
    return Clerk(cast.CAREFUL_CLERK, cast.CAREFUL.credit_code).upload("demo-waiting", rows)


def medical_failures() -> Declaration:
    """Forty new employees of the huge employer; the medical authority will refuse at least two of them."""
    people = newcomers(40, 38) + newcomers(200, 2, lambda person: medical_outcome(person.number, SEED) == "failure")
    clerk = Clerk(cast.HUGE_CLERK, cast.HUGE.credit_code)
    rows = [row_of(person, index, clock.today()) for index, person in enumerate(people)]
    return clerk.confirm(clerk.upload("demo-medical", rows))


def effective() -> Declaration:
    """One enrolment that took effect at once."""
    clerk = Clerk(cast.LATE_CLERK, cast.LATE.credit_code)
    return clerk.confirm(clerk.file("demo-effective", newcomers(100, 1)[0]))


def in_review() -> Declaration:
    """A foreigner whose registration waits for an officer."""
    clerk = Clerk(cast.CAREFUL_CLERK, cast.CAREFUL.credit_code)
    return clerk.confirm(clerk.file("demo-review", cast.FOREIGNER, proven=True))


def in_review_elsewhere() -> Declaration:
    """Somebody about whom shared data is silent, filed with a proof in another district."""
    clerk = Clerk(cast.LATE_CLERK, cast.LATE.credit_code)
    return clerk.confirm(clerk.file("demo-closed", cast.CLOSED, proven=True))


def returned() -> Declaration:
    """A Taiwan resident's registration that an officer has sent back."""
    clerk = Clerk(cast.CAREFUL_CLERK, cast.CAREFUL.credit_code)
    declaration = clerk.confirm(clerk.file("demo-returned", cast.TAIWAN, proven=True))
    return send_back(declaration, "上传的证件照片不清晰，请重新拍摄正反两面后提交。")


def bases_declared() -> Declaration:
    """The careful employer declares three wages late: months that were assessed before get differences."""
    clerk = Clerk(cast.CAREFUL_CLERK, cast.CAREFUL.credit_code)
    month = months.last_months()[0]
    chosen = _employed(clerk, month)[10:13]
    wages = current_wages(clerk.employer_id, [one.pk for one in chosen], int(month))
    higher = {contract: f"{from_fen(wage.wage_fen) + RAISE}" for contract, wage in wages.items()}
    declaration = clerk.declare_bases("demo-bases", higher)
    waiting = months.notices(cast.CAREFUL, months.last_months()[:2], NoticeState.TO_DECLARE)
    months.declare(clerk, waiting)
    return declaration


def left_last_month() -> Declaration:
    """Somebody left the careful employer last month: straight through."""
    clerk = Clerk(cast.CAREFUL_CLERK, cast.CAREFUL.credit_code)
    last = months.last_months()[-1].first_day.replace(day=15)
    return clerk.end("demo-left", _employed(clerk)[20], {"ended_on": last.isoformat(), "end_reason": "T37"})


def left_before_a_charged_month() -> Declaration:
    """Somebody left the late employer before the last assessed month: its notice is replaced by one without her."""
    clerk = Clerk(cast.LATE_CLERK, cast.LATE.credit_code)
    day = months.last_months()[-2].first_day.replace(day=20)
    return clerk.end("demo-left-early", _employed(clerk)[20], {"ended_on": day.isoformat(), "end_reason": "T36P"})


def leaves_this_month() -> Declaration:
    """Somebody leaves the huge employer today: the month's charge is generated first (生成当月缴费)."""
    clerk = Clerk(cast.HUGE_CLERK, cast.HUGE.credit_code)
    today = clock.today().isoformat()
    return clerk.end("demo-leaves", _employed(clerk)[20], {"ended_on": today, "end_reason": "T37"})


def enrolled_by_mistake() -> Declaration:
    """Somebody whom the late employer enrolled this month without employing him: void, and nothing is owed."""
    clerk = Clerk(cast.LATE_CLERK, cast.LATE.credit_code)
    clerk.confirm(clerk.file("demo-mistake", mistaken := newcomers(101, 1)[0]))
    today = clock.today().isoformat()
    found = Contract.objects.filter(employer_id=clerk.employer_id, person__document_number=mistaken.number)
    return clerk.end(
        "demo-void", found.latest("pk"), {"ended_on": today, "end_reason": "T36P", "stop_reason": "SR-OTH"}
    )


def _employed(clerk: Clerk, since: Month | None = None) -> list[Contract]:
    """The first contracts of the employer that run, insured since a month or the demo's first one."""
    found = Contract.objects.filter(employer_id=clerk.employer_id, ended_on=None, voided=False)
    found = found.filter(insured_from__lt=int(since or months.last_months()[0]))
    return list(found.select_related("person").order_by("pk")[:30])


FILINGS = (waiting_for_confirmation, medical_failures, effective, in_review, in_review_elsewhere, returned)
MONEY = (refunds.paid_long_ago, arrears.owed_long_ago, months.undeclared, months.paid_months, months.late)
CHANGES = (bases_declared, left_last_month, left_before_a_charged_month, leaves_this_month, enrolled_by_mistake)


def tell() -> list[Declaration]:
    """Tell all stories; the filings as they stand. Raises WorkerSilent or TaxSilent while one does not do its part."""
    filings = [story() for story in FILINGS]
    for story in MONEY:
        story()
    filings += [story() for story in (*refunds.STORIES, *supplements.STORIES, *arrears.STORIES, *cards.STORIES)]
    return filings + [story() for story in CHANGES]
