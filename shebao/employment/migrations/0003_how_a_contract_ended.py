from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("employment", "0002_coverage_coverage_employer"),
    ]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="end_declaration_id",
            field=models.BigIntegerField(db_comment="public: declaration that ended it", null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="end_line_no",
            field=models.IntegerField(db_comment="public: its line", null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="stop_reason",
            field=models.CharField(
                blank=True, db_comment="sensitive: 停止缴费原因", db_default="", default="", max_length=8
            ),
        ),
    ]
