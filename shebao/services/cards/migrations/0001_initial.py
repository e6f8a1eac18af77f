import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import shebao.audit.fields
from shebao.database.migrations_sql import run_file


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("declarations", "0002_shown"),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(db_comment="public: 申请编号", max_length=28, unique=True)),
                ("person_id", models.BigIntegerField(db_comment="personal: for whom")),
                (
                    "kind",
                    models.CharField(
                        choices=[("first", "首次申领"), ("lost", "遗失补领"), ("damaged", "损坏换领")],
                        db_comment="personal: what is applied for",
                        max_length=8,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("person", "本人"), ("employer", "单位"), ("agency", "经办机构")],
                        db_comment="public: who applied",
                        max_length=8,
                    ),
                ),
                (
                    "employer_id",
                    models.BigIntegerField(db_comment="public: employer that applied; empty for the others", null=True),
                ),
                (
                    "declaration_id",
                    models.BigIntegerField(db_comment="public: its filing; empty where none is filed", null=True),
                ),
                ("line_no", models.IntegerField(db_comment="public: line of the filing", null=True)),
                ("client_key", models.CharField(db_comment="public: idempotency key of the sender", max_length=64)),
                (
                    "district",
                    models.CharField(
                        blank=True,
                        db_comment="public: agency code; empty until the worker has looked at it",
                        max_length=12,
                    ),
                ),
                (
                    "photo_id",
                    models.BigIntegerField(
                        db_comment="public: stored file as handed in; empty for a line's", null=True
                    ),
                ),
                (
                    "picture_id",
                    models.BigIntegerField(db_comment="public: stored file as it is printed on the card", null=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "已申请，正在核对"),
                            ("in_review", "照片待审核"),
                            ("ordered", "已发制卡机构"),
                            ("making", "制卡中"),
                            ("produced", "制卡成功"),
                            ("shipped", "已寄往领卡网点"),
                            ("ready", "可以领取"),
                            ("collected", "已领取"),
                            ("returned", "照片退回"),
                            ("refused", "不予受理"),
                            ("failed", "制卡未成功"),
                            ("lost", "寄送途中遗失"),
                        ],
                        db_comment="public: where it stands",
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, db_comment="personal: why it was returned, refused or failed", max_length=300
                    ),
                ),
                ("remedy", models.CharField(blank=True, db_comment="public: what to do about it", max_length=300)),
                ("asked_by", models.BigIntegerField(db_comment="personal: user who applied", null=True)),
                ("asked_by_name", models.CharField(db_comment="personal: the user's name then", max_length=64)),
                ("asked_at", models.DateTimeField(db_comment="public: when")),
                (
                    "due_on",
                    models.DateField(db_comment="public: when the card should be there, by the law data", null=True),
                ),
                (
                    "key",
                    models.UUIDField(
                        db_comment="public: key of the message that orders the card", null=True, unique=True
                    ),
                ),
                ("finished_at", models.DateTimeField(db_comment="public: when it was over", null=True)),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "asked")), fields=["id"], name="card_asked"),
                    models.Index(condition=models.Q(("state", "ordered")), fields=["id"], name="card_ordered"),
                    models.Index(fields=["employer_id", "-id"], name="card_of_employer"),
                    models.Index(fields=["district", "state", "id"], name="card_worklist"),
                    models.Index(fields=["picture_id"], name="card_picture"),
                    models.Index(
                        condition=models.Q(("photo_id__isnull", False)), fields=["photo_id"], name="card_photo"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person_id", "client_key"), name="card_asked_once"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ("asked", "in_review", "ordered", "making", "produced", "shipped", "ready"))
                        ),
                        fields=("person_id",),
                        name="card_under_way_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("declaration_id__isnull", False)),
                        fields=("declaration_id", "line_no"),
                        name="card_of_line_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("declaration_id__isnull", False),
                                ("employer_id__isnull", False),
                                ("source", "employer"),
                            ),
                            models.Q(
                                models.Q(("source", "employer"), _negated=True),
                                ("declaration_id", None),
                                ("employer_id", None),
                            ),
                            _connector="OR",
                        ),
                        name="card_source_told",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Card",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.BigIntegerField(db_comment="personal: whose")),
                ("number", models.CharField(db_comment="sensitive: 社会保障卡卡号", max_length=32, unique=True)),
                ("issued_on", models.DateField(db_comment="public: 发卡日期")),
                ("valid_until", models.DateField(db_comment="public: 卡有效期")),
                ("bank", models.CharField(db_comment="personal: 服务银行", max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("inactive", "未激活"), ("normal", "正常"), ("lost", "挂失"), ("cancelled", "注销")],
                        db_comment="personal: where it stands",
                        max_length=12,
                    ),
                ),
                ("changed_at", models.DateTimeField(db_comment="public: since when")),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
                (
                    "application",
                    models.ForeignKey(
                        db_comment="public: application it was made for",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="cards.application",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person_id", "id"], name="card_of_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("application",), name="card_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "normal")), fields=("person_id",), name="card_in_use_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CardLine",
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
                (
                    "person_id",
                    models.BigIntegerField(db_comment="personal: the insured person; 0: not found", default=0),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("first", "首次申领"), ("lost", "遗失补领"), ("damaged", "损坏换领")],
                        db_comment="personal: what is applied for",
                        max_length=8,
                    ),
                ),
                (
                    "photo",
                    models.CharField(
                        blank=True,
                        choices=[("good", "合格"), ("unsure", "需要人工审核"), ("bad", "不合格")],
                        db_comment="public: what the check of the photo found",
                        max_length=8,
                    ),
                ),
                (
                    "photo_name",
                    models.CharField(blank=True, db_comment="personal: name of the photo as handed in", max_length=255),
                ),
                (
                    "photo_sha256",
                    models.CharField(blank=True, db_comment="public: digest of the photo as handed in", max_length=64),
                ),
                (
                    "picture_id",
                    models.BigIntegerField(
                        db_comment="public: stored file as it would be printed on the card", null=True
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
                "constraints": [models.UniqueConstraint(fields=("declaration", "line_no"), name="card_line_once")],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("good", models.BooleanField(db_comment="public: the photo may be printed on the card")),
                (
                    "reason",
                    models.CharField(
                        blank=True, db_comment="personal: why not, told to whoever applied", max_length=300
                    ),
                ),
                ("officer_id", models.BigIntegerField(db_comment="personal: who decided")),
                ("officer_name", models.CharField(db_comment="personal: the officer's name then", max_length=64)),
                ("at", models.DateTimeField(db_comment="public: when")),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
                (
                    "application",
                    models.ForeignKey(
                        db_comment="public: application",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="cards.application",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("application",), name="card_photo_decided_once")],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        db_comment="public: code of the step; its words are in cards.texts", max_length=16
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_comment="public: when we learnt of it", db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("told_at", models.DateTimeField(db_comment="public: when the card maker says it was", null=True)),
                ("actor_name", models.CharField(db_comment="personal: who did it, as shown", max_length=64)),
                ("params", models.JSONField(db_comment="personal: values for its words", default=dict)),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
                (
                    "application",
                    models.ForeignKey(
                        db_comment="public: application it is of",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="cards.application",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("application", "kind"), name="card_step_once")],
            },
        ),
        run_file(
            __file__,
            "storage.sql",
            reverse="alter table cards_cardline reset (fillfactor); alter table cards_application reset (fillfactor)",
        ),
    ]
