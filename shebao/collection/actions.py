"""Verbs of collection: post payments, find what is overdue, close a mismatch, declare to tax."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext as _

from shebao.audit.actions import Actor, action
from shebao.collection import bills, payments, rules, telling
from shebao.collection.judged import Judged
from shebao.collection.models import DeclareRequest, Mismatch, RequestState
from shebao.collection.models import Overdue as OverdueNotice
from shebao.collection.rules import Arrival
from shebao.collection.telling import tell_tax
from shebao.contributions import actions as contributions
from shebao.contributions import entering
from shebao.contributions.models import Notice, NoticeState
from shebao.database import bulk
from shebao.kernel import money
from shebao.kernel.errors import Conflict, Invalid, NotFound, ShebaoError
from shebao.kernel.months import Month
from shebao.law import law
from shebao.notices import actions as notices
from shebao.notices.actions import News

__all__ = [
    "Sums",
    "announce_paid",
    "ask_bill",
    "carry_out_requests",
    "close_mismatch",
    "collect",
    "note_refusals",
    "post_payment",
    "post_payments",
    "request_declare",
    "tell_tax",
]

CHUNK = 1_000

ask_bill = bills.ask
announce_paid = bills.announce_paid
LONGEST_CLOSING = 300


class Sums(NamedTuple):
    """What a notice asks for, as a page showed it."""

    persons: int
    employer_fen: int
    personal_fen: int
    deferred_fen: int

    @classmethod
    def of(cls, notice: Notice | DeclareRequest) -> "Sums":
        """The sums as they stand."""
        return cls(notice.persons, notice.employer_fen, notice.personal_fen, notice.deferred_fen)


# Payments -----------------------------------------------------------------------------------------


def post_payment(actor: Actor, arrival: Arrival, *, now: datetime) -> str:
    """Post one payment; "" when it settled its notice, "repeated", or the MismatchKind under which it is listed."""
    return payments.post(actor, [arrival], now=now)[0].verdict


def post_payments(actor: Actor, arrivals: Sequence[Arrival], *, now: datetime) -> list[Judged]:
    """Post many in one transaction; what each meant, in the order given."""
    return payments.post(actor, arrivals, now=now)


def note_refusals(actor: Actor, *, now: datetime) -> int:
    """Put on the operators' list what tax refused to take or could not carry out; how many."""
    with action(actor, "note_refusals"):
        return bulk.run(telling.__file__, "note_refusals", {"now": now})


def close_mismatch(actor: Actor, mismatch_id: int, *, reason: str, now: datetime) -> None:
    """An operator closes a mismatch and says why. Raises Invalid without a reason, NotFound, Conflict when closed."""
    words = reason.strip()
    if not words or len(words) > LONGEST_CLOSING:
        raise Invalid(_("请填写处理情况（不超过 300 字）。"), code="closing_missing", field="reason")
    with action(actor, "close_mismatch", subject=f"mismatch:{mismatch_id}", details={"reason": words}):
        found = Mismatch.objects.filter(pk=mismatch_id)
        if not found.exists():
            raise NotFound
        values = {"closed_at": now, "closed_by": actor.user_id, "closed_by_name": actor.name, "closing": words}
        if not found.filter(closed_at=None).update(**values):
            raise Conflict(_("该差异已由他人处理。"), code="mismatch_closed")


# Arrears ------------------------------------------------------------------------------------------


class Collected(NamedTuple):
    """What a day's look at the notices found: overdue notices, their employers, and what is owed in fen."""

    notices: int
    employers: int
    owed_fen: int


def collect(actor: Actor, day: date) -> Collected:
    """Find the notices that were due before `day` and unpaid; tell each employer and tax, once a notice.

    A notice that the employer has yet to declare is overdue as well; tax hears of it when it is declared.
    In transactions of `CHUNK`; called again for the same or an earlier day it finds nothing.
    """
    found: list[Overdue] = []
    while (chunk := _collect_chunk(actor, day)) is not None:
        found += chunk
    owed = sum(one.owed_fen for one in found)
    return Collected(len(found), len({one.employer_id for one in found}), owed)


class Overdue(NamedTuple):
    """A notice just found overdue."""

    notice_id: int
    employer_id: int
    month: int
    due_on: date
    owed_fen: int
    state: str

    @property
    def declared(self) -> bool:
        """Whether tax knows of it."""
        return self.state == NoticeState.ISSUED


def _collect_chunk(actor: Actor, day: date) -> list[Overdue] | None:
    """What was found among the next that look overdue; None where none is left. Employers are locked before notices."""
    with transaction.atomic():
        candidates = bulk.rows(__file__, "overdue_candidates", {"day": day, "size": CHUNK})
        if not candidates:
            return None
        with action(actor, "find_overdue", details={"day": day.isoformat(), "notices": len(candidates)}):
            entering.lock([employer for _notice, employer in candidates])
            params = {"day": day, "notices": [notice for notice, _employer in candidates]}
            found = [Overdue(*row) for row in bulk.rows(__file__, "find_overdue", params)]
            _tell_tax_overdue([one for one in found if one.declared])
            notices.tell(_news(one) for one in found)
        return found


