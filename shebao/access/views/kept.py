"""Submissions that came after their session had ended, given back after the login."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shebao.access import entry, names, parked, policy
from shebao.access.requests import SignedInRequest


@policy.signed_in
@never_cache
@require_safe
def kept(request: SignedInRequest) -> HttpResponse:
    """What is kept, each with a button that hands it in again, complete."""
    waiting = parked.waiting(request, request.user)
    if not waiting:
        return HttpResponseRedirect(entry.HOMES[request.door])
    values = {"waiting": waiting, "field": parked.TOKEN, "discard": names.url_name(request.door, "discard")}
    return render(request, "access/kept.html", values)


@policy.signed_in
@require_POST
def discard(request: SignedInRequest, token: uuid.UUID) -> HttpResponse:
    """The user no longer wants it."""
    found = [one for one in parked.waiting(request, request.user) if one.token == token]
    if not found:
        raise Http404
    parked.drop(found[0])
    messages.success(request, _("已放弃保留的内容。"))
    return HttpResponseRedirect(names.place(request.door, "kept"))
