"""What the doors do with a declaration: begin, save, submit, confirm, cancel. The worker does the rest."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from django.db import IntegrityError, transaction

from shebao.audit.actions import Actor, action
from shebao.declarations.models import Declaration, State, Step
from shebao.declarations.queries import basis, wake_worker
from shebao.declarations.timeline import tell
from shebao.documents import queries as documents
from shebao.kernel.clock import day_of
from shebao.kernel.errors import Conflict, NotFound, Unavailable

EDITABLE = (State.DRAFT, State.RETURNED, State.UNREADABLE, State.CHECKED)
FINISHED = (State.EFFECTIVE, State.PARTLY, State.FAILED, State.REJECTED)
CANCELLABLE = (State.DRAFT, State.CHECKED, State.UNREADABLE, State.RETURNED)
WORKBOOK = "workbook"
NUMBERS_TRIED = 5

Shown = Mapping[str, Sequence[int]]
"""Amounts in fen by line number."""


class Ground(NamedTuple):
    """What a check rests on, as a digest with the day, the amounts that it has put on the page, and what lines are."""

    basis: Callable[[int, date], str]
    shown: Callable[[int], Shown]
    of_persons: bool = True


PROOFS: Final = Ground(basis, lambda _declaration: {})


def begin(actor: Actor, *, service: str, employer_id: int, single: bool, client_key: str, now: datetime) -> Declaration:
    """Open a draft of `service` for the employer, or give back the one already begun under `client_key`.

    The key is the sender's: the same key from the same employer is the same declaration, however often it is sent.
    Raises Conflict when the key was used for another service or kind.
    """
    found = Declaration.objects.filter(employer_id=employer_id, client_key=client_key).first()
    if found is None:
        found = _create(actor, service, employer_id, client_key, now, single=single)
    if (found.service, found.single) != (service, single):
        raise Conflict("该请求标识已用于另一笔申报。", code="client_key_reused", remedy="请重新打开页面后再办理。")
    return found


def _create(
    actor: Actor, service: str, employer_id: int, client_key: str, now: datetime, *, single: bool
) -> Declaration:
    """A new draft, or the one that a parallel request made under the same key; a number taken already is drawn anew."""
    for _ in range(NUMBERS_TRIED):
        try:
            return _insert(actor, service, employer_id, client_key, now, single=single)
        except IntegrityError:
            found = Declaration.objects.filter(employer_id=employer_id, client_key=client_key).first()
            if found is not None:
                return found
    raise Unavailable


def _insert(
    actor: Actor, service: str, employer_id: int, client_key: str, now: datetime, *, single: bool
) -> Declaration:
    with action(actor, "begin_declaration", details={"service": service, "single": single}):
        return Declaration.objects.create(
            number=filing_number(now),
            service=service,
            employer_id=employer_id,
            single=single,
            client_key=client_key,
            door=actor.door,
            filed_by=actor.user_id or 0,
            filed_by_name=actor.name,
            state=State.DRAFT,
            created_at=now,
            saved_at=now,
        )


def filing_number(now: datetime) -> str:
    """A new 业务流水号: the day in Beijing and ten digits nobody can guess."""
    return f"{day_of(now):%Y%m%d}{secrets.randbelow(10**10):010d}"


def save(actor: Actor, declaration_id: int, payload: Mapping[str, str], *, now: datetime) -> Declaration:
    """Keep what has been typed so far in a single filing (autosave); changes to the form make a new version.

    Raises NotFound, or Conflict when the filing is with the worker, an officer, or finished, or is a batch.
    """
    with transaction.atomic():
        declaration = _editable(declaration_id, single=True)
        if declaration.payload == dict(payload):
            return declaration
        with action(actor, "save_declaration", subject=f"declaration:{declaration_id}"):
            declaration.payload = dict(payload)
            declaration.saved_at = now
            declaration.content_version += 1
            if declaration.state == State.CHECKED:
                declaration.state = State.DRAFT
            declaration.save()
    return declaration


def choose(actor: Actor, declaration_id: int, key: str, value: str, *, now: datetime) -> Declaration:
    """Keep a choice that holds for the whole filing, single or batch, and have it checked again with it.

    Choosing the same again changes nothing, also while that check is going on. Raises NotFound, or Conflict when the
    filing has not been checked or is past that.
    """
    with transaction.atomic():
        declaration = _locked(declaration_id, (State.CHECKED, State.CHECKING))
        if declaration.payload.get(key) == value:
            return declaration
        if declaration.state == State.CHECKING:
            raise _wrong_state(declaration)
        with action(actor, "choose", subject=f"declaration:{declaration_id}", details={"choice": key}):
            declaration.payload = declaration.payload | {key: value}
            declaration.saved_at = now
            declaration.content_version += 1
            declaration.state = State.CHECKING
            _hand_over(declaration, Step.CHECK, now)
            declaration.save()
            tell(declaration, "chosen", actor.name)
    return declaration


def renew(declaration_id: int, *, single: bool, now: datetime) -> Declaration:
    """Lock a filing whose content is about to change and make it a new version, a draft again; inside an open action.

    For services that keep their content in tables of their own. Raises NotFound and Conflict as `save` does.
    """
    declaration = _editable(declaration_id, single=single)
    declaration.saved_at = now
    declaration.content_version += 1
    declaration.state = State.DRAFT
    declaration.save()
    return declaration


def put_workbook(actor: Actor, declaration_id: int, stored_file_id: int, *, now: datetime) -> Declaration:
    """Make a stored workbook the content of a batch filing, in place of any earlier one and of what was chosen for it.

    Raises NotFound, also for a file that is no workbook of the same employer, or Conflict when the filing can no
    longer be changed or is a single one.
    """
    with transaction.atomic():
        declaration = _editable(declaration_id, single=False)
        stored = documents.find(stored_file_id, declaration.employer_id)
        if stored is None or stored.purpose != WORKBOOK:
            raise NotFound("没有找到上传的文件。")
        with action(actor, "put_workbook", subject=f"declaration:{declaration_id}"):
            declaration.workbook_id = stored_file_id
            declaration.payload = {}
            declaration.saved_at = now
            declaration.content_version += 1
            declaration.state = State.DRAFT
            declaration.problem = None
            declaration.save()
    return declaration


def submit(actor: Actor, declaration_id: int, *, now: datetime) -> Declaration:
    """Hand the filing to the worker for checking. Submitting what is already being checked changes nothing.

    What was returned and is handed in anew is a new version, even if only its materials changed: officers decide anew.
    Raises NotFound, or Conflict when it is past checking, or a batch has no workbook yet. A filing some of whose lines
    took effect is past checking: what was returned of it is corrected line by line.
    """
    with transaction.atomic():
        declaration = _locked(declaration_id, (*EDITABLE, State.CHECKING))
        if declaration.state == State.CHECKING:
            return declaration
        if declaration.workbook_id is None and not declaration.single:
            raise Conflict("还没有上传申报文件。", code="workbook_missing", remedy="请先上传填写好的文件。")
        with action(actor, "submit_declaration", subject=f"declaration:{declaration_id}"):
            if declaration.state == State.RETURNED:
                declaration.content_version += 1
            declaration.state = State.CHECKING
            declaration.submitted_at = now
            _hand_over(declaration, Step.CHECK, now)
            declaration.save()
            tell(declaration, "submitted", actor.name)
    return declaration


def confirm(
    actor: Actor,
    declaration_id: int,
    content_version: int,
    *,
    now: datetime,
    ground: Ground = PROOFS,
) -> Declaration:
    """Confirm what the check showed: good lines go on, lines with hard findings stay behind.

    `content_version` is the version that was on the page; another one raises Conflict, so that nobody confirms
    what they have not seen. Confirming twice changes nothing. Raises Conflict also when no line is good.

    A check holds for the day in Beijing and what else it was made with: `ground` tells, by default the proofs of
    identity. If any of it has changed, nothing is confirmed: the filing goes back to checking, and the clerk confirms
    what that shows, which says what the amounts were before.
    """
    with transaction.atomic():
        declaration = _locked(declaration_id, (State.CHECKED, State.APPLYING, State.IN_REVIEW, *FINISHED))
        if declaration.state != State.CHECKED:
            return declaration
        if declaration.content_version != content_version:
            raise Conflict("申报内容在您核对之后又有变化。", code="content_changed", remedy="请重新核对后再确认提交。")
        if declaration.basis != ground.basis(declaration_id, day_of(now)):
            return _check_again(actor, declaration, ground.shown(declaration_id), now)
        if declaration.good == 0:
            raise Conflict("没有可以提交的人员。", code="nothing_to_confirm", remedy="请先改正标出的问题。")
        with action(actor, "confirm_declaration", subject=f"declaration:{declaration_id}"):
            declaration.state = State.APPLYING
            declaration.confirmed_at = now
            _hand_over(declaration, Step.APPLY, now)
            declaration.save()
            if ground.of_persons:
                tell(declaration, "confirmed", actor.name, good=declaration.good, bad=declaration.bad)
            else:
                tell(declaration, "confirmed_items", actor.name, good=declaration.good, bad=declaration.bad)
    return declaration


def _check_again(actor: Actor, declaration: Declaration, shown: Shown, now: datetime) -> Declaration:
    with action(actor, "check_again", subject=f"declaration:{declaration.pk}"):
        declaration.state = State.CHECKING
        declaration.shown = shown or None
        _hand_over(declaration, Step.CHECK, now)
        declaration.save()
        tell(declaration, "checked_again", actor.name)
    return declaration


def cancel(actor: Actor, declaration_id: int, *, now: datetime) -> Declaration:
    """Withdraw a filing that has had no effect yet. Raises NotFound, or Conflict when it is too late for that."""
    with transaction.atomic():
        declaration = _locked(declaration_id, (*CANCELLABLE, State.CANCELLED))
        if declaration.state == State.CANCELLED:
            return declaration
        if declaration.effective:
            raise Conflict("该申报已有人员办理成功，不能撤销。", code="already_effective")
        with action(actor, "cancel_declaration", subject=f"declaration:{declaration_id}"):
            declaration.state = State.CANCELLED
            declaration.finished_at = now
            declaration.save()
            tell(declaration, "cancelled", actor.name)
    return declaration


def hand_over_decision(declaration: Declaration, now: datetime) -> None:
    """Let the worker carry out what an officer has decided; inside an open action, with the declaration locked.

    Raises Conflict when the filing is not in review.
    """
    if declaration.state != State.IN_REVIEW:
        raise _wrong_state(declaration)
    if declaration.next_step is None:
        _hand_over(declaration, Step.DECIDE, now)
        declaration.save(update_fields=["next_step", "step_since", "step_attempts", "not_before", "progress"])


def retry_step(actor: Actor, declaration_id: int, *, now: datetime) -> Declaration:
    """An operator has the worker try a failed step again at once, however often it has failed.

    Raises NotFound, or Conflict when no step of the filing waits any more.
    """
    with transaction.atomic():
        declaration = Declaration.objects.select_for_update().filter(pk=declaration_id).first()
        if declaration is None:
            raise NotFound("没有找到该项任务。")
        if declaration.next_step is None or declaration.step_attempts == 0:
            raise Conflict("该任务已在办理或已经完成。", code="no_failed_step", remedy="请刷新页面查看最新进度。")
        with action(actor, "retry_step", subject=f"declaration:{declaration_id}"):
            _hand_over(declaration, Step(declaration.next_step), now)
            declaration.save(update_fields=["next_step", "step_since", "step_attempts", "not_before", "progress"])
            tell(declaration, "retried", actor.name)
    return declaration


def _locked(declaration_id: int, allowed: tuple[State, ...]) -> Declaration:
    declaration = Declaration.objects.select_for_update().filter(pk=declaration_id).first()
    if declaration is None:
        raise NotFound("没有找到该笔申报。")
    if declaration.state not in allowed:
        raise _wrong_state(declaration)
    return declaration


def _editable(declaration_id: int, *, single: bool) -> Declaration:
    declaration = _locked(declaration_id, EDITABLE)
    if declaration.single != single:
        raise Conflict("该申报的办理方式不同。", code="wrong_kind", remedy="请从“我的申报”重新打开该笔申报。")
    return declaration


REMEDIES: Final[Mapping[State, str]] = {
    State.CHECKING: "请等待检查完成。",
    State.APPLYING: "请等待办理完成。",
    State.IN_REVIEW: "请等待经办机构审核；需要修改的，可请经办机构退回补正。",
    State.CANCELLED: "需要办理的，请重新申报。",
} | dict.fromkeys(FINISHED, "该申报已经办结；退回或未成功的人员，请逐个补正或另行申报。")


def _wrong_state(declaration: Declaration) -> Conflict:
    state = State(declaration.state)
    return Conflict(
        f"该申报目前为“{state.label}”，不能进行此操作。",
        code="wrong_state",
        remedy=REMEDIES.get(state, "请刷新页面查看最新进度。"),
    )


def _hand_over(declaration: Declaration, step: Step, now: datetime) -> None:
    declaration.next_step = step
    declaration.step_since = now
    declaration.step_attempts = 0
    declaration.not_before = None
    declaration.progress = 0
    wake_worker()
