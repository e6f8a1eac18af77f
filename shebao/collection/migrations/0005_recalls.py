import django.db.models.functions.datetime
import shebao.audit.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0004_receipts_in_parts"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecallRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bill_id", models.BigIntegerField(db_comment="public: bill to be recalled")),
                ("employer_id", models.BigIntegerField(db_comment="public: employer")),
                ("requested_by", models.BigIntegerField(db_comment="personal: clerk")),
                ("requested_by_name", models.CharField(db_comment="personal: name of the clerk", max_length=64)),
                (
                    "requested_at",
                    models.DateTimeField(
                        db_comment="public: when", db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "正在撤回"), ("done", "已撤回"), ("refused", "撤回不成功")],
                        db_comment="public: what became of it",
                        max_length=8,
                    ),
                ),
                ("problem", models.CharField(blank=True, db_comment="public: why it was refused", max_length=200)),
                ("done_at", models.DateTimeField(db_comment="public: when it was carried out or refused", null=True)),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["id"], name="recall_request_waiting")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("bill_id",), name="recall_request_waits_once"
                    )
                ],
            },
        ),
    ]
