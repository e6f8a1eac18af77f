"""Making a confirmed filing take effect: the employer is asked for what it chose by one bill. One transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from shebao.audit.actions import Actor, action
from shebao.collection import bills
from shebao.collection import queries as collection
from shebao.collection.models import Bill, BillKind
from shebao.contributions import actions as contributions
from shebao.contributions.models import Notice, NoticeState
from shebao.declarations.models import Declaration, LineState, State
from shebao.declarations.timeline import tell
from shebao.kernel.findings import Finding, hard
from shebao.kernel.money import from_fen, show
from shebao.notices.actions import News
from shebao.notices.actions import tell as tell_clerks
from shebao.services.arrears.models import ArrearLine
from shebao.services.lines import findings

ENGINE: Final = Actor.system("单位欠缴办理")


def apply(declaration: Declaration, now: datetime) -> None:
    """Ask for the good lines in one sum; those that changed since the check fail with a finding, the rest go on."""
    with action(ENGINE, "settle_arrears", subject=f"declaration:{declaration.pk}", details={"lines": declaration.good}):
        contributions.hold([declaration.employer_id])
        lines = list(ArrearLine.objects.filter(declaration_id=declaration.pk, state=LineState.GOOD).order_by("line_no"))
        found = _conflicts(lines)
        standing = [line for line in lines if line.line_no not in found]
        findings.write(declaration.pk, ((number, [finding]) for number, finding in found.items()))
        bill = _ask(declaration, standing, now) if standing else None
        _mark(lines, found)
        _conclude(declaration, len(standing), len(found), now)
        _tell_outcome(declaration, bill)


def _conflicts(lines: Sequence[ArrearLine]) -> dict[int, Finding]:
    """By line number: why it can no longer be asked for as it was confirmed. Under the lock."""
    notices = Notice.objects.in_bulk([line.notice_id for line in lines])
    on_bills = collection.live_bills(list(notices))
    found = {line.line_no: _conflict(line, notices.get(line.notice_id or 0), on_bills) for line in lines}
    return {number: finding for number, finding in found.items() if finding is not None}


def _conflict(line: ArrearLine, notice: Notice | None, on_bills: Mapping[int, Bill]) -> Finding | None:
    if notice is None or notice.state != NoticeState.ISSUED:
        return hard("paid_now")
    if notice.pk in on_bills:
        return hard("on_bill_now", bill=on_bills[notice.pk].number)
    if bills.due_fen(notice) != line.principal_fen:
        amounts = (show(from_fen(fen)) for fen in (line.principal_fen or 0, bills.due_fen(notice)))
        return hard("amount_changed_now", **dict(zip(("shown", "now"), amounts, strict=True)))
    return None


def _ask(declaration: Declaration, lines: Sequence[ArrearLine], now: datetime) -> Bill:
    return bills.ask(
        ENGINE,
        employer_id=declaration.employer_id,
        notices=[line.notice_id for line in lines if line.notice_id is not None],
        kind=BillKind.ARREARS,
        declaration_id=declaration.pk,
        now=now,
    )


def _mark(lines: Sequence[ArrearLine], failed: Mapping[int, Finding]) -> None:
    for line in lines:
        line.state = LineState.FAILED if line.line_no in failed else LineState.EFFECTIVE
    ArrearLine.objects.bulk_update(lines, ["state"])


def _conclude(declaration: Declaration, effective: int, failed: int, now: datetime) -> None:
    declaration.effective, declaration.failed = effective, failed
    declaration.next_step = None
    declaration.progress = 100
    declaration.finished_at = now
    if not effective:
        declaration.state = State.FAILED
    else:
        declaration.state = State.PARTLY if failed or declaration.bad else State.EFFECTIVE
    declaration.save()


def _tell_outcome(declaration: Declaration, bill: Bill | None) -> None:
    """The clerks hear of the bill, and of what did not come on it."""
    values: dict[str, object] = {"number": declaration.number, "failed": declaration.failed}
    if bill is not None:
        amount = show(from_fen(bill.principal_fen))
        values |= {"bill": bill.number, "purpose": BillKind(bill.kind).label, "notices": bill.notices, "amount": amount}
        tell(declaration, "bill_asked", ENGINE.name, bill=bill.number, amount=amount, notices=bill.notices)
    if declaration.failed:
        tell(declaration, "arrears_failed", ENGINE.name, count=declaration.failed)
    kind = "arrears_failed" if bill is None else "bill_asked"
    news = [News(declaration.employer_id, kind, values, declaration.pk)]
    if bill is not None and declaration.failed:
        news.append(News(declaration.employer_id, "arrears_partly", values, declaration.pk))
    tell_clerks(news)
