"""「单位新增劳动合同信息」 and 「港澳台、外国人参保登记」: the form of one employee, from blank to submitted."""

from collections.abc import Mapping
from typing import Any

import structlog
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.counterparties.failures import Failure
from shebao.declarations import actions
from shebao.declarations import queries as declarations
from shebao.declarations.models import Declaration, State
from shebao.documents import actions as documents_actions
from shebao.documents import queries as documents
from shebao.kernel import clock
from shebao.kernel.errors import Conflict, Invalid, TooMany
from shebao.portal import clients, presenters, uploads
from shebao.portal.forms import (
    EnrolmentForm,
    ProofForm,
    client_key,
    fresh_payload,
    is_foreign,
    new_client_key,
    payload_from,
)
from shebao.portal.pages import filing as own_filing
from shebao.portal.pages import page, question, tells_conflicts
from shebao.portal.views import endings
from shebao.services.enrolment.actions import fetch_shared

SERVICE = "enrolment"
LINE = 1
PROOFS = {"identity_proof": "identity", "work_permit": "other"}
FOREIGN = "foreign"
REMOVE = "remove-"
MAX_ID_DIGITS = 19

log = structlog.get_logger(__name__)


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ClerkRequest) -> HttpResponse:
    """The blank form; a POST begins the filing under the form's key, however often it arrives."""
    if request.method != "POST":
        return _form_page(request, None, fresh_payload(), new_client_key())
    return _handle(request, _begun(request).number)


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ClerkRequest, number: str) -> HttpResponse:
    """The form of a filing that was begun: with what was typed, its attachments, and its findings at their fields.

    That of an ending is another one.
    """
    declaration = own_filing(request, number)
    if declaration.service == endings.SERVICE and declaration.single:
        return endings.edit(request, declaration)
    if request.method == "POST":
        return _handle(request, number)
    if not declaration.single or declaration.state not in actions.EDITABLE:
        return redirect("filing", number=number)
    return _form_page(request, declaration, declaration.payload, declaration.client_key)


@policy.clerk
@require_POST
def autosave(request: ClerkRequest) -> HttpResponse:
    """Keep what has been typed so far; answers the number of the draft."""
    try:
        number = request.POST.get("number", "")
        declaration = own_filing(request, number) if number else _begun(request)
        _saved(request, declaration)
    except (Conflict, Invalid) as problem:
        return JsonResponse({"message": problem.message}, status=problem.status)
    return JsonResponse({"values": {"number": declaration.number}})


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: ClerkRequest, number: str) -> HttpResponse:
    """「未查询到该人信息,是否进行登记」: 「确定」 leads to 「港澳台、外国人参保登记」."""
    declaration = own_filing(request, number)
    form_url = reverse("edit", args=[number])
    if request.method == "POST":
        return redirect(form_url)
    payload = declaration.payload
    context = {
        "title": _("未查询到该人信息"),
        "question": _("未查询到该人信息，是否进行登记"),
        "facts": [
            (_("证件类型"), presenters.code_name("document_type", payload.get("document_type", ""))),
            (_("证件号码"), payload.get("document_number", "")),
            (_("姓名"), payload.get("name", "")),
        ],
        "warning": _("登记需填写证件信息并上传身份证明材料，提交后由经办机构审核。"),
        "confirm_label": _("确定"),
        "cancel_url": reverse("single"),
        "cancel_label": _("返回"),
    }
    return question(request, context)


@tells_conflicts
def _handle(request: ClerkRequest, number: str) -> HttpResponse:
    """What the pressed button asks: fetch shared data, keep the draft, or submit. Everything typed is kept first."""
    declaration = _saved(request, own_filing(request, number))
    problems = _attach(request, declaration)
    if problems:
        return _form_page(request, declaration, declaration.payload, declaration.client_key, problems, status=400)
    do = request.POST.get("do", "")
    if do == "shared":
        return _fetch(request, declaration)
    if do.startswith(REMOVE):
        return _take_out(request, declaration, do.removeprefix(REMOVE))
    if do != "submit":
        messages.success(request, _("草稿已保存。"))
        return redirect("edit", number=number)
    if is_foreign(declaration.payload.get("document_type", "")) and request.POST.get("variant") != FOREIGN:
        return redirect("register", number=number)
    actions.submit(request.actor, declaration.pk, now=clock.now())
    return redirect("filing", number=number)


def _take_out(request: ClerkRequest, declaration: Declaration, file_id: str) -> HttpResponse:
    if file_id.isascii() and file_id.isdigit() and len(file_id) < MAX_ID_DIGITS:
        documents_actions.take_out(request.actor, int(file_id), declaration.pk, now=clock.now())
    return redirect("edit", number=declaration.number)


