"""What a clerk does in the course of a base declaration: type wages page by page, and confirm what the check showed."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from shebao.audit.actions import Actor, action
from shebao.database import bulk
from shebao.declarations import actions as declarations
from shebao.declarations.models import Declaration, State
from shebao.kernel.clock import day_of
from shebao.kernel.errors import NotFound
from shebao.kernel.months import Month
from shebao.law import law
from shebao.law.contribution_year import year_of
from shebao.services.bases import queries
from shebao.services.bases.basis import GROUND
from shebao.services.bases.sources import YEAR

SERVICE: Final = "bases"
MOST_TYPED: Final = 100
"""Characters kept of one wage: more cannot be meant."""


def draft(actor: Actor, *, employer_id: int, client_key: str, now: datetime) -> Declaration:
    """The employer's draft by page of the running contribution year: the one under way, or a new one.

    A page that was drawn for a filing that is finished by now begins a new one: nothing typed on it is lost.
    """
    year = year_of(law(), Month.of(day_of(now))).number
    found = queries.draft(employer_id, year)
    if found is not None:
        return found
    with transaction.atomic():
        begun = declarations.begin(
            actor, service=SERVICE, employer_id=employer_id, single=True, client_key=client_key, now=now
        )
        if begun.state in (*declarations.FINISHED, State.CANCELLED):
            key = str(uuid.uuid4())
            begun = declarations.begin(
                actor, service=SERVICE, employer_id=employer_id, single=True, client_key=key, now=now
            )
        return declarations.save(actor, begun.pk, {YEAR: str(year)}, now=now)


def keep_wages(actor: Actor, declaration_id: int, typed: Mapping[int, str], *, now: datetime) -> int:
    """Keep what was typed, by contract; one that was cleared is not declared. How many wages changed.

    Contracts of other employers are passed over. What is as it was makes no new version of the filing. Raises NotFound,
    or Conflict when the filing is with the worker or finished.
    """
    with transaction.atomic():
        filing = Declaration.objects.filter(pk=declaration_id, service=SERVICE).first()
        if filing is None:
            raise NotFound("没有找到该笔申报。")
        changed = _changed(filing, typed)
        if not changed:
            return 0
        with action(actor, "type_wages", subject=f"declaration:{declaration_id}", details={"wages": len(changed)}):
            declarations.renew(declaration_id, single=True, now=now)
            bulk.run(
                __file__,
                "keep_typed",
                {
                    "declaration": declaration_id,
                    "employer": filing.employer_id,
                    "contracts": list(changed),
                    "typed": list(changed.values()),
                },
            )
    return len(changed)


def _changed(filing: Declaration, typed: Mapping[int, str]) -> dict[int, str]:
    before = queries.typed(filing.pk, list(typed))
    cleaned = {contract: _clean(text) for contract, text in typed.items()}
    return {contract: text for contract, text in cleaned.items() if text != before.get(contract)}


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()[:MOST_TYPED]


def confirm(actor: Actor, declaration_id: int, content_version: int, *, now: datetime) -> Declaration:
    """Confirm what the check showed, as `declarations.actions.confirm`.

    Refused, and checked again, also when what the shown amounts rest on has changed: the new check says what they were.
    """
    return declarations.confirm(actor, declaration_id, content_version, now=now, ground=GROUND)
