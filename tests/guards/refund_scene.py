"""A refund of an employer of the scene: a month that was paid, asked back, agreed to by two officers, and paid back."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

from shebao.access.models import User
from shebao.collection import models as paid
from shebao.contributions import models as money
from shebao.declarations.models import Declaration
from shebao.employment.models import Contract
from shebao.outbox.models import Message
from shebao.review.models import Case, Decision
from shebao.services.refunds.models import AccountRequest, Payout, Refund, RefundItem, RefundLine

NOW = datetime(2026, 3, 11, 8, tzinfo=UTC)
MONTH = 202310
SHARES: dict[str, int] = {"employer_fen": 144_000, "personal_fen": 72_000}
AMOUNT = 216_000


def refunded(word: str, contract: Contract, filing: Declaration, officers: tuple[User, User]) -> Refund:
    """Everything that a refund leaves behind; inside an open action, after the employer's and person's messages."""
    account = {"bank_name": f"{word}银行", "account_name": f"{word}公司", "account_number": "0200000109200012345"}
    whose = {"employer_id": contract.employer_id, "person_id": contract.person_id}
    _entries(word, contract, filing)
    RefundLine.objects.create(
        **whose, **SHARES, **account, declaration=filing, line_no=1, state="effective", needs_review=True,
        name=f"{word}人", document_type="01", document_number=contract.person.document_number, reason="RR2",
    )  # fmt: skip
    RefundItem.objects.create(
        **whose,
        **SHARES,
        declaration=filing,
        line_no=1,
        contract_id=contract.pk,
        month=MONTH,
        scheme="110",
        done=True,
        params={"number": word},
    )
    refund = Refund.objects.create(
        **whose, **SHARES, declaration_id=filing.pk, line_no=1, number=f"{word}-R", amount_fen=AMOUNT, state="paid",
        decided_at=NOW, paid_on=date(2026, 3, 12), receipt="1",
    )  # fmt: skip
    _paid(refund, account)
    AccountRequest.objects.create(
        **account, refund_id=refund.pk, employer_id=refund.employer_id, requested_by=filing.filed_by,
        requested_by_name=word, requested_at=NOW, state="refused", problem=word, done_at=NOW,
    )  # fmt: skip
    for stage, officer in enumerate(officers, 1):
        _agreed(word, filing, stage, officer)
    return refund


def _entries(word: str, contract: Contract, filing: Declaration) -> None:
    """The month as it was paid, and what takes it off again."""
    month: dict[str, Any] = {"employer_id": contract.employer_id, "month": MONTH, "mode": "assessed_by_agency"}
    run = money.Run.objects.create(month=MONTH, kind="refund", employer_id=contract.employer_id, started_at=NOW)
    regular = money.Notice.objects.create(
        **month, **SHARES, number=f"{word}-{MONTH}", state="paid", persons=1, issued_at=NOW,
        due_on=date(2023, 11, 30), paid_on=date(2023, 11, 10),
    )  # fmt: skip
    paid.Payment.objects.create(
        notice_id=regular.pk, employer_id=contract.employer_id, month=MONTH, receipt=f"{word}-3", digest="3",
        paid_on=date(2023, 11, 10), principal_fen=AMOUNT, late_fee_fen=0, amount_fen=AMOUNT, recorded_at=NOW,
    )  # fmt: skip
    told("tax", "issued", contract, {"notice": regular.number}, notice_id=regular.pk)
    minus = {name: -fen for name, fen in SHARES.items()}
    given_back = money.Notice.objects.create(
        **month, **minus, number=f"{word}-{MONTH}-2", seq=2, state="refunded", purpose="refund", series=filing.pk,
        issued_at=NOW, paid_on=date(2026, 3, 11),
    )  # fmt: skip
    for entry, (notice, shares, kind) in enumerate(((regular, SHARES, "10"), (given_back, minus, "20")), 1):
        money.Charge.objects.create(
            person_id=contract.person_id, employer_id=contract.employer_id, contract_id=contract.pk, **shares,
            notice_id=notice.pk, run_id=run.pk, month=MONTH, scheme="110", entry=entry, kind=kind, wage_fen=900_000,
            base=9_000, tariff_id=1,
        )  # fmt: skip
    told("tax", "refunded", contract, {"notice": f"{word}-R"}, declaration_id=filing.pk, line_no=1)
    about = {"declaration_id": filing.pk, "line_no": 1, "person_id": contract.person_id}
    told("national_pension", "refunded", contract, {"name": word}, **about)


def _paid(refund: Refund, account: dict[str, str]) -> None:
    payout = Payout.objects.create(
        **account, refund=refund, employer_id=refund.employer_id, attempt=1, number=f"{refund.number}-01",
        key=uuid.uuid4(), amount_fen=AMOUNT, state="paid", ordered_at=NOW, answered_at=NOW, receipt="1",
        paid_on=date(2026, 3, 12),
    )  # fmt: skip
    Message.objects.create(
        key=payout.key, system="bank", kind="pay", employer_id=refund.employer_id,
        declaration_id=refund.declaration_id, line_no=1, state="done", sent_at=NOW, answered_at=NOW,
        payload={"order": payout.number, "amount_fen": AMOUNT, "account_number": account["account_number"]},
    )  # fmt: skip


def told(system: str, kind: str, contract: Contract, payload: dict[str, str], **about: Any) -> Message:
    """A message that was answered, in the row of those before it."""
    whose = {"person_id": about.get("person_id"), "system": system, "employer_id": contract.employer_id}
    before = Message.objects.filter(**whose).order_by("-pk").first()
    return Message.objects.create(
        **{**whose, **about}, kind=kind, key=uuid.uuid4(), payload=payload, state="done", sent_at=NOW, answered_at=NOW,
        sequence=before.sequence + 1 if before else 1, previous=before.key if before else None,
    )  # fmt: skip


def _agreed(word: str, filing: Declaration, stage: int, officer: User) -> None:
    case = Case.objects.create(
        declaration=filing, line_no=1, content_version=1, stage=stage, stages=2, district=filing.employer.district,
        employer_id=filing.employer_id, service="refunds", reason=f"refund_{stage}", person_name=word, state="closed",
        opened_at=NOW, closed_at=NOW,
    )  # fmt: skip
    Decision.objects.create(case=case, verdict="approve", officer_id=officer.pk, officer_name=officer.name)
