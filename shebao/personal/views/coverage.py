"""「参保信息」: when, where and in what the person was and is insured."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import InsuredRequest
from shebao.employment import queries as employment
from shebao.kernel.months import FIRST_YEAR, LAST_YEAR, Month
from shebao.personal import coverages
from shebao.personal.pages import page

EVER = (Month(FIRST_YEAR, 1), Month(LAST_YEAR, 12))


@policy.insured
@require_GET
def coverage(request: InsuredRequest) -> HttpResponse:
    """All spells, by scheme."""
    spells = employment.spells_of_person(request.records, *EVER)
    return page(request, "coverage", {"columns": coverages.COLUMNS, "rows": coverages.rows(spells)})
