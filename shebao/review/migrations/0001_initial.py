import django.db.models.deletion
import django.db.models.functions.datetime
import shebao.audit.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_initial"),
        ("declarations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_no", models.IntegerField(db_comment="public: line")),
                (
                    "content_version",
                    models.IntegerField(db_comment="public: version of the content that is to be decided on"),
                ),
                ("district", models.CharField(db_comment="public: agency code", max_length=12)),
                ("employer_id", models.BigIntegerField(db_comment="public: employer that filed")),
                ("service", models.CharField(db_comment="public: service", max_length=16)),
                ("reason", models.CharField(db_comment="public: code why an officer has to decide", max_length=48)),
                ("person_name", models.CharField(db_comment="personal: name, for the worklist", max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待审核"), ("decided", "已审核,办理中"), ("closed", "已办结")],
                        db_comment="public: where it stands",
                        max_length=8,
                    ),
                ),
                ("opened_at", models.DateTimeField(db_comment="public: when it came in")),
                ("due_on", models.DateField(db_comment="public: when it should be decided", null=True)),
                ("closed_at", models.DateTimeField(db_comment="public: when its decision took effect", null=True)),
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
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("approve", "审核通过"), ("return", "退回补正"), ("reject", "审核不通过")],
                        db_comment="public: approve, return, reject",
                        max_length=8,
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, db_comment="personal: reason told to the clerk", max_length=500),
                ),
                ("officer_id", models.BigIntegerField(db_comment="personal: who decided")),
                ("officer_name", models.CharField(db_comment="personal: the officer's name then", max_length=64)),
                (
                    "at",
                    models.DateTimeField(
                        db_comment="public: when", db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
                (
                    "case",
                    models.ForeignKey(
                        db_comment="public: case", on_delete=django.db.models.deletion.PROTECT, to="review.case"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["district", "state", "id"], name="case_worklist"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                fields=("declaration", "line_no", "content_version"), name="case_once_per_content"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("case",), name="decision_once"),
        ),
    ]
