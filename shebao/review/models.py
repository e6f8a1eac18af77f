"""Cases that wait for an officer, and what the officers decided."""

from django.db import models
from django.db.models.functions import Now

from shebao.audit.fields import ActionField
from shebao.declarations.models import Declaration


class CaseState(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", "待审核"
    DECIDED = "decided", "已审核，办理中"
    CLOSED = "closed", "已办结"


class Verdict(models.TextChoices):
    """What an officer may decide."""

    APPROVE = "approve", "审核通过"
    RETURN = "return", "退回补正"
    REJECT = "reject", "审核不通过"


class Case(models.Model):
    """One line of a declaration that waits for the officers of its district, at one stage of its review.

    Where two have to agree (初审, 复核) each stage is a case of its own, decided by another human being.
    """

    declaration = models.ForeignKey(Declaration, models.PROTECT, db_index=False, db_comment="public: declaration")
    line_no = models.IntegerField(db_comment="public: line")
    content_version = models.IntegerField(db_comment="public: version of the content that is to be decided on")
    stage = models.SmallIntegerField(
        default=1, db_default=1, db_comment="public: 1 初审, or the only one; 2 复核, after the first was passed"
    )
    stages = models.SmallIntegerField(
        default=1, db_default=1, db_comment="public: how many officers have to agree, one after the other"
    )
    district = models.CharField(max_length=12, db_comment="public: agency code")
    employer_id = models.BigIntegerField(db_comment="public: employer that filed")
    service = models.CharField(max_length=16, db_comment="public: service")
    reason = models.CharField(max_length=48, db_comment="public: code why an officer has to decide")
    person_name = models.CharField(max_length=200, db_comment="personal: name, for the worklist")
    state = models.CharField(max_length=8, choices=CaseState.choices, db_comment="public: where it stands")
    opened_at = models.DateTimeField(db_comment="public: when it came in")
    due_on = models.DateField(null=True, db_comment="public: when it should be decided")
    closed_at = models.DateTimeField(null=True, db_comment="public: when its decision took effect")
    action_id = ActionField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "line_no", "content_version", "stage"], name="case_once_a_stage"
            ),
            models.CheckConstraint(
                condition=models.Q(stage__gte=1) & models.Q(stage__lte=models.F("stages")), name="case_stage"
            ),
        ]
        indexes = [models.Index(fields=["district", "state", "id"], name="case_worklist")]


class Decision(models.Model):
    """What one officer decided on one case; never changed."""

    case = models.ForeignKey(Case, models.PROTECT, db_comment="public: case")
    verdict = models.CharField(max_length=8, choices=Verdict.choices, db_comment="public: approve, return, reject")
    reason = models.CharField(max_length=500, blank=True, db_comment="personal: reason told to the clerk")
    officer_id = models.BigIntegerField(db_comment="personal: who decided")
    officer_name = models.CharField(max_length=64, db_comment="personal: the officer's name then")
    at = models.DateTimeField(db_default=Now(), db_comment="public: when")
    action_id = ActionField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="decision_once")]
