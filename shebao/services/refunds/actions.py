"""What a clerk does: ask for months back, confirm what the check showed, give another account after a rejection."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from shebao.audit.actions import Actor, action
from shebao.declarations import actions as declarations
from shebao.declarations.models import Declaration
from shebao.declarations.queries import wake_worker
from shebao.kernel.errors import Conflict, Invalid, NotFound
from shebao.kernel.findings import Finding
from shebao.persons.models import Person
from shebao.services.refunds import rules
from shebao.services.refunds.basis import GROUND
from shebao.services.refunds.models import AccountRequest, Refund, RefundState, RequestState
from shebao.services.refunds.queries import Accounts
from shebao.services.refunds.request import FIELDS, LONGEST, MONTHS, PERSON, SERVICE, Key, written


class Unfit(Invalid):
    """An account that may not be paid to; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__("退费账户填写有误。", code=finding.code, field=finding.field)
        self.finding = finding


def ask(
    actor: Actor, person: Person, months: tuple[Key, ...], typed: Mapping[str, str], *, client_key: str, now: datetime
) -> Declaration:
    """Begin a filing about a person, or go on with the one begun under the key, and keep what was ticked and typed."""
    filing = declarations.begin(
        actor, service=SERVICE, employer_id=actor.employer_id or 0, single=True, client_key=client_key, now=now
    )
    return keep(actor, filing, person, months, typed, now=now)


def keep(
    actor: Actor,
    filing: Declaration,
    person: Person,
    months: tuple[Key, ...],
    typed: Mapping[str, str],
    *,
    now: datetime,
) -> Declaration:
    """Keep what was ticked and typed in a filing. Raises Conflict when it is past that, as `declarations.save` does."""
    payload = {name: typed.get(name, "")[: LONGEST[name]] for name in FIELDS}
    payload |= {PERSON: str(person.pk), "name": person.name, MONTHS: written(months)}
    return declarations.save(actor, filing.pk, payload, now=now)


def confirm(actor: Actor, declaration_id: int, content_version: int, *, now: datetime) -> Declaration:
    """Confirm what the check showed, as `declarations.actions.confirm`.

    Refused, and checked again, also when what was paid, asked for or given back of the ticked months has changed.
    """
    return declarations.confirm(actor, declaration_id, content_version, now=now, ground=GROUND)


def give_account(actor: Actor, refund_id: int, account: Accounts, employer_name: str, *, now: datetime) -> None:
    """Give another account for a refund whose account the bank rejected; the worker orders the payment to it.

    Raises Unfit for an account that is not the employer's, NotFound, or Conflict when nothing waits for an account.
    """
    asked = rules.Asked("", "", *account, employer_name=employer_name, materials=0)
    wrong = rules.account_problem(asked)
    if wrong is not None:
        raise Unfit(wrong)
    with transaction.atomic():
        refund = Refund.objects.filter(pk=refund_id).first()
        if refund is None:
            raise NotFound("没有找到该笔退费。")
        if refund.state != RefundState.REJECTED:
            raise Conflict("该笔退费目前不需要更换账户。", code="refund_state", remedy="请刷新页面查看最新情况。")
        _write(actor, refund, account, now)


def _write(actor: Actor, refund: Refund, account: Accounts, now: datetime) -> None:
    try:
        with action(actor, "give_refund_account", subject=f"refund:{refund.pk}"):
            AccountRequest.objects.create(
                refund_id=refund.pk,
                employer_id=refund.employer_id,
                **account._asdict(),
                requested_by=actor.user_id or 0,
                requested_by_name=actor.name,
                requested_at=now,
                state=RequestState.WAITING,
            )
            wake_worker()
    except IntegrityError as error:
        raise Conflict(
            "该笔退费的新账户已经提交，正在办理。", code="account_given", remedy="请刷新页面查看最新情况。"
        ) from error
