"""Issuing a certificate, and answering whether one is genuine."""

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError

from shebao.access.rules import network_of
from shebao.audit.actions import Actor, action
from shebao.certificates import content, queries, rules
from shebao.certificates.models import Certificate, Verification
from shebao.certificates.rules import Answer
from shebao.kernel.clock import day_of
from shebao.kernel.errors import Invalid, TooMany, Unavailable
from shebao.kernel.months import Month
from shebao.law import law
from shebao.persons.models import Person

A_DAY: Final = 20
"""Certificates that one person may have issued in 24 hours."""
ASKED_AT_MOST: Final = 30
ASKED_WITHIN: Final = timedelta(minutes=15)
"""Questions of one network within that time."""
_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Verified:
    """The answer, and what may be told of a genuine certificate."""

    answer: Answer
    issued: queries.Issued | None = None


def issue(
    actor: Actor,
    person: Person,
    months: tuple[Month, Month],
    *,
    records: Collection[int],
    shown_name: str,
    client_key: uuid.UUID,
    now: datetime,
) -> Certificate:
    """A certificate of the months from the first to the last, frozen as they stand now.

    `records` are the ids of all records of the person, who is named as on the kept one. `shown_name` is what strangers
    who verify it see of the name.

    The same key of the same person gives the same certificate, however often it is sent. Raises Invalid (field `first`
    or `last`) for months that cannot be, or in which there is nothing; TooMany; NoLawError.
    """
    known = Certificate.objects.filter(person_id=person.pk, client_key=client_key).first()
    if known is not None:
        return known
    today = day_of(now)
    first, last = months
    rules.check_months(first, last, today)
    if queries.issued_since(person.pk, now - timedelta(days=1)) >= A_DAY:
        raise TooMany(
            "今天开具的证明已达到上限。", code="certificates_a_day", remedy="请使用已开具的证明，或明天再开具。"
        )
    says = content.gather(person, records, first, last)
    if not (says["coverage"] or says["months"]):
        raise Invalid(
            "所选期间没有参保或缴费记录。", code="nothing_there", remedy="请重新选择起止年月。", field="first"
        )
    columns = {
        "first_month": int(first),
        "last_month": int(last),
        "content": says,
        "shown_name": shown_name,
        "issued_at": now,
        "valid_until": rules.last_day(today, law().count("certificate/verifiable_days", today)),
    }
    return _create(actor, person.pk, client_key, columns, now)


def verify(number: str, code: str, *, address: str | None, now: datetime) -> Verified:
    """Whether there is a certificate of that number with that code, both as typed; the question is put on record.

    Nothing is looked up for a network that has asked too often: the answer is then `refused`. Of such answers the first
    is put on record, so that asking on and on leaves nothing behind and costs no more.
    """
    source = network_of(address)
    asked = rules.clean_number(number)
    before = queries.asked_since(source, now - ASKED_WITHIN)
    if before > ASKED_AT_MOST:
        return Verified("refused")
    found = Verified("refused") if before == ASKED_AT_MOST else _verified(asked, rules.clean_code(code), now)
    Verification.objects.create(at=now, source=source, number=asked, answer=found.answer)
    return found


def _verified(number: str, code: str, now: datetime) -> Verified:
    issued = queries.issued(number, code) if number and code else None
    if issued is None:
        return Verified("unknown")
    if issued.valid_until < day_of(now):
        return Verified("expired")
    return Verified("genuine", issued)


def _create(
    actor: Actor, person_id: int, client_key: uuid.UUID, columns: dict[str, object], now: datetime
) -> Certificate:
    """Written under a number that nobody has yet; a parallel request under the same key gets the same certificate."""
    for _ in range(_TRIES):
        number = f"{day_of(now):%Y%m%d}{secrets.randbelow(10**10):010d}"
        code = "".join(secrets.choice(rules.ALPHABET) for _ in range(rules.CODE_LENGTH))
        try:
            with action(actor, "issue_certificate", subject=f"certificate:{number}"):
                return Certificate.objects.create(
                    number=number, person_id=person_id, client_key=client_key, check_code=code, **columns
                )
        except IntegrityError:
            known = Certificate.objects.filter(person_id=person_id, client_key=client_key).first()
            if known is not None:
                return known
    raise Unavailable
