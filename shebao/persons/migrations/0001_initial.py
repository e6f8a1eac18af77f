import django.db.models.functions.datetime
import shebao.audit.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "social_security_number",
                    models.CharField(
                        db_comment="sensitive: 社会保障号码 AAC002; citizens: the identity number", max_length=32
                    ),
                ),
                ("name", models.CharField(db_comment="personal: 姓名 as on the document", max_length=100)),
                (
                    "name_pinyin",
                    models.CharField(
                        blank=True, db_comment="personal: 姓名全拼, for display and search", max_length=400
                    ),
                ),
                (
                    "name_initials",
                    models.CharField(
                        blank=True, db_comment="personal: first letters of 姓名全拼, for search", max_length=100
                    ),
                ),
                ("has_rare_character", models.BooleanField(db_comment="personal: 是否存在生僻字", default=False)),
                ("document_type", models.CharField(db_comment="personal: 证件类型 AAC058", max_length=4)),
                (
                    "document_number",
                    models.CharField(db_comment="sensitive: 证件号码 AAE135, normalised", max_length=32),
                ),
                (
                    "document_valid_until",
                    models.DateField(db_comment="personal: 证件有效期止, empty when long-term", null=True),
                ),
                ("sex", models.CharField(db_comment="personal: 性别 AAC004", max_length=1)),
                ("birth_date", models.DateField(db_comment="personal: 出生日期 AAC006")),
                ("ethnic", models.CharField(blank=True, db_comment="sensitive: 民族 AAC005", max_length=2)),
                (
                    "nationality",
                    models.CharField(db_comment="personal: 国籍或地区 AAC161, alpha-3", default="CHN", max_length=3),
                ),
                (
                    "household_registration",
                    models.CharField(blank=True, db_comment="personal: 户口性质 AAC009", max_length=4),
                ),
                ("household_address", models.CharField(blank=True, db_comment="personal: 户籍地址", max_length=128)),
                ("residence_address", models.CharField(blank=True, db_comment="personal: 居住地址", max_length=128)),
                ("postcode", models.CharField(blank=True, db_comment="personal: 邮编", max_length=6)),
                ("mobile", models.CharField(blank=True, db_comment="personal: 手机号码", max_length=20)),
                ("email", models.CharField(blank=True, db_comment="personal: 电子邮件", max_length=100)),
                ("education", models.CharField(blank=True, db_comment="personal: 文化程度 AAC011", max_length=2)),
                (
                    "personal_identity",
                    models.CharField(blank=True, db_comment="personal: 个人身份 AAC012", max_length=2),
                ),
                ("first_work_date", models.DateField(db_comment="personal: 参加工作日期 AAC007", null=True)),
                (
                    "first_insured_month",
                    models.IntegerField(db_comment="personal: 首次参保年月 AAC049, YYYYMM", null=True),
                ),
                ("died_on", models.DateField(db_comment="sensitive: date of death", null=True)),
                ("retired_on", models.DateField(db_comment="personal: date from which a pension is drawn", null=True)),
                (
                    "confirmed_by",
                    models.CharField(
                        db_comment="public: shared (共享信息) or officer: what confirmed the identity", max_length=8
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_comment="public: when we learnt of the person",
                        db_default=django.db.models.functions.datetime.Now(),
                    ),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("social_security_number",), name="person_number_once"),
                    models.UniqueConstraint(fields=("document_number", "document_type"), name="person_document_once"),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_by__in", ["shared", "officer"])), name="person_confirmed"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SharedLookup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "token",
                    models.UUIDField(db_comment="public: handle with which the form refers to the answer", unique=True),
                ),
                ("user_id", models.BigIntegerField(db_comment="personal: clerk who asked")),
                ("employer_id", models.BigIntegerField(db_comment="public: employer asked for")),
                ("at", models.DateTimeField(db_comment="public: when it was asked")),
                ("document_type", models.CharField(db_comment="personal: document type asked with", max_length=4)),
                ("document_number", models.CharField(db_comment="sensitive: number asked with", max_length=32)),
                ("name", models.CharField(db_comment="personal: name asked with", max_length=100)),
                ("matched", models.BooleanField(db_comment="public: name and number both matched")),
                (
                    "data",
                    models.JSONField(
                        db_comment="sensitive: basic data delivered by shared government data", default=dict
                    ),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user_id", "at"], name="persons_sha_user_id_402694_idx"),
                    models.Index(fields=["employer_id", "at"], name="persons_sha_employe_c7a2df_idx"),
                ],
            },
        ),
    ]
