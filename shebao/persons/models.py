"""Insured persons (参保人): one row a person."""

from django.db import models
from django.db.models.functions import Now

from shebao.audit.fields import ActionField


class Person(models.Model):
    """A person known to social insurance, under one identity document at a time."""

    social_security_number = models.CharField(
        max_length=32, db_comment="sensitive: 社会保障号码 AAC002; citizens: the identity number"
    )
    name = models.CharField(max_length=100, db_comment="personal: 姓名 as on the document")
    name_pinyin = models.CharField(max_length=400, blank=True, db_comment="personal: 姓名全拼, for display and search")
    name_initials = models.CharField(
        max_length=100, blank=True, db_comment="personal: first letters of 姓名全拼, for search"
    )
    has_rare_character = models.BooleanField(default=False, db_comment="personal: 是否存在生僻字")
    document_type = models.CharField(max_length=4, db_comment="personal: 证件类型 AAC058")
    document_number = models.CharField(max_length=32, db_comment="sensitive: 证件号码 AAE135, normalised")
    document_valid_until = models.DateField(null=True, db_comment="personal: 证件有效期止, empty when long-term")
    sex = models.CharField(max_length=1, db_comment="personal: 性别 AAC004")
    birth_date = models.DateField(db_comment="personal: 出生日期 AAC006")
    ethnic = models.CharField(max_length=2, blank=True, db_comment="sensitive: 民族 AAC005")
    nationality = models.CharField(max_length=3, default="CHN", db_comment="personal: 国籍或地区 AAC161, alpha-3")
    household_registration = models.CharField(max_length=4, blank=True, db_comment="personal: 户口性质 AAC009")
    household_address = models.CharField(max_length=128, blank=True, db_comment="personal: 户籍地址")
    residence_address = models.CharField(max_length=128, blank=True, db_comment="personal: 居住地址")
    postcode = models.CharField(max_length=6, blank=True, db_comment="personal: 邮编")
    mobile = models.CharField(max_length=20, blank=True, db_comment="personal: 手机号码")
    email = models.CharField(max_length=100, blank=True, db_comment="personal: 电子邮件")
    education = models.CharField(max_length=2, blank=True, db_comment="personal: 文化程度 AAC011")
    personal_identity = models.CharField(max_length=2, blank=True, db_comment="personal: 个人身份 AAC012")
    first_work_date = models.DateField(null=True, db_comment="personal: 参加工作日期 AAC007")
    first_insured_month = models.IntegerField(null=True, db_comment="personal: 首次参保年月 AAC049, YYYYMM")
    died_on = models.DateField(null=True, db_comment="sensitive: date of death")
    retired_on = models.DateField(null=True, db_comment="personal: date from which a pension is drawn")
    same_person = models.BigIntegerField(
        null=True,
        db_comment="personal: where officers found several records to be one human being, on each of them the id of "
        "the record that is kept; empty otherwise",
    )
    confirmed_by = models.CharField(
        max_length=8, db_comment="public: shared (共享信息) or officer: what confirmed the identity"
    )
    recorded_at = models.DateTimeField(db_default=Now(), db_comment="public: when we learnt of the person")
    action_id = ActionField()

    class Meta:
        constraints = [
            # As a constraint and not `unique=True`, which would add a second index for prefix searches.
            models.UniqueConstraint(fields=["social_security_number"], name="person_number_once"),
            models.UniqueConstraint(fields=["document_number", "document_type"], name="person_document_once"),
            models.CheckConstraint(condition=models.Q(confirmed_by__in=["shared", "officer"]), name="person_confirmed"),
        ]
        indexes = [
            models.Index(
                fields=["same_person"], condition=models.Q(same_person__isnull=False), name="person_of_several_records"
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"


class SharedLookup(models.Model):
    """One 「获取共享信息」 by a clerk: what was asked, what came back, and for whom it may be used."""

    token = models.UUIDField(unique=True, db_comment="public: handle with which the form refers to the answer")
    user_id = models.BigIntegerField(db_comment="personal: clerk who asked")
    employer_id = models.BigIntegerField(db_comment="public: employer asked for")
    at = models.DateTimeField(db_comment="public: when it was asked")
    document_type = models.CharField(max_length=4, db_comment="personal: document type asked with")
    document_number = models.CharField(max_length=32, db_comment="sensitive: number asked with")
    name = models.CharField(max_length=100, db_comment="personal: name asked with")
    matched = models.BooleanField(db_comment="public: name and number both matched")
    data = models.JSONField(default=dict, db_comment="sensitive: basic data delivered by shared government data")
    action_id = ActionField()

    class Meta:
        indexes = [models.Index(fields=["user_id", "at"]), models.Index(fields=["employer_id", "at"])]


class ValueChange(models.Model):
    """One value of a person that was changed: what it was, what it became, from when, on whose word; never altered."""

    person_id = models.BigIntegerField(db_comment="personal: whose value it is")
    field = models.CharField(max_length=32, db_comment="public: which value, by the name of its column")
    old_value = models.CharField(max_length=400, blank=True, db_comment="sensitive: AAE123 变更前, as text")
    new_value = models.CharField(max_length=400, blank=True, db_comment="sensitive: AAE124 变更后, as text")
    effective_on = models.DateField(db_comment="public: AAE035 变更日期, from when the new value counts")
    reason = models.CharField(max_length=200, blank=True, db_comment="personal: AAE160 变更原因")
    filed_by_name = models.CharField(max_length=64, db_comment="personal: who asked for it, as shown")
    approved_by_name = models.CharField(
        max_length=64, blank=True, db_comment="personal: officer who agreed, if one had to"
    )
    employer_id = models.BigIntegerField(db_comment="public: employer that filed it")
    declaration_id = models.BigIntegerField(db_comment="public: declaration it came with")
    line_no = models.IntegerField(db_comment="public: its line")
    number = models.CharField(max_length=20, db_comment="public: 业务流水号")
    recorded_at = models.DateTimeField(db_default=Now(), db_comment="public: when it was entered")
    action_id = ActionField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration_id", "line_no", "field"], name="value_change_once"),
            models.CheckConstraint(condition=~models.Q(old_value=models.F("new_value")), name="value_has_changed"),
        ]
        indexes = [models.Index(fields=["person_id", "-id"], name="value_change_of_person")]


class MergerState(models.TextChoices):
    """Where the question stands whether two records are one human being."""

    ASKED = "asked", "待经办机构核实"
    LINKED = "linked", "已认定为同一人"
    REFUSED = "refused", "已认定不是同一人"
    CHANGED = "changed", "核实期间情况有变化"
    WITHDRAWN = "withdrawn", "已退回或撤回"


class Merger(models.Model):
    """Two records that may be one human being: asked with a correction of a number that another record bears.

    What both records said when it was asked stays with it, so that everybody decides on the same.
    """

    person_id = models.BigIntegerField(db_comment="personal: the record whose number was to be corrected")
    other_id = models.BigIntegerField(db_comment="personal: the record that bears the corrected number; kept if one")
    declaration_id = models.BigIntegerField(db_comment="public: declaration that asked for the correction")
    line_no = models.IntegerField(db_comment="public: its line")
    why = models.CharField(max_length=200, blank=True, db_comment="personal: reason given for the correction")
    state = models.CharField(max_length=9, choices=MergerState.choices, db_comment="public: where it stands")
    histories = models.JSONField(db_comment="sensitive: what both records said when it was asked")
    conflicts = models.JSONField(db_comment="sensitive: what speaks against one human being, or has to be put right")
    asked_at = models.DateTimeField(db_comment="public: when it was asked")
    decided_at = models.DateTimeField(null=True, db_comment="public: when the answer was carried out")
    decided_by_name = models.CharField(max_length=64, blank=True, db_comment="personal: officer who decided last")
    reason = models.CharField(max_length=500, blank=True, db_comment="personal: reason told to the clerk")
    action_id = ActionField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(person_id=models.F("other_id")), name="merger_of_two"),
            models.UniqueConstraint(
                fields=["declaration_id", "line_no"], condition=models.Q(state="asked"), name="merger_asked_once"
            ),
        ]
        indexes = [
            models.Index(fields=["person_id"], name="merger_of_person"),
            models.Index(fields=["other_id"], name="merger_of_other"),
        ]
