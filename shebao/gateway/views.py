"""What the counterparties call: their answers come in here. And whether the door is open, for those who run it."""

from collections.abc import Callable, Mapping
from ipaddress import ip_address
from pathlib import Path
from secrets import compare_digest
from typing import Final

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.request import RawPostDataException
from django.views.decorators.http import require_GET, require_POST

from shebao.access import policy
from shebao.access.doors import address_of
from shebao.access.requests import DoorRequest
from shebao.access.transactions import entered
from shebao.audit import actions as audit
from shebao.audit.actions import Actor
from shebao.counterparties.bank.pushes import parse_results
from shebao.counterparties.card_maker.pushes import parse_pushed as parse_cards
from shebao.counterparties.failures import Misconfigured
from shebao.counterparties.keys import their_key_path
from shebao.counterparties.person_messages import parse_feedback
from shebao.counterparties.signing import BadSignature, Origin, load_verifier, verify_request
from shebao.counterparties.tax.pushes import parse_pushed
from shebao.counterparties.wire import Malformed
from shebao.gateway import actions, metrics
from shebao.kernel import clock

log = structlog.get_logger(__name__)

ANSWERING: Final[Mapping[str, Callable[[bytes], actions.Batch]]] = {
    "medical": parse_feedback,
    "national_pension": parse_feedback,
    "tax": parse_pushed,
    "bank": parse_results,
    "card_maker": parse_cards,
}
"""Who pushes, and how it is read."""
_REFERENCE_LENGTH = 64


class Refused(Exception):  # noqa: N818 reads better where it is raised
    """A call that is not taken: the status to answer with, and the code that stands in the alarm."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


@policy.counterparty
@require_POST
def feedback(request: DoorRequest, counterparty: str) -> HttpResponse:
    """Take a batch of answers. 200 means stored; every refusal (4xx) leaves an alarm in the trail.

    An answer whose id stands for another answer is not taken either; that is told by an alarm and in the reply.
    """
    actor = Actor("counterparty", counterparty[:64], "gateway", None, None, request.actor.request_id, _address(request))
    try:
        origin, batch = _believed(request, counterparty)
        stored = actions.store(actor, origin, batch, now=clock.now())
    except Refused as refused:
        return _refuse(actor, refused)
    except actions.Seen:
        return _refuse(actor, Refused(409, "nonce_seen"))
    log.info("feedback_stored", counterparty=counterparty, items=len(batch.items), new=stored.new)
    return JsonResponse({"new": stored.new, "clashing": stored.clashing})


def _believed(request: DoorRequest, counterparty: str) -> tuple[Origin, actions.Batch]:
    """The verified and parsed call. Raises Refused."""
    if counterparty not in ANSWERING:
        raise Refused(404, "unknown_counterparty")
    body, now = _body(request), clock.now()
    target = request.META.get("RAW_URI") or request.get_full_path()
    try:
        verifier = load_verifier(their_key_path(Path(settings.KEYS), counterparty))
        origin = verify_request(request.headers, "POST", target, body, sender=counterparty, verifier=verifier, now=now)
        return origin, ANSWERING[counterparty](body)
    except Misconfigured as failure:
        raise Refused(503, f"misconfigured {failure.code}") from failure
    except BadSignature as failure:
        raise Refused(401, f"signature {failure.code}") from failure
    except Malformed as failure:
        raise Refused(422, f"malformed {failure}") from failure


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig as failure:
        raise Refused(413, "too_large") from failure
    except (UnreadablePostError, RawPostDataException) as failure:
        raise Refused(400, "unreadable") from failure


def _refuse(actor: Actor, refused: Refused) -> HttpResponse:
    log.warning("feedback_refused", counterparty=actor.name, code=refused.code)
    audit.refuse(actor, "send_feedback", refused.code[:200], subject=f"counterparty:{actor.name}"[:64])
    return JsonResponse({"error": refused.code}, status=refused.status)


def _address(request: HttpRequest) -> str | None:
    return address_of(request)


# For those who run the platform ---------------------------------------------------------------------------------------


@policy.public(reason="says ready or not, nothing else", transaction=False)
@require_GET
def health(_request: HttpRequest) -> HttpResponse:
    """Whether answers can be verified and stored: 200 or 503."""
    try:
        for counterparty in ANSWERING:
            load_verifier(their_key_path(Path(settings.KEYS), counterparty))
        with entered("gateway"), connection.cursor() as cursor:
            cursor.execute("select 1 from outbox_feedback limit 1")
    except (DatabaseError, Misconfigured) as failure:
        log.error("not_ready", error=type(failure).__name__, code=getattr(failure, "code", ""))  # noqa: TRY400 no text
        return JsonResponse({"ready": False}, status=503)
    return JsonResponse({"ready": True})


@policy.public(reason="answers this machine or the bearer of the metrics token only")
@require_GET
def measured(request: HttpRequest) -> HttpResponse:
    """Figures of the queues in Prometheus' text format."""
    if not _may_measure(request):
        return HttpResponse(status=404)
    return HttpResponse(metrics.text(clock.now()), content_type=metrics.CONTENT_TYPE)


def _may_measure(request: HttpRequest) -> bool:
    token = str(settings.METRICS_TOKEN)
    if token:
        return compare_digest(request.headers.get("authorization", "").encode(), f"Bearer {token}".encode())
    address = address_of(request)
    return "x-forwarded-for" not in request.headers and address is not None and ip_address(address).is_loopback
