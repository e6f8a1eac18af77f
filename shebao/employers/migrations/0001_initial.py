import django.db.models.functions.datetime
import shebao.audit.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Employer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("credit_code", models.CharField(db_comment="public: 统一社会信用代码", max_length=18, unique=True)),
                ("name", models.CharField(db_comment="public: 单位名称 AAB004", max_length=128)),
                (
                    "district",
                    models.CharField(
                        db_comment="public: agency code: 经办机构 of the employer's district", max_length=12
                    ),
                ),
                ("unit_type", models.CharField(db_comment="public: 单位类型 AAB019", max_length=4)),
                ("injury_class", models.SmallIntegerField(db_comment="public: 工伤保险行业风险类别 1-8")),
                (
                    "injury_band",
                    models.DecimalField(
                        db_comment="public: floating band of the work-injury rate, 0.5-1.5",
                        decimal_places=2,
                        default=1,
                        max_digits=4,
                    ),
                ),
                ("registered_on", models.DateField(db_comment="public: date of insurance registration")),
                ("closed_on", models.DateField(db_comment="public: date the registration was cancelled", null=True)),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_comment="public: when we learnt of the employer",
                        db_default=django.db.models.functions.datetime.Now(),
                    ),
                ),
                ("action_id", shebao.audit.fields.ActionField(db_comment="public: audit_action that inserted the row")),
            ],
            options={
                "indexes": [models.Index(fields=["district", "id"], name="employers_e_distric_ae5b71_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("injury_class__range", (1, 8))), name="employer_injury_class"
                    )
                ],
            },
        ),
    ]
