"""Which code does which step of which service: the one table that a new service is entered in."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from shebao.declarations.models import Declaration, Step
from shebao.services.enrolment.asking import Authorities
from shebao.services.registration import applying, checking

Check = Callable[[Declaration, Authorities, datetime], None]
Effect = Callable[[Declaration, datetime], None]


class Service(NamedTuple):
    """The three steps of a service that the worker does."""

    check: Check
    apply: Effect
    decide: Effect


_REGISTRATION = Service(checking.check, applying.apply, applying.decide)

SERVICES = {
    "registration": _REGISTRATION,  # 批量: additions and endings in one workbook
    "enrolment": _REGISTRATION,
    "withdrawal": _REGISTRATION,
}


def do(declaration: Declaration, authorities: Authorities, now: datetime) -> None:
    """Do the declaration's next step."""
    service = SERVICES[declaration.service]
    match declaration.next_step:
        case Step.CHECK:
            service.check(declaration, authorities, now)
        case Step.APPLY:
            service.apply(declaration, now)
        case Step.DECIDE:
            service.decide(declaration, now)
