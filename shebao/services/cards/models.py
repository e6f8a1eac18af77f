"""Social-security cards: lines of an employer's filing, applications, what happened to them, and the cards made."""

from typing import Final

from django.db import models
from django.db.models.functions import Now

from shebao.audit.fields import ActionField
from shebao.declarations.models import Line


class Kind(models.TextChoices):
    """What is applied for; who may do so when stands in the law data (`card_kind`)."""

    FIRST = "first", "首次申领"
    LOST = "lost", "遗失补领"
    DAMAGED = "damaged", "损坏换领"


class Source(models.TextChoices):
    """Who applied."""

    PERSON = "person", "本人"
    EMPLOYER = "employer", "单位"
    AGENCY = "agency", "经办机构"


class State(models.TextChoices):
    """Where an application stands."""

    ASKED = "asked", "已申请，正在核对"
    IN_REVIEW = "in_review", "照片待审核"
    ORDERED = "ordered", "已发制卡机构"
    MAKING = "making", "制卡中"
    PRODUCED = "produced", "制卡成功"
    SHIPPED = "shipped", "已寄往领卡网点"
    READY = "ready", "可以领取"
    COLLECTED = "collected", "已领取"
    RETURNED = "returned", "照片退回"
    REFUSED = "refused", "不予受理"
    FAILED = "failed", "制卡未成功"
    LOST = "lost", "寄送途中遗失"


LIVE: Final = ("asked", "in_review", "ordered", "making", "produced", "shipped", "ready")
"""States in which an application is under way: a person has at most one such."""

MADE: Final = ("produced", "shipped", "ready", "collected", "lost")
"""States in which there is a card."""


class CardState(models.TextChoices):
    """Where a card stands; the law data (`card_state`) has the same codes."""

    INACTIVE = "inactive", "未激活"
    NORMAL = "normal", "正常"
    LOST = "lost", "挂失"
    CANCELLED = "cancelled", "注销"


class Photo(models.TextChoices):
    """What the check of a photo found."""

    GOOD = "good", "合格"
    UNSURE = "unsure", "需要人工审核"
    BAD = "bad", "不合格"


class CardLine(Line):
    """One person for whom an employer applies, with the photo handed in."""

    person_id = models.BigIntegerField(default=0, db_comment="personal: the insured person; 0: not found")
    kind = models.CharField(max_length=8, choices=Kind.choices, db_comment="personal: what is applied for")
    photo = models.CharField(
        max_length=8, blank=True, choices=Photo.choices, db_comment="public: what the check of the photo found"
    )
    photo_name = models.CharField(max_length=255, blank=True, db_comment="personal: name of the photo as handed in")
    photo_sha256 = models.CharField(max_length=64, blank=True, db_comment="public: digest of the photo as handed in")
    picture_id = models.BigIntegerField(null=True, db_comment="public: stored file as it would be printed on the card")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["declaration", "line_no"], name="card_line_once")]


