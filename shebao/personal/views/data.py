"""「个人信息」: what is registered about the person and what was changed of it, masked until she asks for it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shebao.access import policy
from shebao.access.requests import InsuredRequest
from shebao.audit import actions as audit
from shebao.employers.models import Employer
from shebao.law import law
from shebao.personal import changes
from shebao.personal.pages import code_name, page
from shebao.persons.models import Person
from shebao.services.person_changes import queries as person_changes


@policy.insured
@require_GET
def data(request: InsuredRequest) -> HttpResponse:
    """The person's own data; somebody may stand behind her, so numbers and addresses are masked."""
    return _page(request, shown=False)


@policy.insured
@require_POST
def shown(request: InsuredRequest) -> HttpResponse:
    """The same in full; the look is recorded like anybody's."""
    audit.look(request.actor, "own_data", person_id=request.person.pk, purpose=_("本人查看"))
    return _page(request, shown=True)


def _page(request: InsuredRequest, *, shown: bool) -> HttpResponse:
    person = request.person
    before = person_changes.history(*request.records)
    employers = Employer.objects.filter(pk__in={one.employer_id for one in before}).values_list("pk", "name")
    context = {
        "person": person,
        "shown": shown,
        "change_columns": changes.COLUMNS,
        "changes": changes.rows(before, person, dict(employers), shown=shown),
        "number_kind": _number_kind(person),
        "names": {
            "document_type": code_name("document_type", person.document_type),
            "sex": code_name("sex", person.sex),
            "ethnic": code_name("ethnic_group", person.ethnic),
            "nationality": code_name("country", person.nationality),
            "household_registration": code_name("household_registration", person.household_registration),
            "education": code_name("education", person.education),
        },
    }
    return page(request, "data", context)


def _number_kind(person: Person) -> str:
    """Which mask the number gets: that of identity numbers, or of passports and permits."""
    entry = law().codes("document_type").get(person.document_type)
    return "identity" if entry and entry.text("format") in ("citizen", "residence") else "passport"
