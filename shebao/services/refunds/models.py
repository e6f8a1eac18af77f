"""Refunds: what was asked for, month by month; what was decided to be given back; and the orders to the bank."""

from django.db import models
from django.db.models.functions import Now

from shebao.audit.fields import ActionField
from shebao.declarations.models import Declaration, Line


class RefundState(models.TextChoices):
    """Where the money of a refund stands."""

    PAYING = "paying", "正在付款"
    REJECTED = "rejected", "账户未通过，待重新提供"
    PAID = "paid", "已退款"


class PayoutState(models.TextChoices):
    """What became of one order to the bank."""

    ORDERED = "ordered", "已提交银行"
    REJECTED = "rejected", "银行退回"
    DISPUTED = "disputed", "银行回单不符，正在核实"
    PAID = "paid", "已付款"


class RequestState(models.TextChoices):
    """What became of another account that a clerk gave."""

    WAITING = "waiting", "正在办理"
    DONE = "done", "已提交银行"
    REFUSED = "refused", "未办理"


LIVE = (PayoutState.ORDERED, PayoutState.DISPUTED, PayoutState.PAID)
"""Orders beside which there must be no other."""


class Account(models.Model):
    """A bank account of an employer."""

    bank_name = models.CharField(max_length=128, blank=True, db_comment="public: 开户银行名称")
    account_name = models.CharField(max_length=128, blank=True, db_comment="public: 银行账户名称 (户名)")
    account_number = models.CharField(max_length=64, blank=True, db_comment="sensitive: 银行账号")

    class Meta:
        abstract = True


class RefundLine(Line, Account):
    """One person of whose months some are asked back; the amounts are those that were shown and confirmed."""

    person_id = models.BigIntegerField(default=0, db_comment="personal: the insured person; 0: not found")
    reason = models.CharField(max_length=8, blank=True, db_comment="personal: 退费原因")
    words = models.CharField(max_length=300, blank=True, db_comment="personal: what the clerk says about the reason")
    employer_fen = models.BigIntegerField(default=0, db_comment="sensitive: employer's share asked back, fen")
    personal_fen = models.BigIntegerField(default=0, db_comment="sensitive: person's share asked back, fen")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["declaration", "line_no"], name="refund_line_once")]

    @property
    def amount_fen(self) -> int:
        """Both shares."""
        return self.employer_fen + self.personal_fen


class RefundItem(models.Model):
    """One month and scheme that was ticked: what was paid for it, or why it cannot be given back."""

    # No constraint in the database, as for all lines: `verify` compares.
    declaration = models.ForeignKey(
        Declaration, models.PROTECT, db_index=False, db_constraint=False, db_comment="public: declaration it is of"
    )
    line_no = models.IntegerField(db_comment="public: line it is of")
    employer_id = models.BigIntegerField(db_comment="public: employer that paid")
    person_id = models.BigIntegerField(db_comment="personal: the insured person")
    contract_id = models.BigIntegerField(null=True, db_comment="public: contract it was paid for")
    month = models.IntegerField(db_comment="personal: 费款所属期, YYYYMM")
    scheme = models.CharField(max_length=3, db_comment="public: 险种")
    employer_fen = models.IntegerField(default=0, db_comment="sensitive: employer's share that was paid, fen")
    personal_fen = models.IntegerField(default=0, db_comment="sensitive: person's share that was paid, fen")
    code = models.CharField(
        max_length=32, blank=True, db_comment="public: why it cannot be given back; empty where it can"
    )
    params = models.JSONField(default=dict, db_comment="personal: values for the words of that reason")
    live = models.BooleanField(default=False, db_comment="public: confirmed, and officers have not decided on it yet")
    done = models.BooleanField(default=False, db_comment="public: given back")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "line_no", "month", "scheme"], name="refund_item_once"),
            models.UniqueConstraint(
                fields=["employer_id", "person_id", "month", "scheme"],
                condition=models.Q(live=True),
                name="refund_under_way_once",
            ),
        ]
        indexes = [models.Index(fields=["employer_id", "person_id", "month"], name="refund_item_of_person")]


