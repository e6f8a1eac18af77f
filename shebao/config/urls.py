"""Addresses of each door; a process mounts only its own, `all` mounts everything."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

# Door → where its addresses begin. A door's modules are loaded by those who mount it alone.
MOUNTED = {"portal": "", "office": "office/", "personal": "personal/", "gateway": "gateway/"}

urlpatterns: list[URLPattern | URLResolver] = [path("", include("shebao.access.urls"))]
urlpatterns += [
    path(begins, include(f"shebao.{door}.urls")) for door, begins in MOUNTED.items() if settings.DOOR in (door, "all")
]

handler400 = "shebao.web.errors.bad_request"
handler403 = "shebao.web.errors.forbidden"
handler404 = "shebao.web.errors.not_found"
handler500 = "shebao.web.errors.server_error"
