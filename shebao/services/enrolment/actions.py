"""What a clerk does in the course of an enrolment besides filing it: 「获取共享信息」."""

import uuid
from datetime import datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.db import connection

from shebao.audit.actions import Actor, action, look, refuse
from shebao.counterparties.shared_data.messages import SharedPerson
from shebao.kernel.errors import Invalid, TooMany
from shebao.kernel.identifiers import PROBLEMS, parse_document
from shebao.kernel.names import parse_name
from shebao.persons.models import SharedLookup

CITIZEN = "01"
DAY = timedelta(days=1)


class SharedData(Protocol):
    """What we ask of shared government data."""

    def look_up(self, name: str, number: str) -> SharedPerson | None:
        """The person's basic data, or None when name and number do not both match."""


def fetch_shared(
    actor: Actor,
    *,
    employer_id: int,
    document_type: str,
    document_number: str,
    name: str,
    client: SharedData,
    now: datetime,
) -> SharedLookup:
    """Ask shared government data for a person by name and number (获取共享信息); both must match.

    Absent, different and closed records give the same answer, so that nobody can try numbers out. At most
    `SHARED_LOOKUPS_PER_CLERK` a day for a clerk and `SHARED_LOOKUPS_PER_EMPLOYER` for an employer, counted under a
    lock; every question is recorded. Raises Invalid for a malformed number or name, TooMany over the limit, and the
    client's failure when the other side does not answer (then nothing is counted).
    """
    person_name = parse_name(name)
    reading = parse_document(document_type, document_number, now.date())
    if person_name.problem:
        raise Invalid("请先填写正确的姓名。", code=person_name.problem, field="name")
    if reading.problem:
        raise Invalid(PROBLEMS[reading.problem], code=reading.problem, field="document_number")
    _within_limits(actor, employer_id, now)
    found = client.look_up(person_name.text, reading.number) if document_type == CITIZEN else None
    with action(actor.acting_for(employer_id), "fetch_shared_data", details={"matched": found is not None}):
        look(actor.acting_for(employer_id), "shared_data", purpose="增员", subject=f"employer:{employer_id}")
        return SharedLookup.objects.create(
            token=uuid.uuid4(),
            user_id=actor.user_id,
            employer_id=employer_id,
            at=now,
            document_type=document_type,
            document_number=reading.number,
            name=person_name.text,
            matched=found is not None,
            data=_data(found) if found else {},
        )


def _data(person: SharedPerson) -> dict[str, str]:
    """The answer under the keys of the form."""
    return {
        "sex": person.sex,
        "birth_date": person.birth.isoformat(),
        "ethnic": person.ethnic,
        "nationality": person.nationality,
        "household_registration": person.household,
        "household_address": person.address,
        "education": person.education,
    }


def _within_limits(actor: Actor, employer_id: int, now: datetime) -> None:
    """Count under a lock on the employer, held to the end of the request, so that parallel questions count too."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('shared_lookup'), %s)", [employer_id % 2**31])
    today = SharedLookup.objects.filter(at__gt=now - DAY)
    if today.filter(user_id=actor.user_id).count() >= settings.SHARED_LOOKUPS_PER_CLERK:
        _refuse(actor, "clerk")
    if today.filter(employer_id=employer_id).count() >= settings.SHARED_LOOKUPS_PER_EMPLOYER:
        _refuse(actor, "employer")


def _refuse(actor: Actor, whose: str) -> None:
    refuse(actor, "fetch_shared_data", f"limit of the {whose}")
    raise TooMany(
        "今天获取共享信息的次数已达上限。",
        remedy="请手工填写个人信息并上传身份证明材料,或明天再试。",
        code="lookup_limit",
    )
