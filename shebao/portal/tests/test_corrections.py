"""What did not come through is corrected one by one, as filings of their own; what was done before is told as such."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from shebao.declarations import queries as declarations
from shebao.declarations.models import Declaration, LineState, State
from shebao.employment.models import Contract
from shebao.portal.tests import sample
from shebao.portal.tests.conftest import WANG
from shebao.portal.tests.test_batch import BAD_WAGE, GOOD, UNPROVEN, upload
from shebao.portal.tests.test_single import follow, text
from shebao.services.enrolment.models import EnrolmentLine

pytestmark = pytest.mark.django_db
Work = Callable[[], int]
TEMPLATES = Path(__file__).parents[1] / "templates"
POST_FORM = re.compile(r'<form\s[^>]*method="post".*?</form>', re.DOTALL)
BUTTON = re.compile(r'<button[^>]*name="line" value="(\d+)" form="correct"[^>]*>补正')


def confirm(browser: Client, work: Work, filing: str) -> Declaration:
    """Have the filing checked, confirm what is good of it, have that done."""
    work()
    number = filing.strip("/").rpartition("/")[2]
    version = Declaration.objects.get(number=number).content_version
    follow(browser, f"{filing}confirm/", {"content_version": version, "verified": "on"})
    work()
    return Declaration.objects.get(number=number)


@pytest.fixture
def partly(browser: Client, work: Work) -> str:
    """The page of a batch of which the first line took effect and the second did not."""
    filing = upload(browser, GOOD, UNPROVEN | {"wage": "九千"})
    assert confirm(browser, work, filing).state == State.PARTLY
    return filing


def test_a_line_that_did_not_come_through_is_corrected_as_a_filing_of_its_own(
    browser: Client, work: Work, partly: str
) -> None:
    for path in (partly, f"{partly}lines/"):
        assert BUTTON.findall(text(browser, path)) == ["2"]
    edit = follow(browser, f"{partly}correct/", {"line": "2"})
    page = text(browser, edit)
    assert 'value="李小龙"' in page
    assert 'value="九千"' in page
    typed = sample.form(name="李小龙", document_number=UNPROVEN["document_number"])
    again = follow(browser, edit, typed | {"identity_proof": sample.proof()})
    done = confirm(browser, work, again)
    assert (done.single, done.state) == (True, State.IN_REVIEW)
    assert f"已另行补正，业务流水号 {done.number}" in text(browser, partly)


def test_asking_again_leads_to_the_same_filing_wherever_it_stands(browser: Client, work: Work, partly: str) -> None:
    first = follow(browser, f"{partly}correct/", {"line": "2"})
    assert follow(browser, f"{partly}correct/", {"line": "2"}) == first
    follow(browser, first, sample.form())
    assert follow(browser, f"{partly}correct/", {"line": "2"}) == first
    assert browser.get(first)["Location"] == first.removesuffix("edit/")
    assert Declaration.objects.filter(single=True).count() == 1


def test_what_is_typed_into_a_correction_is_kept_by_itself(browser: Client, partly: str) -> None:
    edit = follow(browser, f"{partly}correct/", {"line": "2"})
    draft = Declaration.objects.get(single=True)
    key = re.findall(r'name="client_key" value="([^"]+)"', text(browser, edit))
    typed = sample.form(client_key=key[0], number=draft.number, name="赵敏", wage="8000")
    answer = browser.post("/registration/autosave/", typed, headers={"X-Autosave": "1"})
    assert answer.json() == {"values": {"number": draft.number}}
    assert 'value="8000"' in text(browser, edit)


def test_lines_are_corrected_while_others_wait_for_an_officer(browser: Client, work: Work) -> None:
    filing = upload(browser, GOOD, BAD_WAGE, UNPROVEN)
    work()
    follow(browser, f"{filing}proofs/", {"line": "3", "proof": sample.proof()})
    follow(browser, f"{filing}recheck/", {})
    assert confirm(browser, work, filing).state == State.IN_REVIEW
    assert BUTTON.findall(text(browser, filing)) == ["2"]
    assert follow(browser, f"{filing}correct/", {"line": "2"}).endswith("/edit/")
    assert "没有需要补正的内容" in browser.post(f"{filing}correct/", {"line": "3"}, follow=True).content.decode()


def test_nothing_is_corrected_before_something_took_effect(browser: Client, work: Work) -> None:
    filing = upload(browser, UNPROVEN, BAD_WAGE)
    work()
    follow(browser, f"{filing}proofs/", {"line": "1", "proof": sample.proof()})
    follow(browser, f"{filing}recheck/", {})
    assert confirm(browser, work, filing).state == State.IN_REVIEW
    assert BUTTON.findall(text(browser, filing)) == BUTTON.findall(text(browser, f"{filing}lines/")) == []
    assert "尚未办结" in browser.post(f"{filing}correct/", {"line": "2"}, follow=True).content.decode()


def test_a_single_filing_that_failed_is_corrected_too(browser: Client, work: Work) -> None:
    filing = follow(browser, "/registration/single/", sample.form())
    work()
    declaration = Declaration.objects.get()
    with_effect = upload(browser, GOOD | {"wage": "8800"})
    assert confirm(browser, work, with_effect).state == State.EFFECTIVE
    assert confirm_late(browser, work, declaration).state == State.FAILED
    assert 'name="line" value="1"' in text(browser, filing)
    edit = follow(browser, f"{filing}correct/", {"line": "1"})
    assert 'value="王建国"' in text(browser, edit)


def test_the_person_of_an_ending_that_failed_is_corrected_too(browser: Client, work: Work) -> None:
    """Somebody who is not employed here, and somebody who is: the number of a workbook was wrong."""
    other = sample.row(filing_kind="终止", ended_on="2020-01-31", end_reason="劳动者提前通知解除", schemes="")
    filing = upload(browser, GOOD | {"name": "王建国"}, other | {"document_number": "110101199003078232"})
    assert confirm(browser, work, filing).state == State.PARTLY
    edit = follow(browser, f"{filing}correct/", {"line": "2"})
    page = text(browser, edit)
    for key, value in (("name", "王建国"), ("document_number", "110101199003078232")):
        assert re.search(f'name="{key}"[^>]* value="{value}"', page), key
    assert '<option value="01" selected>' in page
    typed: dict[str, object] = {
        "document_type": "01",
        "ended_on": "2026-01-01",
        "end_reason": "T37",
        "stop_reason": "222",
    }
    again = follow(browser, edit, typed | {"name": "王建国", "document_number": WANG.number})
    work()
    declaration = Declaration.objects.latest("pk")
    assert again == f"/filings/{declaration.number}/"
    assert declaration.payload["document_number"] == WANG.number
    assert declarations.findings(declaration.pk, code="no_running_contract") == []


def confirm_late(browser: Client, work: Work, declaration: Declaration) -> Declaration:
    """Confirm a filing that was overtaken since its check."""
    data = {"content_version": declaration.content_version, "verified": "on"}
    follow(browser, f"/filings/{declaration.number}/confirm/", data)
    work()
    return Declaration.objects.get(pk=declaration.pk)


@pytest.mark.parametrize("line", ["", "x", "0", "-1", "3", "9" * 40, "2147483648", "１"])
def test_a_line_that_is_not_there_is_not_found(browser: Client, partly: str, line: str) -> None:
    assert browser.post(f"{partly}correct/", {"line": line}).status_code == 404
    assert Declaration.objects.count() == 1


def test_another_employers_line_is_not_found(browser: Client, other_browser: Client, partly: str) -> None:
    assert other_browser.post(f"{partly}correct/", {"line": "2"}).status_code == 404
    assert browser.get(f"{partly}correct/").status_code == 405
    assert Declaration.objects.count() == 1


def test_a_person_enrolled_just_so_before_is_told_with_the_number_of_then(browser: Client, work: Work) -> None:
    first = confirm(browser, work, follow(browser, "/registration/single/", sample.form()))
    again = follow(browser, "/registration/single/", sample.form())
    work()
    page = text(browser, again)
    assert EnrolmentLine.objects.latest("id").state == LineState.DONE_BEFORE
    assert "此前已办理" in page
    assert f'<a href="/filings/{first.number}/">{first.number}</a>' in page
    assert Contract.objects.count() == 1
    assert "此前已办理" not in text(browser, f"/filings/{first.number}/")


def test_every_form_says_for_which_employer_it_was_drawn() -> None:
    found = [(path.name, form) for path in TEMPLATES.rglob("*.html") for form in POST_FORM.findall(path.read_text())]
    assert len(found) > 7
    assert [name for name, form in found if 'name="for_employer"' not in form] == []


def test_questions_and_lone_buttons_say_it_too(browser: Client, work: Work) -> None:
    batch = upload(browser, UNPROVEN)
    work()
    edit = follow(browser, "/registration/single/", sample.form(do="save"))
    for path in (f"{batch}cancel/", batch, f"{batch}proofs/", edit.replace("edit", "register")):
        page = text(browser, path).partition("<main")[2].partition("</main>")[0]
        forms = POST_FORM.findall(page)
        assert forms
        assert [form for form in forms if 'name="for_employer"' not in form] == []


@pytest.mark.parametrize("path", ["/registration/single/", "/registration/batch/", "/registration/autosave/"])
def test_a_form_for_another_employer_begins_nothing(browser: Client, path: str) -> None:
    assert browser.post(path, sample.form(for_employer="999999")).status_code == 409
    assert Declaration.objects.count() == 0


def test_steps_for_another_employer_are_not_taken(browser: Client, work: Work, partly: str) -> None:
    before = Declaration.objects.values_list("state", "content_version").get()
    for step in ("correct", "cancel", "recheck", "confirm", "workbook", "edit", "proofs"):
        assert browser.post(f"{partly}{step}/", {"line": "2", "for_employer": "999999"}).status_code == 409
    assert Declaration.objects.values_list("state", "content_version").get() == before
