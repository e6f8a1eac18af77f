"""How many statements a page costs: pinned, and the same for few rows and for many."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shebao.audit import actions as audit
from shebao.counterparties.shared_data.messages import SharedPerson
from shebao.declarations.models import Declaration
from shebao.employers.models import Employer
from shebao.notices import actions as notices
from shebao.notices.actions import News
from shebao.outbox.models import Message
from shebao.portal.tests import sample
from shebao.portal.tests.conftest import SYSTEM, WANG, SharedDataInMemory
from shebao.portal.tests.test_batch import number_of, upload
from shebao.portal.tests.test_single import follow

pytestmark = pytest.mark.django_db
Work = Callable[[], int]

# What the door itself asks for every page: savepoints, role and user, session, user, mandate; then the frame around it.
DOOR = 15
OWN = {
    "/": 7,
    "/registration/": 0,
    "/registration/single/": 0,
    "/registration/batch/": 0,
    "/contracts/": 1,
    "/filings/": 1,
    "/filings/drafts/": 1,
    "/filings/medical/": 4,
    "/notices/": 1,
}


def statements(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


def fill(browser: Client, work: Work, known: SharedDataInMemory, employer: Employer, first: int, count: int) -> str:
    """Enrol `count` persons by a workbook, have them refused by the medical side, tell the clerk; the filing."""
    rows = []
    for order in range(first, first + 2 * count, 2):
        number = number_of(order)
        known.known["王建国", number] = SharedPerson(number, "王建国", "1", WANG.birth, "01", "CHN", "11", "", "", "")
        rows.append(sample.row(document_number=number))
    filing = upload(browser, *rows)
    work()
    declaration = Declaration.objects.latest("id")
    follow(browser, f"{filing}confirm/", {"content_version": declaration.content_version, "verified": "on"})
    work()
    with audit.action(SYSTEM, "refuse"):
        Message.objects.filter(declaration_id=declaration.pk).update(state="failed", answer_text="不符")
        notices.tell(News(employer.pk, "medical_failed", {"number": declaration.number}) for _ in range(count))
    return filing


def test_no_page_costs_more_statements_for_more_rows(
    browser: Client, work: Work, shared_data: SharedDataInMemory, employer: Employer
) -> None:
    few = fill(browser, work, shared_data, employer, 101, 5)
    before = {path: statements(browser, path) for path in OWN}
    batch = {path: statements(browser, f"{few}{path}") for path in ("", "lines/", "findings/")}
    many = fill(browser, work, shared_data, employer, 201, 25)
    assert {path: statements(browser, path) for path in OWN} == before
    assert {path: statements(browser, f"{many}{path}") for path in batch} == batch
    assert {path: number - before["/registration/"] for path, number in before.items()} == OWN
    assert before["/registration/"] <= DOOR
