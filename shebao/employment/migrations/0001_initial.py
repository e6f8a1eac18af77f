import django.db.models.deletion
import django.db.models.functions.datetime
import shebao.audit.fields
from django.db import migrations, models

from shebao.database.migrations_sql import run_file

UNDO = """
drop trigger coverage_once_update on employment_coverage;
drop trigger coverage_once_insert on employment_coverage;
drop function shebao_coverage_once();
drop index coverage_running_once;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_initial"),
        ("employers", "0001_initial"),
        ("persons", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("declaration_id", models.BigIntegerField(db_comment="public: declaration that filed it")),
                ("line_no", models.IntegerField(db_comment="public: its line")),
                ("contract_kind", models.CharField(db_comment="public: 合同类型", max_length=4)),
                ("term_kind", models.CharField(db_comment="public: 合同期限类型", max_length=4)),
                ("signing", models.CharField(db_comment="public: 合同签订方式", max_length=4)),
                ("starts_on", models.DateField(db_comment="personal: 合同开始日期")),
                ("ends_on", models.DateField(db_comment="personal: 合同终止日期, empty when open-ended", null=True)),
                ("probation_months", models.SmallIntegerField(db_comment="personal: 试用期月数", null=True)),
                ("employment_form", models.CharField(db_comment="public: 用工形式 AAC013", max_length=4)),
                ("occupation", models.CharField(blank=True, db_comment="personal: 岗位/工种", max_length=64)),
                (
                    "using_employer",
                    models.CharField(blank=True, db_comment="public: 用工单位 of a dispatched worker", max_length=128),
                ),
                (
                    "wage",
                    models.DecimalField(
                        db_comment="sensitive: 月缴费工资 AAC040, yuan a month", decimal_places=2, max_digits=16
                    ),
                ),
                ("enrolment_reason", models.CharField(db_comment="public: 增员原因", max_length=4)),
                (
                    "medical_category",
                    models.CharField(blank=True, db_comment="personal: 医疗参保人员类别", max_length=4),
                ),
                ("insured_from", models.IntegerField(db_comment="personal: 参保起始年月, YYYYMM")),
                ("ended_on", models.DateField(db_comment="personal: 解除劳动关系日期", null=True)),
                ("end_reason", models.CharField(blank=True, db_comment="sensitive: 解除劳动关系原因", max_length=8)),
                (
                    "voided",
                    models.BooleanField(db_comment="public: enrolled by mistake, never an employment", default=False),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_comment="public: when we learnt of it", db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
                (
                    "employer",
                    models.ForeignKey(
                        db_comment="public: the employer",
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="employers.employer",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_comment="personal: the employee",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="persons.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scheme", models.CharField(db_comment="public: 险种 AAE140", max_length=3)),
                ("from_month", models.IntegerField(db_comment="personal: first covered month, YYYYMM")),
                (
                    "to_month",
                    models.IntegerField(
                        db_comment="personal: last covered month, YYYYMM; empty while it runs", null=True
                    ),
                ),
                ("voided", models.BooleanField(db_comment="public: withdrawn as if never made", default=False)),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_comment="public: when we learnt of it", db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
                (
                    "contract",
                    models.ForeignKey(
                        db_comment="public: contract it rests on",
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="employment.contract",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_comment="public: the employer",
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="employers.employer",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_comment="personal: the insured person",
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="persons.person",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["employer", "person"], name="contract_employer_person"),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["employer", "-id"], name="contract_list"),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["declaration_id", "line_no"], name="contract_filed_by"),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None), ("voided", False)),
                fields=("person", "employer"),
                name="contract_running_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="contract_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(condition=models.Q(("wage__gt", 0)), name="contract_wage"),
        ),
        migrations.AddIndex(
            model_name="coverage",
            index=models.Index(fields=["person", "scheme", "from_month"], name="coverage_person"),
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_month", None), ("to_month__gte", models.F("from_month")), _connector="OR"),
                name="coverage_months",
            ),
        ),
        run_file(__file__, "coverage_once.sql", reverse=UNDO),
    ]
