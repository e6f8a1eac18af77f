from django.db import migrations, models


class Migration(migrations.Migration):
    """Notices on a bill that were paid by themselves wait until their service was told."""

    atomic = False

    dependencies = [("collection", "0005_recalls")]

    operations = [
        migrations.AddField(
            model_name="billitem",
            name="to_announce",
            field=models.BooleanField(
                db_comment="public: its notice was paid by itself, and the service was not told yet", default=False
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "create index concurrently if not exists bill_item_to_announce on collection_billitem (bill_id)"
                    " where to_announce",
                    "drop index if exists bill_item_to_announce",
                ),
            ],
            state_operations=[
                migrations.AddIndex(
                    "billitem",
                    models.Index(
                        fields=["bill_id"], condition=models.Q(to_announce=True), name="bill_item_to_announce"
                    ),
                ),
            ],
        ),
    ]
