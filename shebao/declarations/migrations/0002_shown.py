from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("declarations", "0001_initial")]

    operations = [
        migrations.AlterField(
            "declaration",
            "basis",
            models.CharField(
                max_length=48,
                blank=True,
                db_default="",
                db_comment="public: what the last check rested on: the day, and a digest of the rest",
            ),
        ),
        migrations.AddField(
            "declaration",
            "shown",
            models.JSONField(
                null=True,
                db_comment="sensitive: amounts by line number that a refused confirmation was about; empty once told",
            ),
        ),
    ]
