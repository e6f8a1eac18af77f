"""「获取共享信息」: both must match, so often a day and no more, and its answer serves one form."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from shebao.audit.models import Action, Look
from shebao.counterparties.failures import Again
from shebao.kernel.errors import Invalid, TooMany
from shebao.persons.models import SharedLookup
from shebao.services.enrolment.actions import fetch_shared
from shebao.services.enrolment.tests.desk import Desk, Registry, codes
from shebao.services.enrolment.tests.people import good
from tests.workbooks import identity_number, name_of


def fetch(desk: Desk, serial: int = 0, *, document_type: str = "01", **changed: str) -> SharedLookup:
    asked = {"document_number": identity_number(serial), "name": name_of(serial)} | changed
    return fetch_shared(
        desk.actor,
        employer_id=desk.employer.pk,
        document_type=document_type,
        client=desk.registry,
        now=desk.now,
        **asked,
    )


@pytest.mark.django_db
def test_the_answer_fills_the_form(desk: Desk) -> None:
    found = fetch(desk)
    assert found.matched
    assert found.data == {
        "sex": "1", "birth_date": "1990-03-07", "ethnic": "01", "nationality": "CHN", "household_registration": "11",
        "household_address": "北京市朝阳区示例街1号", "education": "21",
    }  # fmt: skip
    look = Look.objects.get()
    assert (look.what, look.purpose, look.user_id, look.employer_id) == (
        "shared_data",
        "增员",
        desk.user_id,
        desk.employer.pk,
    )


@pytest.mark.django_db
def test_nobody_can_tell_unknown_from_another_name(desk: Desk, registry: Registry) -> None:
    registry.unknown.add(identity_number(1))
    registry.names[identity_number(2)] = "另有其人"
    answers = [
        fetch(desk, 1),
        fetch(desk, 2),
        fetch(desk, document_type="08", document_number="C4F7K2N9P", name="ANNA"),
    ]
    assert [(answer.matched, answer.data) for answer in answers] == [(False, {})] * 3
    assert SharedLookup.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"document_number": "123"}, "document_number"),
        ({"name": "王@"}, "name"),
        ({"document_type": "77"}, "document_number"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(desk: Desk, changed: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        fetch(desk, **changed)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert SharedLookup.objects.count() == 0


@pytest.mark.django_db
def test_silence_is_not_counted(desk: Desk, registry: Registry) -> None:
    registry.silent = True
    with pytest.raises(Again):
        fetch(desk)
    assert SharedLookup.objects.count() == 0


@pytest.mark.django_db
def test_thirty_a_day_for_a_clerk_whoever_the_employer(desk: Desk, other_desk: Desk, settings: Settings) -> None:
    settings.SHARED_LOOKUPS_PER_CLERK = 3
    other_desk.user_id = desk.user_id
    fetch(desk), fetch(desk), fetch(other_desk)
    with pytest.raises(TooMany) as refused:
        fetch(desk)
    assert (refused.value.code, refused.value.status) == ("lookup_limit", 429)
    assert Action.objects.filter(verb="fetch_shared_data", refused="limit of the clerk").count() == 1
    desk.now += timedelta(days=1)
    assert fetch(desk).matched


@pytest.mark.django_db
def test_so_many_a_day_for_an_employer(desk: Desk, settings: Settings) -> None:
    settings.SHARED_LOOKUPS_PER_EMPLOYER = 2
    fetch(desk), fetch(desk)
    desk.user_id = 9
    with pytest.raises(TooMany):
        fetch(desk)
    assert Action.objects.filter(refused="limit of the employer").count() == 1


@pytest.mark.django_db(transaction=True)
def test_forty_at_once_are_thirty(desk: Desk) -> None:
    outcomes: Counter[str] = Counter()

    def ask(serial: int) -> None:
        try:
            fetch(desk, serial)
            outcomes["answered"] += 1
        except TooMany:
            outcomes["refused"] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[serial]) for serial in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == {"answered": 30, "refused": 10}
    assert SharedLookup.objects.count() == 30
    assert Action.objects.filter(refused="limit of the clerk").count() == 10


@pytest.mark.django_db
def test_the_answer_serves_the_form_it_was_for(desk: Desk, registry: Registry) -> None:
    token = str(fetch(desk).token)
    registry.unknown.add(identity_number(0))
    assert desk.single(good(0), token=token).good == 1
    assert registry.asked == 1


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "no-uuid", "00000000-0000-4000-8000-000000000000", "\u0661" * 32])
def test_a_token_of_nobody_proves_nothing(desk: Desk, registry: Registry, token: str) -> None:
    registry.unknown.add(identity_number(0))
    assert codes(desk.single(good(0), token=token)) == {"shared_no_match"}


@pytest.mark.django_db
def test_a_token_proves_nothing_for_others_or_the_day_after(desk: Desk, other_desk: Desk, registry: Registry) -> None:
    token = str(fetch(desk, 0).token)
    registry.unknown |= {identity_number(0), identity_number(1)}
    assert codes(desk.single(good(1), token=token)) == {"shared_no_match"}
    assert codes(desk.single(good(0, name="王芬"), token=token)) == {"shared_no_match"}
    assert codes(other_desk.single(good(0), token=token)) == {"shared_no_match"}
    desk.now += timedelta(hours=25)
    assert codes(desk.single(good(0), token=token)) == {"shared_no_match"}


@pytest.mark.django_db
def test_a_token_without_a_match_proves_nothing(desk: Desk, registry: Registry) -> None:
    registry.unknown.add(identity_number(0))
    token = str(fetch(desk, 0).token)
    assert codes(desk.single(good(0), token=token)) == {"shared_no_match"}
