import django.db.models.deletion
from django.db import migrations, models

from shebao.database.migrations_sql import run_file


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_initial"),
        ("declarations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="EnrolmentLine",
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
                ("sex", models.CharField(blank=True, db_comment="personal: 性别", max_length=1)),
                ("birth_date", models.DateField(db_comment="personal: 出生日期", null=True)),
                ("ethnic", models.CharField(blank=True, db_comment="sensitive: 民族", max_length=2)),
                ("nationality", models.CharField(blank=True, db_comment="personal: 国籍或地区", max_length=3)),
                ("document_valid_until", models.DateField(db_comment="personal: 证件有效期止", null=True)),
                ("household_registration", models.CharField(blank=True, db_comment="personal: 户口性质", max_length=4)),
                ("household_address", models.CharField(blank=True, db_comment="personal: 户籍地址", max_length=128)),
                ("residence_address", models.CharField(blank=True, db_comment="personal: 居住地址", max_length=128)),
                ("postcode", models.CharField(blank=True, db_comment="personal: 邮编", max_length=6)),
                ("mobile", models.CharField(blank=True, db_comment="personal: 手机号码", max_length=20)),
                ("email", models.CharField(blank=True, db_comment="personal: 电子邮件", max_length=100)),
                ("education", models.CharField(blank=True, db_comment="personal: 文化程度", max_length=2)),
                ("personal_identity", models.CharField(blank=True, db_comment="personal: 个人身份", max_length=2)),
                ("first_work_date", models.DateField(db_comment="personal: 参加工作日期", null=True)),
                ("contract_kind", models.CharField(blank=True, db_comment="public: 合同类型", max_length=4)),
                ("term_kind", models.CharField(blank=True, db_comment="public: 合同期限类型", max_length=4)),
                ("signing", models.CharField(blank=True, db_comment="public: 合同签订方式", max_length=4)),
                ("starts_on", models.DateField(db_comment="personal: 合同开始日期", null=True)),
                ("ends_on", models.DateField(db_comment="personal: 合同终止日期", null=True)),
                ("probation_months", models.SmallIntegerField(db_comment="personal: 试用期月数", null=True)),
                ("employment_form", models.CharField(blank=True, db_comment="public: 用工形式", max_length=4)),
                ("occupation", models.CharField(blank=True, db_comment="personal: 岗位/工种", max_length=64)),
                ("using_employer", models.CharField(blank=True, db_comment="public: 用工单位", max_length=128)),
                (
                    "wage",
                    models.DecimalField(
                        db_comment="sensitive: 月缴费工资, yuan a month", decimal_places=2, max_digits=16, null=True
                    ),
                ),
                (
                    "schemes",
                    models.CharField(blank=True, db_comment="public: 参保险种, codes with commas", max_length=32),
                ),
                ("insured_from", models.IntegerField(db_comment="personal: 参保起始年月, YYYYMM", null=True)),
                ("enrolment_reason", models.CharField(blank=True, db_comment="public: 增员原因", max_length=4)),
                (
                    "medical_category",
                    models.CharField(blank=True, db_comment="personal: 医疗参保人员类别", max_length=4),
                ),
                (
                    "shared_result",
                    models.CharField(
                        choices=[("n", "未核验"), ("m", "一致"), ("x", "未查询到或不一致"), ("s", "暂时无法核验")],
                        db_comment="personal: 共享信息核验结果",
                        default="n",
                        max_length=1,
                    ),
                ),
                (
                    "elsewhere",
                    models.CharField(
                        blank=True,
                        db_comment="sensitive: province that insures the person now; ? when it could not be asked",
                        max_length=32,
                    ),
                ),
                ("name_pinyin", models.CharField(blank=True, db_comment="personal: 姓名全拼", max_length=400)),
                (
                    "name_initials",
                    models.CharField(blank=True, db_comment="personal: first letters of 姓名全拼", max_length=100),
                ),
                ("has_rare_character", models.BooleanField(db_comment="personal: 是否存在生僻字", default=False)),
                (
                    "social_security_number",
                    models.CharField(blank=True, db_comment="sensitive: 社会保障号码", max_length=32),
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
                "constraints": [models.UniqueConstraint(fields=("declaration", "line_no"), name="enrolment_line_once")],
            },
        ),
        run_file(__file__, "storage.sql", reverse="alter table enrolment_enrolmentline reset (fillfactor)"),
    ]
