"""Login with an OpenID provider: the way there and back."""

from typing import Any, cast

import requests
import structlog
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from shebao.access import entry, oidc, policy
from shebao.access.gate import login_url
from shebao.access.requests import DoorRequest
from shebao.kernel.errors import ShebaoError

log = structlog.get_logger("shebao.access")


class Ask(OIDCAuthenticationRequestView):  # type: ignore[misc]
    """Send the browser to the provider."""

    def get_settings(self, name: str, *default: Any) -> Any:
        return _setting(self, name, *default)

    def get(self, request: HttpRequest) -> HttpResponse:
        if not oidc.enabled():
            raise Http404
        return cast("HttpResponse", super().get(request))


class Return(OIDCAuthenticationCallbackView):  # type: ignore[misc]
    """The browser comes back with a code."""

    def get_settings(self, name: str, *default: Any) -> Any:
        return _setting(self, name, *default)

    def get(self, request: HttpRequest) -> HttpResponse:
        if not oidc.enabled():
            raise Http404
        try:
            return cast("HttpResponse", super().get(request))
        except ShebaoError as problem:
            return self.refuse(problem.message + problem.remedy)
        except requests.RequestException:
            log.warning("the OpenID provider does not answer", exc_info=True)
            return self.refuse(_("统一身份认证服务暂时无法访问。请稍后再试，或用用户名和密码登录。"))
        except SuspiciousOperation as problem:
            log.warning("login with the OpenID provider refused", reason=str(problem))
            return self.login_failure()

    def login_success(self) -> HttpResponse:
        request = cast("DoorRequest", self.request)
        back = request.session.get("oidc_login_next") or ""
        return entry.let_in(request, self.user, "oidc", back)

    def login_failure(self) -> HttpResponse:
        return self.refuse(_("统一身份认证没有完成。请重新登录，或用用户名和密码登录。"))

    def refuse(self, text: str) -> HttpResponse:
        """Back to the login page with the reason."""
        messages.error(self.request, text)
        return HttpResponseRedirect(login_url(self.request.door))


def _setting(view: Any, name: str, *default: Any) -> Any:
    if name == "OIDC_AUTHENTICATION_CALLBACK_URL":
        return oidc.callback_name(view.request)
    return oidc.fixed(name, *default)


_open = policy.public(reason="the way in through the provider; it commits by itself", transaction=False)
ask = _open(Ask.as_view())
come_back = _open(Return.as_view())
