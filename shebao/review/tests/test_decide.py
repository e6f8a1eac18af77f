"""Four eyes by person, exactly what was shown, and once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from shebao.access import actions as access
from shebao.access.models import Post, PostKind, User, UserKind
from shebao.audit import actions as audit
from shebao.audit.models import Action
from shebao.database.roles import Role, working_as
from shebao.declarations.models import Declaration
from shebao.employers.models import Employer
from shebao.kernel import clock
from shebao.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, ShebaoError
from shebao.office.tests.conftest import (
    CHAOYANG,
    LONG_AGO,
    NUMBERS,
    SYSTEM,
    XICHENG,
    Filings,
    actor_of,
    make_officer,
    make_user,
)
from shebao.review import actions, queries
from shebao.review.models import Case, Decision, Verdict

pytestmark = pytest.mark.django_db(transaction=True)


def decide(officer: User, case: Case, verdict: Verdict = Verdict.APPROVE, reason: str = "", seen: str = "") -> Decision:
    version = seen or queries.version(case)
    return actions.decide(actor_of(officer), case.pk, verdict, reason=reason, seen_version=version, now=clock.now())


def refused(officer: User, case: Case) -> str:
    with pytest.raises(NotAllowed) as error:
        decide(officer, case)
    assert not Decision.objects.exists()
    trail = Action.objects.filter(verb="decide_case").exclude(refused="").latest("pk")
    assert (trail.refused, trail.user_id) == (error.value.code, officer.pk)
    return error.value.code


def test_a_decision_closes_the_question_and_wakes_the_worker(filings: Filings, officer: User) -> None:
    case = filings.for_review()
    decision = decide(officer, case)
    case.refresh_from_db()
    declaration = Declaration.objects.get(pk=case.declaration_id)
    assert (decision.verdict, decision.officer_name, case.state) == ("approve", "王芳", "decided")
    assert (declaration.next_step, declaration.state) == ("decide", "in_review")
    trail = Action.objects.get(verb="decide_case")
    assert trail.subject == f"case:{case.pk}"
    assert trail.details["verdict"] == "approve"
    assert trail.details["version"].startswith(f"{declaration.content_version}-")


def test_the_maker_is_not_the_checker(filings: Filings, clerk: User) -> None:
    access_kind = User.objects.filter(pk=clerk.pk)
    case = filings.for_review()
    with audit.action(SYSTEM, "change_kind"):
        access_kind.update(kind=UserKind.OFFICER)
        Post.objects.create(user=clerk, district=CHAOYANG, kind=PostKind.FIRST_REVIEW, valid_from=LONG_AGO)
    assert refused(User.objects.get(pk=clerk.pk), case) == "own_filing"


def test_nor_under_a_second_account(filings: Filings, clerk: User) -> None:
    case = filings.for_review()
    second = make_officer("zhang.min.2", "张敏", CHAOYANG, clerk.identity_number.lower())
    assert refused(second, case) == "own_filing"


def test_nor_for_an_employer_that_she_serves_under_another_account(filings: Filings, employer: Employer) -> None:
    case = filings.for_review()
    colleague = make_user("colleague", "陈静", UserKind.CLERK, "110105198802021245")
    access.grant_mandate(SYSTEM, colleague.pk, employer.pk, valid_from=LONG_AGO)
    officer = make_officer("chen.jing", "陈静", CHAOYANG, "110105198802021245")
    assert refused(officer, case) == "own_employer"


def test_a_mandate_that_ended_before_the_filing_began_is_no_tie(filings: Filings, employer: Employer) -> None:
    colleague = make_user("colleague", "陈静", UserKind.CLERK, "110105198802021245")
    access.grant_mandate(SYSTEM, colleague.pk, employer.pk, valid_from=LONG_AGO)
    access.end_mandate(SYSTEM, colleague.pk, employer.pk, last_day=clock.today() - timedelta(days=1))
    officer = make_officer("chen.jing", "陈静", CHAOYANG, "110105198802021245")
    assert decide(officer, filings.for_review()).officer_id == officer.pk


def test_nor_on_her_own_record(filings: Filings) -> None:
    case = filings.for_review(number=NUMBERS[3])
    assert refused(make_officer("wang.jianguo", "王建国", CHAOYANG, NUMBERS[3]), case) == "own_record"


def test_nor_without_an_identity_number_on_file(filings: Filings) -> None:
    assert refused(make_officer("nobody", "无名", CHAOYANG, ""), filings.for_review()) == "officer_unknown"


def test_nor_for_another_district(filings: Filings, foreign_officer: User) -> None:
    assert refused(foreign_officer, filings.for_review()) == "no_post"


def test_nor_as_an_auditor_nor_after_the_post_has_ended(filings: Filings, officer: User) -> None:
    case = filings.for_review()
    auditor = make_officer("auditor", "稽核", CHAOYANG, "110105196601011233", PostKind.AUDITOR)
    assert refused(auditor, case) == "no_post"
    access.end_post(SYSTEM, Post.objects.get(user=officer).pk, last_day=clock.today() - timedelta(days=1))
    assert refused(officer, case) == "no_post"


def test_an_absent_case_is_not_found(officer: User) -> None:
    with pytest.raises(NotFound):
        actions.decide(actor_of(officer), 1, Verdict.APPROVE, reason="", seen_version="", now=clock.now())


@pytest.mark.parametrize("verdict", [Verdict.RETURN, Verdict.REJECT])
@pytest.mark.parametrize(("reason", "code"), [("", "reason_missing"), ("长" * 501, "reason_too_long")])
def test_a_reason_is_needed_and_has_a_limit(
    filings: Filings, officer: User, verdict: Verdict, reason: str, code: str
) -> None:
    case = filings.for_review()
    with pytest.raises(Invalid) as error:
        decide(officer, case, verdict, reason)
    assert error.value.code == code
    assert not Decision.objects.exists()


def test_what_was_added_after_it_was_shown_is_not_approved(filings: Filings, officer: User) -> None:
    case = filings.for_review()
    seen = queries.version(case)
    filings.prove(case.declaration, "又一份.png")
    with pytest.raises(Conflict) as error:
        decide(officer, case, seen=seen)
    assert error.value.code == "content_changed"
    assert decide(officer, case).verdict == "approve"


@pytest.mark.parametrize("seen", ["", "1", "1-", "2-" + "0" * 32, "\ud800", "x" * 10_000])
def test_a_made_up_version_is_not_what_was_shown(filings: Filings, officer: User, seen: str) -> None:
    case = filings.for_review()
    with pytest.raises(Conflict):
        actions.decide(actor_of(officer), case.pk, Verdict.APPROVE, reason="", seen_version=seen, now=clock.now())


def test_nobody_decides_twice(filings: Filings, officer: User) -> None:
    case = filings.for_review()
    seen = queries.version(case)
    decide(officer, case)
    with pytest.raises(Conflict) as error:
        decide(make_officer("second", "第二", CHAOYANG, "110105196601011233"), case, seen=seen)
    assert error.value.code == "already_decided"


def test_of_officers_deciding_at_the_same_moment_one_does(filings: Filings) -> None:
    officers = [make_officer(f"o{n}", f"审核{n}", CHAOYANG, f"11010519660101{n:04d}") for n in range(4)]
    case = filings.for_review()
    seen = queries.version(case)

    def one(officer: User) -> str:
        try:
            decide(officer, case, seen=seen)
        except ShebaoError as error:
            return error.code
        finally:
            connection.close()
        return "decided"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(one, officers))
    assert outcomes == ["already_decided"] * 3 + ["decided"]
    assert Decision.objects.count() == 1


def test_the_database_refuses_her_too_whatever_the_program_forgets(filings: Filings, clerk: User) -> None:
    case = filings.for_review()
    second = make_officer("zhang.min.2", "张敏", CHAOYANG, clerk.identity_number)
    with pytest.raises(ProgrammingError, match="row-level security"), working_as(Role.OFFICE, second.pk):
        _write_decision(case, second)


def test_an_officer_writes_no_decision_in_anothers_name(filings: Filings, officer: User, foreign_officer: User) -> None:
    case = filings.for_review()
    for role, user, name in ((Role.OFFICE, officer, foreign_officer), (Role.OFFICE, foreign_officer, foreign_officer)):
        with pytest.raises(ProgrammingError, match="row-level security"), working_as(role, user.pk):
            _write_decision(case, name)


def _write_decision(case: Case, officer: User) -> None:
    with audit.action(actor_of(officer), "decide_case"):
        Decision.objects.create(case=case, verdict="approve", officer_id=officer.pk, officer_name=officer.name)


def test_the_worklist_is_the_districts_own_most_urgent_first(filings: Filings) -> None:
    first, second = filings.for_review(), filings.for_review("李四", NUMBERS[1])
    with audit.action(SYSTEM, "backdate"):
        Case.objects.filter(pk=second.pk).update(due_on=clock.today() - timedelta(days=2))
    listed = queries.worklist([CHAOYANG], queries.Filters(), today=clock.today())
    assert [case.pk for case in listed] == [second.pk, first.pk]
    assert queries.worklist([XICHENG], queries.Filters(), today=clock.today()) == []
    rest = queries.worklist(
        [CHAOYANG], queries.Filters(), today=clock.today(), after=queries.position(Case.objects.get(pk=second.pk))
    )
    assert [case.pk for case in rest] == [first.pk]
    (load,) = queries.load([CHAOYANG], clock.today())
    assert (load.waiting, load.overdue, load.due_today) == (2, 1, 0)


@pytest.mark.parametrize(
    ("filters", "hits"),
    [
        (queries.Filters(search="李四"), 1),
        (queries.Filters(search="谨慎"), 2),
        (queries.Filters(search=NUMBERS[1]), 1),
        (queries.Filters(search="91110105ma00000011"), 2),
        (queries.Filters(search="%"), 0),
        (queries.Filters(search="\x00李"), 1),
        (queries.Filters(service="enrolment"), 2),
        (queries.Filters(service="refund"), 0),
        (queries.Filters(reason="shared_no_match_proven"), 2),
        (queries.Filters(age="overdue"), 0),
        (queries.Filters(age="today"), 0),
        (queries.Filters(district=XICHENG), 2),
    ],
)
def test_filters(filings: Filings, filters: queries.Filters, hits: int) -> None:
    filings.for_review()
    filings.for_review("李四", NUMBERS[1])
    assert len(queries.worklist([CHAOYANG], filters, today=clock.today())) == hits


def test_after_the_last_case_comes_the_first_that_was_left(filings: Filings) -> None:
    first, second = filings.for_review(), filings.for_review("李四", NUMBERS[1])

    def following(case: Case | None) -> int | None:
        after = queries.position(case) if case else None
        return queries.next_case([CHAOYANG], queries.Filters(), today=clock.today(), after=after)

    assert following(None) == first.pk
    assert following(first) == second.pk
    assert following(second) == first.pk
