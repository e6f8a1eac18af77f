"""What a clerk does in the course of an enrolment besides filing it: 「获取共享信息」."""

import uuid
from datetime import datetime, timedelta
from typing import Final, Protocol

from django.conf import settings
from django.db import connection, transaction

from shebao.audit.actions import Actor, action, look, refuse
from shebao.counterparties.shared_data.messages import SharedPerson
from shebao.kernel.clock import day_of
from shebao.kernel.errors import Invalid, TooMany
from shebao.kernel.identifiers import PROBLEMS, parse_document
from shebao.kernel.names import parse_name
from shebao.persons.models import SharedLookup

CITIZEN: Final = "01"
DAY: Final = timedelta(days=1)


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
    person_name, number = _well_formed(name, document_type, document_number, now)
    acting = actor.acting_for(employer_id)
    with transaction.atomic():
        exhausted = _limit_reached(actor, employer_id, now)
        if not exhausted:
            found = client.look_up(person_name, number) if document_type == CITIZEN else None
            return _record(acting, employer_id, (document_type, number, person_name), found, now)
    refuse(acting, "fetch_shared_data", f"limit of the {exhausted}")
    raise TooMany(
        "今天获取共享信息的次数已达上限。",
        remedy="请手工填写个人信息并上传身份证明材料，或明天再试。",
        code="lookup_limit",
    )


def _well_formed(name: str, document_type: str, document_number: str, now: datetime) -> tuple[str, str]:
    person_name = parse_name(name)
    reading = parse_document(document_type, document_number, day_of(now))
    if person_name.problem:
        raise Invalid("请先填写正确的姓名。", code=person_name.problem, field="name")
    if reading.problem:
        raise Invalid(PROBLEMS[reading.problem], code=reading.problem, field="document_number")
    return person_name.text, reading.number


def _limit_reached(actor: Actor, employer_id: int, now: datetime) -> str:
    """Whose limit is used up, "" if nobody's.

    Counted under locks on clerk and employer that are held until the answer is written, so that parallel questions
    count too; always in this order, so that nobody waits in a circle.
    """
    user_id = actor.user_id or 0
    with connection.cursor() as cursor:
        for kind, key in (("clerk", user_id), ("employer", employer_id)):
            cursor.execute("select pg_advisory_xact_lock(hashtext(%s), %s)", [f"shared_lookup {kind}", key % 2**31])
    asked = SharedLookup.objects.filter(at__gt=now - DAY)
    if asked.filter(user_id=user_id).count() >= settings.SHARED_LOOKUPS_PER_CLERK:
        return "clerk"
    if asked.filter(employer_id=employer_id).count() >= settings.SHARED_LOOKUPS_PER_EMPLOYER:
        return "employer"
    return ""


def _record(
    acting: Actor, employer_id: int, asked: tuple[str, str, str], found: SharedPerson | None, now: datetime
) -> SharedLookup:
    document_type, number, name = asked
    with action(acting, "fetch_shared_data", details={"matched": found is not None}):
        look(acting, "shared_data", purpose="增员", subject=f"employer:{employer_id}")
        return SharedLookup.objects.create(
            token=uuid.uuid4(),
            user_id=acting.user_id or 0,
            employer_id=employer_id,
            at=now,
            document_type=document_type,
            document_number=number,
            name=name,
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
