"""What is asked for in one sum, what came in through tax, with which late fees, what does not fit, what is overdue."""

from django.db import models
from django.db.models.functions import Now

from shebao.audit.fields import ActionField


class MismatchKind(models.TextChoices):
    """Why something that tax told could not be posted as it is."""

    UNKNOWN_NOTICE = "unknown_notice", "缴费通知单号不存在"
    WRONG_EMPLOYER = "wrong_employer", "单位与缴费通知不符"
    WRONG_AMOUNT = "wrong_amount", "金额与缴费通知不符"
    WRONG_DAY = "wrong_day", "缴费日期晚于今天或早于费款所属期"
    PAID_TWICE = "paid_twice", "重复缴费"
    REPLACED = "replaced", "缴纳的是已更正的缴费通知"
    RECALLED = "recalled", "缴纳的是已撤回的缴款单"
    NOT_ASKED = "not_asked", "缴费通知尚未生效或无需缴费"
    LATE_FEE = "late_fee", "滞纳金与应收不符"
    RECEIPT_REUSED = "receipt_reused", "同一票据号内容不同"
    REFUSED = "refused", "税务部门不予受理"


class RequestState(models.TextChoices):
    """What became of an employer's wish to declare a month."""

    WAITING = "waiting", "正在申报"
    DONE = "done", "申报成功"
    REFUSED = "refused", "申报不成功"


class RecallState(models.TextChoices):
    """What became of an employer's wish to have a bill recalled."""

    WAITING = "waiting", "正在撤回"
    DONE = "done", "已撤回"
    REFUSED = "refused", "撤回不成功"


class BillKind(models.TextChoices):
    """Why an employer is asked for several notices in one sum."""

    ARREARS = "arrears", "单位欠缴"
    SUPPLEMENT = "supplement", "个人补缴"


class BillState(models.TextChoices):
    """Where a bill stands."""

    ASKED = "asked", "待缴费"
    PAID = "paid", "已缴费"
    RECALLED = "recalled", "已撤回"


class Bill(models.Model):
    """A bill (缴款单): one demand over several unpaid notices of an employer, paid by one receipt.

    Its principal is fixed; the late fee runs until the day of payment. It is recalled when one of its notices is no
    longer to be paid as it stands; what is left is asked for by another bill, which `replaces` it.
    """

    number = models.CharField(max_length=24, unique=True, db_comment="public: 缴款单号")
    employer_id = models.BigIntegerField(db_comment="public: employer")
    declaration_id = models.BigIntegerField(db_comment="public: declaration that asked for it")
    kind = models.CharField(max_length=12, choices=BillKind.choices, db_comment="public: 单位欠缴 or 个人补缴")
    state = models.CharField(max_length=8, choices=BillState.choices, db_comment="public: where it stands")
    replaces = models.BigIntegerField(null=True, db_comment="public: recalled bill it takes the place of")
    notices = models.IntegerField(db_comment="public: notices on it")
    principal_fen = models.BigIntegerField(db_comment="public: contributions, fen, without late fees")
    asked_at = models.DateTimeField(db_comment="public: when it was made")
    recalled_at = models.DateTimeField(null=True, db_comment="public: when it was recalled")
    receipt = models.CharField(max_length=40, blank=True, db_comment="public: 税票号码 of its payment")
    paid_on = models.DateField(null=True, db_comment="public: day of payment")
    late_fee_fen = models.BigIntegerField(
        null=True, db_comment="public: 滞纳金 at the day of payment, fen, as tax told"
    )
    announced_at = models.DateTimeField(null=True, db_comment="public: when its service was told of the payment")
    action_id = ActionField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["replaces"], condition=models.Q(replaces__isnull=False), name="bill_replaced_once"
            ),
            # A declaration asks for one sum at a time.
            models.UniqueConstraint(
                fields=["declaration_id"], condition=~models.Q(state="recalled"), name="bill_of_declaration_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="paid", paid_on__isnull=False, late_fee_fen__isnull=False)
                | (~models.Q(state="paid") & models.Q(paid_on=None, late_fee_fen=None, receipt="")),
                name="bill_paid_with_receipt",
            ),
            models.CheckConstraint(
                condition=models.Q(state="recalled", recalled_at__isnull=False)
                | (~models.Q(state="recalled") & models.Q(recalled_at=None)),
                name="bill_recalled_then",
            ),
            models.CheckConstraint(condition=models.Q(principal_fen__gt=0, notices__gt=0), name="bill_asks"),
        ]
        indexes = [
            models.Index(fields=["employer_id", "-id"], name="bill_of_employer"),
            models.Index(fields=["declaration_id", "id"], name="bill_of_declaration"),
            models.Index(fields=["employer_id"], condition=models.Q(state="asked"), name="bill_asked"),
            models.Index(fields=["id"], condition=models.Q(state="paid", announced_at=None), name="bill_to_announce"),
        ]

    def __str__(self) -> str:
        return self.number


