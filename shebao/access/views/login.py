"""The way in and out."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from shebao.access import cookies, entry, login, names, oidc, policy
from shebao.access.forms import LoginForm
from shebao.access.gate import login_url
from shebao.access.requests import DoorRequest
from shebao.kernel import clock
from shebao.kernel.errors import ShebaoError


@policy.public(reason="the way in; it commits each attempt by itself", transaction=False)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: DoorRequest) -> HttpResponse:
    """The login page. An unknown name, a wrong password and a disabled account get the same answer."""
    if request.method != "POST":
        form = LoginForm(initial={"next": entry.own_path(request, request.GET.get("next", ""))})
        return _page(request, form)
    form = LoginForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        return _try(request, form)
    except ShebaoError as problem:
        form.add_error(None, problem.message + problem.remedy)
        return _page(request, form, status=problem.status)


@policy.public(reason="whoever has no session any more may press it as well")
@require_POST
def leave(request: DoorRequest) -> HttpResponse:
    """End the session."""
    entry.log_out(request)
    messages.success(request, _("您已安全退出。"))
    return HttpResponseRedirect(login_url(request.door))


def _try(request: DoorRequest, form: LoginForm) -> HttpResponse:
    typed = form.cleaned_data
    now = clock.now()
    outcome = login.attempt(
        request.actor, typed["username"], typed["password"], device=cookies.device(request), now=now
    )
    if outcome.user is not None:
        return entry.let_in(request, outcome.user, "password", typed["next"])
    if outcome.retry_at is not None:
        return _locked(request, form, outcome.retry_at, now)
    form.add_error(None, _("用户名或密码不正确。请核对后重新输入，注意大小写。"))
    return _page(request, form)


def _locked(request: DoorRequest, form: LoginForm, retry_at: datetime, now: datetime) -> HttpResponse:
    moment = retry_at.astimezone(clock.SHANGHAI)
    when = moment.strftime("%H:%M" if moment.date() == clock.day_of(now) else "%m-%d %H:%M")
    form.add_error(
        None,
        _("密码输错次数过多，为保护账号已暂停登录。请在 %(when)s 之后再试。忘记密码的，请联系管理员重新设置。")
        % {"when": when},
    )
    response = _page(request, form, status=429)
    response["Retry-After"] = str(max(1, int((retry_at - now).total_seconds()) + 1))
    return response


def _page(request: DoorRequest, form: LoginForm, status: int = 200) -> HttpResponse:
    provider = names.url_name(request.door, "oidc") if oidc.enabled() else ""
    return render(request, "access/login.html", {"form": form, "provider": provider}, status=status)
