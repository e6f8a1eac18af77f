from django.db import migrations, models


class Migration(migrations.Migration):
    """Those that wait are found without reading the others."""

    atomic = False

    dependencies = [("collection", "0006_paid_alone")]

    operations = [
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
