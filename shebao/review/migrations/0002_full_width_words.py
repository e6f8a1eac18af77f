from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="state",
            field=models.CharField(
                choices=[("open", "待审核"), ("decided", "已审核，办理中"), ("closed", "已办结")],
                db_comment="public: where it stands",
                max_length=8,
            ),
        ),
    ]
