"""Which code does which step of which service: the one table that a new service is entered in."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from shebao.declarations.models import Declaration, Step
from shebao.services.arrears import applying as arrears_applying
from shebao.services.arrears import checking as arrears_checking
from shebao.services.bases import applying as bases_applying
from shebao.services.bases import checking as bases_checking
from shebao.services.cards import applying as cards_applying
from shebao.services.cards import checking as cards_checking
from shebao.services.enrolment.asking import Authorities
from shebao.services.person_changes import applying as changes_applying
from shebao.services.person_changes import checking as changes_checking
from shebao.services.person_changes import deciding as changes_deciding
from shebao.services.refunds import applying as refunds_applying
from shebao.services.refunds import checking as refunds_checking
from shebao.services.registration import applying, checking
from shebao.services.supplements import applying as supplements_applying
from shebao.services.supplements import checking as supplements_checking
from shebao.services.supplements import deciding as supplements_deciding

Check = Callable[[Declaration, Authorities, datetime], None]
Effect = Callable[[Declaration, datetime], None]


class Service(NamedTuple):
    """The steps of a service that the worker does; `decide` where officers decide on its lines."""

    check: Check
    apply: Effect
    decide: Effect | None = None


_REGISTRATION = Service(checking.check, applying.apply, applying.decide)

SERVICES = {
    "registration": _REGISTRATION,  # 批量: additions and endings in one workbook
    "enrolment": _REGISTRATION,
    "withdrawal": _REGISTRATION,
    "bases": Service(bases_checking.check, bases_applying.apply),
    "supplements": Service(supplements_checking.check, supplements_applying.apply, supplements_deciding.decide),
    "refunds": Service(refunds_checking.check, refunds_applying.apply, refunds_applying.decide),
    "arrears": Service(arrears_checking.check, arrears_applying.apply),
    "person_changes": Service(changes_checking.check, changes_applying.apply, changes_deciding.decide),
    "cards": Service(cards_checking.check, cards_applying.apply),
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
            if service.decide is None:
                raise ValueError(f"no officer decides on {declaration.service}")
            service.decide(declaration, now)
