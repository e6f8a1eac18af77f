import django.db.models.deletion
import django.db.models.functions.datetime
import shebao.audit.fields
from django.db import migrations, models

from shebao.database.migrations_sql import run_file


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("employers", "0002_employer_industry_employer_size_class"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[run_file(__file__, "charge.sql", reverse="drop table contributions_charge")],
            state_operations=[
                migrations.CreateModel(
                    name="Charge",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "month",
                                "person_id",
                                "scheme",
                                "employer_id",
                                "entry",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("person_id", models.BigIntegerField(db_comment="personal: the insured person")),
                        ("employer_id", models.BigIntegerField(db_comment="public: employer")),
                        ("contract_id", models.BigIntegerField(db_comment="public: contract it rests on")),
                        ("notice_id", models.BigIntegerField(db_comment="public: notice it first stands on")),
                        ("run_id", models.BigIntegerField(db_comment="public: run that made it")),
                        ("wage_fen", models.BigIntegerField(db_comment="sensitive: declared wage, fen a month")),
                        (
                            "action_id",
                            shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row"),
                        ),
                        ("month", models.IntegerField(db_comment="public: 费款所属期, YYYYMM")),
                        ("base", models.IntegerField(db_comment="sensitive: 缴费基数, whole yuan")),
                        ("employer_fen", models.IntegerField(db_comment="sensitive: employer's share, fen")),
                        ("personal_fen", models.IntegerField(db_comment="sensitive: person's share, fen")),
                        ("tariff_id", models.IntegerField(db_comment="public: the law as it was applied")),
                        (
                            "entry",
                            models.SmallIntegerField(
                                db_comment="public: number among the entries of person, scheme, employer, month"
                            ),
                        ),
                        ("scheme", models.CharField(db_comment="public: 险种", max_length=3)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("10", "正常应缴"),
                                    ("20", "退收"),
                                    ("34", "缴费基数调整补收"),
                                    ("35", "缴费比例调整补收"),
                                ],
                                db_comment="public: 应缴类型",
                                max_length=2,
                            ),
                        ),
                    ],
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoticeLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("notice_id", models.BigIntegerField(db_comment="public: notice")),
                ("scheme", models.CharField(db_comment="public: 险种", max_length=3)),
                ("persons", models.IntegerField(db_comment="public: persons")),
                ("base_sum", models.BigIntegerField(db_comment="public: sum of the bases charged for, yuan")),
                ("employer_fen", models.BigIntegerField(db_comment="public: employer's share, fen")),
                ("personal_fen", models.BigIntegerField(db_comment="public: persons' share, fen")),
                (
                    "deferred_fen",
                    models.BigIntegerField(db_comment="public: deferred part of the employer's share, fen", default=0),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("notice_id", "scheme"), name="notice_line_once")],
            },
        ),
        migrations.CreateModel(
            name="Problem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("run_id", models.BigIntegerField(db_comment="public: run that found it")),
                ("month", models.IntegerField(db_comment="public: contribution month, YYYYMM")),
                ("employer_id", models.BigIntegerField(db_comment="public: employer")),
                (
                    "person_id",
                    models.BigIntegerField(db_comment="personal: person, empty when the whole employer", null=True),
                ),
                ("scheme", models.CharField(blank=True, db_comment="public: scheme, empty when all", max_length=3)),
                (
                    "code",
                    models.CharField(
                        db_comment="public: what is wrong; its words are in contributions.texts", max_length=32
                    ),
                ),
                ("detail", models.CharField(blank=True, db_comment="public: values for its words", max_length=300)),
                (
                    "found_at",
                    models.DateTimeField(
                        db_comment="public: when", db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("closed_at", models.DateTimeField(db_comment="public: when a run could do it after all", null=True)),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["month", "employer_id"],
                        name="assessment_problem_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.IntegerField(db_comment="public: contribution month, YYYYMM")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("month", "月度核定"),
                            ("single", "生成当月缴费"),
                            ("correction", "情况变化后重新核定"),
                        ],
                        db_comment="public: what made it",
                        max_length=12,
                    ),
                ),
                (
                    "employer_id",
                    models.BigIntegerField(db_comment="public: the employer, empty for the whole city", null=True),
                ),
                ("declaration_id", models.BigIntegerField(db_comment="public: declaration that caused it", null=True)),
                ("started_at", models.DateTimeField(db_comment="public: when it was begun")),
                ("finished_at", models.DateTimeField(db_comment="public: when it was complete", null=True)),
                ("employers", models.IntegerField(db_comment="public: employers to be assessed", default=0)),
                ("employers_done", models.IntegerField(db_comment="public: employers assessed so far", default=0)),
                ("charges", models.BigIntegerField(db_comment="public: entries made so far", default=0)),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("employer_id", None), ("finished_at", None), ("kind", "month")),
                        fields=("month",),
                        name="run_of_month_under_way_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tariff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.IntegerField(db_comment="public: contribution month, YYYYMM")),
                ("scheme", models.CharField(db_comment="public: 险种", max_length=3)),
                (
                    "payer_category",
                    models.CharField(blank=True, db_comment="public: 缴费人员类别; empty: all", max_length=16),
                ),
                (
                    "injury_class",
                    models.SmallIntegerField(db_comment="public: 行业风险类别; 0: does not matter", default=0),
                ),
                (
                    "injury_band",
                    models.SmallIntegerField(
                        db_comment="public: floating band, percent; 0: does not matter", default=0
                    ),
                ),
                (
                    "reliefs",
                    models.CharField(
                        blank=True, db_comment="public: codes of reliefs applied, with commas", max_length=120
                    ),
                ),
                ("lower", models.IntegerField(db_comment="public: lower bound of the base, whole yuan")),
                ("upper", models.IntegerField(db_comment="public: upper bound of the base, whole yuan")),
                (
                    "employer_ppm",
                    models.IntegerField(db_comment="public: employer's rate after reliefs, millionths of the base"),
                ),
                (
                    "personal_ppm",
                    models.IntegerField(db_comment="public: person's rate after reliefs, millionths of the base"),
                ),
                (
                    "deferred",
                    models.BooleanField(db_comment="public: the employer's share is deferred (缓缴)", default=False),
                ),
                (
                    "law",
                    models.JSONField(db_comment="public: the law entries used: value, dates, sources, verified, note"),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "indexes": [models.Index(fields=["month", "scheme", "id"], name="tariff_of_month")],
            },
        ),
        migrations.CreateModel(
            name="Wage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("employer_id", models.BigIntegerField(db_comment="public: employer of the contract")),
                ("contract_id", models.BigIntegerField(db_comment="public: contract it is for")),
                ("person_id", models.BigIntegerField(db_comment="personal: the insured person")),
                ("from_month", models.IntegerField(db_comment="personal: first month it counts for, YYYYMM")),
                (
                    "to_month",
                    models.IntegerField(
                        db_comment="personal: last month it counts for; empty until superseded", null=True
                    ),
                ),
                ("wage_fen", models.BigIntegerField(db_comment="sensitive: declared wage, fen a month")),
                ("payer_category", models.CharField(blank=True, db_comment="personal: 缴费人员类别", max_length=16)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("enrolment", "增员时申报"),
                            ("declared", "年度缴费基数申报"),
                            ("undeclared", "未按期申报,按上月110%核定"),
                            ("corrected", "更正"),
                        ],
                        db_comment="public: how it was declared",
                        max_length=12,
                    ),
                ),
                ("declaration_id", models.BigIntegerField(db_comment="public: declaration it came with", null=True)),
                ("voided", models.BooleanField(db_comment="public: replaced as if never declared", default=False)),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_comment="public: when we learnt of it", db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided", False)),
                        fields=("employer_id", "contract_id", "from_month"),
                        name="wage_of_contract_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_month", None), ("to_month__gte", models.F("from_month")), _connector="OR"
                        ),
                        name="wage_months",
                    ),
                    models.CheckConstraint(condition=models.Q(("wage_fen__gt", 0)), name="wage_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(db_comment="public: 缴费通知单号", max_length=24, unique=True)),
                ("month", models.IntegerField(db_comment="public: 费款所属期, YYYYMM")),
                ("run_id", models.BigIntegerField(db_comment="public: run that opened it", null=True)),
                (
                    "seq",
                    models.SmallIntegerField(
                        db_comment="public: number among the employer's notices of the month", default=1
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("assessed_by_agency", "社保核定、税务征收"),
                            ("self_declared_to_tax", "单位自行向税务申报"),
                        ],
                        db_comment="public: who assesses the month",
                        max_length=24,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待生成"),
                            ("to_declare", "待单位申报"),
                            ("issued", "待缴费"),
                            ("paid", "已缴费"),
                            ("replaced", "已更正"),
                            ("void", "无需缴费"),
                        ],
                        db_comment="public: where it stands",
                        max_length=12,
                    ),
                ),
                (
                    "replaces",
                    models.BigIntegerField(db_comment="public: id of the notice it takes the place of", null=True),
                ),
                ("persons", models.IntegerField(db_comment="public: persons on it", default=0)),
                ("employer_fen", models.BigIntegerField(db_comment="public: employer's share in all, fen", default=0)),
                ("personal_fen", models.BigIntegerField(db_comment="public: persons' share in all, fen", default=0)),
                (
                    "deferred_fen",
                    models.BigIntegerField(
                        db_comment="public: part of the employer's share that is deferred (缓缴), fen", default=0
                    ),
                ),
                ("issued_at", models.DateTimeField(db_comment="public: when its sums were fixed", null=True)),
                ("due_on", models.DateField(db_comment="public: last day for payment", null=True)),
                ("paid_on", models.DateField(db_comment="public: day of payment", null=True)),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
                (
                    "employer",
                    models.ForeignKey(
                        db_comment="public: employer",
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="employers.employer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["month", "employer"], name="notice_of_month"),
                    models.Index(condition=models.Q(("state", "issued")), fields=["due_on"], name="notice_to_be_paid"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("employer", "month", "seq"), name="notice_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("employer", "month"), name="notice_open_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("replaces__isnull", False)),
                        fields=("replaces",),
                        name="notice_replaced_once",
                    ),
                ],
            },
        ),
    ]
