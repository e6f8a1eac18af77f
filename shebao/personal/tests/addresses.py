"""The addresses of the insured persons' door alone."""

from django.urls import include, path

urlpatterns = [path("", include("shebao.access.urls")), path("personal/", include("shebao.personal.urls"))]

handler400 = "shebao.web.errors.bad_request"
handler403 = "shebao.web.errors.forbidden"
handler404 = "shebao.web.errors.not_found"
handler500 = "shebao.web.errors.server_error"
