"""The employer acted for, the password, and staying logged in."""

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shebao.access import actions, entry, policy, queries, sessions
from shebao.access.forms import ChangePasswordForm, NewPasswordForm
from shebao.access.gate import login_url
from shebao.access.requests import DoorRequest, SignedInRequest
from shebao.access.transactions import entered
from shebao.audit import actions as audit
from shebao.kernel import clock
from shebao.kernel.errors import Invalid, ShebaoError, TooMany


@policy.clerk_any
@require_safe
def employers(request: SignedInRequest) -> HttpResponse:
    """Employers the clerk may act for; she chooses one."""
    chosen = request.session.get(sessions.EMPLOYER)
    found = queries.employers_of(request.user.pk, clock.today())
    back = entry.own_path(request, request.GET.get("next", ""))
    return render(request, "access/employers.html", {"employers": found, "chosen": chosen, "next": back})


@policy.clerk_any
@require_POST
def switch_employer(request: SignedInRequest) -> HttpResponse:
    """Act for another employer from now on; a foreign and an absent one answer alike."""
    key = request.POST.get("employer", "")
    small = key.isascii() and key.isdecimal() and len(key) <= 18  # noqa: PLR2004 (digits of a bigint)
    employer = queries.employer_for(request.user.pk, int(key), clock.today()) if small else None
    if employer is None:
        audit.refuse(request.actor, "switch_employer", "no mandate")
        raise Http404
    request.session[sessions.EMPLOYER] = employer.pk
    back = entry.own_path(request, request.POST.get("next", ""))
    return HttpResponseRedirect(back or entry.HOMES[request.door])


@policy.signed_in
@require_POST
def keep_alive(request: SignedInRequest) -> HttpResponse:
    """「继续使用」: the idle time has begun anew; how many seconds are left."""
    return JsonResponse({"seconds": int(sessions.left(request.session, clock.now()).total_seconds())})


@policy.signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: SignedInRequest) -> HttpResponse:
    """The user changes her own password; sessions elsewhere end."""
    form = ChangePasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            user = actions.change_password(request.actor, request.user.pk, typed["old"], typed["new"], now=clock.now())
        except (Invalid, TooMany) as problem:
            _put(problem, form)
        else:
            update_session_auth_hash(request, user)
            request.session[sessions.EPOCH] = user.session_epoch
            messages.success(request, _("密码已修改。其他设备上的登录已全部退出。"))
            return HttpResponseRedirect(entry.HOMES[request.door])
    return render(request, "access/password.html", {"form": form, "own": True})


@policy.public(reason="the one-time link is the proof", transaction=False)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: DoorRequest, user_id: int, token: str) -> HttpResponse:
    """Set a password with the one-time link that an operator has handed over."""
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    with entered(request.door):
        user = actions.user_of_link(user_id, token)
    if user is None:
        return render(request, "access/link_void.html", status=404)
    if form.is_valid():
        try:
            with entered(request.door, user.pk):
                actions.set_password_by_link(request.actor, user.pk, token, form.cleaned_data["new"])
        except ShebaoError as problem:
            _put(problem, form)
        else:
            messages.success(request, _("密码已设置，请登录。"))
            return HttpResponseRedirect(login_url(request.door))
    return render(request, "access/password.html", {"form": form, "own": False})


def _put(problem: ShebaoError, form: forms.Form) -> None:
    """Show the error at its field."""
    field = getattr(problem, "field", None)
    form.add_error(field if field in form.fields else None, problem.message + problem.remedy)
