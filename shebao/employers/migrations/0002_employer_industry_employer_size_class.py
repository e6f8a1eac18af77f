from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("employers", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="employer",
            name="industry",
            field=models.CharField(
                blank=True,
                db_comment="public: 特困行业, which deferrals depend on; empty: none",
                db_default="",
                max_length=24,
            ),
        ),
        migrations.AddField(
            model_name="employer",
            name="size_class",
            field=models.CharField(
                blank=True, db_comment="public: 企业规模, which reliefs depend on", db_default="", max_length=24
            ),
        ),
    ]