class Application(models.Model):
    """One application for one card.

    A door inserts it as `asked` and leaves the rest to the worker; for a line of an employer's filing the worker
    inserts it. A returned photo ends it: another photo is another application.
    """

    number = models.CharField(max_length=28, unique=True, db_comment="public: 申请编号")
    person_id = models.BigIntegerField(db_comment="personal: for whom")
    kind = models.CharField(max_length=8, choices=Kind.choices, db_comment="personal: what is applied for")
    source = models.CharField(max_length=8, choices=Source.choices, db_comment="public: who applied")
    employer_id = models.BigIntegerField(null=True, db_comment="public: employer that applied; empty for the others")
    declaration_id = models.BigIntegerField(null=True, db_comment="public: its filing; empty where none is filed")
    line_no = models.IntegerField(null=True, db_comment="public: line of the filing")
    client_key = models.CharField(max_length=64, db_comment="public: idempotency key of the sender")
    district = models.CharField(
        max_length=12, blank=True, db_comment="public: agency code; empty until the worker has looked at it"
    )
    photo_id = models.BigIntegerField(null=True, db_comment="public: stored file as handed in; empty for a line's")
    picture_id = models.BigIntegerField(null=True, db_comment="public: stored file as it is printed on the card")
    state = models.CharField(max_length=12, choices=State.choices, db_comment="public: where it stands")
    reason = models.CharField(max_length=300, blank=True, db_comment="personal: why it was returned, refused or failed")
    remedy = models.CharField(max_length=300, blank=True, db_comment="public: what to do about it")
    asked_by = models.BigIntegerField(null=True, db_comment="personal: user who applied")
    asked_by_name = models.CharField(max_length=64, db_comment="personal: the user's name then")
    asked_at = models.DateTimeField(db_comment="public: when")
    due_on = models.DateField(null=True, db_comment="public: when the card should be there, by the law data")
    key = models.UUIDField(null=True, unique=True, db_comment="public: key of the message that orders the card")
    finished_at = models.DateTimeField(null=True, db_comment="public: when it was over")
    action_id = ActionField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "client_key"], name="card_asked_once"),
            models.UniqueConstraint(
                fields=["person_id"],
                condition=models.Q(state__in=LIVE),
                name="card_under_way_once",
            ),
            models.UniqueConstraint(
                fields=["declaration_id", "line_no"],
                condition=models.Q(declaration_id__isnull=False),
                name="card_of_line_once",
            ),
            models.CheckConstraint(
                condition=models.Q(source="employer", employer_id__isnull=False, declaration_id__isnull=False)
                | (~models.Q(source="employer") & models.Q(employer_id=None, declaration_id=None)),
                name="card_source_told",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state="asked"), name="card_asked"),
            models.Index(fields=["id"], condition=models.Q(state="ordered"), name="card_ordered"),
            models.Index(fields=["employer_id", "-id"], name="card_of_employer"),
            models.Index(fields=["district", "state", "id"], name="card_worklist"),
            models.Index(fields=["picture_id"], name="card_picture"),
            models.Index(fields=["photo_id"], condition=models.Q(photo_id__isnull=False), name="card_photo"),
        ]

    def __str__(self) -> str:
        return self.number


class Event(models.Model):
    """One step of an application's life; never changed. What the card maker tells stands here once."""

    application = models.ForeignKey(
        Application, models.PROTECT, db_index=False, db_comment="public: application it is of"
    )
    kind = models.CharField(max_length=16, db_comment="public: code of the step; its words are in cards.texts")
    at = models.DateTimeField(db_default=Now(), db_comment="public: when we learnt of it")
    told_at = models.DateTimeField(null=True, db_comment="public: when the card maker says it was")
    actor_name = models.CharField(max_length=64, db_comment="personal: who did it, as shown")
    params = models.JSONField(default=dict, db_comment="personal: values for its words")
    action_id = ActionField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "kind"], name="card_step_once")]


class Card(models.Model):
    """A card that was made; of a person at most one is in use."""

    application = models.ForeignKey(
        Application, models.PROTECT, db_index=False, db_comment="public: application it was made for"
    )
    person_id = models.BigIntegerField(db_comment="personal: whose")
    number = models.CharField(max_length=32, unique=True, db_comment="sensitive: 社会保障卡卡号")
    issued_on = models.DateField(db_comment="public: 发卡日期")
    valid_until = models.DateField(db_comment="public: 卡有效期")
    bank = models.CharField(max_length=64, db_comment="personal: 服务银行")
    state = models.CharField(max_length=12, choices=CardState.choices, db_comment="personal: where it stands")
    changed_at = models.DateTimeField(db_comment="public: since when")
    action_id = ActionField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application"], name="card_once"),
            models.UniqueConstraint(fields=["person_id"], condition=models.Q(state="normal"), name="card_in_use_once"),
        ]
        indexes = [models.Index(fields=["person_id", "id"], name="card_of_person")]


class Decision(models.Model):
    """What an officer decided on a photo the check was unsure of; never changed. The worker carries it out."""

    application = models.ForeignKey(Application, models.PROTECT, db_index=False, db_comment="public: application")
    good = models.BooleanField(db_comment="public: the photo may be printed on the card")
    reason = models.CharField(max_length=300, blank=True, db_comment="personal: why not, told to whoever applied")
    officer_id = models.BigIntegerField(db_comment="personal: who decided")
    officer_name = models.CharField(max_length=64, db_comment="personal: the officer's name then")
    at = models.DateTimeField(db_comment="public: when")
    action_id = ActionField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application"], name="card_photo_decided_once")]
