"""Lines of 社保减员."""

from django.db import models

from shebao.declarations.models import Line


class WithdrawalLine(Line):
    """One contract to end. Empty columns could not be read, or are not known before the line was checked."""

    ended_on = models.DateField(null=True, db_comment="personal: 解除劳动关系日期")
    end_reason = models.CharField(max_length=8, blank=True, db_comment="sensitive: 解除劳动关系原因")
    stop_reason = models.CharField(max_length=8, blank=True, db_comment="sensitive: 停止缴费原因")
    # found by the check, shown to the clerk, and looked at again before anything takes effect
    contract_id = models.BigIntegerField(null=True, db_comment="public: the contract that ends")
    last_month = models.IntegerField(
        null=True, db_comment="personal: last insured month, YYYYMM; empty where no month was to be insured"
    )
    void = models.BooleanField(default=False, db_comment="public: enrolled by mistake, nothing is owed")
    generate = models.BooleanField(default=False, db_comment="public: the charge of the current month is made first")
    employer_fen = models.BigIntegerField(
        default=0, db_comment="sensitive: employer's share of the charge that is made first, fen"
    )
    personal_fen = models.BigIntegerField(
        default=0, db_comment="sensitive: person's share of the charge that is made first, fen"
    )
    cancelled_fen = models.BigIntegerField(
        default=0, db_comment="sensitive: charged for later months and not paid, is cancelled, fen"
    )
    refundable_fen = models.BigIntegerField(
        default=0, db_comment="sensitive: paid for later months, may be refunded, fen"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["declaration", "line_no"], name="withdrawal_line_once")]
