"""What a clerk does works with the few rights that the portal has in the database."""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from shebao.access import actions as access
from shebao.access.models import User, UserKind
from shebao.audit.models import Action
from shebao.database.roles import Role, working_as
from shebao.declarations import actions
from shebao.declarations.models import Declaration, State
from shebao.documents import actions as documents
from shebao.documents.models import StoredFile
from shebao.kernel.errors import TooMany
from shebao.services.enrolment import queries
from shebao.services.enrolment.actions import fetch_shared
from shebao.services.enrolment.tests.desk import LONG_AGO, SYSTEM, Desk
from shebao.services.enrolment.tests.people import foreigner, good
from shebao.services.registration.actions import begin_correction
from tests.workbooks import identity_number, name_of, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(desk: Desk) -> User:
    user = access.create_user(SYSTEM, username="zhang.min", name="张敏", kind=UserKind.CLERK)
    access.grant_mandate(SYSTEM, user.pk, desk.employer.pk, valid_from=LONG_AGO)
    desk.user_id = user.pk
    return user


def as_portal(clerk: User, work: Callable[[], Declaration]) -> Declaration:
    with working_as(Role.PORTAL, clerk.pk):
        return work()


def test_a_single_filing(desk: Desk, clerk: User) -> None:
    draft = as_portal(clerk, lambda: desk.draft(good(0)))
    as_portal(clerk, lambda: actions.submit(desk.actor, draft.pk, now=desk.now))
    checked = desk.work(draft)
    as_portal(clerk, lambda: actions.confirm(desk.actor, checked.pk, checked.content_version, now=desk.now))
    assert desk.work(draft).state == State.EFFECTIVE


def test_a_batch_corrected_line_by_line(desk: Desk, clerk: User) -> None:
    with working_as(Role.PORTAL, clerk.pk):
        draft = desk.begin(single=False)
        desk.put(draft, workbook([good(0), good(1, wage="0")]))
        actions.submit(desk.actor, draft.pk, now=desk.now)
    done = desk.confirm(desk.work(draft))
    assert done.state == State.PARTLY
    correction = as_portal(clerk, lambda: begin_correction(desk.actor, done.pk, 2, now=desk.now))
    with working_as(Role.PORTAL, clerk.pk):
        line = queries.line(done.pk, 2)
    assert line is not None
    assert correction.payload == queries.payload_of(line)


def test_a_check_that_has_been_overtaken(desk: Desk, clerk: User) -> None:
    checked = desk.single(foreigner(), proven=True)
    with working_as(Role.PORTAL, clerk.pk):
        documents.take_out(desk.actor, StoredFile.objects.get().pk, checked.pk, now=desk.now)
        overtaken = actions.confirm(desk.actor, checked.pk, checked.content_version, now=desk.now)
    assert overtaken.state == State.CHECKING
    withdrawn = desk.work(checked)
    assert as_portal(clerk, lambda: actions.cancel(desk.actor, withdrawn.pk, now=desk.now)).state == State.CANCELLED


def test_looking_up_to_the_limit(desk: Desk, clerk: User, settings: Settings) -> None:
    settings.SHARED_LOOKUPS_PER_CLERK = 1
    with working_as(Role.PORTAL, clerk.pk):
        fetch(desk)
        with pytest.raises(TooMany):
            fetch(desk)
    assert Action.objects.filter(refused="limit of the clerk").count() == 1


def fetch(desk: Desk) -> None:
    fetch_shared(
        desk.actor,
        employer_id=desk.employer.pk,
        document_type="01",
        document_number=identity_number(0),
        name=name_of(0),
        client=desk.registry,
        now=desk.now,
    )
