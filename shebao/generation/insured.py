"""What insured persons of the demonstration do at their own door. Told again, what is done stays as it is."""

import io

from city import cast, portraits
from shebao.access import queries as access
from shebao.access.models import User
from shebao.audit.actions import Actor
from shebao.database.roles import Role, working_as
from shebao.documents.actions import keep
from shebao.kernel import clock
from shebao.services.cards import actions
from shebao.services.cards.basis import HANDED_IN
from shebao.services.cards.models import Application, Kind

KEY = "demo-own-card"


def lost_card() -> Application:
    """Somebody has lost her card and hands in a photo for another one."""
    user = User.objects.get(username=cast.HUGE_INSURED.login)
    actor = Actor("user", user.name, "personal", user_id=user.pk)
    with working_as(Role.PERSONAL, user.pk):
        insured = access.insured(user.pk)
        if insured is None:
            raise LookupError(f"{user.username} is in no register")
        person = insured.person
        known = Application.objects.filter(person_id=person.pk, client_key=KEY).first()
        if known is not None:
            return known
        source = io.BytesIO(portraits.jpeg(portraits.of_seed(7, 716, 882)))
        stored = keep(actor, source, name="证件照.jpg", kind="jpeg", purpose=HANDED_IN, employer_id=None)
        return actions.apply(actor, person.pk, Kind.LOST, stored, client_key=KEY, now=clock.now())
