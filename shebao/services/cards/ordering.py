"""Orders to the card maker: one an application, written in the transaction in which the photo was found good."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from shebao.database import bulk
from shebao.services.cards.models import Application, Card, CardState, Kind, State
from shebao.services.cards.telling import Told, tell

MAKER: Final = "card_maker"
"""The system that messages go to."""


def order(applications: Sequence[Application], actor_name: str, now: datetime) -> None:
    """Order a card for each of the applications, whose persons are locked; inside an open action.

    The card in use of somebody who lost it is out of use from now on.
    """
    if not applications:
        return
    bulk.run(__file__, "order", {"applications": [one.pk for one in applications]})
    for one in applications:
        one.state = State.ORDERED
    lost = [one.person_id for one in applications if one.kind == Kind.LOST]
    if lost:
        in_use = Card.objects.filter(person_id__in=lost, state__in=(CardState.NORMAL, CardState.INACTIVE))
        in_use.update(state=CardState.LOST, changed_at=now)
    tell((Told(one, "ordered", actor_name) for one in applications), now)
