import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("declarations", "0002_shown"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArrearLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_no", models.IntegerField(db_comment="public: number within the declaration, from 1")),
                (
                    "sheet_row",
                    models.IntegerField(db_comment="public: row in the workbook as its sender sees it", null=True),
                ),
                ("employer_id", models.BigIntegerField(db_comment="public: employer that files")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("read", "检查中"),
                            ("good", "检查通过"),
                            ("bad", "需要改正"),
                            ("before", "此前已办理"),
                            ("in_review", "待审核"),
                            ("returned", "退回补正"),
                            ("rejected", "审核不通过"),
                            ("effective", "办理成功"),
                            ("failed", "办理不成功"),
                            ("left_out", "未提交"),
                        ],
                        db_comment="public: where it stands",
                        max_length=12,
                    ),
                ),
                ("needs_review", models.BooleanField(db_comment="public: an officer has to decide", default=False)),
                (
                    "raw",
                    models.JSONField(
                        db_comment="sensitive: cells as typed, kept where they could not be read", null=True
                    ),
                ),
                ("name", models.CharField(blank=True, db_comment="personal: 姓名", max_length=200)),
                ("document_type", models.CharField(blank=True, db_comment="personal: 证件类型", max_length=4)),
                ("document_number", models.CharField(blank=True, db_comment="sensitive: 证件号码", max_length=64)),
                ("month", models.IntegerField(db_comment="public: 费款所属期, YYYYMM")),
                ("notice_id", models.BigIntegerField(db_comment="public: notice that is owed", null=True)),
                ("notice_number", models.CharField(blank=True, db_comment="public: 缴费通知单号", max_length=24)),
                ("persons", models.IntegerField(db_comment="public: persons on it", null=True)),
                ("principal_fen", models.BigIntegerField(db_comment="public: contributions owed, fen", null=True)),
                ("due_on", models.DateField(db_comment="public: last day for payment", null=True)),
                ("late_from", models.DateField(db_comment="public: first day of arrears", null=True)),
                ("days", models.IntegerField(db_comment="public: days late when it was checked", null=True)),
                (
                    "late_fee_fen",
                    models.BigIntegerField(db_comment="public: 滞纳金 on the day of the check, fen", null=True),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        db_comment="public: declaration it is of",
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="declarations.declaration",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("declaration", "line_no"), name="arrear_line_once")],
            },
        ),
    ]
