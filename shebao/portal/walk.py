"""The walk that filings of all services share: the page of the stage that one has reached, and confirming it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, Protocol

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from shebao.access.requests import ClerkRequest
from shebao.audit.actions import Actor
from shebao.declarations import queries as filings
from shebao.declarations.models import Declaration, State
from shebao.kernel import clock
from shebao.portal import presenters
from shebao.portal.forms import ConfirmForm
from shebao.portal.pages import ELSEWHERE, page
from shebao.portal.refund_forms import ConfirmRefundForm

WAIT_SECONDS: Final = 3.0
REFRESH_SECONDS: Final = 3
Page = Callable[[ClerkRequest, Declaration], HttpResponse]


class Confirm(Protocol):
    """What confirms a filing of a service at the version that was shown."""

    def __call__(self, actor: Actor, declaration_id: int, content_version: int, /, *, now: datetime) -> Declaration:
        """The filing afterwards: back in checking if something has changed."""


def show(request: ClerkRequest, declaration: Declaration, pages: Mapping[State, Page], result: Page) -> HttpResponse:
    """The page of a filing's stage, `result` for all others.

    Waits a little for the worker, so that most clerks see at once what came of it.
    """
    if declaration.next_step is not None:
        polled = "HX-Request" in request.headers
        declaration = filings.wait_for_worker(declaration.pk, seconds=0 if polled else WAIT_SECONDS)
    return pages.get(State(declaration.state), result)(request, declaration)


def progress(template: str) -> Page:
    """The page that looks again by itself while the worker is at a filing."""

    def shown(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
        context = {
            "declaration": declaration,
            "kind": presenters.kind(declaration),
            "checking": declaration.state == State.CHECKING,
            "refresh_seconds": REFRESH_SECONDS,
            "badge": presenters.state_badge(declaration),
        }
        return page(request, template, context)

    return shown


def confirm(
    request: ClerkRequest,
    declaration: Declaration,
    do: Confirm,
    changed: str,
    *,
    form: type[ConfirmForm | ConfirmRefundForm] = ConfirmForm,
    unticked: str = "",
) -> HttpResponse:
    """Hand what was shown to the worker, and back to the filing's page.

    `changed` tells that what it rests on has changed, so that it is checked anew; `unticked` what is left to be ticked.
    """
    here = redirect(ELSEWHERE.get(declaration.service, "filing"), number=declaration.number)
    sent = form(request.POST, soft=has_soft(declaration))
    if not sent.is_valid():
        messages.warning(request, unticked or _("请核实“请确认”的提示，勾选确认后再提交。"))
        return here
    confirmed = do(request.actor, declaration.pk, sent.cleaned_data["content_version"], now=clock.now())
    if confirmed.state == State.CHECKING:
        messages.info(request, changed)
    return here


def has_soft(declaration: Declaration) -> bool:
    """Whether something was found that the clerk has to verify before confirming."""
    return bool(filings.findings(declaration.pk, severity="soft", size=1))
