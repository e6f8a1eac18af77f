"""The office and the pages of login, without the other doors."""

from django.urls import include, path

from shebao.config.urls import handler400, handler403, handler404, handler500

urlpatterns = [
    path("", include("shebao.access.urls")),
    path("office/", include("shebao.office.urls")),
    path("", include("shebao.portal.urls")),
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
