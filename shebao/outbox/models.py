"""Messages to the counterparties and what they answered, written in the same transaction as what happened."""

from django.db import models
from django.db.models.functions import Now

from shebao.audit.fields import ActionField


class State(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送，等待反馈"
    DONE = "done", "办理成功"
    FAILED = "failed", "办理不成功"
    STUCK = "stuck", "发送失败，待处理"


class Message(models.Model):
    """One message to one counterparty about a person, or, without one, about an employer (docs/decisions/0011).

    Ids grow in the order of events: the writer holds a lock on the person or the employer, so a smaller id of the same
    one and system happened before.
    """

    key = models.UUIDField(unique=True, db_comment="public: id on the wire; the receiver takes it once")
    system = models.CharField(max_length=16, db_comment="public: medical, national_pension, tax")
    kind = models.CharField(max_length=32, db_comment="public: enrolled, issued, …")
    person_id = models.BigIntegerField(null=True, db_comment="personal: whom it is about; empty: the employer")
    sequence = models.IntegerField(
        default=1, db_comment="public: number among the person's, else the employer's messages to that counterparty"
    )
    previous = models.UUIDField(null=True, db_comment="public: key of the message before it")
    employer_id = models.BigIntegerField(db_comment="public: employer that filed, or that it is about")
    declaration_id = models.BigIntegerField(default=0, db_comment="public: declaration it came from; 0: none")
    line_no = models.IntegerField(default=0, db_comment="public: its line; 0: none")
    notice_id = models.BigIntegerField(null=True, db_comment="public: payment notice it is about")
    payload = models.JSONField(db_comment="sensitive: content of the message")
    state = models.CharField(
        max_length=8, default=State.WAITING, choices=State.choices, db_comment="public: where it stands"
    )
    created_at = models.DateTimeField(db_default=Now(), db_comment="public: when it was written")
    attempts = models.IntegerField(default=0, db_comment="public: deliveries tried")
    next_attempt_at = models.DateTimeField(
        db_default=Now(), db_comment="public: not before this; once sent: when to ask after its answer"
    )
    last_error = models.CharField(max_length=300, blank=True, db_comment="public: why the last delivery failed")
    failure_kind = models.CharField(
        max_length=16,
        blank=True,
        db_comment="public: again, permanent, refused, misconfigured or silent; empty when well",
    )
    sent_at = models.DateTimeField(null=True, db_comment="public: when the counterparty took it")
    answered_at = models.DateTimeField(null=True, db_comment="public: when its feedback took effect")
    answer_code = models.CharField(max_length=32, blank=True, db_comment="public: reason code of the counterparty")
    answer_text = models.CharField(
        max_length=300, blank=True, db_comment="personal: reason in the counterparty's words"
    )
    chased = models.IntegerField(default=0, db_comment="public: how often a silent counterparty was asked again")
    listed_at = models.DateTimeField(null=True, db_comment="public: when its refusal was put on the operators' list")
    action_id = ActionField()

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "system", "id"], name="message_person_order"),
            models.Index(
                fields=["employer_id", "system", "id"],
                condition=models.Q(person_id=None),
                name="message_employer_order",
            ),
            models.Index(fields=["declaration_id", "line_no"], name="message_filed_by"),
            models.Index(
                fields=["notice_id", "id"], condition=models.Q(notice_id__isnull=False), name="message_about_notice"
            ),
            models.Index(
                fields=["system", "next_attempt_at", "id"], condition=models.Q(state="waiting"), name="message_due"
            ),
            models.Index(
                fields=["system", "failure_kind", "next_attempt_at"],
                condition=models.Q(state="sent"),
                name="message_to_ask_after",
            ),
            models.Index(fields=["system", "id"], condition=models.Q(state="stuck"), name="message_stuck"),
            models.Index(
                fields=["employer_id", "-id"], condition=models.Q(state="failed"), name="message_failed_of_employer"
            ),
            models.Index(
                fields=["system", "id"],
                condition=models.Q(state__in=("failed", "stuck"), listed_at=None),
                name="message_refusal_to_list",
            ),
        ]


class Feedback(models.Model):
    """One answer taken in from a counterparty, or one thing it told unasked; the unique key makes it count once."""

    system = models.CharField(max_length=16, db_comment="public: who answered")
    feedback_id = models.CharField(max_length=64, db_comment="public: the counterparty's id of the answer")
    in_reply_to = models.UUIDField(null=True, db_comment="public: key of our message; empty: told unasked")
    body = models.JSONField(db_comment="sensitive: the answer as received")
    digest = models.CharField(
        max_length=64, db_comment="public: digest of the body; another body under the same id is an alarm"
    )
    received_at = models.DateTimeField(db_default=Now(), db_comment="public: when")
    applied_at = models.DateTimeField(null=True, db_comment="public: when it took effect")
    effect = models.CharField(max_length=16, blank=True, db_comment="public: applied, late, repeated, unknown")
    action_id = ActionField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "feedback_id"], name="feedback_once")]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(applied_at=None), name="feedback_to_apply"),
            models.Index(
                fields=["system", "id"],
                condition=models.Q(applied_at=None, in_reply_to=None),
                name="feedback_unasked_to_apply",
            ),
        ]


class Nonce(models.Model):
    """A nonce seen in a signed envelope; the same one again is a replay."""

    system = models.CharField(max_length=16, db_comment="public: sender")
    nonce = models.CharField(max_length=64, db_comment="public: nonce of the envelope")
    seen_at = models.DateTimeField(db_default=Now(), db_comment="public: when")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "nonce"], name="nonce_once")]


class Queue(models.Model):
    """The way to one counterparty: whether anything is sent on it just now.

    A delivery locks the row, so that one call at a time is under way to a counterparty, whatever number of workers.
    """

    system = models.CharField(max_length=16, unique=True, db_comment="public: medical, national_pension, tax")
    failures = models.IntegerField(
        default=0, db_comment="public: deliveries that failed, less those that succeeded since"
    )
    not_before = models.DateTimeField(db_default=Now(), db_comment="public: next try after a failure")
    last_error = models.CharField(max_length=300, blank=True, db_comment="public: why the last delivery failed")
    paused_at = models.DateTimeField(null=True, db_comment="public: since when an operator has to repair something")
    action_id = ActionField()
