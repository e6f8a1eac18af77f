"""Notices (通知) to the clerks of an employer."""

from django.db import models
from django.db.models.functions import Now

from shebao.audit.fields import ActionField


class Notice(models.Model):
    """Something an employer's clerks must know, with a link to where it happened."""

    employer_id = models.BigIntegerField(db_comment="public: employer told")
    at = models.DateTimeField(db_default=Now(), db_comment="public: when")
    kind = models.CharField(max_length=32, db_comment="public: code of the notice; its text is in notices.texts")
    params = models.JSONField(default=dict, db_comment="personal: values for the text")
    severity = models.CharField(max_length=8, default="info", db_comment="public: info, success, warning, error")
    declaration_id = models.BigIntegerField(null=True, db_comment="public: declaration it is about")
    read_at = models.DateTimeField(null=True, db_comment="public: when a clerk first marked it read")
    read_by = models.BigIntegerField(null=True, db_comment="personal: clerk who marked it read")
    action_id = ActionField()

    class Meta:
        indexes = [models.Index(fields=["employer_id", "read_at", "-id"])]