def _begun(request: ClerkRequest) -> Declaration:
    return actions.begin(
        request.actor,
        service=SERVICE,
        employer_id=request.employer.pk,
        single=True,
        client_key=client_key(request.POST),
        now=clock.now(),
    )


def _saved(request: ClerkRequest, declaration: Declaration) -> Declaration:
    payload = payload_from(request.POST, declaration.payload)
    return actions.save(request.actor, declaration.pk, payload, now=clock.now())


def _attach(request: ClerkRequest, declaration: Declaration) -> dict[str, Invalid]:
    """Keep the attachments sent along; the refused ones by the name of their input."""
    problems: dict[str, Invalid] = {}
    for field, purpose in PROOFS.items():
        for upload in request.FILES.getlist(field):
            try:
                _attach_one(request, declaration, upload, purpose)
            except Invalid as problem:
                problems[field] = problem
    return problems


def _attach_one(request: ClerkRequest, declaration: Declaration, upload: "UploadedFile[Any]", purpose: str) -> None:
    uploads.attach(request, declaration, upload, purpose=purpose, line_no=LINE)


def _fetch(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    """「获取共享信息」: fill in what shared government data says, or explain what to do without it."""
    typed = declaration.payload
    try:
        found = fetch_shared(
            request.actor,
            employer_id=request.employer.pk,
            document_type=typed["document_type"],
            document_number=typed["document_number"],
            name=typed["name"],
            client=clients.shared_data(),
            now=clock.now(),
        )
    except (Invalid, TooMany) as problem:
        field = getattr(problem, "field", None) or "document_number"
        wrong = {field: Invalid(problem.message, code=problem.code, remedy=problem.remedy)}
        return _form_page(request, declaration, typed, declaration.client_key, wrong, status=problem.status)
    except Failure as failure:
        log.warning("shared_data_silent", code=failure.code)
        messages.warning(
            request, _("共享信息暂时无法获取。请手工填写个人信息并上传身份证明材料，提交后等待审批；也可以稍后再试。")
        )
        return redirect("edit", number=declaration.number)
    return _filled(request, declaration, found.matched, {**found.data, "shared_lookup": str(found.token)})


def _filled(request: ClerkRequest, declaration: Declaration, matched: bool, data: Mapping[str, str]) -> HttpResponse:  # noqa: FBT001
    if matched:
        payload = declaration.payload | {key: value for key, value in data.items() if value}
        actions.save(request.actor, declaration.pk, payload, now=clock.now())
        messages.success(request, _("已获取共享信息，个人基本信息已自动填入，无需上传材料。请继续填写其余内容。"))
        return redirect("edit", number=declaration.number)
    if is_foreign(declaration.payload["document_type"]):
        return redirect("register", number=declaration.number)
    messages.warning(
        request,
        _(
            "未获取到共享信息：姓名与证件号码须同时一致。请核对后重试，或手工填写个人信息并上传身份证明材料，提交后等待审批。"
        ),
    )
    return redirect("edit", number=declaration.number)


def _form_page(
    request: ClerkRequest,
    declaration: Declaration | None,
    payload: Mapping[str, str],
    key: str,
    problems: Mapping[str, Invalid] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    foreign = is_foreign(payload.get("document_type", "")) and declaration is not None
    form = EnrolmentForm(payload, clock.today(), foreign=foreign)
    proofs = ProofForm(foreign=foreign)
    for field, problem in (problems or {}).items():
        (proofs if field in proofs.fields else form).show(field, problem.message, problem.remedy)
    findings = _show_findings(form, declaration) if declaration and not problems else []
    files = documents.of_lines(declaration.pk, line_nos=[LINE]) if declaration else []
    context = {
        "form": form,
        "proofs": proofs,
        "declaration": declaration,
        "client_key": key,
        "foreign": foreign,
        "shared": bool(payload.get("shared_lookup")) and not foreign,
        "files": files,
        "findings": findings,
        "returned": declaration is not None and declaration.state == State.RETURNED,
        "reason": _return_reason(declaration),
    }
    return page(request, "single", context, status=status)


def _show_findings(form: EnrolmentForm, declaration: Declaration) -> list[object]:
    """Put what must be mended at its fields; give the rest for a list of its own."""
    if declaration.state not in (State.CHECKED, State.RETURNED):
        return []
    found = declarations.findings(declaration.pk, line_no=LINE)
    for view, finding in zip(presenters.finding_views(found, {}), found, strict=True):
        if finding.severity == "hard":
            form.show(finding.field, str(view.message), str(view.remedy))
    return list(presenters.finding_views([one for one in found if one.severity != "hard"], {}))


def _return_reason(declaration: Declaration | None) -> str:
    if declaration is None or declaration.state != State.RETURNED:
        return ""
    events = [event for event in declarations.timeline(declaration.pk) if event.kind == "returned"]
    return str(events[-1].params.get("reason", "")) if events else ""