class Refund(models.Model):
    """What two officers decided to give back for a line; the entries that take it off stand in contributions."""

    declaration_id = models.BigIntegerField(db_comment="public: declaration that asked for it")
    line_no = models.IntegerField(db_comment="public: its line")
    number = models.CharField(max_length=24, unique=True, db_comment="public: 退费单号")
    employer_id = models.BigIntegerField(db_comment="public: employer that gets it back")
    person_id = models.BigIntegerField(db_comment="personal: for whom it was paid")
    employer_fen = models.BigIntegerField(db_comment="public: employer's share, fen")
    personal_fen = models.BigIntegerField(db_comment="sensitive: person's share, fen")
    amount_fen = models.BigIntegerField(db_comment="public: both, fen")
    state = models.CharField(max_length=8, choices=RefundState.choices, db_comment="public: where the money stands")
    decided_at = models.DateTimeField(db_comment="public: when the second decision was carried out")
    paid_on = models.DateField(null=True, db_comment="public: day on which the bank paid")
    receipt = models.CharField(max_length=40, blank=True, db_comment="public: the bank's receipt")
    action_id = ActionField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration_id", "line_no"], name="refund_of_line_once"),
            models.CheckConstraint(
                condition=models.Q(amount_fen=models.F("employer_fen") + models.F("personal_fen"))
                & models.Q(amount_fen__gt=0),
                name="refund_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["employer_id", "-id"], name="refund_of_employer")]

    def __str__(self) -> str:
        return self.number


class Payout(Account):
    """One order to the bank to pay a refund to an account; of a refund at most one is not rejected."""

    refund = models.ForeignKey(Refund, models.PROTECT, db_index=False, db_comment="public: refund it pays")
    employer_id = models.BigIntegerField(db_comment="public: employer that is paid")
    attempt = models.SmallIntegerField(db_comment="public: number among the refund's orders, from 1")
    number = models.CharField(max_length=28, unique=True, db_comment="public: 付款指令编号, which the bank pays once")
    key = models.UUIDField(unique=True, db_comment="public: key of the message that orders it")
    amount_fen = models.BigIntegerField(db_comment="public: amount, fen")
    state = models.CharField(max_length=8, choices=PayoutState.choices, db_comment="public: what became of it")
    ordered_at = models.DateTimeField(db_comment="public: when it was ordered")
    answered_at = models.DateTimeField(null=True, db_comment="public: when the bank answered")
    reason_code = models.CharField(max_length=32, blank=True, db_comment="public: why the bank did not pay")
    reason_text = models.CharField(max_length=300, blank=True, db_comment="public: the same in the bank's words")
    receipt = models.CharField(max_length=40, blank=True, db_comment="public: the bank's receipt")
    paid_on = models.DateField(null=True, db_comment="public: day on which the bank paid")
    action_id = ActionField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["refund", "attempt"], name="payout_once"),
            models.UniqueConstraint(
                fields=["refund"],
                condition=models.Q(state__in=("ordered", "disputed", "paid")),
                name="refund_ordered_once",
            ),
            models.CheckConstraint(condition=models.Q(amount_fen__gt=0), name="payout_positive"),
        ]
        indexes = [models.Index(fields=["id"], condition=models.Q(state="ordered"), name="payout_unanswered")]

    def __str__(self) -> str:
        return self.number


class AccountRequest(Account):
    """Another account that a clerk gave after the bank had rejected one; the engine orders the payment to it."""

    refund_id = models.BigIntegerField(db_comment="public: refund to be paid")
    employer_id = models.BigIntegerField(db_comment="public: employer that is paid")
    requested_by = models.BigIntegerField(db_comment="personal: clerk")
    requested_by_name = models.CharField(max_length=64, db_comment="personal: name of the clerk")
    requested_at = models.DateTimeField(db_default=Now(), db_comment="public: when")
    state = models.CharField(max_length=8, choices=RequestState.choices, db_comment="public: what became of it")
    problem = models.CharField(max_length=200, blank=True, db_comment="public: why it was refused")
    done_at = models.DateTimeField(null=True, db_comment="public: when it was carried out or refused")
    action_id = ActionField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["refund_id"], condition=models.Q(state="waiting"), name="refund_account_waits_once"
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=models.Q(state="waiting"), name="refund_account_waiting")]


class DisputeClosing(models.Model):
    """What an operator has learnt from the bank about an order whose answer did not fit; the engine settles it so."""

    payout_id = models.BigIntegerField(db_comment="public: order that was disputed")
    employer_id = models.BigIntegerField(db_comment="public: employer that is paid")
    paid = models.BooleanField(db_comment="public: the bank has paid in full; else nothing, or got it back")
    receipt = models.CharField(max_length=40, blank=True, db_comment="public: the bank's receipt")
    paid_on = models.DateField(null=True, db_comment="public: day on which the bank paid")
    reason = models.CharField(max_length=300, db_comment="public: with whom it was cleared up, and how")
    requested_by = models.BigIntegerField(db_comment="personal: operator")
    requested_by_name = models.CharField(max_length=64, db_comment="personal: name of the operator")
    requested_at = models.DateTimeField(db_default=Now(), db_comment="public: when")
    state = models.CharField(max_length=8, choices=RequestState.choices, db_comment="public: what became of it")
    done_at = models.DateTimeField(null=True, db_comment="public: when it was carried out or refused")
    action_id = ActionField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payout_id"], condition=models.Q(state="waiting"), name="dispute_closing_waits_once"
            ),
            models.CheckConstraint(
                condition=models.Q(paid=True, paid_on__isnull=False) & ~models.Q(receipt="")
                | models.Q(paid=False, paid_on=None, receipt=""),
                name="dispute_paid_with_receipt",
            ),
        ]
        indexes = [
            models.Index(fields=["payout_id", "-id"], name="dispute_closing_of_payout"),
            models.Index(fields=["id"], condition=models.Q(state="waiting"), name="dispute_closing_waiting"),
        ]
