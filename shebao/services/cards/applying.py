"""Making a confirmed filing take effect: an application a good line, ordered or before an officer; one transaction."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from shebao.audit.actions import Actor, action
from shebao.database import bulk
from shebao.declarations.models import Declaration, LineState, State
from shebao.declarations.models import Finding as FindingRow
from shebao.declarations.timeline import tell
from shebao.kernel.clock import day_of
from shebao.kernel.findings import Finding, Severity, hard
from shebao.law import law
from shebao.notices.actions import notify
from shebao.services.cards import catalogue, checking, ordering, rules
from shebao.services.cards.models import Application, CardLine, Photo, Source
from shebao.services.cards.models import State as Card
from shebao.services.cards.pictures import REVIEW_NEEDED
from shebao.services.cards.telling import Told
from shebao.services.cards.telling import tell as tell_applications
from shebao.services.lines import findings

ENGINE: Final = Actor.system("社会保障卡办理")
CHUNK: Final = 1_000


def apply(declaration: Declaration, now: datetime) -> None:
    """An application for each good line whose person may still apply; the others fail with a finding."""
    given = rules.Setting.on(law(), day_of(now))
    with action(
        ENGINE, "apply_for_cards", subject=f"declaration:{declaration.pk}", details={"lines": declaration.good}
    ):
        lines = list(CardLine.objects.filter(declaration_id=declaration.pk, state=LineState.GOOD).order_by("line_no"))
        bulk.rows(__file__, "lock_persons", {"persons": [line.person_id for line in lines]})
        late = {line_no: found for line_no, found in checking.of_lines(lines, given) if found}
        findings.write(declaration.pk, ((line_no, [_too_late(found[0])]) for line_no, found in late.items()))
        made = _applications(declaration, [line for line in lines if line.line_no not in late], given, now)
        _pass_on(made, now)
        _finish(declaration, lines, set(late))
        _conclude(declaration, made, len(late), now)


def _too_late(found: Finding) -> Finding:
    return hard("changed_now", reason=catalogue.explain(found.code, found.field, found.params).message)


def _applications(
    declaration: Declaration, lines: Sequence[CardLine], given: rules.Setting, now: datetime
) -> list[Application]:
    due = {kind: rules.due_on(kind, given) for kind in {line.kind for line in lines}}
    return Application.objects.bulk_create(
        (
            Application(
                number=f"{declaration.number}-{line.line_no}",
                person_id=line.person_id,
                kind=line.kind,
                source=Source.EMPLOYER,
                employer_id=declaration.employer_id,
                declaration_id=declaration.pk,
                line_no=line.line_no,
                client_key=f"{declaration.number}-{line.line_no}",
                district=declaration.employer.district,
                picture_id=line.picture_id,
                state=Card.IN_REVIEW if line.photo == Photo.UNSURE else Card.ASKED,
                asked_by=declaration.filed_by,
                asked_by_name=declaration.filed_by_name,
                asked_at=now,
                due_on=due[line.kind],
            )
            for line in lines
        ),
        batch_size=CHUNK,
    )


def _pass_on(made: Sequence[Application], now: datetime) -> None:
    """Good photos to the card maker, the others to the officers."""
    ordering.order([one for one in made if one.state == Card.ASKED], ENGINE.name, now)
    waiting = [one for one in made if one.state == Card.IN_REVIEW]
    why = _unsure({one.declaration_id or 0 for one in waiting}, {one.line_no or 0 for one in waiting})
    tell_applications(
        (Told(one, "in_review", ENGINE.name, {"reason": why.get(one.line_no or 0, "")}) for one in waiting), now
    )


def _unsure(declarations: set[int], lines: set[int]) -> dict[int, str]:
    """Why the check was unsure of the photos of lines, by line; one statement."""
    found = FindingRow.objects.filter(declaration_id__in=declarations, line_no__in=lines, severity=Severity.SOFT)
    told: dict[int, list[tuple[str, dict[str, str]]]] = defaultdict(list)
    for one in found.exclude(code=REVIEW_NEEDED).order_by("pk"):
        told[one.line_no].append((one.code, one.params))
    return {line_no: catalogue.why_unsure(pairs) for line_no, pairs in told.items()}


def _finish(declaration: Declaration, lines: Sequence[CardLine], late: set[int]) -> None:
    done = CardLine.objects.filter(declaration_id=declaration.pk, state=LineState.GOOD)
    done.filter(line_no__in=late).update(state=LineState.FAILED)
    done.update(state=LineState.EFFECTIVE)
    declaration.effective, declaration.failed = len(lines) - len(late), len(late)


def _conclude(declaration: Declaration, made: Sequence[Application], late: int, now: datetime) -> None:
    """Where the filing stands; photos that the check refused stayed behind, as those did that came too late."""
    review = sum(one.state == Card.IN_REVIEW for one in made)
    left = late + declaration.bad
    declaration.state = State.FAILED if not made else State.PARTLY if left else State.EFFECTIVE
    declaration.to_review = review
    declaration.finished_at = now
    declaration.next_step = None
    declaration.progress = 100
    declaration.save()
    if made:
        tell(declaration, "cards_asked", ENGINE.name, count=len(made))
    if review:
        tell(declaration, "photos_to_review", ENGINE.name, count=review)
    if late:
        tell(declaration, "failed", ENGINE.name, count=late)
    figures = {"count": len(made), "review": review, "effective": len(made), "failed": left}
    notify(declaration, _news(len(made), review, left), **figures)


def _news(made: int, review: int, left: int) -> str:
    """The notice that tells what became of a filing."""
    if not made:
        return "declaration_failed"
    if left:
        return "declaration_partly"
    return "cards_in_review" if review else "cards_asked"
