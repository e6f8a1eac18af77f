"""「参保缴费证明查验」: for everybody who holds a certificate; it tells whether one is genuine, and nothing else."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from shebao.access import policy
from shebao.access.requests import DoorRequest
from shebao.certificates import actions
from shebao.kernel import clock
from shebao.personal.forms import VerifyForm
from shebao.personal.pages import page

STATUSES = {"unknown": 404, "refused": 429}


@policy.public(reason="whoever is shown a certificate verifies it by number and check code")
@require_safe
def verify(request: DoorRequest) -> HttpResponse:
    """The form; with number and check code, as the QR code sends them, the answer."""
    if not request.GET:
        return page(request, "verify", {"form": VerifyForm()})
    form = VerifyForm(request.GET)
    if not form.is_valid():
        return page(request, "verify", {"form": form})
    typed = form.cleaned_data
    found = actions.verify(typed["number"], typed["code"], address=request.actor.address, now=clock.now())
    context = {"form": form, "answer": found.answer, "issued": found.issued}
    response = page(request, "verify", context, status=STATUSES.get(found.answer, 200))
    if found.answer == "refused":
        response["Retry-After"] = str(int(actions.ASKED_WITHIN.total_seconds()))
    return response
