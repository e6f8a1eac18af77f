import django.db.models.functions.datetime
import shebao.audit.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("employer_id", models.BigIntegerField(db_comment="public: employer told")),
                (
                    "at",
                    models.DateTimeField(
                        db_comment="public: when", db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        db_comment="public: code of the notice; its text is in notices.texts", max_length=32
                    ),
                ),
                ("params", models.JSONField(db_comment="personal: values for the text", default=dict)),
                (
                    "severity",
                    models.CharField(db_comment="public: info, success, warning, error", default="info", max_length=8),
                ),
                ("declaration_id", models.BigIntegerField(db_comment="public: declaration it is about", null=True)),
                ("read_at", models.DateTimeField(db_comment="public: when a clerk first marked it read", null=True)),
                ("read_by", models.BigIntegerField(db_comment="personal: clerk who marked it read", null=True)),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["employer_id", "read_at", "-id"], name="notices_not_employe_fc1186_idx")
                ],
            },
        ),
    ]
