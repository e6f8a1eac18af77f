"""Accounts, mandates and posts: each change is one audited action."""

from datetime import date, timedelta

import pytest

from shebao.access import actions, queries
from shebao.access.models import Mandate, PostKind, User, UserKind
from shebao.access.tests.conftest import LONG_AGO, PASSWORD, SYSTEM
from shebao.audit.actions import Actor
from shebao.audit.models import Action, Change
from shebao.employers.models import Employer
from shebao.kernel import clock
from shebao.kernel.errors import Conflict, Invalid, NotFound

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def test_no_account_comes_with_the_installation() -> None:
    assert not User.objects.exists()


@pytest.mark.parametrize("taken", ["zhang.min", "Zhang.MIN", "ＺＨＡＮＧ．ＭＩＮ"])
def test_a_name_is_taken_in_any_case_and_width(clerk: User, taken: str) -> None:
    with pytest.raises(Conflict):
        actions.create_user(SYSTEM, username=taken, name="别人", kind=UserKind.CLERK)


@pytest.mark.parametrize(
    ("username", "name"), [("", "x"), (" ", "x"), ("x", ""), ("x" * 65, "x"), ("x", "x\u202e"), ("a\nb", "x")]
)
def test_a_name_that_cannot_be_is_refused(username: str, name: str) -> None:
    with pytest.raises(Invalid):
        actions.create_user(SYSTEM, username=username, name=name, kind=UserKind.CLERK)


def test_a_new_account_has_no_password_and_its_action() -> None:
    user = actions.create_user(SYSTEM, username="new", name="新人", kind=UserKind.CLERK)
    assert not user.has_usable_password()
    user.refresh_from_db()
    assert Action.objects.get(pk=user.action_id).verb == "create_user"


def test_nobody_changes_anothers_password(clerk: User, other_clerk: User) -> None:
    actor = Actor(kind="user", name="x", door="portal", user_id=other_clerk.pk)
    with pytest.raises(NotFound):
        actions.change_password(actor, clerk.pk, PASSWORD, "Qing-tian.6Yue", now=clock.now())


def test_a_password_leaves_no_hash_in_the_trail(clerk: User) -> None:
    changed = Change.objects.filter(table_name="access_user", operation="update")
    assert changed.exists()
    assert not [row for row in changed if "md5$" in str(row.before) + str(row.after)]


def test_a_mandate_holds_from_its_first_to_its_last_day(clerk: User, outsider: Employer) -> None:
    actions.grant_mandate(SYSTEM, clerk.pk, outsider.pk, valid_from=TODAY, valid_until=TODAY + timedelta(days=1))
    days = [TODAY + timedelta(days=offset) for offset in (-1, 0, 1, 2)]
    held = [queries.employer_for(clerk.pk, outsider.pk, day) is not None for day in days]
    assert held == [False, True, True, False]
    assert len(queries.employers_of(clerk.pk, TODAY)) == 2


def test_an_open_mandate_is_granted_once(clerk: User, careful: Employer) -> None:
    with pytest.raises(Conflict):
        actions.grant_mandate(SYSTEM, clerk.pk, careful.pk, valid_from=TODAY)


def test_days_the_wrong_way_round_are_refused(clerk: User, outsider: Employer) -> None:
    with pytest.raises(Invalid):
        actions.grant_mandate(SYSTEM, clerk.pk, outsider.pk, valid_from=TODAY, valid_until=TODAY - timedelta(days=1))


def test_only_clerks_get_mandates_and_only_officers_posts(clerk: User, officer: User, careful: Employer) -> None:
    with pytest.raises(NotFound):
        actions.grant_mandate(SYSTEM, officer.pk, careful.pk, valid_from=TODAY)
    with pytest.raises(NotFound):
        actions.grant_post(SYSTEM, clerk.pk, district="110105", kind=PostKind.AUDITOR, valid_from=TODAY)


def test_ending_what_is_not_there_is_said(clerk: User, outsider: Employer) -> None:
    with pytest.raises(NotFound):
        actions.end_mandate(SYSTEM, clerk.pk, outsider.pk, last_day=TODAY)
    with pytest.raises(NotFound):
        actions.disable_user(SYSTEM, 0)
    with pytest.raises(NotFound):
        actions.end_post(SYSTEM, 0, last_day=TODAY)
    assert not Action.objects.filter(verb__in=["end_mandate", "disable_user", "end_post"]).exists()


def test_an_ended_mandate_keeps_its_history(clerk: User, careful: Employer) -> None:
    actions.end_mandate(SYSTEM, clerk.pk, careful.pk, last_day=TODAY)
    mandate = Mandate.objects.get(user=clerk)
    assert (mandate.valid_from, mandate.valid_until) == (LONG_AGO, TODAY)
    change = Change.objects.get(table_name="access_mandate", operation="update")
    assert change.after == {"valid_until": "2026-03-02"}


def test_a_subject_is_tied_to_one_account(clerk: User, other_clerk: User) -> None:
    actions.link_provider(SYSTEM, clerk.pk, "https://id.example/", "s-1")
    with pytest.raises(Conflict):
        actions.link_provider(SYSTEM, other_clerk.pk, "https://id.example", "s-1")
