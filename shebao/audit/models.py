"""Tables of the audit trail. Nothing here is ever updated or deleted; the database refuses it."""

from django.db import models
from django.db.models.functions import Now


class Action(models.Model):
    """One verb done by one actor; every row written to a business table belongs to one."""

    at = models.DateTimeField(db_default=Now(), db_comment="public: when it was done")
    actor_kind = models.CharField(max_length=16, db_comment="public: user, system, counterparty or anonymous")
    user_id = models.BigIntegerField(null=True, db_comment="personal: who really did it")
    actor_name = models.CharField(max_length=64, db_comment="personal: name shown for the actor at that time")
    employer_id = models.BigIntegerField(null=True, db_comment="public: employer acted for")
    door = models.CharField(max_length=16, db_comment="public: portal, office, gateway, worker, cli")
    verb = models.CharField(max_length=64, db_comment="public: what was done, one verb a use case")
    subject = models.CharField(max_length=64, blank=True, db_comment="public: what it was done to, kind:id")
    details = models.JSONField(default=dict, db_comment="public: figures and codes of the action, no personal data")
    refused = models.CharField(max_length=200, blank=True, db_comment="public: why it was refused, empty when done")
    request_id = models.CharField(max_length=64, blank=True, db_comment="public: request the action came with")
    address = models.GenericIPAddressField(null=True, db_comment="personal: network address of the actor")

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"]),
            models.Index(fields=["user_id", "id"]),
            models.Index(fields=["employer_id", "id"]),
            # Refusals are few among many actions; operators read the newest.
            models.Index(fields=["-id"], condition=~models.Q(refused=""), name="action_refused"),
        ]


class Change(models.Model):
    """What one SQL statement did to one table.

    An insert leaves one row with the number of rows (the new rows carry the action themselves);
    an update or delete of a table tracked by row leaves one row per changed row with the values before and after.
    """

    action_id = models.BigIntegerField(db_comment="public: audit_action the statement ran under")
    at = models.DateTimeField(db_default=Now(), db_comment="public: when the transaction began")
    table_name = models.CharField(max_length=64, db_comment="public: table changed")
    operation = models.CharField(max_length=8, db_comment="public: insert, update, delete")
    row_count = models.IntegerField(db_comment="public: rows the statement touched")
    row_id = models.BigIntegerField(null=True, db_comment="public: key of the changed row")
    before = models.JSONField(null=True, db_comment="sensitive: changed columns before")
    after = models.JSONField(null=True, db_comment="sensitive: changed columns after")

    class Meta:
        indexes = [models.Index(fields=["table_name", "row_id", "id"]), models.Index(fields=["action_id"])]


class Look(models.Model):
    """One look at a person's unmasked data, an export, or a look-up at another authority."""

    at = models.DateTimeField(db_default=Now(), db_comment="public: when it was looked at")
    user_id = models.BigIntegerField(null=True, db_comment="personal: who looked")
    actor_name = models.CharField(max_length=64, db_comment="personal: name shown for who looked")
    employer_id = models.BigIntegerField(null=True, db_comment="public: employer acted for")
    door = models.CharField(max_length=16, db_comment="public: door it went through")
    what = models.CharField(max_length=64, db_comment="public: page, field or export looked at")
    purpose = models.CharField(max_length=200, blank=True, db_comment="public: reason given")
    person_id = models.BigIntegerField(null=True, db_comment="personal: whose data, when it is one person's")
    subject = models.CharField(max_length=64, blank=True, db_comment="public: filing or set looked at, kind:id")
    persons = models.IntegerField(default=1, db_comment="public: how many persons' data were shown")
    request_id = models.CharField(max_length=64, blank=True, db_comment="public: request it came with")
    address = models.GenericIPAddressField(null=True, db_comment="personal: network address")

    class Meta:
        indexes = [models.Index(fields=["person_id", "id"]), models.Index(fields=["user_id", "id"])]
