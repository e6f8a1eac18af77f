"""Pages of the tests' own, one for each policy."""

from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import include, path

from shebao.access import policy
from shebao.access.models import PostKind
from shebao.access.requests import ClerkRequest, DoorRequest, OfficerRequest, SignedInRequest
from shebao.audit import actions as audit

received: list[dict[str, object]] = []


@policy.clerk
def for_clerk(request: ClerkRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, current_setting('shebao.user'), current_setting('shebao.door')")
        role, user, door = cursor.fetchone()
    return JsonResponse({"employer": request.employer.name, "role": role, "user": user, "door": door})


@policy.clerk
def file(request: ClerkRequest) -> HttpResponse:
    """Takes a form with files as a filing page does: refuses an empty reason, else redirects."""
    if not request.POST.get("reason"):
        return HttpResponse("请填写原因", status=200)
    received.append(
        {
            "fields": {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"},
            "files": {name: [(one.name, one.read()) for one in files] for name, files in request.FILES.lists()},
            "employer": request.employer.pk,
        }
    )
    return HttpResponseRedirect("/clerk/")


@policy.clerk_any
def for_any_clerk(request: SignedInRequest) -> HttpResponse:
    return HttpResponse(request.user.name)


@policy.officer(PostKind.FIRST_REVIEW)
def first_review(request: OfficerRequest) -> HttpResponse:
    return HttpResponse(",".join(request.districts))


@policy.officer(PostKind.SECOND_REVIEW)
def second_review(request: OfficerRequest) -> HttpResponse:
    return HttpResponse("")


@policy.operator
def operating(request: SignedInRequest) -> HttpResponse:
    return HttpResponse(request.user.name)


@policy.counterparty
def call_back(request: DoorRequest) -> HttpResponse:
    return HttpResponse(request.actor.door)


@policy.public(reason="tests")
def open_to_all(request: DoorRequest) -> HttpResponse:
    return HttpResponse(request.actor.kind)


@policy.public(reason="tests", transaction=False)
def health(request: DoorRequest) -> HttpResponse:
    return HttpResponse(str(connection.in_atomic_block))


def undeclared(request: DoorRequest) -> HttpResponse:
    return HttpResponse("")


@policy.public(reason="tests")
def breaks(request: DoorRequest) -> HttpResponse:
    audit.refuse(request.actor, "half done", "before the fault")
    raise RuntimeError("a fault after a write")


@policy.public(reason="tests")
def swallows(request: DoorRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1 / 0")
    except Exception:  # noqa: BLE001 (the mistake the door must notice)
        return HttpResponse("done")
    return HttpResponse("")


urlpatterns = [
    path("clerk/", for_clerk, name="home"),
    path("file/", file, name="file"),
    path("any-clerk/", for_any_clerk),
    path("office/first/", first_review),
    path("office/second/", second_review),
    path("office/operating/", operating),
    path("office/clerk/", for_clerk),
    path("gateway/call/", call_back),
    path("call/", call_back),
    path("open/", open_to_all),
    path("health/", health),
    path("undeclared/", undeclared),
    path("breaks/", breaks),
    path("swallows/", swallows),
    path("", include("shebao.access.urls")),
]
handler400 = "shebao.web.errors.bad_request"
handler403 = "shebao.web.errors.forbidden"
handler404 = "shebao.web.errors.not_found"
handler500 = "shebao.web.errors.server_error"
