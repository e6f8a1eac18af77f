import django.db.models.deletion
import django.db.models.functions.datetime
import shebao.audit.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_initial"),
        ("employers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(db_comment="public: 业务流水号", max_length=20, unique=True)),
                ("service", models.CharField(db_comment="public: enrolment, withdrawal, …", max_length=16)),
                ("single", models.BooleanField(db_comment="public: 零星 rather than 批量")),
                ("client_key", models.CharField(db_comment="public: idempotency key of the sender", max_length=64)),
                (
                    "fingerprint",
                    models.CharField(
                        blank=True, db_comment="public: digest of what was first sent under the key", max_length=64
                    ),
                ),
                ("door", models.CharField(db_comment="public: portal or api", max_length=16)),
                ("filed_by", models.BigIntegerField(db_comment="personal: clerk who filed")),
                ("filed_by_name", models.CharField(db_comment="personal: the clerk's name then", max_length=64)),
                (
                    "payload",
                    models.JSONField(db_comment="sensitive: raw fields of a single filing, as typed", default=dict),
                ),
                ("workbook_id", models.BigIntegerField(db_comment="public: stored file of a batch", null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("checking", "检查中"),
                            ("checked", "待确认"),
                            ("unreadable", "文件无法读取"),
                            ("applying", "办理中"),
                            ("in_review", "待审核"),
                            ("returned", "退回补正"),
                            ("rejected", "审核不通过"),
                            ("effective", "办理成功"),
                            ("partly", "部分成功"),
                            ("failed", "办理不成功"),
                            ("cancelled", "已撤销"),
                        ],
                        db_comment="public: where it stands",
                        max_length=12,
                    ),
                ),
                (
                    "next_step",
                    models.CharField(
                        choices=[("check", "检查"), ("apply", "办理"), ("decide", "执行审核决定")],
                        db_comment="public: what the worker has to do, empty when nothing",
                        max_length=8,
                        null=True,
                    ),
                ),
                (
                    "step_since",
                    models.DateTimeField(db_comment="public: since when the worker has to do it", null=True),
                ),
                ("step_attempts", models.SmallIntegerField(db_comment="public: how often the step failed", default=0)),
                ("not_before", models.DateTimeField(db_comment="public: earliest next try of the step", null=True)),
                ("progress", models.SmallIntegerField(db_comment="public: percent of the running step", default=0)),
                (
                    "problem",
                    models.JSONField(
                        db_comment="public: why the file as a whole was refused: code and values", null=True
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_comment="public: when the draft was begun",
                        db_default=django.db.models.functions.datetime.Now(),
                    ),
                ),
                (
                    "saved_at",
                    models.DateTimeField(
                        db_comment="public: last autosave", db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("submitted_at", models.DateTimeField(db_comment="public: when it was handed in", null=True)),
                (
                    "confirmed_at",
                    models.DateTimeField(db_comment="public: when its sender confirmed what will happen", null=True),
                ),
                ("finished_at", models.DateTimeField(db_comment="public: when the last line was decided", null=True)),
                ("lines", models.IntegerField(db_comment="public: lines read", default=0)),
                ("good", models.IntegerField(db_comment="public: lines that may go on", default=0)),
                ("bad", models.IntegerField(db_comment="public: lines with hard findings", default=0)),
                ("to_review", models.IntegerField(db_comment="public: lines that need an officer", default=0)),
                ("effective", models.IntegerField(db_comment="public: lines that took effect", default=0)),
                ("failed", models.IntegerField(db_comment="public: lines refused at the end", default=0)),
                (
                    "content_version",
                    models.IntegerField(db_comment="public: raised whenever what is filed changes", default=1),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        db_comment="public: what the last check rested on: the day, and a digest of the proofs of identity",
                        db_default="",
                        max_length=48,
                    ),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
                (
                    "employer",
                    models.ForeignKey(
                        db_comment="public: employer that files",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="employers.employer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_no", models.IntegerField(db_comment="public: line, empty when the whole filing", null=True)),
                (
                    "at",
                    models.DateTimeField(
                        db_comment="public: when", db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        db_comment="public: code of the step; its text is in declarations.texts", max_length=32
                    ),
                ),
                ("actor_name", models.CharField(db_comment="personal: who did it, as shown", max_length=64)),
                ("params", models.JSONField(db_comment="personal: values for its text", default=dict)),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
                (
                    "declaration",
                    models.ForeignKey(
                        db_comment="public: declaration",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="declarations.declaration",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_no", models.IntegerField(db_comment="public: line; 0 for the whole filing")),
                ("code", models.CharField(db_comment="public: code in the service's catalogue", max_length=48)),
                ("severity", models.CharField(db_comment="public: hard, soft, note", max_length=4)),
                ("field", models.CharField(blank=True, db_comment="public: field it is about", max_length=32)),
                ("params", models.JSONField(db_comment="sensitive: values for its text", default=dict)),
                (
                    "declaration",
                    models.ForeignKey(
                        db_comment="public: declaration",
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="declarations.declaration",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=models.Index(fields=["employer", "-id"], name="declaration_of_employer"),
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=models.Index(
                condition=models.Q(("next_step__isnull", False)),
                fields=["next_step", "single", "id"],
                name="declaration_to_do",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.UniqueConstraint(fields=("employer", "client_key"), name="declaration_once"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["declaration", "id"], name="event_of_declaration"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["declaration", "line_no"], name="finding_of_line"),
        ),
    ]
