"""Reconciliations that operators asked for, and what they found."""

from django.db import models
from django.db.models.functions import Now

from shebao.audit.fields import ActionField


class Reconciliation(models.Model):
    """One look at a month, or at all; the worker makes it, or the command line keeps it here.

    Without `finished_at` it waits, or is being made since `started_at`.
    """

    month = models.IntegerField(null=True, db_comment="public: 费款所属期, YYYYMM; empty: all that were assessed")
    asked_by = models.BigIntegerField(null=True, db_comment="personal: operator who asked for it")
    asked_by_name = models.CharField(max_length=64, blank=True, db_comment="personal: name of the operator")
    asked_at = models.DateTimeField(db_default=Now(), db_comment="public: when")
    started_at = models.DateTimeField(null=True, db_comment="public: when the worker began")
    finished_at = models.DateTimeField(null=True, db_comment="public: when it was complete")
    exit_code = models.SmallIntegerField(
        null=True, db_comment="public: 0 nothing differs, 1 something does, 2 something could not be looked at"
    )
    differences = models.BigIntegerField(default=0, db_comment="public: how many in all")
    result = models.JSONField(null=True, db_comment="sensitive: what was found, as `shebao reconcile --json` tells it")
    action_id = ActionField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month"],
                condition=models.Q(finished_at=None),
                nulls_distinct=False,
                name="reconciliation_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"reconciliation:{self.pk}"
