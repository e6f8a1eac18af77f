"""Certificates as they were issued, and the questions whether one is genuine."""

from django.db import models
from django.db.models.functions import Now

from shebao.audit.fields import ActionField


class Certificate(models.Model):
    """One 参保缴费证明; its paper is drawn from `content` alone, the same at any time."""

    number = models.CharField(max_length=18, unique=True, db_comment="public: 证明编号")
    person_id = models.BigIntegerField(db_comment="personal: the insured person")
    client_key = models.UUIDField(db_comment="public: key of the form that asked for it")
    first_month = models.IntegerField(db_comment="personal: first month it covers, YYYYMM")
    last_month = models.IntegerField(db_comment="personal: last month it covers, YYYYMM")
    content = models.JSONField(db_comment="sensitive: everything that the paper says")
    shown_name = models.CharField(max_length=100, db_comment="personal: masked name that the verification shows")
    check_code = models.CharField(max_length=8, db_comment="sensitive: 校验码, without which nothing is verified")
    issued_at = models.DateTimeField(db_comment="public: when it was issued")
    valid_until = models.DateField(db_comment="public: last day on which it verifies")
    action_id = ActionField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "client_key"], name="certificate_asked_once"),
            models.CheckConstraint(
                condition=models.Q(last_month__gte=models.F("first_month")), name="certificate_months"
            ),
        ]
        indexes = [models.Index(fields=["person_id", "-id"], name="certificate_of_person")]

    def __str__(self) -> str:
        return self.number


class Verification(models.Model):
    """One question whether a certificate is genuine; they are counted by network, so that nobody tries codes."""

    at = models.DateTimeField(db_default=Now(), db_comment="public: when it was asked")
    source = models.CharField(max_length=64, db_comment="personal: network it came from")
    number = models.CharField(max_length=18, db_comment="public: number asked about")
    answer = models.CharField(max_length=8, db_comment="public: genuine, expired, unknown, refused")

    class Meta:
        indexes = [models.Index(fields=["source", "at"], name="verification_of_source")]
