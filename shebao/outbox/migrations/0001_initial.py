import django.db.models.functions.datetime
import shebao.audit.fields
from django.db import migrations, models

from shebao.database.migrations_sql import run_file


class Migration(migrations.Migration):
    initial = True

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Queue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "system",
                    models.CharField(db_comment="public: medical, national_pension, …", max_length=16, unique=True),
                ),
                (
                    "failures",
                    models.IntegerField(
                        db_comment="public: deliveries that failed, less those that succeeded since", default=0
                    ),
                ),
                (
                    "not_before",
                    models.DateTimeField(
                        db_comment="public: next try after a failure",
                        db_default=django.db.models.functions.datetime.Now(),
                    ),
                ),
                (
                    "last_error",
                    models.CharField(blank=True, db_comment="public: why the last delivery failed", max_length=300),
                ),
                (
                    "paused_at",
                    models.DateTimeField(
                        db_comment="public: since when an operator has to repair something", null=True
                    ),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("system", models.CharField(db_comment="public: who answered", max_length=16)),
                (
                    "feedback_id",
                    models.CharField(db_comment="public: the counterparty's id of the answer", max_length=64),
                ),
                ("in_reply_to", models.UUIDField(db_comment="public: key of our message")),
                ("body", models.JSONField(db_comment="sensitive: the answer as received")),
                (
                    "digest",
                    models.CharField(
                        db_comment="public: digest of the body; another body under the same id is an alarm",
                        max_length=64,
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(
                        db_comment="public: when", db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("applied_at", models.DateTimeField(db_comment="public: when it took effect", null=True)),
                (
                    "effect",
                    models.CharField(blank=True, db_comment="public: applied, late, repeated, unknown", max_length=16),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("applied_at", None)), fields=["id"], name="feedback_to_apply")
                ],
                "constraints": [models.UniqueConstraint(fields=("system", "feedback_id"), name="feedback_once")],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(db_comment="public: id on the wire; the receiver takes it once", unique=True)),
                ("system", models.CharField(db_comment="public: medical, national_pension, …", max_length=16)),
                ("kind", models.CharField(db_comment="public: enrolled, withdrawn, …", max_length=32)),
                ("person_id", models.BigIntegerField(db_comment="personal: whom it is about")),
                (
                    "sequence",
                    models.IntegerField(
                        db_comment="public: number among the person's messages to that counterparty", default=1
                    ),
                ),
                ("previous", models.UUIDField(db_comment="public: key of the message before it", null=True)),
                ("employer_id", models.BigIntegerField(db_comment="public: employer that filed")),
                ("declaration_id", models.BigIntegerField(db_comment="public: declaration it came from")),
                ("line_no", models.IntegerField(db_comment="public: its line")),
                ("payload", models.JSONField(db_comment="sensitive: content of the message")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待发送"),
                            ("sent", "已发送,等待反馈"),
                            ("done", "办理成功"),
                            ("failed", "办理不成功"),
                            ("stuck", "发送失败,待处理"),
                        ],
                        db_comment="public: where it stands",
                        default="waiting",
                        max_length=8,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_comment="public: when it was written", db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("attempts", models.IntegerField(db_comment="public: deliveries tried", default=0)),
                (
                    "next_attempt_at",
                    models.DateTimeField(
                        db_comment="public: not before this; once sent: when to ask after its answer",
                        db_default=django.db.models.functions.datetime.Now(),
                    ),
                ),
                (
                    "last_error",
                    models.CharField(blank=True, db_comment="public: why the last delivery failed", max_length=300),
                ),
                (
                    "failure_kind",
                    models.CharField(
                        blank=True,
                        db_comment="public: again, permanent, refused, misconfigured or silent; empty when well",
                        max_length=16,
                    ),
                ),
                ("sent_at", models.DateTimeField(db_comment="public: when the counterparty took it", null=True)),
                ("answered_at", models.DateTimeField(db_comment="public: when its feedback took effect", null=True)),
                (
                    "answer_code",
                    models.CharField(blank=True, db_comment="public: reason code of the counterparty", max_length=32),
                ),
                (
                    "answer_text",
                    models.CharField(
                        blank=True, db_comment="personal: reason in the counterparty's words", max_length=300
                    ),
                ),
                (
                    "chased",
                    models.IntegerField(
                        db_comment="public: how often a silent counterparty was asked again", default=0
                    ),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person_id", "system", "id"], name="message_person_order"),
                    models.Index(fields=["declaration_id", "line_no"], name="message_filed_by"),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["system", "next_attempt_at", "id"],
                        name="message_due",
                    ),
                    models.Index(
                        condition=models.Q(("state", "sent")),
                        fields=["system", "failure_kind", "next_attempt_at"],
                        name="message_to_ask_after",
                    ),
                    models.Index(condition=models.Q(("state", "stuck")), fields=["system", "id"], name="message_stuck"),
                    models.Index(
                        condition=models.Q(("state", "failed")),
                        fields=["employer_id", "-id"],
                        name="message_failed_of_employer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Nonce",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("system", models.CharField(db_comment="public: sender", max_length=16)),
                ("nonce", models.CharField(db_comment="public: nonce of the envelope", max_length=64)),
                (
                    "seen_at",
                    models.DateTimeField(
                        db_comment="public: when", db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("system", "nonce"), name="nonce_once")],
            },
        ),
        run_file(__file__, "wake.sql", reverse="drop function outbox_wake() cascade"),
    ]
