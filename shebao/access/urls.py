"""Addresses of the account's own pages: the portal's at the root, other doors' under their prefix, named to match."""

from django.conf import settings
from django.urls import URLPattern, path

from shebao.access.names import PREFIXES
from shebao.access.views import account, kept, login, provider


def pages(prefix: str = "", name: str = "") -> list[URLPattern]:
    """The pages of one door."""
    return [
        path(f"{prefix}login/", login.enter, name=f"{name}login"),
        path(f"{prefix}logout/", login.leave, name=f"{name}logout"),
        path(f"{prefix}login/provider/", provider.ask, name=f"{name}oidc"),
        path(f"{prefix}login/provider/callback/", provider.come_back, name=f"{name}oidc-callback"),
        path(f"{prefix}keep-alive/", account.keep_alive, name=f"{name}keep-alive"),
        path(f"{prefix}password/", account.change_password, name=f"{name}change-password"),
        path(f"{prefix}password/<int:user_id>/<str:token>/", account.set_password, name=f"{name}set-password"),
        path(f"{prefix}kept/", kept.kept, name=f"{name}kept"),
        path(f"{prefix}kept/<uuid:token>/discard/", kept.discard, name=f"{name}discard"),
    ]


urlpatterns = []
if settings.DOOR in ("portal", "all"):
    urlpatterns += [
        *pages(),
        path("employers/", account.employers, name="employers"),
        path("employers/switch/", account.switch_employer, name="switch-employer"),
    ]
if settings.DOOR in ("office", "all"):
    urlpatterns += pages("office/", PREFIXES["office"])
if settings.DOOR in ("personal", "all"):
    urlpatterns += pages("personal/", PREFIXES["personal"])
