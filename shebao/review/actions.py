"""Deciding on a case: by somebody else than its maker, on exactly what was shown, once."""

from datetime import datetime

from django.db import transaction

from shebao.access import queries as access
from shebao.access.models import PostKind, User
from shebao.audit import actions as audit
from shebao.audit.actions import Actor
from shebao.declarations.actions import hand_over_decision
from shebao.declarations.models import Declaration
from shebao.kernel.clock import day_of
from shebao.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from shebao.persons import merging
from shebao.review import queries, rules
from shebao.review.models import Case, CaseState, Decision, Verdict

POSTS = (PostKind.FIRST_REVIEW, PostKind.SECOND_REVIEW)
"""Posts that let an officer decide."""


def decide(actor: Actor, case_id: int, verdict: Verdict, *, reason: str, seen_version: str, now: datetime) -> Decision:
    """Decide on an open case; the worker then carries it out and tells the clerk.

    `seen_version` is `queries.version` of what the officer was shown. Raises NotFound, NotAllowed (recorded: no post in
    the district for the stage, own filing, own employer, own record, own decision at the stage before), Invalid when a
    return or rejection has no reason, Conflict when somebody else has decided or the content is no longer as shown.
    """
    try:
        with transaction.atomic():
            case = _locked(case_id)
            _may_decide(actor, case, now)
            _is_as_shown(case, seen_version)
            _has_reason(verdict, reason)
            return _write(actor, case, verdict, reason, now)
    except NotAllowed as refused:
        audit.refuse(actor, "decide_case", refused.code, subject=f"case:{case_id}")
        raise


def _write(actor: Actor, case: Case, verdict: Verdict, reason: str, now: datetime) -> Decision:
    details = {"verdict": str(verdict), "version": queries.version(case)}
    with audit.action(actor, "decide_case", subject=f"case:{case.pk}", details=details):
        decision = Decision.objects.create(
            case=case, verdict=verdict, reason=reason, officer_id=actor.user_id or 0, officer_name=actor.name, at=now
        )
        case.state = CaseState.DECIDED
        case.save(update_fields=["state"])
        hand_over_decision(case.declaration, now)
    return decision


def objection(actor: Actor, case: Case, now: datetime) -> rules.Objection | None:
    """Why `actor` may not decide on the case, or None."""
    officer = User.objects.filter(pk=actor.user_id or 0).first()
    if officer is None:
        return rules.NO_POST
    posts = access.posts_of(officer.pk, day_of(now), rules.posts_for(case.stage, case.stages))
    documents = queries.documents_of(case)
    return rules.objection(
        holds_post=any(post.district == case.district for post in posts),
        officer_number=officer.identity_number,
        tie=queries.tie(officer.pk, case.pk),
        documents=documents,
        linked=merging.known_as(officer.identity_number, [number for _type, number in documents]),
        stage=case.stage,
    )


def _locked(case_id: int) -> Case:
    """The case, its declaration locked first: the worker does the same, so no decision falls between its steps."""
    found = Case.objects.filter(pk=case_id).values_list("declaration_id", flat=True).first()
    if found is None:
        raise NotFound
    declaration = Declaration.objects.select_for_update().get(pk=found)
    case = Case.objects.select_for_update().get(pk=case_id)
    case.declaration = declaration
    return case


def _may_decide(actor: Actor, case: Case, now: datetime) -> None:
    against = objection(actor, case, now)
    if against is not None:
        raise NotAllowed(str(against.message), code=against.code, remedy="请转由其他审核人员办理。")


def _is_as_shown(case: Case, seen_version: str) -> None:
    if case.state != CaseState.OPEN:
        raise Conflict("这笔申报已由其他人员审核。", code="already_decided", remedy="请继续审核下一笔。")
    if case.content_version != case.declaration.content_version or queries.version(case) != seen_version:
        raise Conflict("申报内容或材料在您查看之后有变化。", code="content_changed", remedy="请重新核对后再作决定。")


def _has_reason(verdict: Verdict, reason: str) -> None:
    if rules.reason_missing(verdict, reason):
        remedy = "请选择或填写原因，原因会告知单位。"
        raise Invalid("没有填写原因。", code="reason_missing", remedy=remedy, field="reason")
    if len(reason) > rules.MAX_REASON:
        raise Invalid(
            f"原因超过{rules.MAX_REASON}个字。", code="reason_too_long", remedy="请缩短后再提交。", field="reason"
        )
