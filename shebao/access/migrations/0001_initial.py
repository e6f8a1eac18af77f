import django.db.models.deletion
import django.db.models.functions.datetime
import shebao.audit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_initial"),
        ("employers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "username",
                    models.CharField(
                        db_comment="personal: login name, NFKC and case folded", max_length=64, unique=True
                    ),
                ),
                ("name", models.CharField(db_comment="personal: name of the human being", max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("clerk", "单位经办人"),
                            ("officer", "经办机构工作人员"),
                            ("person", "参保人"),
                            ("operator", "运行维护人员"),
                        ],
                        db_comment="public: clerk, officer, person, operator",
                        max_length=8,
                    ),
                ),
                (
                    "identity_number",
                    models.CharField(blank=True, db_comment="sensitive: identity number, for four eyes", max_length=32),
                ),
                ("mobile", models.CharField(blank=True, db_comment="personal: mobile number", max_length=20)),
                (
                    "oidc_subject",
                    models.CharField(
                        db_comment="personal: issuer and subject of the OpenID provider",
                        max_length=200,
                        null=True,
                        unique=True,
                    ),
                ),
                ("is_active", models.BooleanField(db_comment="public: may log in", default=True)),
                (
                    "session_epoch",
                    models.IntegerField(db_comment="public: raised to end all sessions of the account", default=0),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_comment="public: when the account was made",
                        db_default=django.db.models.functions.datetime.Now(),
                    ),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ParkedSubmission",
            fields=[
                (
                    "token",
                    models.UUIDField(
                        db_comment="public: handle kept in the sender's cookie", primary_key=True, serialize=False
                    ),
                ),
                (
                    "user_id",
                    models.BigIntegerField(
                        db_comment="personal: user of the ended session; only the same user gets it back"
                    ),
                ),
                ("path", models.CharField(db_comment="public: where the form was sent", max_length=500)),
                ("fields", models.JSONField(db_comment="sensitive: form fields as sent")),
                (
                    "files",
                    models.JSONField(db_comment="personal: stored uploads: field, name, stored path", default=list),
                ),
                ("parked_at", models.DateTimeField(db_comment="public: when it arrived")),
                ("taken_at", models.DateTimeField(db_comment="public: when it was given back", null=True)),
            ],
        ),
        migrations.CreateModel(
            name="LoginAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("username", models.CharField(db_comment="personal: folded login name tried", max_length=64)),
                ("address", models.GenericIPAddressField(db_comment="personal: network address", null=True)),
                (
                    "source",
                    models.CharField(
                        db_comment="personal: network or known device it came from", db_default="", max_length=64
                    ),
                ),
                ("at", models.DateTimeField(db_comment="public: when")),
                ("outcome", models.CharField(db_comment="public: passed, failed, locked", max_length=8)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["username", "at"], name="access_logi_usernam_9cb12d_idx"),
                    models.Index(fields=["source", "at"], name="access_logi_source_383cee_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("district", models.CharField(db_comment="public: agency code", max_length=12)),
                (
                    "kind",
                    models.CharField(
                        choices=[("first_review", "初审"), ("second_review", "复核"), ("auditor", "稽核")],
                        db_comment="public: kind of post",
                        max_length=16,
                    ),
                ),
                ("valid_from", models.DateField(db_comment="public: first day of the post")),
                ("valid_until", models.DateField(db_comment="public: last day of the post", null=True)),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
                (
                    "user",
                    models.ForeignKey(
                        db_comment="personal: the officer",
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(db_comment="public: first day of the mandate")),
                ("valid_until", models.DateField(db_comment="public: last day of the mandate", null=True)),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
                (
                    "employer",
                    models.ForeignKey(
                        db_comment="public: the employer",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="employers.employer",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_comment="personal: the clerk",
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until", None)), fields=("user", "employer"), name="mandate_open_once"
                    )
                ],
            },
        ),
    ]
