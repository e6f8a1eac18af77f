"""What the law tables say of reasons for ending a contract and for stopping contributions. Pure."""

from typing import Final

from shebao.law import Law
from shebao.law.values import Code

DEATH: Final = "211"
RETIREMENT: Final = "251"
EXPIRY: Final = "T44-1"


def fitting_stops(law: Law, end_reason: str) -> tuple[str, ...]:
    """Reasons for stopping contributions that go with a reason for ending the contract, the usual one first."""
    return law.codes("contract_end_reason")[end_reason].texts("stops")


def usual_stop(law: Law, end_reason: str) -> str:
    """The reason for stopping contributions that is taken where none is given.

    "" where it has to be said: of the fitting ones one records a death and another does not.
    """
    stops = fitting_stops(law, end_reason)
    return "" if DEATH in stops and len(stops) > 1 else stops[0]


def is_void(law: Law, stop_reason: str) -> bool:
    """Whether the reason means that the person was enrolled by mistake and nothing is owed."""
    found = law.codes("stop_reason").get(stop_reason)
    return found is not None and found.flag("void")


def benefit(law: Law, end_reason: str) -> str:
    """Whether unemployment benefit may follow: yes (the person did not want to leave), no, case; "" if unknown."""
    found: Code | None = law.codes("contract_end_reason").get(end_reason)
    return "" if found is None else found.text("involuntary")
