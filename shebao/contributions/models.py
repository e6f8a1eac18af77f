"""What is owed: declared wages, the law as it was applied, charges, and the payment notices they stand on.

All money is in whole fen. Charges are entries: never changed, only answered by another entry.
"""

from django.db import models
from django.db.models.functions import Now

from shebao.audit.fields import ActionField
from shebao.employers.models import Employer


class Mode(models.TextChoices):
    """Who assesses a month, as the law data's series `collection_mode` says."""

    ASSESSED = "assessed_by_agency", "社保核定、税务征收"
    DECLARED = "self_declared_to_tax", "单位自行向税务申报"


class Origin(models.TextChoices):
    """Where a declared wage comes from."""

    ENROLMENT = "enrolment", "增员时申报"
    DECLARED = "declared", "年度缴费基数申报"
    UNDECLARED = "undeclared", "未按期申报，按上月110%核定"
    CORRECTED = "corrected", "更正"
    SUPPLEMENT = "supplement", "个人补缴时申报"


class Kind(models.TextChoices):
    """应缴类型: why an entry was made."""

    REGULAR = "10", "正常应缴"
    WITHDRAWN = "20", "退收"
    BASE = "34", "缴费基数调整补收"
    RATE = "35", "缴费比例调整补收"
    INTERRUPTED = "31", "中断补收"
    LUMP = "32", "一次性补收"


class NoticeState(models.TextChoices):
    """Where a payment notice stands."""

    OPEN = "open", "待生成"
    TO_DECLARE = "to_declare", "待单位申报"
    ISSUED = "issued", "待缴费"
    PAID = "paid", "已缴费"
    REPLACED = "replaced", "已更正"
    VOID = "void", "无需缴费"
    REFUNDED = "refunded", "已退费"


class Purpose(models.TextChoices):
    """What a payment notice is for."""

    REGULAR = "regular", "月度缴费"
    SUPPLEMENT = "supplement", "个人补缴"
    REFUND = "refund", "缴费退费"


class RunKind(models.TextChoices):
    """What made entries."""

    MONTH = "month", "月度核定"
    SINGLE = "single", "生成当月缴费"
    CORRECTION = "correction", "情况变化后重新核定"
    SUPPLEMENT = "supplement", "个人补缴"
    REFUND = "refund", "缴费退费"


class Wage(models.Model):
    """The contribution wage (缴费工资) that counts for a contract from a month on, and the payer's category then.

    At most one row that is not voided covers a month of a contract; a later one closes the earlier by `to_month`.
    """

    employer_id = models.BigIntegerField(db_comment="public: employer of the contract")
    contract_id = models.BigIntegerField(db_comment="public: contract it is for")
    person_id = models.BigIntegerField(db_comment="personal: the insured person")
    from_month = models.IntegerField(db_comment="personal: first month it counts for, YYYYMM")
    to_month = models.IntegerField(null=True, db_comment="personal: last month it counts for; empty until superseded")
    wage_fen = models.BigIntegerField(db_comment="sensitive: declared wage, fen a month")
    payer_category = models.CharField(max_length=16, blank=True, db_comment="personal: 缴费人员类别")
    origin = models.CharField(max_length=12, choices=Origin.choices, db_comment="public: how it was declared")
    declaration_id = models.BigIntegerField(null=True, db_comment="public: declaration it came with")
    voided = models.BooleanField(default=False, db_comment="public: replaced as if never declared")
    recorded_at = models.DateTimeField(db_default=Now(), db_comment="public: when we learnt of it")
    action_id = ActionField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employer_id", "contract_id", "from_month"],
                condition=models.Q(voided=False),
                name="wage_of_contract_once",
            ),
            models.CheckConstraint(
                condition=models.Q(to_month=None) | models.Q(to_month__gte=models.F("from_month")), name="wage_months"
            ),
            models.CheckConstraint(condition=models.Q(wage_fen__gt=0), name="wage_positive"),
        ]


