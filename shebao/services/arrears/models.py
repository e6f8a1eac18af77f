"""Lines of 单位欠缴社保费处理: one a notice that is owed."""

from django.db import models

from shebao.declarations.models import Line


class ArrearLine(Line):
    """A month (费款所属期) that the employer chose, with the notice that is owed for it and what it costs as of a day.

    Only `month` was chosen; the rest the check found, and is empty where nothing can be paid for the month.
    """

    month = models.IntegerField(db_comment="public: 费款所属期, YYYYMM")
    notice_id = models.BigIntegerField(null=True, db_comment="public: notice that is owed")
    notice_number = models.CharField(max_length=24, blank=True, db_comment="public: 缴费通知单号")
    persons = models.IntegerField(null=True, db_comment="public: persons on it")
    principal_fen = models.BigIntegerField(null=True, db_comment="public: contributions owed, fen")
    due_on = models.DateField(null=True, db_comment="public: last day for payment")
    late_from = models.DateField(null=True, db_comment="public: first day of arrears")
    days = models.IntegerField(null=True, db_comment="public: days late when it was checked")
    late_fee_fen = models.BigIntegerField(null=True, db_comment="public: 滞纳金 on the day of the check, fen")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["declaration", "line_no"], name="arrear_line_once")]
