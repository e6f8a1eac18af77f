"""「参保缴费证明」: choose months, have a certificate issued, take its paper away."""

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from shebao.access import policy
from shebao.access.requests import InsuredRequest
from shebao.audit import actions as audit
from shebao.certificates import actions, queries, rules
from shebao.certificates.models import Certificate
from shebao.certificates.paper import certificate_paper
from shebao.kernel import clock
from shebao.kernel.errors import Invalid, TooMany
from shebao.kernel.months import Month
from shebao.law import law
from shebao.personal.downloads import sent
from shebao.personal.forms import CertificateForm
from shebao.personal.pages import found, page
from shebao.web import formats, masking
from shebao.web.parts import Column, Row
from shebao.web.templatetags.page import badge

YEAR = 12
COLUMNS = (
    Column(gettext_lazy("证明编号"), "code"),
    Column(gettext_lazy("证明期间")),
    Column(gettext_lazy("开具时间"), "date"),
    Column(gettext_lazy("查验有效期至"), "date"),
    Column(gettext_lazy("状态"), "state"),
)


@policy.insured
@require_http_methods(["GET", "HEAD", "POST"])
def certificates(request: InsuredRequest) -> HttpResponse:
    """The form, and the certificates issued so far; posted, a new one."""
    if request.method != "POST":
        return _list(request, CertificateForm(initial=_usual()))
    form = CertificateForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            made = actions.issue(
                request.actor,
                request.person,
                (typed["first"], typed["last"]),
                records=request.records,
                shown_name=masking.mask_name(request.person.name),
                client_key=typed["client_key"],
                now=clock.now(),
            )
        except (Invalid, TooMany) as problem:
            field = getattr(problem, "field", None)
            form.add_error(field if field in form.fields else None, problem.message + problem.remedy)
        else:
            return HttpResponseRedirect(reverse("certificate", args=[made.number]))
    return _list(request, form)


def _usual() -> dict[str, str]:
    """The last twelve months."""
    this = Month.of(clock.today())
    return {"first": str(this - (YEAR - 1)), "last": str(this)}


def _list(request: InsuredRequest, form: CertificateForm) -> HttpResponse:
    today = clock.today()
    context = {
        "form": form,
        "days": law().count("certificate/verifiable_days", today),
        "columns": COLUMNS,
        "rows": [_row(one) for one in queries.of_person(request.records)],
    }
    return page(request, "certificates", context)


def _row(one: Certificate) -> Row:
    return Row(
        (
            one.number,
            _span(one),
            formats.moment(one.issued_at),
            formats.day(one.valid_until),
            badge(_("可查验"), "success") if _verifiable(one) else badge(_("已过查验期限"), "neutral"),
        ),
        url=reverse("certificate", args=[one.number]),
    )


def _span(one: Certificate) -> str:
    return f"{formats.month(one.first_month)}—{formats.month(one.last_month)}"


def _verifiable(one: Certificate) -> bool:
    return one.valid_until >= clock.today()


@policy.insured
@require_GET
def certificate(request: InsuredRequest, number: str) -> HttpResponse:
    """One certificate: how it is taken away and how others verify it."""
    one = _own(request, number)
    context = {
        "certificate": one,
        "span": _span(one),
        "code": rules.shown_code(one.check_code),
        "verifiable": _verifiable(one),
        "verify_page": _verify_page(request),
    }
    return page(request, "certificate", context)


@policy.insured
@require_GET
def paper(request: InsuredRequest, number: str) -> HttpResponse:
    """The PDF, with full numbers: a look, and recorded as one."""
    one = _own(request, number)
    audit.look(request.actor, "certificate", person_id=request.person.pk, purpose=_("本人开具证明"))
    here = _verify_page(request)
    query = urlencode({"number": one.number, "code": one.check_code})
    name = _("参保缴费证明%(number)s.pdf") % {"number": one.number}
    return sent(certificate_paper(one, here, f"{here}?{query}"), name, "application/pdf", as_attachment=True)


def _verify_page(request: InsuredRequest) -> str:
    return request.build_absolute_uri(reverse("verify-certificate"))


def _own(request: InsuredRequest, number: str) -> Certificate:
    return found(queries.find(request.records, rules.clean_number(number)) if number.isascii() else None)
