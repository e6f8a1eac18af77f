"""A card of an employer of the scene: the photo looked at by an officer, ordered, made and collected."""

import uuid
from datetime import UTC, date, datetime

from shebao.access.models import User
from shebao.declarations.models import Declaration
from shebao.documents.models import StoredFile
from shebao.employment.models import Contract
from shebao.outbox.models import Message
from shebao.services.cards.models import Application, Card, CardLine, Decision, Event

NOW = datetime(2026, 3, 11, 8, tzinfo=UTC)
STEPS = ("in_review", "photo_good", "ordered", "making", "produced", "shipped", "ready", "collected")


def collected(word: str, contract: Contract, filing: Declaration, officer: User) -> Application:
    """Everything that a card leaves behind; inside an open action."""
    person = contract.person
    picture = StoredFile.objects.create(
        employer_id=contract.employer_id, declaration_id=filing.pk, line_no=1, purpose="card", name=f"{word}.jpg",
        kind="jpeg", size=1, sha256="1" * 64, path=f"{word}/card",
    )  # fmt: skip
    CardLine.objects.create(
        declaration=filing, line_no=1, employer_id=contract.employer_id, state="effective", needs_review=True,
        name=person.name, document_type="01", document_number=person.document_number, person_id=person.pk,
        kind="first", photo="unsure", photo_name=f"{word}.jpg", picture_id=picture.pk,
    )  # fmt: skip
    key = uuid.uuid4()
    made = Application.objects.create(
        number=f"{word}-K", person_id=person.pk, kind="first", source="employer", employer_id=contract.employer_id,
        declaration_id=filing.pk, line_no=1, client_key=word, district=contract.employer.district,
        picture_id=picture.pk, state="collected", asked_by=filing.filed_by, asked_by_name=word, asked_at=NOW,
        key=key, finished_at=NOW,
    )  # fmt: skip
    Message.objects.create(
        key=key, system="card_maker", kind="make", person_id=person.pk, employer_id=contract.employer_id,
        declaration_id=filing.pk, line_no=1, state="done", sent_at=NOW, answered_at=NOW,
        payload={"order": made.number, "name": word, "photo": {"path": picture.path, "sha256": picture.sha256}},
    )  # fmt: skip
    Event.objects.bulk_create(Event(application=made, kind=kind, actor_name=word) for kind in STEPS)
    Card.objects.create(
        application=made, person_id=person.pk, number=f"{word}-A1", issued_on=date(2026, 3, 12),
        valid_until=date(2036, 3, 12), bank=word, state="normal", changed_at=NOW,
    )  # fmt: skip
    Decision.objects.create(application=made, good=True, officer_id=officer.pk, officer_name=word, at=NOW)
    return made
