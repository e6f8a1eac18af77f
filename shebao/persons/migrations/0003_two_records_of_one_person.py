import shebao.audit.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("persons", "0002_value_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Merger",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person_id",
                    models.BigIntegerField(db_comment="personal: the record whose number was to be corrected"),
                ),
                (
                    "other_id",
                    models.BigIntegerField(
                        db_comment="personal: the record that bears the corrected number; kept if one"
                    ),
                ),
                (
                    "declaration_id",
                    models.BigIntegerField(db_comment="public: declaration that asked for the correction"),
                ),
                ("line_no", models.IntegerField(db_comment="public: its line")),
                (
                    "why",
                    models.CharField(
                        blank=True, db_comment="personal: reason given for the correction", max_length=200
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "待经办机构核实"),
                            ("linked", "已认定为同一人"),
                            ("refused", "已认定不是同一人"),
                            ("changed", "核实期间情况有变化"),
                            ("withdrawn", "已退回或撤回"),
                        ],
                        db_comment="public: where it stands",
                        max_length=9,
                    ),
                ),
                ("histories", models.JSONField(db_comment="sensitive: what both records said when it was asked")),
                (
                    "conflicts",
                    models.JSONField(
                        db_comment="sensitive: what speaks against one human being, or has to be put right"
                    ),
                ),
                ("asked_at", models.DateTimeField(db_comment="public: when it was asked")),
                ("decided_at", models.DateTimeField(db_comment="public: when the answer was carried out", null=True)),
                (
                    "decided_by_name",
                    models.CharField(blank=True, db_comment="personal: officer who decided last", max_length=64),
                ),
                (
                    "reason",
                    models.CharField(blank=True, db_comment="personal: reason told to the clerk", max_length=500),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
        ),
        migrations.AddField(
            model_name="person",
            name="same_person",
            field=models.BigIntegerField(
                db_comment="personal: where officers found several records to be one human being, on each of them the id of the record that is kept; empty otherwise",
                null=True,
            ),
        ),
        migrations.AddIndex(
            model_name="merger",
            index=models.Index(fields=["person_id"], name="merger_of_person"),
        ),
        migrations.AddIndex(
            model_name="merger",
            index=models.Index(fields=["other_id"], name="merger_of_other"),
        ),
        migrations.AddConstraint(
            model_name="merger",
            constraint=models.CheckConstraint(
                condition=models.Q(("person_id", models.F("other_id")), _negated=True), name="merger_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="merger",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")), fields=("declaration_id", "line_no"), name="merger_asked_once"
            ),
        ),
    ]
