"""What a clerk does in the course of it: choose months, and confirm what the check showed."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import transaction

from shebao.audit.actions import Actor
from shebao.declarations import actions as declarations
from shebao.declarations.models import Declaration
from shebao.kernel.errors import Invalid
from shebao.kernel.months import Month
from shebao.services.arrears import chosen
from shebao.services.arrears.basis import GROUND

SERVICE: Final = "arrears"


def begin(actor: Actor, *, employer_id: int, client_key: str, months: Collection[Month], now: datetime) -> Declaration:
    """「提交」: open a filing for these months and hand it in for checking.

    Under the same key it is the same filing, however often it is sent. Raises Invalid where no month was chosen.
    """
    _need(months)
    with transaction.atomic():
        begun = declarations.begin(
            actor, service=SERVICE, employer_id=employer_id, single=True, client_key=client_key, now=now
        )
        if begun.state not in declarations.EDITABLE:
            return begun
        return change(actor, begun.pk, months=months, now=now)


def change(actor: Actor, declaration_id: int, *, months: Collection[Month], now: datetime) -> Declaration:
    """Choose other months for a filing that was not confirmed, and hand it in for checking anew."""
    _need(months)
    with transaction.atomic():
        declarations.save(actor, declaration_id, chosen.written(months), now=now)
        return declarations.submit(actor, declaration_id, now=now)


def _need(months: Collection[Month]) -> None:
    if not months:
        raise Invalid(
            "没有勾选费款所属期。", code="months_missing", field="months", remedy="请勾选要缴纳的费款所属期。"
        )


def confirm(actor: Actor, declaration_id: int, content_version: int, *, now: datetime) -> Declaration:
    """Confirm what the check showed, as `declarations.actions.confirm`.

    Refused, and checked again, also when anything that the employer owes has changed: the new check says what it was.
    """
    return declarations.confirm(actor, declaration_id, content_version, now=now, ground=GROUND)
