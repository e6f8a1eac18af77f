import django.db.models.functions.datetime
from django.db import migrations, models

from shebao.database.migrations_sql import run_file


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        run_file(__file__, "functions.sql"),
        migrations.CreateModel(
            name="Action",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "at",
                    models.DateTimeField(
                        db_comment="public: when it was done", db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                (
                    "actor_kind",
                    models.CharField(db_comment="public: user, system, counterparty or anonymous", max_length=16),
                ),
                ("user_id", models.BigIntegerField(db_comment="personal: who really did it", null=True)),
                (
                    "actor_name",
                    models.CharField(db_comment="personal: name shown for the actor at that time", max_length=64),
                ),
                ("employer_id", models.BigIntegerField(db_comment="public: employer acted for", null=True)),
                ("door", models.CharField(db_comment="public: portal, office, gateway, worker, cli", max_length=16)),
                ("verb", models.CharField(db_comment="public: what was done, one verb a use case", max_length=64)),
                (
                    "subject",
                    models.CharField(blank=True, db_comment="public: what it was done to, kind:id", max_length=64),
                ),
                (
                    "details",
                    models.JSONField(
                        db_comment="public: figures and codes of the action, no personal data", default=dict
                    ),
                ),
                (
                    "refused",
                    models.CharField(
                        blank=True, db_comment="public: why it was refused, empty when done", max_length=200
                    ),
                ),
                (
                    "request_id",
                    models.CharField(blank=True, db_comment="public: request the action came with", max_length=64),
                ),
                (
                    "address",
                    models.GenericIPAddressField(db_comment="personal: network address of the actor", null=True),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject", "id"], name="audit_actio_subject_95ce6a_idx"),
                    models.Index(fields=["user_id", "id"], name="audit_actio_user_id_c0ff6a_idx"),
                    models.Index(fields=["employer_id", "id"], name="audit_actio_employe_7a4813_idx"),
                    models.Index(
                        condition=models.Q(("refused", ""), _negated=True), fields=["-id"], name="action_refused"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action_id", models.BigIntegerField(db_comment="public: audit_action the statement ran under")),
                (
                    "at",
                    models.DateTimeField(
                        db_comment="public: when the transaction began",
                        db_default=django.db.models.functions.datetime.Now(),
                    ),
                ),
                ("table_name", models.CharField(db_comment="public: table changed", max_length=64)),
                ("operation", models.CharField(db_comment="public: insert, update, delete", max_length=8)),
                ("row_count", models.IntegerField(db_comment="public: rows the statement touched")),
                ("row_id", models.BigIntegerField(db_comment="public: key of the changed row", null=True)),
                ("before", models.JSONField(db_comment="sensitive: changed columns before", null=True)),
                ("after", models.JSONField(db_comment="sensitive: changed columns after", null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["table_name", "row_id", "id"], name="audit_chang_table_n_2f8f43_idx"),
                    models.Index(fields=["action_id"], name="audit_chang_action__6739fb_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "at",
                    models.DateTimeField(
                        db_comment="public: when it was looked at", db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("user_id", models.BigIntegerField(db_comment="personal: who looked", null=True)),
                ("actor_name", models.CharField(db_comment="personal: name shown for who looked", max_length=64)),
                ("employer_id", models.BigIntegerField(db_comment="public: employer acted for", null=True)),
                ("door", models.CharField(db_comment="public: door it went through", max_length=16)),
                ("what", models.CharField(db_comment="public: page, field or export looked at", max_length=64)),
                ("purpose", models.CharField(blank=True, db_comment="public: reason given", max_length=200)),
                (
                    "person_id",
                    models.BigIntegerField(db_comment="personal: whose data, when it is one person's", null=True),
                ),
                (
                    "subject",
                    models.CharField(blank=True, db_comment="public: filing or set looked at, kind:id", max_length=64),
                ),
                ("persons", models.IntegerField(db_comment="public: how many persons' data were shown", default=1)),
                ("request_id", models.CharField(blank=True, db_comment="public: request it came with", max_length=64)),
                ("address", models.GenericIPAddressField(db_comment="personal: network address", null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person_id", "id"], name="audit_look_person__cef192_idx"),
                    models.Index(fields=["user_id", "id"], name="audit_look_user_id_d1666c_idx"),
                ],
            },
        ),
    ]
