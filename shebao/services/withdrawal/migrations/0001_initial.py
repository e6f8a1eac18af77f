import django.db.models.deletion
from django.db import migrations, models

from shebao.database.migrations_sql import run_file


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("declarations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="WithdrawalLine",
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
                ("ended_on", models.DateField(db_comment="personal: 解除劳动关系日期", null=True)),
                ("end_reason", models.CharField(blank=True, db_comment="sensitive: 解除劳动关系原因", max_length=8)),
                ("stop_reason", models.CharField(blank=True, db_comment="sensitive: 停止缴费原因", max_length=8)),
                ("contract_id", models.BigIntegerField(db_comment="public: the contract that ends", null=True)),
                (
                    "last_month",
                    models.IntegerField(
                        db_comment="personal: last insured month, YYYYMM; empty where no month was to be insured",
                        null=True,
                    ),
                ),
                ("void", models.BooleanField(db_comment="public: enrolled by mistake, nothing is owed", default=False)),
                (
                    "generate",
                    models.BooleanField(
                        db_comment="public: the charge of the current month is made first", default=False
                    ),
                ),
                (
                    "employer_fen",
                    models.BigIntegerField(
                        db_comment="sensitive: employer's share of the charge that is made first, fen", default=0
                    ),
                ),
                (
                    "personal_fen",
                    models.BigIntegerField(
                        db_comment="sensitive: person's share of the charge that is made first, fen", default=0
                    ),
                ),
                (
                    "cancelled_fen",
                    models.BigIntegerField(
                        db_comment="sensitive: charged for later months and not paid, is cancelled, fen", default=0
                    ),
                ),
                (
                    "refundable_fen",
                    models.BigIntegerField(
                        db_comment="sensitive: paid for later months, may be refunded, fen", default=0
                    ),
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
                "constraints": [
                    models.UniqueConstraint(fields=("declaration", "line_no"), name="withdrawal_line_once")
                ],
            },
        ),
        run_file(__file__, "storage.sql", reverse="alter table withdrawal_withdrawalline reset (fillfactor)"),
    ]
