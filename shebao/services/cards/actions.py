"""What doors do with cards: apply with a photo, decide on photos the check was unsure of, confirm filings.

The worker does the rest: whoever may apply, what the photo is like, the order to the card maker.
"""

from datetime import datetime
from typing import Final, NamedTuple

from django.db import IntegrityError, transaction

from shebao.access import queries as access
from shebao.access.models import User
from shebao.audit import actions as audit
from shebao.audit.actions import Actor
from shebao.declarations import actions as declarations
from shebao.declarations.actions import filing_number
from shebao.declarations.models import Declaration
from shebao.declarations.queries import wake_worker
from shebao.documents.models import StoredFile
from shebao.kernel.clock import day_of
from shebao.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from shebao.review import rules as review
from shebao.review.rules import Objection
from shebao.services.cards import queries
from shebao.services.cards.basis import GROUND
from shebao.services.cards.models import LIVE, Application, Decision, Kind, Source, State

SERVICE: Final = "cards"
PERSON: Final = "person"
KIND: Final = "kind"
MAX_REASON: Final = 200
POSTS: Final = review.posts_for(1, 1)
_TIES: Final = {
    "own": review.OWN_RECORD,
    "filed": review.OWN_FILING,
    "clerk": review.OWN_EMPLOYER,
}


class Wish(NamedTuple):
    """A card that is applied for without a filing; `district` is empty where the worker has to find it."""

    person_id: int
    kind: str
    photo: StoredFile
    source: Source
    district: str = ""


def apply(
    actor: Actor, person_id: int, kind: str, photo_document: StoredFile, *, client_key: str, now: datetime
) -> Application:
    """The insured person applies for a card with a photo that is stored already; the worker looks at both.

    The same key of the same person is the same application, however often it is sent. Raises Invalid for a kind that
    there is not, Conflict when an application of the person is under way.
    """
    return _ask(actor, Wish(person_id, kind, photo_document, Source.PERSON), client_key, now)


def apply_offline(
    actor: Actor,
    person_id: int,
    kind: str,
    photo_document: StoredFile,
    *,
    district: str,
    client_key: str,
    now: datetime,
) -> Application:
    """An officer enters a 「个人信息登记表」 that was handed in, with its photo scanned; otherwise as `apply`.

    `district` is the agency's where it was handed in. Another officer decides where the check is unsure of the photo.
    """
    return _ask(actor, Wish(person_id, kind, photo_document, Source.AGENCY, district), client_key, now)


def _ask(actor: Actor, wish: Wish, client_key: str, now: datetime) -> Application:
    if wish.kind not in Kind.values:
        raise Invalid("没有选择申请类型。", code="kind_unknown", remedy="请选择申请类型。", field="kind")
    before = Application.objects.filter(person_id=wish.person_id, client_key=client_key).first()
    if before is not None:
        return before
    try:
        with audit.action(actor, "ask_card", subject=f"person:{wish.person_id}", details={"kind": wish.kind}):
            made = Application.objects.create(
                number=filing_number(now),
                person_id=wish.person_id,
                kind=wish.kind,
                source=wish.source,
                client_key=client_key,
                district=wish.district,
                photo_id=wish.photo.pk,
                state=State.ASKED,
                asked_by=actor.user_id,
                asked_by_name=actor.name,
                asked_at=now,
            )
            wake_worker()
    except IntegrityError as error:
        return _there_already(wish.person_id, client_key, error)
    return made


def _there_already(person_id: int, client_key: str, error: IntegrityError) -> Application:
    """What a parallel request made under the same key; Conflict where it is another application."""
    same = Application.objects.filter(person_id=person_id, client_key=client_key).first()
    if same is not None:
        return same
    under_way = Application.objects.filter(person_id=person_id, state__in=LIVE).first()
    number = f"，申请编号{under_way.number}" if under_way else ""
    raise Conflict(
        f"已有正在办理的社会保障卡申请{number}。",
        code="under_way",
        remedy="请等待该申请办结，同一人同时只能办理一张卡。",
    ) from error


