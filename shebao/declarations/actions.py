"""What the doors do with a declaration: begin, save, submit, confirm, cancel. The worker does the rest."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from shebao.audit.actions import Actor, action
from shebao.declarations.models import Declaration, Event, State, Step
from shebao.declarations.queries import wake_worker
from shebao.kernel.errors import Conflict, NotFound

BEIJING = ZoneInfo("Asia/Shanghai")
EDITABLE = (State.DRAFT, State.RETURNED, State.UNREADABLE, State.CHECKED)
FINISHED = (State.EFFECTIVE, State.PARTLY, State.FAILED, State.REJECTED)
CANCELLABLE = (State.DRAFT, State.CHECKED, State.UNREADABLE, State.RETURNED)


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
    try:
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
    except IntegrityError:
        return Declaration.objects.get(employer_id=employer_id, client_key=client_key)


def filing_number(now: datetime) -> str:
    """A new 业务流水号: the day in Beijing and ten digits nobody can guess."""
    return f"{now.astimezone(BEIJING):%Y%m%d}{secrets.randbelow(10**10):010d}"


def save(actor: Actor, declaration_id: int, payload: Mapping[str, str], *, now: datetime) -> Declaration:
    """Keep what has been typed so far in a single filing (autosave); changes to the form make a new version.

    Raises NotFound, or Conflict when the filing is with the worker, an officer, or finished.
    """
    with transaction.atomic():
        declaration = _locked(declaration_id, EDITABLE)
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


def put_workbook(actor: Actor, declaration_id: int, stored_file_id: int, *, now: datetime) -> Declaration:
    """Make a stored workbook the content of a batch filing, in place of any earlier one.

    Raises NotFound, or Conflict when the filing can no longer be changed.
    """
    with transaction.atomic():
        declaration = _locked(declaration_id, EDITABLE)
        with action(actor, "put_workbook", subject=f"declaration:{declaration_id}"):
            declaration.workbook_id = stored_file_id
            declaration.saved_at = now
            declaration.content_version += 1
            declaration.state = State.DRAFT
            declaration.problem = None
            declaration.save()
    return declaration


def submit(actor: Actor, declaration_id: int, *, now: datetime) -> Declaration:
    """Hand the filing to the worker for checking. Submitting what is already being checked changes nothing.

    What was returned and is handed in anew is a new version, even if only its materials changed: officers decide anew.
    Raises NotFound, or Conflict when it is past checking.
    """
    with transaction.atomic():
        declaration = _locked(declaration_id, (*EDITABLE, State.CHECKING))
        if declaration.state == State.CHECKING:
            return declaration
        with action(actor, "submit_declaration", subject=f"declaration:{declaration_id}"):
            if declaration.state == State.RETURNED:
                declaration.content_version += 1
            declaration.state = State.CHECKING
            declaration.submitted_at = now
            _hand_over(declaration, Step.CHECK, now)
            declaration.save()
            tell(declaration, "submitted", actor.name)
    return declaration


def confirm(actor: Actor, declaration_id: int, content_version: int, *, now: datetime) -> Declaration:
    """Confirm what the check showed: good lines go on, lines with hard findings stay behind.

    `content_version` is the version that was on the page; another one raises Conflict, so that nobody confirms
    what they have not seen. Confirming twice changes nothing. Raises Conflict also when no line is good.
    """
    with transaction.atomic():
        declaration = _locked(declaration_id, (State.CHECKED, State.APPLYING, State.IN_REVIEW, *FINISHED))
        if declaration.state != State.CHECKED:
            return declaration
        if declaration.content_version != content_version:
            raise Conflict("申报内容在您核对之后又有变化。", code="content_changed", remedy="请重新核对后再确认提交。")
        if declaration.good == 0:
            raise Conflict("没有可以提交的人员。", code="nothing_to_confirm", remedy="请先改正标出的问题。")
        with action(actor, "confirm_declaration", subject=f"declaration:{declaration_id}"):
            declaration.state = State.APPLYING
            declaration.confirmed_at = now
            _hand_over(declaration, Step.APPLY, now)
            declaration.save()
            tell(declaration, "confirmed", actor.name, good=declaration.good, bad=declaration.bad)
    return declaration


def cancel(actor: Actor, declaration_id: int, *, now: datetime) -> Declaration:
    """Withdraw a filing that has had no effect yet. Raises NotFound, or Conflict when it is too late for that."""
    with transaction.atomic():
        declaration = _locked(declaration_id, (*CANCELLABLE, State.CANCELLED))
        if declaration.state == State.CANCELLED:
            return declaration
        if declaration.effective:
            raise Conflict("该申报已有人员办理成功,不能撤销。", code="already_effective")
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


def tell(declaration: Declaration, kind: str, actor_name: str, *, line_no: int | None = None, **params: object) -> None:
    """Put a step on the declaration's timeline (进度); inside an open action."""
    Event.objects.create(
        declaration=declaration,
        line_no=line_no,
        kind=kind,
        actor_name=actor_name,
        params={name: str(value) for name, value in params.items()},
    )


def _locked(declaration_id: int, allowed: tuple[State, ...]) -> Declaration:
    declaration = Declaration.objects.select_for_update().filter(pk=declaration_id).first()
    if declaration is None:
        raise NotFound("没有找到该笔申报。")
    if declaration.state not in allowed:
        raise _wrong_state(declaration)
    return declaration


def _wrong_state(declaration: Declaration) -> Conflict:
    return Conflict(
        f"该申报目前为“{State(declaration.state).label}”,不能进行此操作。",
        code="wrong_state",
        remedy="请刷新页面查看最新进度。",
    )


def _hand_over(declaration: Declaration, step: Step, now: datetime) -> None:
    declaration.next_step = step
    declaration.step_since = now
    declaration.step_attempts = 0
    declaration.not_before = None
    declaration.progress = 0
    wake_worker()
