"""Two employers who must never see each other's data, each with rows in every table that belongs to an employer.

Every row of theirs carries the employer's word, so that a leak shows wherever it is printed.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from shebao.access.models import Mandate, Post, User
from shebao.audit.actions import Actor, action
from shebao.certificates.models import Certificate
from shebao.collection import models as paid
from shebao.contributions import models as money
from shebao.declarations.models import Declaration, Event, Finding
from shebao.documents.models import StoredFile
from shebao.employers.models import Employer
from shebao.employment.models import Contract, Coverage
from shebao.notices.models import Notice
from shebao.outbox.models import Feedback, Message
from shebao.persons.models import Merger, MergerState, Person, SharedLookup, ValueChange
from shebao.review.models import Case, Decision
from shebao.services.bases.models import TypedWage, WageLine
from shebao.services.cards.models import Application
from shebao.services.enrolment.models import EnrolmentLine
from shebao.services.person_changes.models import ChangeItem, ChangeLine
from shebao.services.refunds.models import Refund
from shebao.services.supplements.models import SupplementItem, SupplementLine
from shebao.services.withdrawal.models import WithdrawalLine
from tests.guards import settled
from tests.guards.card_scene import collected
from tests.guards.refund_scene import refunded

NOW = datetime(2026, 3, 11, 8, tzinfo=UTC)
DAY = date(2024, 1, 1)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SETUP = Actor.system("场景", door="cli")


@dataclass(frozen=True)
class Side:
    """One employer with its clerk, its district's officer, one insured person and her filing."""

    word: str
    employer: Employer
    clerk: User
    officer: User
    person: Person
    insured: User
    declaration: Declaration
    line: EnrolmentLine
    contract: Contract
    coverage: Coverage
    medical: Message
    case: Case
    ending: WithdrawalLine
    refund: Refund
    card: Application


def identity_number(serial: int) -> str:
    """A well-formed number of a woman born on 1990-01-01 who does not exist."""
    body = f"11010119900101{serial * 2 % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def user(name: str, kind: str, number: int) -> User:
    """An account that may log in."""
    return User.objects.create(
        username=name, name=name, kind=kind, password="!", identity_number=identity_number(number)
    )


def side(word: str, number: int) -> Side:
    """Everything one employer can own, written under one action."""
    with action(SETUP, "set the scene"):
        return _side(word, number)


def _side(word: str, number: int) -> Side:
    employer = Employer.objects.create(
        credit_code=f"91110000000000{number:04d}",
        name=f"{word}公司",
        district=f"1101{number:02d}",
        unit_type="10",
        injury_class=1,
        registered_on=DAY,
    )
    clerk, officer = user(f"{word}-clerk", "clerk", number), user(f"{word}-officer", "officer", number + 100)
    Mandate.objects.create(user=clerk, employer=employer, valid_from=DAY)
    Post.objects.create(user=officer, district=employer.district, kind="first_review", valid_from=DAY)
    person = Person.objects.create(
        social_security_number=identity_number(number + 200),
        name=f"{word}人",
        document_type="01",
        document_number=identity_number(number + 200),
        sex="2",
        birth_date=date(1990, 1, 1),
        confirmed_by="shared",
    )
    insured = user(f"{word}-insured", "person", number + 200)
    _certified(word, person, insured, number)
    declaration = _declaration(word, employer, clerk)
    line = EnrolmentLine.objects.create(
        declaration=declaration,
        line_no=1,
        employer_id=employer.pk,
        state="effective",
        name=person.name,
        document_type="01",
        document_number=person.document_number,
        schemes="110",
    )
    contract, coverage = _employment(word, employer, person, declaration)
    _owed(word, contract)
    _collected(word, employer, clerk)
    _declared(word, contract, clerk)
    _made_up(word, contract, clerk)
    _changed(word, contract, clerk)
    medical = _messages(word, contract)
    case = _papers(word, declaration, clerk, officer)
    ending = _ended(word, person, clerk, medical)
    second = user(f"{word}-second", "officer", number + 300)
    Post.objects.create(user=second, district=employer.district, kind="second_review", valid_from=DAY)
    sql("select shebao_open_month(202310)")
    filing = _declaration(f"{word}-5", employer, clerk, "refunds")
    refund = refunded(word, contract, filing, (officer, second))
    card = collected(word, contract, _declaration(f"{word}-K", employer, clerk, "cards"), officer)
    return Side(
        word,
        employer,
        clerk,
        officer,
        person,
        insured,
        declaration,
        line,
        contract,
        coverage,
        medical,
        case,
        ending,
        refund,
        card,
    )