class Tariff(models.Model):
    """The law as applied to one kind of payer in one scheme and month: bounds, rates, reliefs, and their sources.

    Rows are final; when the law data change for a month a new row follows, and the last one of its key counts.
    """

    month = models.IntegerField(db_comment="public: contribution month, YYYYMM")
    scheme = models.CharField(max_length=3, db_comment="public: 险种")
    payer_category = models.CharField(max_length=16, blank=True, db_comment="public: 缴费人员类别; empty: all")
    injury_class = models.SmallIntegerField(default=0, db_comment="public: 行业风险类别; 0: does not matter")
    injury_band = models.SmallIntegerField(default=0, db_comment="public: floating band, percent; 0: does not matter")
    reliefs = models.CharField(max_length=120, blank=True, db_comment="public: codes of reliefs applied, with commas")
    lower = models.IntegerField(db_comment="public: lower bound of the base, whole yuan")
    upper = models.IntegerField(db_comment="public: upper bound of the base, whole yuan")
    employer_ppm = models.IntegerField(db_comment="public: employer's rate after reliefs, millionths of the base")
    personal_ppm = models.IntegerField(db_comment="public: person's rate after reliefs, millionths of the base")
    deferred = models.BooleanField(default=False, db_comment="public: the employer's share is deferred (缓缴)")
    law = models.JSONField(db_comment="public: the law entries used: value, dates, sources, verified, note")
    action_id = ActionField()

    class Meta:
        indexes = [models.Index(fields=["month", "scheme", "id"], name="tariff_of_month")]


class Run(models.Model):
    """One making of entries: a month of the whole city, or of a few contracts."""

    month = models.IntegerField(db_comment="public: contribution month, YYYYMM")
    kind = models.CharField(max_length=12, choices=RunKind.choices, db_comment="public: what made it")
    employer_id = models.BigIntegerField(null=True, db_comment="public: the employer, empty for the whole city")
    declaration_id = models.BigIntegerField(null=True, db_comment="public: declaration that caused it")
    started_at = models.DateTimeField(db_comment="public: when it was begun")
    finished_at = models.DateTimeField(null=True, db_comment="public: when it was complete")
    employers = models.IntegerField(default=0, db_comment="public: employers to be assessed")
    employers_done = models.IntegerField(default=0, db_comment="public: employers assessed so far")
    charges = models.BigIntegerField(default=0, db_comment="public: entries made so far")
    action_id = ActionField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month"],
                condition=models.Q(kind="month", finished_at=None, employer_id=None),
                name="run_of_month_under_way_once",
            ),
        ]


class Problem(models.Model):
    """Somebody who could not be assessed for a month, and why; closed when a later run could."""

    run_id = models.BigIntegerField(db_comment="public: run that found it")
    month = models.IntegerField(db_comment="public: contribution month, YYYYMM")
    employer_id = models.BigIntegerField(db_comment="public: employer")
    person_id = models.BigIntegerField(null=True, db_comment="personal: person, empty when the whole employer")
    scheme = models.CharField(max_length=3, blank=True, db_comment="public: scheme, empty when all")
    code = models.CharField(max_length=32, db_comment="public: what is wrong; its words are in contributions.texts")
    detail = models.CharField(max_length=300, blank=True, db_comment="public: values for its words")
    found_at = models.DateTimeField(db_default=Now(), db_comment="public: when")
    closed_at = models.DateTimeField(null=True, db_comment="public: when a run could do it after all")
    action_id = ActionField()

    class Meta:
        indexes = [
            models.Index(
                fields=["month", "employer_id"], condition=models.Q(closed_at=None), name="assessment_problem_open"
            ),
        ]


