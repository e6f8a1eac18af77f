"""Reads about who may act for whom."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from shebao.access.models import Mandate, Post, User
from shebao.employers.models import Employer
from shebao.persons.models import Person


def employers_of(user_id: int, today: date) -> list[Employer]:
    """Employers the clerk may act for on `today`, by name."""
    return list(Employer.objects.filter(pk__in=_mandates(user_id, today).values("employer_id")).order_by("name", "pk"))


def employer_for(user_id: int, employer_id: int, today: date) -> Employer | None:
    """The employer if the clerk may act for it on `today`, else None: the same for a foreign and an absent one."""
    return Employer.objects.filter(pk=employer_id, pk__in=_mandates(user_id, today).values("employer_id")).first()


def posts_of(user_id: int, today: date, kinds: Collection[str] = ()) -> list[Post]:
    """Posts the officer holds on `today`; only those of `kinds` if any are given."""
    posts = Post.objects.filter(_valid(today), user_id=user_id).order_by("district", "kind")
    return list(posts.filter(kind__in=kinds) if kinds else posts)


class Insured(NamedTuple):
    """An insured person by the record that is kept, and the ids of all her records, that one included."""

    person: Person
    records: Sequence[int]


def insured(user_id: int) -> Insured | None:
    """The insured person whom the user of this transaction is; None if it runs for another, or she is in no register.

    Who that is says the database alone (`shebao_myself`, `shebao_my_records`), as row-level security does.
    """
    with connection.cursor() as cursor:
        cursor.execute("select shebao_myself(), shebao_my_records() where shebao_user() = %s", [user_id])
        found = cursor.fetchone()
    person = Person.objects.filter(pk=found[0]).first() if found else None
    return Insured(person, found[1]) if person else None


def user_named(username: str) -> User | None:
    """The user with this login name, whatever its case or width, or None."""
    return User.objects.filter(username=User.fold(username)).first()


def _mandates(user_id: int, today: date) -> QuerySet[Mandate]:
    return Mandate.objects.filter(_valid(today), user_id=user_id)


def _valid(today: date) -> Q:
    return Q(valid_from__lte=today) & (Q(valid_until=None) | Q(valid_until__gte=today))