class BillItem(models.Model):
    """A notice on a bill, with the terms under which its late fee runs as tax was told."""

    bill_id = models.BigIntegerField(db_comment="public: bill")
    notice_id = models.BigIntegerField(db_comment="public: notice")
    employer_id = models.BigIntegerField(db_comment="public: employer")
    month = models.IntegerField(db_comment="public: 费款所属期, YYYYMM")
    principal_fen = models.BigIntegerField(db_comment="public: contributions, fen")
    late_from = models.DateField(db_comment="public: first day of arrears")
    daily_ppm = models.IntegerField(db_comment="public: late fee a day, millionths")
    capped = models.BooleanField(db_comment="public: no line bears more than itself")
    live = models.BooleanField(db_comment="public: false once its bill was recalled")
    to_announce = models.BooleanField(
        default=False,
        db_default=False,
        db_comment="public: its notice was paid by itself, and the service was not told yet",
    )
    action_id = ActionField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill_id", "notice_id"], name="bill_item_once"),
            models.UniqueConstraint(
                fields=["notice_id"], condition=models.Q(live=True), name="notice_on_one_live_bill"
            ),
        ]
        indexes = [models.Index(fields=["bill_id"], condition=models.Q(to_announce=True), name="bill_item_to_announce")]


class Payment(models.Model):
    """A payment (到账) that settled a notice: one a notice. Amounts are those that tax told.

    The receipt of a bill settles several: its parts are numbered from 1, so that no receipt counts twice.
    """

    notice_id = models.BigIntegerField(unique=True, db_comment="public: notice it settled")
    employer_id = models.BigIntegerField(db_comment="public: employer")
    month = models.IntegerField(db_comment="public: 费款所属期, YYYYMM")
    receipt = models.CharField(max_length=40, db_comment="public: 税票号码")
    part = models.SmallIntegerField(default=1, db_comment="public: number among the notices of the receipt, from 1")
    bill_id = models.BigIntegerField(null=True, db_comment="public: bill it was paid with")
    paid_on = models.DateField(db_comment="public: day of payment")
    principal_fen = models.BigIntegerField(db_comment="public: contributions, fen")
    late_fee_fen = models.BigIntegerField(db_comment="public: 滞纳金, fen")
    amount_fen = models.BigIntegerField(db_comment="public: both, fen")
    digest = models.CharField(max_length=64, db_comment="public: digest of what tax told")
    feedback_id = models.BigIntegerField(null=True, db_comment="public: what tax told, as it came in")
    recorded_at = models.DateTimeField(db_comment="public: when it was posted")
    action_id = ActionField()

    class Meta:
        indexes = [
            models.Index(fields=["employer_id", "month"], name="payment_of_employer"),
            models.Index(fields=["bill_id"], condition=models.Q(bill_id__isnull=False), name="payment_of_bill"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["receipt", "part"], name="payment_of_receipt_once"),
            models.CheckConstraint(
                condition=models.Q(amount_fen=models.F("principal_fen") + models.F("late_fee_fen")),
                name="payment_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt


class LateFee(models.Model):
    """The late fee (滞纳金) of one scheme on a notice that was paid late, fixed at the day of payment."""

    payment_id = models.BigIntegerField(db_comment="public: payment it was fixed with")
    notice_id = models.BigIntegerField(db_comment="public: notice")
    employer_id = models.BigIntegerField(db_comment="public: employer, who alone bears it")
    scheme = models.CharField(max_length=3, db_comment="public: 险种")
    owed_fen = models.BigIntegerField(db_comment="public: what was owed late, fen")
    from_day = models.DateField(db_comment="public: first day of arrears")
    to_day = models.DateField(db_comment="public: last day counted")
    days = models.IntegerField(db_comment="public: days counted")
    rate_ppm = models.IntegerField(db_comment="public: rate a day, millionths")
    fen = models.BigIntegerField(db_comment="public: late fee, fen, rounded line by line")
    action_id = ActionField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice_id", "scheme"], name="late_fee_once")]


class Mismatch(models.Model):
    """Something from tax that was not posted, or not without a remainder; open until an operator closes it."""

    kind = models.CharField(max_length=16, choices=MismatchKind.choices, db_comment="public: what does not fit")
    receipt = models.CharField(max_length=40, blank=True, db_comment="public: 税票号码")
    notice_number = models.CharField(max_length=40, blank=True, db_comment="public: 缴费通知单号 as tax told it")
    employer_code = models.CharField(max_length=18, blank=True, db_comment="public: employer's code as tax told it")
    notice_id = models.BigIntegerField(null=True, db_comment="public: notice, where there is one")
    bill_id = models.BigIntegerField(null=True, db_comment="public: bill, where one was paid or told of")
    employer_id = models.BigIntegerField(null=True, db_comment="public: employer of the notice")
    month = models.IntegerField(null=True, db_comment="public: 费款所属期 of the notice, YYYYMM")
    paid_on = models.DateField(null=True, db_comment="public: day of payment as tax told it")
    principal_fen = models.BigIntegerField(null=True, db_comment="public: contributions as tax told them, fen")
    late_fee_fen = models.BigIntegerField(null=True, db_comment="public: late fee as tax told it, fen")
    amount_fen = models.BigIntegerField(null=True, db_comment="public: both as tax told it, fen")
    due_fen = models.BigIntegerField(null=True, db_comment="public: what the notice asks for, fen")
    due_late_fee_fen = models.BigIntegerField(null=True, db_comment="public: late fee at that day, fen")
    detail = models.CharField(max_length=300, blank=True, db_comment="public: reason in the words of tax")
    digest = models.CharField(max_length=64, blank=True, db_comment="public: digest of what tax told")
    feedback_id = models.BigIntegerField(null=True, db_comment="public: what tax told, as it came in")
    message_id = models.BigIntegerField(null=True, db_comment="public: message that tax refused")
    found_at = models.DateTimeField(db_comment="public: when it was found")
    closed_at = models.DateTimeField(null=True, db_comment="public: when an operator closed it")
    closed_by = models.BigIntegerField(null=True, db_comment="personal: operator who closed it")
    closed_by_name = models.CharField(max_length=64, blank=True, db_comment="personal: name of the operator")
    closing = models.CharField(max_length=300, blank=True, db_comment="public: why it is closed, what was done")
    action_id = ActionField()

    class Meta:
        constraints = [
            # The same content under the same receipt is listed once, whoever comes first.
            models.UniqueConstraint(
                fields=["receipt", "digest"], condition=~models.Q(receipt=""), name="mismatch_of_receipt_once"
            ),
            models.UniqueConstraint(
                fields=["message_id"], condition=models.Q(message_id__isnull=False), name="mismatch_of_message_once"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | ~models.Q(closing=""), name="mismatch_closed_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(closed_at=None), name="mismatch_open"),
            models.Index(fields=["employer_id", "-id"], name="mismatch_of_employer"),
        ]


class Overdue(models.Model):
    """A notice that was not paid by its due day, found on a day and told to the employer and to tax, once."""

    notice_id = models.BigIntegerField(unique=True, db_comment="public: notice")
    employer_id = models.BigIntegerField(db_comment="public: employer")
    month = models.IntegerField(db_comment="public: 费款所属期, YYYYMM")
    due_on = models.DateField(db_comment="public: last day for payment")
    owed_fen = models.BigIntegerField(db_comment="public: what is owed, fen")
    found_on = models.DateField(db_comment="public: day on which it was found")
    action_id = ActionField()

    class Meta:
        indexes = [models.Index(fields=["employer_id", "month"], name="overdue_of_employer")]


class RecallRequest(models.Model):
    """A clerk's wish that a bill of arrears be recalled, before it is paid."""

    bill_id = models.BigIntegerField(db_comment="public: bill to be recalled")
    employer_id = models.BigIntegerField(db_comment="public: employer")
    requested_by = models.BigIntegerField(db_comment="personal: clerk")
    requested_by_name = models.CharField(max_length=64, db_comment="personal: name of the clerk")
    requested_at = models.DateTimeField(db_default=Now(), db_comment="public: when")
    state = models.CharField(max_length=8, choices=RecallState.choices, db_comment="public: what became of it")
    problem = models.CharField(max_length=200, blank=True, db_comment="public: why it was refused")
    done_at = models.DateTimeField(null=True, db_comment="public: when it was carried out or refused")
    action_id = ActionField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bill_id"], condition=models.Q(state="waiting"), name="recall_request_waits_once"
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=models.Q(state="waiting"), name="recall_request_waiting")]


class DeclareRequest(models.Model):
    """A clerk's confirmation 「向税务申报」 of a self-declared month, with the sums the clerk saw."""

    notice_id = models.BigIntegerField(db_comment="public: notice to be declared")
    employer_id = models.BigIntegerField(db_comment="public: employer")
    persons = models.IntegerField(db_comment="public: persons as shown")
    employer_fen = models.BigIntegerField(db_comment="public: employer's share as shown, fen")
    personal_fen = models.BigIntegerField(db_comment="public: persons' share as shown, fen")
    deferred_fen = models.BigIntegerField(db_comment="public: deferred part as shown, fen")
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
                fields=["notice_id"], condition=models.Q(state="waiting"), name="declare_request_waits_once"
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=models.Q(state="waiting"), name="declare_request_waiting")]
