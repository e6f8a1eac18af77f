from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("declarations", "0001_initial")]

    operations = [
        migrations.AddField(
            "declaration",
            "shown",
            models.JSONField(
                null=True,
                db_comment="sensitive: amounts by line number that a refused confirmation was about; empty once told",
            ),
        ),
    ]