class Notice(models.Model):
    """A payment notice (缴费通知) of one employer and month. Its sums are those of the entries that stand on it.

    A notice that was issued and not paid is replaced when entries follow: the new one repeats what the old one asked
    for (`replaces`), and adds the new entries. After payment, further entries stand on a notice of their own.

    What one supplement or refund asks for or gives back is a series of notices apart (docs/decisions/0019): a notice
    takes the place of one of its own series only, so that of each series at most one is unpaid.
    """

    number = models.CharField(max_length=24, unique=True, db_comment="public: 缴费通知单号")
    employer = models.ForeignKey(
        Employer, models.PROTECT, db_constraint=False, db_index=False, db_comment="public: employer"
    )
    month = models.IntegerField(db_comment="public: 费款所属期, YYYYMM")
    run_id = models.BigIntegerField(null=True, db_comment="public: run that opened it")
    seq = models.SmallIntegerField(default=1, db_comment="public: number among the employer's notices of the month")
    mode = models.CharField(max_length=24, choices=Mode.choices, db_comment="public: who assesses the month")
    state = models.CharField(max_length=12, choices=NoticeState.choices, db_comment="public: where it stands")
    purpose = models.CharField(
        max_length=12, choices=Purpose.choices, db_default=Purpose.REGULAR, db_comment="public: what it is for"
    )
    series = models.BigIntegerField(
        db_default=0, db_comment="public: declaration of the supplement or refund; 0: what is assessed by month"
    )
    replaces = models.BigIntegerField(null=True, db_comment="public: id of the notice it takes the place of")
    persons = models.IntegerField(default=0, db_comment="public: persons on it")
    employer_fen = models.BigIntegerField(default=0, db_comment="public: employer's share in all, fen")
    personal_fen = models.BigIntegerField(default=0, db_comment="public: persons' share in all, fen")
    deferred_fen = models.BigIntegerField(
        default=0, db_comment="public: part of the employer's share that is deferred (缓缴), fen"
    )
    issued_at = models.DateTimeField(null=True, db_comment="public: when its sums were fixed")
    due_on = models.DateField(null=True, db_comment="public: last day for payment")
    paid_on = models.DateField(null=True, db_comment="public: day of payment")
    action_id = ActionField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employer", "month", "seq"], name="notice_once"),
            models.UniqueConstraint(
                fields=["employer", "month", "series"],
                condition=models.Q(state="open"),
                name="notice_open_once_a_series",
            ),
            models.CheckConstraint(
                condition=models.Q(purpose="regular", series=0)
                | models.Q(purpose__in=("supplement", "refund"), series__gt=0),
                name="notice_has_a_series",
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=models.Q(replaces__isnull=False), name="notice_replaced_once"
            ),
        ]
        indexes = [
            models.Index(fields=["month", "employer"], name="notice_of_month"),
            models.Index(
                fields=["due_on"], condition=models.Q(state__in=("issued", "to_declare")), name="notice_unpaid"
            ),
            models.Index(fields=["series"], condition=models.Q(series__gt=0), name="notice_series"),
        ]

    def __str__(self) -> str:
        return self.number


class NoticeLine(models.Model):
    """The sums of one scheme on a notice, those of a replaced notice included."""

    notice_id = models.BigIntegerField(db_comment="public: notice")
    scheme = models.CharField(max_length=3, db_comment="public: 险种")
    persons = models.IntegerField(db_comment="public: persons")
    base_sum = models.BigIntegerField(db_comment="public: sum of the bases charged for, yuan")
    employer_fen = models.BigIntegerField(db_comment="public: employer's share, fen")
    personal_fen = models.BigIntegerField(db_comment="public: persons' share, fen")
    deferred_fen = models.BigIntegerField(default=0, db_comment="public: deferred part of the employer's share, fen")
    action_id = ActionField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice_id", "scheme"], name="notice_line_once")]


class Charge(models.Model):
    """One entry (应缴): what is owed for a person, scheme and month, or a difference to what was entered before.

    Partitioned by month. `entry` counts the entries of a person, scheme, employer and month from 1. Amounts of later
    entries are differences, and may be negative; `wage_fen` and `base` are the values that hold from then on.
    """

    pk = models.CompositePrimaryKey("month", "person_id", "scheme", "employer_id", "entry")
    person_id = models.BigIntegerField(db_comment="personal: the insured person")
    employer_id = models.BigIntegerField(db_comment="public: employer")
    contract_id = models.BigIntegerField(db_comment="public: contract it rests on")
    notice_id = models.BigIntegerField(db_comment="public: notice it first stands on")
    run_id = models.BigIntegerField(db_comment="public: run that made it")
    wage_fen = models.BigIntegerField(db_comment="sensitive: declared wage, fen a month")
    action_id = ActionField()
    month = models.IntegerField(db_comment="public: 费款所属期, YYYYMM")
    base = models.IntegerField(db_comment="sensitive: 缴费基数, whole yuan")
    employer_fen = models.IntegerField(db_comment="sensitive: employer's share, fen")
    personal_fen = models.IntegerField(db_comment="sensitive: person's share, fen")
    tariff_id = models.IntegerField(db_comment="public: the law as it was applied")
    entry = models.SmallIntegerField(db_comment="public: number among the entries of person, scheme, employer, month")
    scheme = models.CharField(max_length=3, db_comment="public: 险种")
    kind = models.CharField(max_length=2, choices=Kind.choices, db_comment="public: 应缴类型")

    class Meta:
        constraints = []
