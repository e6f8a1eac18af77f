import shebao.audit.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0002_payments_before_their_month"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(db_comment="public: 缴款单号", max_length=24, unique=True)),
                ("employer_id", models.BigIntegerField(db_comment="public: employer")),
                ("declaration_id", models.BigIntegerField(db_comment="public: declaration that asked for it")),
                (
                    "kind",
                    models.CharField(
                        choices=[("arrears", "单位欠缴"), ("supplement", "个人补缴")],
                        db_comment="public: 单位欠缴 or 个人补缴",
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "待缴费"), ("paid", "已缴费"), ("recalled", "已撤回")],
                        db_comment="public: where it stands",
                        max_length=8,
                    ),
                ),
                (
                    "replaces",
                    models.BigIntegerField(db_comment="public: recalled bill it takes the place of", null=True),
                ),
                ("notices", models.IntegerField(db_comment="public: notices on it")),
                ("principal_fen", models.BigIntegerField(db_comment="public: contributions, fen, without late fees")),
                ("asked_at", models.DateTimeField(db_comment="public: when it was made")),
                ("recalled_at", models.DateTimeField(db_comment="public: when it was recalled", null=True)),
                ("receipt", models.CharField(blank=True, db_comment="public: 税票号码 of its payment", max_length=40)),
                ("paid_on", models.DateField(db_comment="public: day of payment", null=True)),
                (
                    "late_fee_fen",
                    models.BigIntegerField(
                        db_comment="public: 滞纳金 at the day of payment, fen, as tax told", null=True
                    ),
                ),
                (
                    "announced_at",
                    models.DateTimeField(db_comment="public: when its service was told of the payment", null=True),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
        ),
        migrations.CreateModel(
            name="BillItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bill_id", models.BigIntegerField(db_comment="public: bill")),
                ("notice_id", models.BigIntegerField(db_comment="public: notice")),
                ("employer_id", models.BigIntegerField(db_comment="public: employer")),
                ("month", models.IntegerField(db_comment="public: 费款所属期, YYYYMM")),
                ("principal_fen", models.BigIntegerField(db_comment="public: contributions, fen")),
                ("late_from", models.DateField(db_comment="public: first day of arrears")),
                ("daily_ppm", models.IntegerField(db_comment="public: late fee a day, millionths")),
                ("capped", models.BooleanField(db_comment="public: no line bears more than itself")),
                ("live", models.BooleanField(db_comment="public: false once its bill was recalled")),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
        ),
        migrations.AddField(
            model_name="mismatch",
            name="bill_id",
            field=models.BigIntegerField(db_comment="public: bill, where one was paid or told of", null=True),
        ),
        migrations.AddField(
            model_name="payment",
            name="bill_id",
            field=models.BigIntegerField(db_comment="public: bill it was paid with", null=True),
        ),
        migrations.AddField(
            model_name="payment",
            name="part",
            field=models.SmallIntegerField(
                db_comment="public: number among the notices of the receipt, from 1", default=1
            ),
        ),
        migrations.AlterField(
            model_name="mismatch",
            name="kind",
            field=models.CharField(
                choices=[
                    ("unknown_notice", "缴费通知单号不存在"),
                    ("wrong_employer", "单位与缴费通知不符"),
                    ("wrong_amount", "金额与缴费通知不符"),
                    ("wrong_day", "缴费日期晚于今天或早于费款所属期"),
                    ("paid_twice", "重复缴费"),
                    ("replaced", "缴纳的是已更正的缴费通知"),
                    ("recalled", "缴纳的是已撤回的缴款单"),
                    ("not_asked", "缴费通知尚未生效或无需缴费"),
                    ("late_fee", "滞纳金与应收不符"),
                    ("receipt_reused", "同一票据号内容不同"),
                    ("refused", "税务部门不予受理"),
                ],
                db_comment="public: what does not fit",
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="bill",
            index=models.Index(fields=["employer_id", "-id"], name="bill_of_employer"),
        ),
        migrations.AddIndex(
            model_name="bill",
            index=models.Index(fields=["declaration_id", "id"], name="bill_of_declaration"),
        ),
        migrations.AddIndex(
            model_name="bill",
            index=models.Index(condition=models.Q(("state", "asked")), fields=["employer_id"], name="bill_asked"),
        ),
        migrations.AddIndex(
            model_name="bill",
            index=models.Index(
                condition=models.Q(("announced_at", None), ("state", "paid")), fields=["id"], name="bill_to_announce"
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", False)), fields=("replaces",), name="bill_replaced_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "recalled"), _negated=True),
                fields=("declaration_id",),
                name="bill_of_declaration_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("late_fee_fen__isnull", False), ("paid_on__isnull", False), ("state", "paid")),
                    models.Q(
                        models.Q(("state", "paid"), _negated=True),
                        ("late_fee_fen", None),
                        ("paid_on", None),
                        ("receipt", ""),
                    ),
                    _connector="OR",
                ),
                name="bill_paid_with_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("recalled_at__isnull", False), ("state", "recalled")),
                    models.Q(models.Q(("state", "recalled"), _negated=True), ("recalled_at", None)),
                    _connector="OR",
                ),
                name="bill_recalled_then",
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.CheckConstraint(
                condition=models.Q(("notices__gt", 0), ("principal_fen__gt", 0)), name="bill_asks"
            ),
        ),
        migrations.AddConstraint(
            model_name="billitem",
            constraint=models.UniqueConstraint(fields=("bill_id", "notice_id"), name="bill_item_once"),
        ),
        migrations.AddConstraint(
            model_name="billitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("live", True)), fields=("notice_id",), name="notice_on_one_live_bill"
            ),
        ),
    ]
