from django.db import migrations, models


class Migration(migrations.Migration):
    """Notices on a bill that were paid by themselves wait until their service was told."""

    dependencies = [("collection", "0005_recalls")]

    operations = [
        migrations.AddField(
            model_name="billitem",
            name="to_announce",
            field=models.BooleanField(
                db_comment="public: its notice was paid by itself, and the service was not told yet",
                db_default=False,
                default=False,
            ),
        ),
    ]
