"""A request for a refund before its two officers."""

import pytest
from django.test import Client

from shebao.access.models import PostKind, User
from shebao.audit.models import Look
from shebao.contributions.tests import town
from shebao.declarations.models import Declaration
from shebao.documents import queries as documents
from shebao.kernel import clock
from shebao.office.tests.conftest import CHAOYANG, enter, make_officer
from shebao.review import queries
from shebao.review.models import Case
from shebao.services.refunds.models import Refund
from shebao.services.refunds.tests.office import GOOD_ACCOUNT, NOW, OCTOBER, PAID, Office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def office(db: None) -> Office:
    return Office(town.employer())


@pytest.fixture
def waiting(office: Office) -> Declaration:
    """A request with a material that waits for the first officer."""
    contract = office.employ()
    office.assess(*PAID)
    draft = office.draft(contract, [OCTOBER])
    office.prove(draft)
    return office.confirm(office.check(draft))


@pytest.fixture
def second(db: None) -> User:
    return make_officer("zhao.lei", "赵磊", CHAOYANG, "110105198203034512", PostKind.SECOND_REVIEW)


def case_of(declaration: Declaration) -> Case:
    return Case.objects.get(declaration=declaration, state="open")


def decide(browser: Client, case: Case, **more: str) -> str:
    """Decide in the browser; the page that follows."""
    sent = {"verdict": "approve", "seen_version": queries.version(case), "words": "", "confirmed": "yes", **more}
    answer = browser.post(f"/office/cases/{case.pk}/decide/", sent, follow=True)
    return answer.content.decode()


def test_two_officers_agree(browser: Client, waiting: Declaration, office: Office, second: User) -> None:
    first = case_of(waiting)
    assert "退费初审" in browser.get("/office/cases/").content.decode()
    content = browser.get(f"/office/cases/{first.pk}/").content.decode()
    for text in (
        "2,268.00",
        "1,503.00",
        "765.00",
        "劳动合同变动单位未及时减员",
        "离职证明",
        "2023年10月",
        "本单位首次使用该账户",
    ):
        assert text in content, text
    assert GOOD_ACCOUNT not in content
    asked = browser.post(
        f"/office/cases/{first.pk}/decide/", {"verdict": "approve", "seen_version": queries.version(first), "words": ""}
    )
    assert "此时还不退费" in asked.content.decode()
    decide(browser, first)
    office.work(waiting)
    assert Refund.objects.count() == 0
    again = case_of(waiting)
    assert (again.stage, again.reason) == (2, "refund_second")
    refused = browser.get(f"/office/cases/{again.pk}/").content.decode()
    assert "复核岗位" in refused
    other = enter(second)
    page = other.get(f"/office/cases/{again.pk}/").content.decode()
    assert "初审" in page
    assert "王芳" in page
    decide(other, again)
    office.work(waiting)
    assert Refund.objects.get().amount_fen == 226_800


def test_the_account_is_shown_for_a_purpose(browser: Client, waiting: Declaration) -> None:
    case = case_of(waiting)
    content = browser.post(f"/office/cases/{case.pk}/reveal/", {"purpose": "materials"}).content.decode()
    assert GOOD_ACCOUNT in content
    assert Look.objects.filter(what="case_numbers").count() == 1


def test_what_goes_back_says_why_in_the_words_of_refunds(browser: Client, waiting: Declaration, office: Office) -> None:
    case = case_of(waiting)
    assert "退费月份与材料不一致" in browser.get(f"/office/cases/{case.pk}/").content.decode()
    decide(browser, case, verdict="return", return_reason="months_differ")
    assert office.work(waiting).state == "returned"


def test_a_material_is_opened_by_the_officer(browser: Client, waiting: Declaration) -> None:
    case = case_of(waiting)
    stored = documents.of_lines(waiting.pk)[0]
    assert browser.get(f"/office/cases/{case.pk}/files/{stored.pk}/").status_code == 200
