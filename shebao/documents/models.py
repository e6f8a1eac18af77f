"""Files handed in or made: stored outside of the web root under random names."""

from django.db import models
from django.db.models.functions import Now

from shebao.audit.fields import ActionField


class StoredFile(models.Model):
    """One stored file; its bytes lie at `path` below the file store."""

    employer_id = models.BigIntegerField(null=True, db_comment="public: employer it belongs to")
    declaration_id = models.BigIntegerField(
        null=True, db_index=True, db_comment="public: declaration it was handed in with"
    )
    line_no = models.IntegerField(null=True, db_comment="public: line it proves; empty when for the whole filing")
    purpose = models.CharField(max_length=16, db_comment="public: workbook, identity, contract, other, result")
    name = models.CharField(max_length=255, db_comment="personal: file name as handed in")
    kind = models.CharField(max_length=8, db_comment="public: xlsx, csv, pdf, jpeg, png by its content")
    size = models.BigIntegerField(db_comment="public: bytes")
    sha256 = models.CharField(max_length=64, db_comment="public: digest of the content")
    path = models.CharField(max_length=200, unique=True, db_comment="public: random path below the file store")
    uploaded_by = models.BigIntegerField(null=True, db_comment="personal: user who handed it in")
    uploaded_at = models.DateTimeField(db_default=Now(), db_comment="public: when")
    removed_at = models.DateTimeField(null=True, db_comment="public: when it was taken out of the draft again")
    action_id = ActionField()

    class Meta:
        indexes = [
            models.Index(fields=["uploaded_by", "uploaded_at"], name="stored_file_of_user"),
        ]