def _certified(word: str, person: Person, insured: User, number: int) -> None:
    """What the person had issued for others to read."""
    content = {"name": word, "social_security_number": person.social_security_number}
    with action(Actor("user", word, "personal", insured.pk), "issue_certificate"):
        _certificate(word, person, content, number)


def _certificate(word: str, person: Person, content: dict[str, str], number: int) -> None:
    Certificate.objects.create(
        number=f"{number:018d}", person_id=person.pk, client_key=uuid.uuid4(), first_month=202401, last_month=202401,
        content=content, shown_name=word, check_code=f"ABCDEF{number:02d}", issued_at=NOW,
        valid_until=date(2026, 4, 9),
    )  # fmt: skip


def _ended(word: str, person: Person, clerk: User, medical: Message) -> WithdrawalLine:
    """An earlier contract of the person, which was carried over and ended by a filing of its own."""
    end: dict[str, Any] = {"ended_on": date(2023, 12, 20), "end_reason": "T37", "stop_reason": "222"}
    contract = Contract.objects.create(
        person=person, employer_id=medical.employer_id, declaration_id=0, line_no=1, contract_kind="1", term_kind="1",
        signing="1", starts_on=date(2023, 1, 1), employment_form="1", occupation=word, wage=9000, enrolment_reason="1",
        insured_from=202301, end_line_no=1, **end,
    )  # fmt: skip
    filing = _declaration(f"{word}-2", contract.employer, clerk, "withdrawal")
    line = WithdrawalLine.objects.create(
        declaration=filing, line_no=1, employer_id=contract.employer_id, state="effective", name=person.name,
        document_type="01", document_number=person.document_number, contract_id=contract.pk, last_month=202312, **end,
    )  # fmt: skip
    Contract.objects.filter(pk=contract.pk).update(end_declaration_id=filing.pk)
    Message.objects.create(
        key=uuid.uuid4(), system="medical", kind="withdrawn", person_id=person.pk, employer_id=contract.employer_id,
        declaration_id=filing.pk, line_no=1, sequence=2, previous=medical.key, payload={"name": word},
    )  # fmt: skip
    return line


def _declaration(word: str, employer: Employer, clerk: User, service: str = "enrolment") -> Declaration:
    return Declaration.objects.create(
        number=f"{word}-1",
        service=service,
        employer=employer,
        single=True,
        client_key=f"{word} {service}",
        door="portal",
        filed_by=clerk.pk,
        filed_by_name=clerk.name,
        payload={"name": word},
        state="effective",
        lines=1,
        good=1,
        effective=1,
    )


def _employment(word: str, employer: Employer, person: Person, declaration: Declaration) -> tuple[Contract, Coverage]:
    contract = Contract.objects.create(
        person=person,
        employer=employer,
        declaration_id=declaration.pk,
        line_no=1,
        contract_kind="1",
        term_kind="1",
        signing="1",
        starts_on=DAY,
        employment_form="1",
        occupation=word,
        wage=9000,
        enrolment_reason="1",
        insured_from=202401,
    )
    coverage = Coverage.objects.create(
        person=person, scheme="110", from_month=202401, employer=employer, contract=contract
    )
    return contract, coverage


