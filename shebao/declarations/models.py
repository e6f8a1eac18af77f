"""Declarations (申报): what all seven services share."""

from django.db import models
from django.db.models.functions import Now

from shebao.audit.fields import ActionField
from shebao.employers.models import Employer


class State(models.TextChoices):
    """Where a declaration stands."""

    DRAFT = "draft", "草稿"
    CHECKING = "checking", "检查中"
    CHECKED = "checked", "待确认"
    UNREADABLE = "unreadable", "文件无法读取"
    APPLYING = "applying", "办理中"
    IN_REVIEW = "in_review", "待审核"
    RETURNED = "returned", "退回补正"
    REJECTED = "rejected", "审核不通过"
    EFFECTIVE = "effective", "办理成功"
    PARTLY = "partly", "部分成功"
    FAILED = "failed", "办理不成功"
    CANCELLED = "cancelled", "已撤销"


class Step(models.TextChoices):
    """What the worker has to do next with a declaration."""

    CHECK = "check", "检查"
    APPLY = "apply", "办理"
    DECIDE = "decide", "执行审核决定"


class LineState(models.TextChoices):
    """Where one line stands."""

    READ = "read", "检查中"
    GOOD = "good", "检查通过"
    BAD = "bad", "需要改正"
    DONE_BEFORE = "before", "此前已办理"
    IN_REVIEW = "in_review", "待审核"
    RETURNED = "returned", "退回补正"
    REJECTED = "rejected", "审核不通过"
    EFFECTIVE = "effective", "办理成功"
    FAILED = "failed", "办理不成功"
    LEFT_OUT = "left_out", "未提交"


