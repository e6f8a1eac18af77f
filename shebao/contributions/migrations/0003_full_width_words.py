from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0002_notices_unpaid"),
    ]

    operations = [
        migrations.AlterField(
            model_name="wage",
            name="origin",
            field=models.CharField(
                choices=[
                    ("enrolment", "增员时申报"),
                    ("declared", "年度缴费基数申报"),
                    ("undeclared", "未按期申报，按上月110%核定"),
                    ("corrected", "更正"),
                ],
                db_comment="public: how it was declared",
                max_length=12,
            ),
        ),
    ]
