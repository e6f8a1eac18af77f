"""One request for a refund as it stands: preview, confirmation, the way through both officers, the money."""

from collections.abc import Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.declarations import queries as filings
from shebao.declarations.models import Declaration, State
from shebao.kernel import clock
from shebao.outbox.models import Message
from shebao.portal import presenters, refunds, walk
from shebao.portal.pages import found, page, tells_conflicts
from shebao.portal.refund_forms import ACCOUNT, AccountForm, ConfirmRefundForm
from shebao.portal.views.refunds import materials, own_filing
from shebao.services.refunds import actions, catalogue, queries
from shebao.services.refunds.models import Refund, RefundState, RequestState
from shebao.services.refunds.queries import Accounts
from shebao.services.refunds.request import LONGEST


@policy.clerk
@require_GET
def filing(request: ClerkRequest, number: str) -> HttpResponse:
    """One request as it stands."""
    declaration = own_filing(request, number)
    return walk.show(request, declaration, _PAGES, _result)


@policy.clerk
@require_POST
@tells_conflicts
def confirm(request: ClerkRequest, number: str) -> HttpResponse:
    """「确认」: hand what was shown to the officers, unless what it rests on has changed."""
    declaration = own_filing(request, number)
    changed = _("核对之后缴费、欠费或材料有变化，系统已重新核对，请查看结果后再次确认。")
    return walk.confirm(
        request,
        declaration,
        actions.confirm,
        changed,
        form=ConfirmRefundForm,
        unticked=_("请核对退费账户和“请确认”的提示，勾选后再确认。"),
    )


@policy.clerk
@require_POST
@tells_conflicts
def account(request: ClerkRequest, number: str) -> HttpResponse:
    """Another account, after the bank rejected one."""
    declaration = own_filing(request, number)
    refund = found(queries.refund_of(declaration.pk))
    typed = {name: request.POST.get(name, "")[: LONGEST[name]].strip() for name in ACCOUNT}
    given = queries.tidied(Accounts(**typed))
    try:
        actions.give_account(request.actor, refund.pk, given, request.employer.name, now=clock.now())
    except actions.Unfit as wrong:
        form = AccountForm(typed)
        told = catalogue.explain(wrong.finding.code, wrong.finding.field, wrong.finding.params)
        form.show(wrong.field, told.message, told.what_to_do)
        return _result(request, declaration, form)
    messages.success(request, _("新的退费账户已提交，系统正在通知银行付款。"))
    return redirect("refund-filing", number=number)


def _draft(_request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    return redirect("refund-edit", number=declaration.number)


def _checked(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    """The preview; a request in which something must be mended goes back to its form."""
    if not declaration.good:
        return redirect("refund-edit", number=declaration.number)
    form = ConfirmRefundForm(initial={"content_version": declaration.content_version}, soft=walk.has_soft(declaration))
    context = {
        **_facts(declaration),
        "findings": refunds.finding_views(filings.findings(declaration.pk, line_no=queries.LINE)),
        "confirm_form": form,
    }
    return page(request, "refunds/preview", context)


def _result(request: ClerkRequest, declaration: Declaration, form: AccountForm | None = None) -> HttpResponse:
    refund = queries.refund_of(declaration.pk)
    failed = filings.findings(declaration.pk, line_no=queries.LINE, severity="hard")
    context = {
        **_facts(declaration),
        **(_money(request, refund, form) if refund else {}),
        "findings": refunds.finding_views(failed) if declaration.state == State.FAILED else [],
        "editable": declaration.state == State.RETURNED,
        "running": declaration.next_step is not None,
    }
    return page(request, "refunds/result", context, status=400 if form else 200)


def _facts(declaration: Declaration) -> dict[str, object]:
    line = found(queries.line(declaration.pk))
    items = queries.items(declaration.pk)
    return {
        "declaration": declaration,
        "kind": presenters.kind(declaration),
        "badge": presenters.state_badge(declaration),
        "line": line,
        "number_kind": presenters.number_kind(line.document_type),
        "reason": refunds.reason_name(line.reason),
        "materials": materials(declaration),
        "columns": refunds.ITEM_COLUMNS,
        "rows": refunds.item_rows(items),
        "refused_columns": refunds.REFUSED_COLUMNS,
        "refused_rows": refunds.refused_item_rows(items),
        "months": len({item.month for item in items if not item.code}),
        "timeline": presenters.timeline(declaration, filings.timeline(declaration.pk)),
    }


def _money(request: ClerkRequest, refund: Refund, form: AccountForm | None) -> dict[str, object]:
    orders = queries.payouts(refund.pk)
    told = Message.objects.filter(key__in=[one.key for one in orders])
    waiting = queries.last_request(refund.pk)
    given = waiting is not None and waiting.state == RequestState.WAITING
    rejected = refund.state == RefundState.REJECTED and not given
    return {
        "refund": refund,
        "refund_badge": refunds.refund_badge(refund),
        "payout_columns": refunds.PAYOUT_COLUMNS,
        "payout_rows": refunds.payout_rows(orders, {str(one.key): one for one in told}),
        "account_given": given,
        "account_form": (form or AccountForm({"account_name": request.employer.name})) if rejected else None,
    }


_PAGES: Final[Mapping[State, walk.Page]] = {
    State.DRAFT: _draft,
    State.CHECKING: walk.progress("refunds/progress"),
    State.APPLYING: walk.progress("refunds/progress"),
    State.CHECKED: _checked,
}
