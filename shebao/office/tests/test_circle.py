"""From the clerk to the officer and back: returned, corrected, handed in again, approved, effective."""

from datetime import date, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection

from shebao.access.models import User
from shebao.audit import actions as audit
from shebao.declarations import actions as declarations
from shebao.declarations.models import Declaration
from shebao.documents import actions as documents
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.kernel import clock
from shebao.kernel.errors import Conflict
from shebao.notices import texts
from shebao.notices.models import Notice
from shebao.office.tests.conftest import NUMBERS, SYSTEM, Filings, decide, payload
from shebao.outbox.models import Message
from shebao.persons.models import Person
from shebao.review import queries
from shebao.review.models import Case, Verdict
from shebao.services.registration import applying
from shebao.verification.run import verify

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "身份证明材料不清晰或不完整，请重新上传"


def state_of(case: Case) -> tuple[str, str]:
    case.refresh_from_db()
    return Declaration.objects.get(pk=case.declaration_id).state, case.state


def notices() -> list[tuple[str, str]]:
    return [(one.kind, texts.text(one.kind, one.params)) for one in Notice.objects.order_by("pk")]


def violations() -> list[tuple[str, list[str]]]:
    """What `shebao verify` finds."""
    return [
        (result.name, result.subjects or [result.problem])
        for result in verify().results
        if result.violations or result.problem
    ]


def test_returned_corrected_and_approved(filings: Filings, officer: User) -> None:
    first = filings.for_review()
    decide(officer, first, Verdict.RETURN, REASON)
    filings.work()
    assert state_of(first) == ("returned", "closed")
    assert ("returned", f"退回原因：{REASON}。请补正后重新提交。") in notices()

    corrected = payload(residence_address="北京市朝阳区示例路2号")
    declarations.save(filings.actor, first.declaration_id, corrected, now=clock.now())
    filings.prove(first.declaration, "清晰的证件.png")
    filings.send(first.declaration)
    second = Case.objects.get(declaration_id=first.declaration_id, state="open")
    assert second.content_version > first.content_version

    decide(officer, second, Verdict.APPROVE)
    filings.work()
    assert state_of(second) == ("effective", "closed")
    contract = Contract.objects.select_related("person").get()
    assert contract.person.residence_address == "北京市朝阳区示例路2号"
    assert contract.person.confirmed_by == "officer"
    assert set(Message.objects.values_list("system", flat=True)) == {"medical", "national_pension"}
    assert notices()[-1][0] == "approved"
    assert violations() == []


def test_only_the_proof_is_new(filings: Filings, officer: User) -> None:
    first = filings.for_review()
    decide(officer, first, Verdict.RETURN, REASON)
    filings.work()
    declarations.save(filings.actor, first.declaration_id, payload(), now=clock.now())
    filings.prove(first.declaration, "清晰的证件.png")
    filings.send(first.declaration)
    second = Case.objects.get(declaration_id=first.declaration_id, state="open")
    assert second.content_version > first.content_version
    decide(officer, second, Verdict.APPROVE)
    filings.work()
    assert state_of(second) == ("effective", "closed")
    assert violations() == []


def test_rejected_for_good(filings: Filings, officer: User) -> None:
    case = filings.for_review()
    decide(officer, case, Verdict.REJECT, "申报人员与单位没有劳动关系")
    filings.work()
    assert state_of(case) == ("rejected", "closed")
    assert not Person.objects.exists()
    assert not Message.objects.exists()
    assert ("rejected", "原因：申报人员与单位没有劳动关系。") in notices()
    assert violations() == []


def test_an_approval_that_comes_too_late_is_not_told_as_success(
    filings: Filings, officer: User, outsider: Employer
) -> None:
    case = filings.for_review()
    with audit.action(SYSTEM, "insure_elsewhere"):
        _insure(outsider)
    decide(officer, case, Verdict.APPROVE)
    filings.work()
    assert state_of(case) == ("failed", "closed")
    assert [kind for kind, _text in notices()][-1] == "approved_too_late"
    assert not Contract.objects.filter(employer=filings.employer).exists()


def _insure(employer: Employer) -> None:
    """The same person, insured by another employer since the check."""
    person = Person.objects.create(
        social_security_number=NUMBERS[0],
        name="王建国",
        document_type="01",
        document_number=NUMBERS[0],
        sex="1",
        birth_date=date(1990, 3, 7),
        confirmed_by="officer",
    )
    today = clock.today()
    contract = Contract.objects.create(
        person=person,
        employer=employer,
        declaration_id=0,
        line_no=1,
        contract_kind="CK1",
        term_kind="CT2",
        starts_on=today.replace(day=1),
        employment_form="EF1",
        wage=9000,
        enrolment_reason="ER1",
        insured_from=today.year * 100 + today.month,
    )
    contract.coverage_set.create(person=person, scheme="110", from_month=contract.insured_from, employer=employer)


def test_lines_of_a_batch_are_decided_one_by_one(filings: Filings, officer: User) -> None:
    good, unclear, wrong = filings.batch_for_review(["王建国", "李四", "赵六"])
    decide(officer, good, Verdict.APPROVE)
    filings.work()
    assert state_of(good) == ("in_review", "closed")
    decide(officer, unclear, Verdict.RETURN, REASON)
    decide(officer, wrong, Verdict.REJECT, "重复申报")
    filings.work()
    assert state_of(unclear) == ("partly", "closed")
    declaration = Declaration.objects.get(pk=good.declaration_id)
    assert (declaration.effective, declaration.next_step) == (1, None)
    with pytest.raises(Conflict):
        declarations.put_workbook(filings.actor, declaration.pk, 1, now=clock.now())
    assert Contract.objects.count() == 1
    assert violations() == []


def test_a_decision_made_while_another_is_carried_out_is_not_lost(
    filings: Filings, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker holds the filing's lock: what an officer decides meanwhile waits for it, and wakes it again."""
    first, second = filings.batch_for_review(["王建国", "李四"])
    decide(officer, first, Verdict.APPROVE)
    real = applying._take_effect
    threads: list[Thread] = []

    def slowly(declaration: Declaration, now: datetime) -> None:
        if not threads:
            threads.append(Thread(target=_elsewhere, args=(officer, second)))
            threads[0].start()
            threads[0].join(0.5)
            assert threads[0].is_alive()  # waits for the lock
        real(declaration, now)

    monkeypatch.setattr(applying, "_take_effect", slowly)
    filings.work()
    threads[0].join(10)
    filings.work()
    assert state_of(second) == ("effective", "closed")
    assert Contract.objects.count() == 2
    assert violations() == []


def _elsewhere(officer: User, case: Case) -> None:
    try:
        decide(officer, case, Verdict.APPROVE)
    finally:
        connection.close()


def test_the_clerk_keeps_her_proofs_in_order(filings: Filings, officer: User) -> None:
    """A proof taken out after it was returned is not shown to the officer again."""
    case = filings.for_review()
    decide(officer, case, Verdict.RETURN, REASON)
    filings.work()
    stored = filings.prove(case.declaration, "错误的.png")
    documents.take_out(filings.actor, stored.pk, case.declaration_id, now=clock.now() + timedelta(seconds=1))
    filings.send(case.declaration)
    second = Case.objects.get(declaration_id=case.declaration_id, state="open")
    assert queries.version(queries.find(second.pk, [second.district]) or second)
