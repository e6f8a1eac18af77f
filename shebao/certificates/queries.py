"""Reading certificates: a person's own, and what anybody with number and code may know of one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from shebao.certificates.models import Certificate, Verification


@dataclass(frozen=True, slots=True)
class Issued:
    """All that a stranger learns of a genuine certificate: `shown_name` is masked."""

    shown_name: str
    issued_at: datetime
    valid_until: date


def of_person(records: Collection[int], *, size: int = 50) -> list[Certificate]:
    """The newest certificates of a person, issued under any of her records, without what they say."""
    return list(Certificate.objects.filter(person_id__in=records).defer("content").order_by("-pk")[:size])


def find(records: Collection[int], number: str) -> Certificate | None:
    """A person's own certificate of that number, issued under any of her records."""
    return Certificate.objects.filter(person_id__in=records, number=number).first()


def issued(number: str, code: str) -> Issued | None:
    """A certificate by number and check code, for anybody: by a function of the database that tells no more."""
    with connection.cursor() as cursor:
        cursor.execute("select shown_name, issued_at, valid_until from shebao_certificate(%s, %s)", [number, code])
        row = cursor.fetchone()
    return Issued(*row) if row else None


def asked_since(source: str, since: datetime) -> int:
    """How often a network has asked since a moment, as far as it is on record."""
    return Verification.objects.filter(source=source, at__gt=since).count()


def issued_since(person_id: int, since: datetime) -> int:
    """How many certificates a person has had since a moment."""
    return Certificate.objects.filter(person_id=person_id, issued_at__gt=since).count()