def begin(actor: Actor, *, single: bool, client_key: str, now: datetime) -> Declaration:
    """Open an employer's filing, or give back the one begun under the key; single: one person, else an archive.

    Raises Conflict as `declarations.actions.begin` does.
    """
    return declarations.begin(
        actor, service=SERVICE, employer_id=actor.employer_id or 0, single=single, client_key=client_key, now=now
    )


def keep(actor: Actor, declaration_id: int, person_id: int, name: str, kind: str, *, now: datetime) -> Declaration:
    """Keep who and what a single filing is about. Raises Conflict as `declarations.actions.save` does."""
    payload = {PERSON: str(person_id), "name": name, KIND: kind[:8]}
    return declarations.save(actor, declaration_id, payload, now=now)


def confirm(actor: Actor, declaration_id: int, content_version: int, *, now: datetime) -> Declaration:
    """Confirm what the check showed, as `declarations.actions.confirm`; checked again where the photos have changed."""
    return declarations.confirm(actor, declaration_id, content_version, now=now, ground=GROUND)


def decide(actor: Actor, application_id: int, *, good: bool, reason: str, seen_picture: int, now: datetime) -> Decision:
    """An officer says whether a photo may be printed on the card; the worker carries it out.

    `seen_picture` is the stored file that was shown. Raises NotFound, NotAllowed (recorded: no post in the district,
    own application, one that she entered, an employer whose clerk she is), Invalid where a return has no reason,
    Conflict when somebody else has decided or the photo is another one.
    """
    try:
        with transaction.atomic():
            application = Application.objects.filter(pk=application_id).first()
            if application is None:
                raise NotFound("没有找到该申请。")
            _may_decide(actor, application, now)
            _is_as_shown(application, seen_picture)
            _has_reason(reason, good=good)
            return _write(actor, application, reason, now, good=good)
    except NotAllowed as refused:
        audit.refuse(actor, "decide_photo", refused.code, subject=f"card_application:{application_id}")
        raise


def objection(actor: Actor, application: Application, now: datetime) -> Objection | None:
    """Why `actor` may not decide on the photo, or None."""
    officer = User.objects.filter(pk=actor.user_id or 0).first()
    posts = access.posts_of(officer.pk, day_of(now), POSTS) if officer else []
    if officer is None or not any(post.district == application.district for post in posts):
        return review.NO_POST
    if not officer.identity_number:
        return review.NO_NUMBER
    return _TIES.get(queries.tie(officer.pk, application.pk))


def _may_decide(actor: Actor, application: Application, now: datetime) -> None:
    against = objection(actor, application, now)
    if against is not None:
        raise NotAllowed(str(against.message), code=against.code, remedy="请转由其他审核人员办理。")


def _is_as_shown(application: Application, seen_picture: int) -> None:
    if application.state != State.IN_REVIEW or queries.decision_on(application.pk) is not None:
        raise Conflict("该照片已由其他人员审核。", code="already_decided", remedy="请继续审核下一张。")
    if application.picture_id != seen_picture:
        raise Conflict("照片在您查看之后有变化。", code="content_changed", remedy="请重新查看后再作决定。")


def _has_reason(reason: str, *, good: bool) -> None:
    if not good and not reason.strip():
        remedy = "请选择退回原因，原因会告知申请人。"
        raise Invalid("没有填写退回原因。", code="reason_missing", remedy=remedy, field="reason")
    if len(reason) > MAX_REASON:
        raise Invalid(f"原因超过{MAX_REASON}个字。", code="reason_too_long", remedy="请缩短后再提交。", field="reason")


def _write(actor: Actor, application: Application, reason: str, now: datetime, *, good: bool) -> Decision:
    details = {"good": good, "picture": application.picture_id}
    subject = f"card_application:{application.pk}"
    try:
        with audit.action(actor, "decide_photo", subject=subject, details=details):
            made = Decision.objects.create(
                application=application,
                good=good,
                reason="" if good else reason.strip(),
                officer_id=actor.user_id or 0,
                officer_name=actor.name,
                at=now,
            )
            wake_worker()
    except IntegrityError as error:
        raise Conflict("该照片已由其他人员审核。", code="already_decided", remedy="请继续审核下一张。") from error
    return made
