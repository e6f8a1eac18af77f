"""Addresses of each door; a process mounts only its own, `all` mounts everything."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

MOUNTED: dict[str, list[URLPattern | URLResolver]] = {
    "portal": [path("", include("shebao.portal.urls"))],
    "office": [path("office/", include("shebao.office.urls"))],
    "personal": [path("personal/", include("shebao.personal.urls"))],
    "gateway": [path("gateway/", include("shebao.gateway.urls"))],
}

urlpatterns: list[URLPattern | URLResolver] = [path("", include("shebao.access.urls"))]
for door, patterns in MOUNTED.items():
    if settings.DOOR in (door, "all"):
        urlpatterns += patterns

handler400 = "shebao.web.errors.bad_request"
handler403 = "shebao.web.errors.forbidden"
handler404 = "shebao.web.errors.not_found"
handler500 = "shebao.web.errors.server_error"