def _owed(word: str, contract: Contract) -> None:
    """What is owed for the contract's first month."""
    whose = {"employer_id": contract.employer_id, "person_id": contract.person_id, "contract_id": contract.pk}
    money.Wage.objects.create(**whose, from_month=202401, wage_fen=900_000, origin="enrolment")
    run = money.Run.objects.create(month=202401, kind="single", employer_id=contract.employer_id, started_at=NOW)
    money.Problem.objects.create(
        run_id=run.pk,
        month=202401,
        employer_id=contract.employer_id,
        person_id=contract.person_id,
        code="no_wage",
        detail=word,
    )
    notice = money.Notice.objects.create(
        number=f"{word}-202401", employer_id=contract.employer_id, month=202401, mode="assessed_by_agency", state="open"
    )
    sums = {"employer_fen": 144_000, "personal_fen": 72_000}
    money.NoticeLine.objects.create(notice_id=notice.pk, scheme="110", persons=1, base_sum=9_000, **sums)
    sql("select shebao_open_month(202401)")
    money.Charge.objects.create(
        **whose, **sums, notice_id=notice.pk, run_id=run.pk, month=202401, scheme="110", entry=1, kind="10",
        wage_fen=900_000, base=9_000, tariff_id=1,
    )  # fmt: skip


def _collected(word: str, employer: Employer, clerk: User) -> None:
    """An earlier month that was paid late, twice, and declared before that."""
    notice = money.Notice.objects.create(
        number=f"{word}-202312", employer=employer, month=202312, mode="assessed_by_agency", state="paid",
        employer_fen=1_440, personal_fen=720, issued_at=NOW, due_on=date(2024, 1, 31), paid_on=date(2024, 2, 11),
    )  # fmt: skip
    told_tax = Message.objects.create(
        key=uuid.uuid4(), system="tax", kind="issued", employer_id=employer.pk, notice_id=notice.pk,
        payload={"notice": notice.number}, state="done", sent_at=NOW, answered_at=NOW,
    )  # fmt: skip
    whose = {"notice_id": notice.pk, "employer_id": employer.pk}
    told = {"paid_on": date(2024, 2, 11), "principal_fen": 2_160, "late_fee_fen": 11, "amount_fen": 2_171}
    payment = paid.Payment.objects.create(
        **whose, **told, month=202312, receipt=f"{word}-1", digest="1", recorded_at=NOW
    )
    paid.LateFee.objects.create(
        **whose, payment_id=payment.pk, scheme="110", owed_fen=2_160, from_day=date(2024, 2, 1),
        to_day=date(2024, 2, 10), days=10, rate_ppm=500, fen=11,
    )  # fmt: skip
    paid.Mismatch.objects.create(**whose, **told, kind="paid_twice", receipt=f"{word}-2", digest="2", found_at=NOW)
    paid.Overdue.objects.create(
        **whose, month=202312, due_on=date(2024, 1, 31), owed_fen=2_160, found_on=date(2024, 2, 1)
    )
    paid.DeclareRequest.objects.create(
        **whose, persons=1, employer_fen=1_440, personal_fen=720, deferred_fen=0, requested_by=clerk.pk,
        requested_by_name=clerk.name, state="done", done_at=NOW,
    )  # fmt: skip
    settled.settle(_declaration(f"{word}-4", employer, clerk, "arrears"), told_tax, NOW)


def _declared(word: str, contract: Contract, clerk: User) -> None:
    """A base declaration that took effect in July, and what its clerk had typed."""
    declaration = _declaration(f"{word}-3", contract.employer, clerk, "bases")
    whose = {"employer_id": contract.employer_id, "person_id": contract.person_id, "contract_id": contract.pk}
    money.Wage.objects.filter(contract_id=contract.pk).update(to_month=202406)
    money.Wage.objects.create(
        **whose, from_month=202407, wage_fen=950_000, origin="declared", declaration_id=declaration.pk
    )
    WageLine.objects.create(
        **whose,
        declaration=declaration,
        line_no=1,
        state="effective",
        name=f"{word}人",
        from_month=202407,
        wage="9500.00",
    )
    TypedWage.objects.create(
        declaration=declaration, employer_id=contract.employer_id, contract_id=contract.pk, typed=word
    )


