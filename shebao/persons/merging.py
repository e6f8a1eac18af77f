"""Two records of one human being: asked, decided by two officers, and linked, never overwritten (docs/decisions/0022).

Linked records keep all their rows and numbers. On each stands the id of the record that is kept (`same_person`):
filings under any of their numbers go to it, or to the record under which the employer has its contract, and what must
not exist twice is looked for under all of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from shebao.audit.actions import Actor, action
from shebao.database import bulk
from shebao.kernel.errors import Conflict as Refused
from shebao.kernel.errors import NotFound
from shebao.persons import histories, rules
from shebao.persons.models import Merger, MergerState, Person


def ask(
    actor: Actor, person_id: int, other_id: int, declaration_id: int, line_no: int, *, why: str, now: datetime
) -> Merger:
    """Note that the record `person_id` is to get the number that `other_id` bears, with what both records say now.

    Asking again for a line that waits for an answer gives back what was asked. Raises Conflict when both are one record
    or have been linked before, NotFound when one does not exist.
    """
    with action(actor, "ask_merger", subject=f"person:{person_id}", details={"other": other_id}):
        asked = Merger.objects.filter(declaration_id=declaration_id, line_no=line_no, state=MergerState.ASKED).first()
        if asked is not None:
            return asked
        if is_one(person_id, other_id):
            raise Refused("这两条记录已认定为同一人。", code="already_one_person", remedy="无需再次申请更正号码。")
        seen = _histories((person_id, other_id))
        return Merger.objects.create(
            person_id=person_id,
            other_id=other_id,
            declaration_id=declaration_id,
            line_no=line_no,
            why=why,
            state=MergerState.ASKED,
            histories=[seen[person_id], seen[other_id]],
            conflicts=_conflicts(seen, person_id, other_id),
            asked_at=now,
        )


def carry_out(actor: Actor, declaration_id: int, line_no: int, *, officer: str, now: datetime) -> Merger:
    """Link both records of a line, on the word of the last of the officers; `officer` is the name shown.

    The record that bears the number is kept. State `linked`, also where another line has brought the link about, or
    `changed` and nothing linked where something else speaks against it now than what the officers saw. Raises NotFound
    when nothing waits for an answer.
    """
    with action(actor, "link_records", subject=f"declaration:{declaration_id}"):
        merger = _asked(declaration_id, line_no)
        pair = (merger.person_id, merger.other_id)
        records = _locked(pair)
        if is_one(*pair):
            return _answer(merger, MergerState.LINKED, officer, "", now)
        now_known = rules.read(_conflicts(_histories(pair), *pair))
        seen = rules.read(merger.conflicts)
        if {one.kind for one in now_known} <= {one.kind for one in seen}:
            kept = Person.objects.values_list("same_person", flat=True).get(pk=merger.other_id) or merger.other_id
            Person.objects.filter(pk__in=records).update(same_person=kept)
            return _answer(merger, MergerState.LINKED, officer, "", now)
        return _answer(merger, MergerState.CHANGED, officer, "", now)


def refuse(actor: Actor, declaration_id: int, line_no: int, *, officer: str, reason: str, now: datetime) -> Merger:
    """Note that the records of a line are two human beings; nothing changes. Raises NotFound as `carry_out` does."""
    with action(actor, "refuse_merger", subject=f"declaration:{declaration_id}"):
        return _answer(_asked(declaration_id, line_no), MergerState.REFUSED, officer, reason, now)


def withdraw(actor: Actor, declaration_id: int, line_no: int, *, officer: str, reason: str, now: datetime) -> Merger:
    """Note that the question was sent back unanswered; the line may ask anew. Raises NotFound as `carry_out` does."""
    with action(actor, "withdraw_merger", subject=f"declaration:{declaration_id}"):
        return _answer(_asked(declaration_id, line_no), MergerState.WITHDRAWN, officer, reason, now)


def of_line(declaration_id: int, line_no: int) -> Merger | None:
    """What was asked last with a line, None where nothing was."""
    return Merger.objects.filter(declaration_id=declaration_id, line_no=line_no).order_by("-pk").first()


def is_one(person_id: int, other_id: int) -> bool:
    """Whether two ids are one record, or records found to be one human being."""
    if person_id == other_id:
        return True
    kept = Person.objects.filter(Q(pk=person_id) | Q(pk=other_id), same_person__isnull=False)
    return list(kept.values("same_person").annotate(records=Count("pk")).values_list("records", flat=True)) == [2]


def _locked(pair: tuple[int, int]) -> list[int]:
    """All records of two persons, locked. Looked for again under the lock: a record may have joined them meanwhile."""
    records: list[int] = []
    while records != (found := [row[0] for row in bulk.rows(__file__, "lock_records", {"persons": list(pair)})]):
        records = found
    return records


def known_as(number: str, others: Iterable[str]) -> bool:
    """Whether officers found who has the number of a document to be somebody who has another one of these."""
    found = bulk.rows(__file__, "known_as", {"number": number, "others": list(others)})
    return bool(found[0][0])


def _asked(declaration_id: int, line_no: int) -> Merger:
    waiting = Merger.objects.select_for_update().filter(declaration_id=declaration_id, line_no=line_no)
    found = waiting.filter(state=MergerState.ASKED).first()
    if found is None:
        raise NotFound
    return found


def _answer(merger: Merger, state: MergerState, officer: str, reason: str, now: datetime) -> Merger:
    merger.state = state
    merger.decided_at = now
    merger.decided_by_name = officer
    merger.reason = reason
    merger.save(update_fields=["state", "decided_at", "decided_by_name", "reason"])
    return merger


def _histories(pair: tuple[int, int]) -> dict[int, Mapping[str, Any]]:
    seen = histories.kept(pair)
    if len(seen) != len(set(pair)):
        raise NotFound
    return seen


def _conflicts(seen: dict[int, Mapping[str, Any]], person_id: int, other_id: int) -> Sequence[rules.Conflict]:
    return rules.conflicts(histories.read(seen[person_id]), histories.read(seen[other_id]))