def _tell_tax_overdue(found: Iterable[Overdue]) -> None:
    months: defaultdict[int, list[Overdue]] = defaultdict(list)
    for one in found:
        months[one.month].append(one)
    bulk.rows(__file__, "lock_employers", {"employers": sorted({one.employer_id for one in found})})
    for number, chosen in sorted(months.items()):
        month = Month.from_int(number)
        terms = [rules.late_terms(law(), month, one.due_on) for one in chosen]
        telling.tell_overdue(month, [one.notice_id for one in chosen], [term.first for term in terms], terms[0])


def _news(one: Overdue) -> News:
    values = {
        "month": Month.from_int(one.month).chinese,
        "due": one.due_on.isoformat(),
        "amount": money.show(money.from_fen(one.owed_fen)),
    }
    return News(one.employer_id, "notice_overdue" if one.declared else "declare_overdue", values)


# Self-declared months -----------------------------------------------------------------------------


def request_declare(actor: Actor, notice_id: int, *, shown: Sums, now: datetime) -> DeclareRequest:
    """A clerk confirms 「向税务申报」 for the sums that were shown; the worker carries it out.

    Raises NotFound (also for another employer's), Conflict where the sums or the state changed meanwhile. Asked twice,
    the waiting request is answered.
    """
    with action(actor, "request_declare", subject=f"notice:{notice_id}"):
        notice = Notice.objects.filter(pk=notice_id, employer_id=actor.employer_id or 0).first()
        if notice is None:
            raise NotFound
        _check_declarable(notice, shown)
        request, _made = DeclareRequest.objects.get_or_create(
            notice_id=notice.pk,
            state=RequestState.WAITING,
            defaults={
                **shown._asdict(),
                "employer_id": notice.employer_id,
                "requested_by": actor.user_id or 0,
                "requested_by_name": actor.name,
                "requested_at": now,
            },
        )
        _wake()
    return request


def carry_out_requests(actor: Actor, *, now: datetime) -> int:
    """Declare what clerks have confirmed, each in a transaction of its own; how many requests were answered."""
    done = 0
    for pk in DeclareRequest.objects.filter(state=RequestState.WAITING).order_by("pk").values_list("pk", flat=True):
        done += _carry_out(actor, pk, now)
    return done


def _carry_out(actor: Actor, pk: int, now: datetime) -> int:
    with action(actor, "carry_out_declare", subject=f"declare_request:{pk}"):
        waiting = DeclareRequest.objects.select_for_update(skip_locked=True)
        request = waiting.filter(pk=pk, state=RequestState.WAITING).first()
        if request is None:
            return 0
        entering.lock([request.employer_id])
        notice = Notice.objects.select_for_update().get(pk=request.notice_id)
        try:
            _check_declarable(notice, Sums.of(request))
            contributions.declare(actor, notice.pk, now=now)
            _tell_tax_overdue(_found_before(notice))
        except ShebaoError as error:
            request.state, request.problem = RequestState.REFUSED, error.message[:200]
            notices.tell([News(request.employer_id, "declare_refused", _values(notice, error.message))])
        else:
            request.state = RequestState.DONE
            notices.tell([News(request.employer_id, "declare_done", _values(notice, ""))])
        request.done_at = now
        request.save(update_fields=["state", "problem", "done_at"])
    return 1


def _found_before(notice: Notice) -> list[Overdue]:
    """The notice, if it was overdue before it was declared: only now tax can be told on what late fees run."""
    found = OverdueNotice.objects.filter(notice_id=notice.pk)
    rows = found.values_list("notice_id", "employer_id", "month", "due_on", "owed_fen")
    return [Overdue(*row, NoticeState.ISSUED) for row in rows]


def _check_declarable(notice: Notice, shown: Sums) -> None:
    if notice.state != NoticeState.TO_DECLARE:
        raise Conflict(
            _("该缴费通知目前为“{state}”，不能申报。").format(state=NoticeState(notice.state).label),
            code="notice_state",
        )
    if Sums.of(notice) != shown:
        raise Conflict(_("应缴金额在您确认期间发生了变化，请核对后重新确认。"), code="sums_changed")


def _values(notice: Notice, reason: str) -> dict[str, object]:
    return {
        "notice": notice.number,
        "month": Month.from_int(notice.month).chinese,
        "amount": money.show(money.from_fen(notice.employer_fen + notice.personal_fen - notice.deferred_fen)),
        "due": "" if notice.due_on is None else notice.due_on.isoformat(),
        "reason": reason,
    }


def _wake() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify('shebao_work', '')")