class Declaration(models.Model):
    """One filing of one service by one employer: a single line (零星) or a workbook (批量)."""

    number = models.CharField(max_length=20, unique=True, db_comment="public: 业务流水号")
    service = models.CharField(max_length=16, db_comment="public: enrolment, withdrawal, …")
    employer = models.ForeignKey(Employer, models.PROTECT, db_index=False, db_comment="public: employer that files")
    single = models.BooleanField(db_comment="public: 零星 rather than 批量")
    client_key = models.CharField(max_length=64, db_comment="public: idempotency key of the sender")
    fingerprint = models.CharField(
        max_length=64, blank=True, db_comment="public: digest of what was first sent under the key"
    )
    door = models.CharField(max_length=16, db_comment="public: portal or api")
    filed_by = models.BigIntegerField(db_comment="personal: clerk who filed")
    filed_by_name = models.CharField(max_length=64, db_comment="personal: the clerk's name then")
    payload = models.JSONField(default=dict, db_comment="sensitive: raw fields of a single filing, as typed")
    workbook_id = models.BigIntegerField(null=True, db_comment="public: stored file of a batch")
    state = models.CharField(max_length=12, choices=State.choices, db_comment="public: where it stands")
    next_step = models.CharField(  # noqa: DJ001 - null keeps finished filings out of the index of what is to do
        max_length=8,
        null=True,
        choices=Step.choices,
        db_comment="public: what the worker has to do, empty when nothing",
    )
    step_since = models.DateTimeField(null=True, db_comment="public: since when the worker has to do it")
    step_attempts = models.SmallIntegerField(default=0, db_comment="public: how often the step failed")
    not_before = models.DateTimeField(null=True, db_comment="public: earliest next try of the step")
    progress = models.SmallIntegerField(default=0, db_comment="public: percent of the running step")
    problem = models.JSONField(null=True, db_comment="public: why the file as a whole was refused: code and values")
    created_at = models.DateTimeField(db_default=Now(), db_comment="public: when the draft was begun")
    saved_at = models.DateTimeField(db_default=Now(), db_comment="public: last autosave")
    submitted_at = models.DateTimeField(null=True, db_comment="public: when it was handed in")
    confirmed_at = models.DateTimeField(null=True, db_comment="public: when its sender confirmed what will happen")
    finished_at = models.DateTimeField(null=True, db_comment="public: when the last line was decided")
    lines = models.IntegerField(default=0, db_comment="public: lines read")
    good = models.IntegerField(default=0, db_comment="public: lines that may go on")
    bad = models.IntegerField(default=0, db_comment="public: lines with hard findings")
    to_review = models.IntegerField(default=0, db_comment="public: lines that need an officer")
    effective = models.IntegerField(default=0, db_comment="public: lines that took effect")
    failed = models.IntegerField(default=0, db_comment="public: lines refused at the end")
    content_version = models.IntegerField(default=1, db_comment="public: raised whenever what is filed changes")
    basis = models.CharField(
        max_length=48,
        blank=True,
        db_default="",
        db_comment="public: what the last check rested on: the day, and a digest of the proofs of identity",
    )
    shown = models.JSONField(
        null=True,
        db_comment="sensitive: amounts by line number that a refused confirmation was about; empty once told",
    )
    action_id = ActionField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employer", "client_key"], name="declaration_once")]
        indexes = [
            models.Index(fields=["employer", "-id"], name="declaration_of_employer"),
            models.Index(
                fields=["next_step", "single", "id"],
                condition=models.Q(next_step__isnull=False),
                name="declaration_to_do",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Line(models.Model):
    """What the lines of all services share; each service has its own table with its own columns on top."""

    # No constraint in the database: 100,000 look-ups of the same parent row. The worker alone writes lines, and
    # `verify` checks them.
    declaration = models.ForeignKey(
        Declaration, models.PROTECT, db_index=False, db_constraint=False, db_comment="public: declaration it is of"
    )
    line_no = models.IntegerField(db_comment="public: number within the declaration, from 1")
    sheet_row = models.IntegerField(null=True, db_comment="public: row in the workbook as its sender sees it")
    employer_id = models.BigIntegerField(db_comment="public: employer that files")
    state = models.CharField(max_length=12, choices=LineState.choices, db_comment="public: where it stands")
    needs_review = models.BooleanField(default=False, db_comment="public: an officer has to decide")
    raw = models.JSONField(null=True, db_comment="sensitive: cells as typed, kept where they could not be read")
    name = models.CharField(max_length=200, blank=True, db_comment="personal: 姓名")
    document_type = models.CharField(max_length=4, blank=True, db_comment="personal: 证件类型")
    document_number = models.CharField(max_length=64, blank=True, db_comment="sensitive: 证件号码")

    class Meta:
        abstract = True

    def documents(self) -> list[tuple[str, str]]:
        """Type and number of each document under which the person of the line is known, or will be by it."""
        return [(self.document_type, self.document_number)]


class Finding(models.Model):
    """One finding about one line; its text is in the service's catalogue."""

    declaration = models.ForeignKey(
        Declaration, models.PROTECT, db_index=False, db_constraint=False, db_comment="public: declaration"
    )
    line_no = models.IntegerField(db_comment="public: line; 0 for the whole filing")
    code = models.CharField(max_length=48, db_comment="public: code in the service's catalogue")
    severity = models.CharField(max_length=4, db_comment="public: hard, soft, note")
    field = models.CharField(max_length=32, blank=True, db_comment="public: field it is about")
    params = models.JSONField(default=dict, db_comment="sensitive: values for its text")

    class Meta:
        indexes = [models.Index(fields=["declaration", "line_no"], name="finding_of_line")]


class Event(models.Model):
    """One step of a declaration's life, shown on its timeline (进度)."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, db_index=False, db_comment="public: declaration")
    line_no = models.IntegerField(null=True, db_comment="public: line, empty when the whole filing")
    at = models.DateTimeField(db_default=Now(), db_comment="public: when")
    kind = models.CharField(max_length=32, db_comment="public: code of the step; its text is in declarations.texts")
    actor_name = models.CharField(max_length=64, db_comment="personal: who did it, as shown")
    params = models.JSONField(default=dict, db_comment="personal: values for its text")
    action_id = ActionField()

    class Meta:
        indexes = [models.Index(fields=["declaration", "id"], name="event_of_declaration")]
