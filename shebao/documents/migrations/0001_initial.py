import django.db.models.functions.datetime
import shebao.audit.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("employer_id", models.BigIntegerField(db_comment="public: employer it belongs to", null=True)),
                (
                    "declaration_id",
                    models.BigIntegerField(
                        db_comment="public: declaration it was handed in with", db_index=True, null=True
                    ),
                ),
                (
                    "line_no",
                    models.IntegerField(
                        db_comment="public: line it proves; empty when for the whole filing", null=True
                    ),
                ),
                (
                    "purpose",
                    models.CharField(db_comment="public: workbook, identity, contract, other, result", max_length=16),
                ),
                ("name", models.CharField(db_comment="personal: file name as handed in", max_length=255)),
                ("kind", models.CharField(db_comment="public: xlsx, csv, pdf, jpeg, png by its content", max_length=8)),
                ("size", models.BigIntegerField(db_comment="public: bytes")),
                ("sha256", models.CharField(db_comment="public: digest of the content", max_length=64)),
                (
                    "path",
                    models.CharField(
                        db_comment="public: random path below the file store", max_length=200, unique=True
                    ),
                ),
                ("uploaded_by", models.BigIntegerField(db_comment="personal: user who handed it in", null=True)),
                (
                    "uploaded_at",
                    models.DateTimeField(
                        db_comment="public: when", db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                (
                    "removed_at",
                    models.DateTimeField(db_comment="public: when it was taken out of the draft again", null=True),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
        ),
    ]
