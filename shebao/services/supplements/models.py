"""Lines of 单位申报个人补缴申请, and what each month and scheme of them comes to."""

from django.db import models

from shebao.declarations.models import Declaration, Line


class ItemState(models.TextChoices):
    """Where one month and scheme stands."""

    OPEN = "open", "可以补缴"
    CHOSEN = "chosen", "申报补缴"
    REFUSED = "refused", "不能补缴"
    EFFECTIVE = "effective", "已核定"


class SupplementLine(Line):
    """What is made up for one person: months, household registration, wage; and what that comes to in all, in fen."""

    household_registration = models.CharField(max_length=4, blank=True, db_comment="personal: 户口性质")
    schemes = models.CharField(max_length=40, blank=True, db_comment="personal: 险种 to be made up, with commas")
    first_month = models.IntegerField(null=True, db_comment="personal: 补缴起始年月, YYYYMM")
    last_month = models.IntegerField(null=True, db_comment="personal: 补缴终止年月, YYYYMM")
    wage = models.DecimalField(
        max_digits=16, decimal_places=2, null=True, db_comment="sensitive: 月缴费工资, yuan; empty: another each month"
    )
    person_id = models.BigIntegerField(null=True, db_comment="personal: the insured person")
    months = models.SmallIntegerField(default=0, db_comment="public: months that are made up")
    kind = models.CharField(max_length=2, blank=True, db_comment="public: 应缴类型 of what will be entered")
    employer_fen = models.BigIntegerField(default=0, db_comment="sensitive: employer's share of all months, fen")
    personal_fen = models.BigIntegerField(default=0, db_comment="sensitive: person's share of all months, fen")
    late_fen = models.BigIntegerField(default=0, db_comment="sensitive: late fee on the day of the check, fen")
    paid_on = models.DateField(null=True, db_comment="public: when its bill was paid")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["declaration", "line_no"], name="supplement_line_once")]
        indexes = [models.Index(fields=["person_id", "employer_id"], name="supplement_of_person")]


class SupplementItem(models.Model):
    """One month and scheme of a line: whether it can be made up, why not, and what it comes to.

    Money stands on those that were chosen: base in yuan, shares and late fee in fen.
    """

    declaration = models.ForeignKey(
        Declaration, models.PROTECT, db_index=False, db_constraint=False, db_comment="public: declaration it is of"
    )
    line_no = models.IntegerField(db_comment="public: its line")
    employer_id = models.BigIntegerField(db_comment="public: employer that files")
    person_id = models.BigIntegerField(db_comment="personal: the insured person")
    contract_id = models.BigIntegerField(null=True, db_comment="public: contract that the month lies in")
    month = models.IntegerField(db_comment="personal: 费款所属期, YYYYMM")
    scheme = models.CharField(max_length=3, db_comment="public: 险种")
    wanted = models.BooleanField(default=False, db_comment="public: filed to be made up")
    state = models.CharField(max_length=9, choices=ItemState.choices, db_comment="public: where it stands")
    code = models.CharField(max_length=32, blank=True, db_comment="public: why it cannot be made up")
    detail = models.CharField(max_length=300, blank=True, db_comment="personal: values for these words")
    fixed_wage_fen = models.BigIntegerField(
        null=True, db_comment="sensitive: wage that counts in the month already, fen; the month has no other"
    )
    wage_fen = models.BigIntegerField(null=True, db_comment="sensitive: 缴费工资, fen a month")
    payer_category = models.CharField(max_length=16, blank=True, db_comment="personal: 缴费人员类别")
    base = models.IntegerField(null=True, db_comment="sensitive: 缴费基数, whole yuan")
    employer_fen = models.BigIntegerField(null=True, db_comment="sensitive: employer's share, fen")
    personal_fen = models.BigIntegerField(null=True, db_comment="sensitive: person's share, fen")
    tariff_id = models.BigIntegerField(null=True, db_comment="public: the law as it is applied")
    deferred = models.BooleanField(default=False, db_comment="public: the employer's share is deferred (缓缴)")
    late_days = models.IntegerField(default=0, db_comment="public: days late on the day of the check")
    late_fen = models.BigIntegerField(default=0, db_comment="sensitive: late fee on the day of the check, fen")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "line_no", "month", "scheme"], name="supplement_item_once")
        ]
