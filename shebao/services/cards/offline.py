"""「登记表办理」: a form that was handed in on paper is entered, its photo looked at while the person waits."""

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO, Final, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from shebao.access.models import User
from shebao.audit.actions import Actor
from shebao.documents import actions as documents
from shebao.documents.photos import inspect
from shebao.documents.photos.opening import kind_of
from shebao.documents.photos.verdicts import Judged, Verdict
from shebao.employment.models import Contract
from shebao.kernel.clock import day_of
from shebao.kernel.errors import NotAllowed
from shebao.kernel.identifiers.reading import tidy
from shebao.law import law
from shebao.law.card_photos import spec_on
from shebao.persons.models import Person
from shebao.review.rules import OWN_RECORD
from shebao.services.cards import actions
from shebao.services.cards.basis import HANDED_IN
from shebao.services.cards.models import Application

_HEAD: Final = 64
"""Bytes that tell what a file is."""


class Entered(NamedTuple):
    """What came of a photo: what was found, and the application, None where the photo cannot be taken."""

    judged: Judged
    application: Application | None


class Form(NamedTuple):
    """What the paper says: for whom, what for, and the agency where it was handed in."""

    person: Person
    kind: str
    district: str


def by_number(number: str, districts: Sequence[str]) -> Person | None:
    """The person of this whole number, of the document or of social security, who is or was employed in a district."""
    text = tidy(number)
    return _employed(districts).filter(Q(document_number=text) | Q(social_security_number=text)).first()


def by_id(person_id: int, districts: Sequence[str]) -> Person | None:
    """The person, if she is or was employed in one of the districts."""
    return _employed(districts).filter(pk=person_id).first()


def contracts(person_id: int, districts: Sequence[str]) -> list[Contract]:
    """Her contracts with employers of the districts, running ones first, then the latest."""
    found = Contract.objects.filter(person_id=person_id, voided=False, employer__district__in=districts)
    return sorted(found.select_related("employer"), key=lambda one: (one.ended_on is not None, -one.pk))


def look_at(photo: BinaryIO, now: datetime) -> Judged:
    """What the check finds of a photo, in the limited child; nothing is kept."""
    return inspect.judge(photo, spec_on(law(), day_of(now)))


def enter(actor: Actor, form: Form, photo: BinaryIO, name: str, *, client_key: str, now: datetime) -> Entered:
    """Look at the photo, and unless it is bad keep it and apply for the card.

    The same key of the same person is the same application. Raises NotAllowed where the officer is the person, and
    Conflict where an application of hers is under way.
    """
    officer = User.objects.filter(pk=actor.user_id or 0).first()
    if officer is not None and officer.identity_number == form.person.document_number:
        raise NotAllowed(str(OWN_RECORD.message), code=OWN_RECORD.code, remedy="请转由其他人员办理。")
    judged = look_at(photo, now)
    before = Application.objects.filter(person_id=form.person.pk, client_key=client_key).first()
    if judged.verdict is Verdict.BAD or before is not None:
        return Entered(judged, before)
    return Entered(judged, _apply(actor, form, photo, name, client_key, now))


def _apply(actor: Actor, form: Form, photo: BinaryIO, name: str, client_key: str, now: datetime) -> Application:
    photo.seek(0)
    kind = kind_of(photo.read(_HEAD))
    stored = documents.keep(actor, photo, name=name, kind=kind, purpose=HANDED_IN, employer_id=None)
    return actions.apply_offline(
        actor, form.person.pk, form.kind, stored, district=form.district, client_key=client_key, now=now
    )


def _employed(districts: Sequence[str]) -> QuerySet[Person]:
    here = Contract.objects.filter(person_id=OuterRef("pk"), voided=False, employer__district__in=districts)
    return Person.objects.filter(Exists(here))