def _made_up(word: str, contract: Contract, clerk: User) -> None:
    """A supplement by which the contract's first month was entered."""
    declaration = _declaration(f"{word}-6", contract.employer, clerk, "supplements")
    whose = {"employer_id": contract.employer_id, "person_id": contract.person_id, "line_no": 1}
    SupplementLine.objects.create(
        **whose, declaration=declaration, state="effective", name=f"{word}人", first_month=202401, last_month=202401
    )
    SupplementItem.objects.create(
        **whose, declaration=declaration, contract_id=contract.pk, month=202401, scheme="110", wanted=True,
        state="effective", detail=word, employer_fen=144_000, personal_fen=72_000,
    )  # fmt: skip


def _changed(word: str, contract: Contract, clerk: User) -> None:
    """The person's address was changed, and the history tells what it was."""
    declaration = _declaration(f"{word}-7", contract.employer, clerk, "person_changes")
    where = {"line_no": 1, "employer_id": contract.employer_id, "person_id": contract.person_id}
    values = {"old_value": "", "new_value": f"{word}路1号"}
    ChangeLine.objects.create(
        **where, declaration=declaration, state="effective", name=f"{word}人", change_type="98", reason=word
    )
    ChangeItem.objects.create(**where, **values, declaration=declaration, item="residence_address")
    Person.objects.filter(pk=contract.person_id).update(residence_address=values["new_value"])
    ValueChange.objects.create(
        **where, **values, field="residence_address", effective_on=DAY, filed_by_name=clerk.name,
        declaration_id=declaration.pk, number=declaration.number,
    )  # fmt: skip
    Merger.objects.create(
        person_id=contract.person_id, other_id=0, declaration_id=declaration.pk, line_no=1, state=MergerState.REFUSED,
        histories=[word], conflicts=[], asked_at=NOW, decided_at=NOW, decided_by_name=word, reason=word,
    )  # fmt: skip


def _messages(word: str, contract: Contract) -> Message:
    systems = [("medical", "enrolment"), ("national_pension", "participation")]
    medical, _ = (
        Message.objects.create(
            key=uuid.uuid4(),
            system=system,
            kind=kind,
            person_id=contract.person_id,
            employer_id=contract.employer_id,
            declaration_id=contract.declaration_id,
            line_no=1,
            payload={"name": word},
            state="done",
            sent_at=NOW,
            answered_at=NOW,
        )
        for system, kind in systems
    )
    Feedback.objects.create(
        system="medical",
        feedback_id=word,
        in_reply_to=medical.key,
        body={"name": word},
        digest=word,
        applied_at=NOW,
        effect="applied",
    )
    return medical


def _papers(word: str, declaration: Declaration, clerk: User, officer: User) -> Case:
    employer_id = declaration.employer_id
    case = Case.objects.create(
        declaration=declaration,
        line_no=1,
        content_version=1,
        district=declaration.employer.district,
        employer_id=employer_id,
        service="enrolment",
        reason="officer_decides",
        person_name=word,
        state="closed",
        opened_at=NOW,
        closed_at=NOW,
    )
    Decision.objects.create(case=case, verdict="approve", reason=word, officer_id=officer.pk, officer_name=officer.name)
    Finding.objects.create(declaration=declaration, line_no=1, code="note", severity="note", params={"name": word})
    Event.objects.create(declaration=declaration, kind="effective", actor_name=word)
    Notice.objects.create(employer_id=employer_id, kind="effective", params={"name": word})
    StoredFile.objects.create(
        employer_id=employer_id,
        declaration_id=declaration.pk,
        purpose="identity",
        name=f"{word}.pdf",
        kind="pdf",
        size=1,
        sha256="0" * 64,
        path=word,
    )
    SharedLookup.objects.create(
        token=uuid.uuid4(),
        user_id=clerk.pk,
        employer_id=employer_id,
        at=NOW,
        document_type="01",
        document_number=identity_number(1),
        name=word,
        matched=True,
    )
    return case


def sql(statement: str, *values: Any) -> list[tuple[object, ...]]:
    """Run one statement with values; the rows it answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []
