import django.db.models.expressions
import django.db.models.functions.datetime
import shebao.audit.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="DeclareRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("notice_id", models.BigIntegerField(db_comment="public: notice to be declared")),
                ("employer_id", models.BigIntegerField(db_comment="public: employer")),
                ("persons", models.IntegerField(db_comment="public: persons as shown")),
                ("employer_fen", models.BigIntegerField(db_comment="public: employer's share as shown, fen")),
                ("personal_fen", models.BigIntegerField(db_comment="public: persons' share as shown, fen")),
                ("deferred_fen", models.BigIntegerField(db_comment="public: deferred part as shown, fen")),
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
                        choices=[("waiting", "正在申报"), ("done", "申报成功"), ("refused", "申报不成功")],
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
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["id"], name="declare_request_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("notice_id",),
                        name="declare_request_waits_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LateFee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("payment_id", models.BigIntegerField(db_comment="public: payment it was fixed with")),
                ("notice_id", models.BigIntegerField(db_comment="public: notice")),
                ("employer_id", models.BigIntegerField(db_comment="public: employer, who alone bears it")),
                ("scheme", models.CharField(db_comment="public: 险种", max_length=3)),
                ("owed_fen", models.BigIntegerField(db_comment="public: what was owed late, fen")),
                ("from_day", models.DateField(db_comment="public: first day of arrears")),
                ("to_day", models.DateField(db_comment="public: last day counted")),
                ("days", models.IntegerField(db_comment="public: days counted")),
                ("rate_ppm", models.IntegerField(db_comment="public: rate a day, millionths")),
                ("fen", models.BigIntegerField(db_comment="public: late fee, fen, rounded line by line")),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("notice_id", "scheme"), name="late_fee_once")],
            },
        ),
        migrations.CreateModel(
            name="Mismatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("unknown_notice", "缴费通知单号不存在"),
                            ("wrong_employer", "单位与缴费通知不符"),
                            ("wrong_amount", "金额与缴费通知不符"),
                            ("wrong_day", "缴费日期晚于今天"),
                            ("paid_twice", "重复缴费"),
                            ("replaced", "缴纳的是已更正的缴费通知"),
                            ("not_asked", "缴费通知尚未生效或无需缴费"),
                            ("late_fee", "滞纳金与应收不符"),
                            ("receipt_reused", "同一票据号内容不同"),
                            ("refused", "税务部门不予受理"),
                        ],
                        db_comment="public: what does not fit",
                        max_length=16,
                    ),
                ),
                ("receipt", models.CharField(blank=True, db_comment="public: 税票号码", max_length=40)),
                (
                    "notice_number",
                    models.CharField(blank=True, db_comment="public: 缴费通知单号 as tax told it", max_length=40),
                ),
                (
                    "employer_code",
                    models.CharField(blank=True, db_comment="public: employer's code as tax told it", max_length=18),
                ),
                ("notice_id", models.BigIntegerField(db_comment="public: notice, where there is one", null=True)),
                ("employer_id", models.BigIntegerField(db_comment="public: employer of the notice", null=True)),
                ("month", models.IntegerField(db_comment="public: 费款所属期 of the notice, YYYYMM", null=True)),
                ("paid_on", models.DateField(db_comment="public: day of payment as tax told it", null=True)),
                (
                    "principal_fen",
                    models.BigIntegerField(db_comment="public: contributions as tax told them, fen", null=True),
                ),
                ("late_fee_fen", models.BigIntegerField(db_comment="public: late fee as tax told it, fen", null=True)),
                ("amount_fen", models.BigIntegerField(db_comment="public: both as tax told it, fen", null=True)),
                ("due_fen", models.BigIntegerField(db_comment="public: what the notice asks for, fen", null=True)),
                ("due_late_fee_fen", models.BigIntegerField(db_comment="public: late fee at that day, fen", null=True)),
                (
                    "detail",
                    models.CharField(blank=True, db_comment="public: reason in the words of tax", max_length=300),
                ),
                ("digest", models.CharField(blank=True, db_comment="public: digest of what tax told", max_length=64)),
                ("feedback_id", models.BigIntegerField(db_comment="public: what tax told, as it came in", null=True)),
                ("message_id", models.BigIntegerField(db_comment="public: message that tax refused", null=True)),
                ("found_at", models.DateTimeField(db_comment="public: when it was found")),
                ("closed_at", models.DateTimeField(db_comment="public: when an operator closed it", null=True)),
                ("closed_by", models.BigIntegerField(db_comment="personal: operator who closed it", null=True)),
                (
                    "closed_by_name",
                    models.CharField(blank=True, db_comment="personal: name of the operator", max_length=64),
                ),
                (
                    "closing",
                    models.CharField(blank=True, db_comment="public: why it is closed, what was done", max_length=300),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("closed_at", None)), fields=["id"], name="mismatch_open"),
                    models.Index(fields=["employer_id", "-id"], name="mismatch_of_employer"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("receipt", ""), _negated=True),
                        fields=("receipt", "digest"),
                        name="mismatch_of_receipt_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("message_id__isnull", False)),
                        fields=("message_id",),
                        name="mismatch_of_message_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at", None), models.Q(("closing", ""), _negated=True), _connector="OR"
                        ),
                        name="mismatch_closed_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Overdue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("notice_id", models.BigIntegerField(db_comment="public: notice", unique=True)),
                ("employer_id", models.BigIntegerField(db_comment="public: employer")),
                ("month", models.IntegerField(db_comment="public: 费款所属期, YYYYMM")),
                ("due_on", models.DateField(db_comment="public: last day for payment")),
                ("owed_fen", models.BigIntegerField(db_comment="public: what is owed, fen")),
                ("found_on", models.DateField(db_comment="public: day on which it was found")),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "indexes": [models.Index(fields=["employer_id", "month"], name="overdue_of_employer")],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("notice_id", models.BigIntegerField(db_comment="public: notice it settled", unique=True)),
                ("employer_id", models.BigIntegerField(db_comment="public: employer")),
                ("month", models.IntegerField(db_comment="public: 费款所属期, YYYYMM")),
                ("receipt", models.CharField(db_comment="public: 税票号码", max_length=40, unique=True)),
                ("paid_on", models.DateField(db_comment="public: day of payment")),
                ("principal_fen", models.BigIntegerField(db_comment="public: contributions, fen")),
                ("late_fee_fen", models.BigIntegerField(db_comment="public: 滞纳金, fen")),
                ("amount_fen", models.BigIntegerField(db_comment="public: both, fen")),
                ("digest", models.CharField(db_comment="public: digest of what tax told", max_length=64)),
                ("feedback_id", models.BigIntegerField(db_comment="public: what tax told, as it came in", null=True)),
                ("recorded_at", models.DateTimeField(db_comment="public: when it was posted")),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "indexes": [models.Index(fields=["employer_id", "month"], name="payment_of_employer")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "amount_fen",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("principal_fen"), "+", models.F("late_fee_fen")
                                ),
                            )
                        ),
                        name="payment_adds_up",
                    )
                ],
            },
        ),
    ]
