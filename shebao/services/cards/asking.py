"""Carrying out what insured persons and officers asked for, and what officers decided on photos."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from shebao.audit.actions import Actor, action
from shebao.database import bulk
from shebao.documents.models import StoredFile
from shebao.kernel.clock import day_of
from shebao.kernel.findings import Finding, hard
from shebao.law import law
from shebao.services.cards import catalogue, facts, ordering, pictures, rules
from shebao.services.cards.models import Application, Decision, Photo, State
from shebao.services.cards.pictures import REVIEW_NEEDED, Looked
from shebao.services.cards.telling import LONGEST, Told, end, tell

ENGINE: Final = Actor.system("社会保障卡办理")
AT_ONCE: Final = 200


def carry_out(*, now: datetime) -> int:
    """Look at what was asked for, and carry out what officers decided; how many applications moved."""
    return carry_out_requests(now=now) + carry_out_decisions(now=now)


def carry_out_requests(*, now: datetime) -> int:
    """Look at each application that was asked for: may the person apply, and what is the photo like; how many."""
    asked = Application.objects.filter(state=State.ASKED).order_by("pk").values_list("pk", flat=True)
    return _each(list(asked[:AT_ONCE]), _carry_out, now)


def _each(ids: Iterable[int], do: Callable[[int, datetime], bool], now: datetime) -> int:
    """Do it to each, however others end; how many it moved. Raises the first failure after the last one was tried."""
    moved, failures = 0, []
    for pk in ids:
        try:
            moved += do(pk, now)
        except Exception as failure:  # noqa: BLE001 whatever it is, nobody else waits for it
            failures.append(failure)
    if failures:
        raise failures[0]
    return moved


def _carry_out(application_id: int, now: datetime) -> bool:
    """Whether an application was moved, not where somebody else is at it. The photo is looked at first."""
    looked = pictures.look_at_stored(_photo(application_id), day_of(now))
    with transaction.atomic(), action(ENGINE, "take_in_card_request", subject=f"card_application:{application_id}"):
        found = Application.objects.select_for_update(skip_locked=True)
        application = found.filter(pk=application_id, state=State.ASKED).first()
        if application is None:
            return False
        bulk.rows(__file__, "lock_persons", {"persons": [application.person_id]})
        _judge(application, looked, now)
    return True


def _photo(application_id: int) -> StoredFile | None:
    photo = Application.objects.filter(pk=application_id).values("photo_id")
    return StoredFile.objects.filter(pk__in=photo, removed_at=None).first()


def _judge(application: Application, looked: Looked, now: datetime) -> None:
    known = facts.of_persons([application.person_id], but=application.pk).get(application.person_id, facts.NOBODY)
    given = rules.Setting.on(law(), day_of(now))
    application.district = application.district or known.district
    against = rules.refusal(application.kind, known, given) or _nowhere(application)
    if against is not None:
        _end(application, State.REFUSED, [against], now)
    elif looked.photo is Photo.BAD:
        _end(application, State.RETURNED, looked.findings, now)
    else:
        _go_on(application, looked, given, now)


def _nowhere(application: Application) -> Finding | None:
    """No officer would see the photo and no card could be sent: there is no agency without an employer ever."""
    return None if application.district else hard("no_agency")


def _go_on(application: Application, looked: Looked, given: rules.Setting, now: datetime) -> None:
    """To the card maker, or to an officer where the check is unsure of the photo."""
    picture = pictures.written(looked, name=f"{application.number}.jpg", employer_id=None)
    picture.save()
    application.picture_id = picture.pk
    application.due_on = rules.due_on(application.kind, given)
    application.state = State.IN_REVIEW if looked.photo is Photo.UNSURE else State.ASKED
    application.save()
    if looked.photo is Photo.UNSURE:
        why = catalogue.why_unsure((one.code, one.params) for one in looked.findings if one.code != REVIEW_NEEDED)
        tell([Told(application, "in_review", ENGINE.name, {"reason": why})], now)
    else:
        ordering.order([application], ENGINE.name, now)


def _end(application: Application, state: State, why: Sequence[Finding], now: datetime) -> None:
    words = [catalogue.explain(one.code, one.field, one.params) for one in why]
    end(application, state, "".join(one.message for one in words), now, ENGINE.name)
    application.remedy = "".join(dict.fromkeys(one.what_to_do for one in words))[:LONGEST]
    application.save()


# What officers decided -------------------------------------------------------------------------------


def carry_out_decisions(*, now: datetime) -> int:
    """Order, or give back, what officers have decided on; how many applications."""
    decided = Decision.objects.filter(application__state=State.IN_REVIEW).order_by("pk").values_list("pk", flat=True)
    return _each(list(decided[:AT_ONCE]), _decided, now)


def _died(application: Application) -> bool:
    """Whether she has died while the photo waited."""
    known = facts.of_persons([application.person_id]).get(application.person_id, facts.NOBODY)
    return known.died_on is not None


def _decided(decision_id: int, now: datetime) -> bool:
    with transaction.atomic(), action(ENGINE, "carry_out_photo_decision", subject=f"card_decision:{decision_id}"):
        decision = Decision.objects.get(pk=decision_id)
        found = Application.objects.select_for_update(skip_locked=True)
        application = found.filter(pk=decision.application_id, state=State.IN_REVIEW).first()
        if application is None:
            return False
        bulk.rows(__file__, "lock_persons", {"persons": [application.person_id]})
        if decision.good and _died(application):
            _end(application, State.REFUSED, [hard("deceased")], now)
        elif decision.good:
            tell([Told(application, "photo_good", decision.officer_name)], now)
            ordering.order([application], ENGINE.name, now)
        else:
            application.remedy = "请换一张符合要求的照片，重新申请。"
            end(application, State.RETURNED, decision.reason, now, decision.officer_name)
    return True
