from django.db import migrations, models


class Migration(migrations.Migration):
    """The receipt of a bill settles several notices: its parts are unique, no longer the receipt alone."""

    atomic = False

    dependencies = [("collection", "0003_bills")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "create unique index concurrently if not exists payment_of_receipt_once"
                    " on collection_payment (receipt, part)",
                    "drop index if exists payment_of_receipt_once",
                ),
                migrations.RunSQL(
                    "create index concurrently if not exists payment_of_bill on collection_payment (bill_id)"
                    " where bill_id is not null",
                    "drop index if exists payment_of_bill",
                ),
                migrations.RunSQL(
                    # The index above keeps the guarantee.
                    "-- squawk-ignore ban-drop-constraint\n"
                    "alter table collection_payment drop constraint if exists collection_payment_receipt_key",
                    "alter table collection_payment add constraint collection_payment_receipt_key unique (receipt)",
                ),
                migrations.RunSQL(
                    "drop index concurrently if exists collection_payment_receipt_c5709b30_like", migrations.RunSQL.noop
                ),
            ],
            state_operations=[
                migrations.AddConstraint(
                    "payment",
                    models.UniqueConstraint(fields=["receipt", "part"], name="payment_of_receipt_once"),
                ),
                migrations.AddIndex(
                    "payment",
                    models.Index(fields=["bill_id"], condition=models.Q(bill_id__isnull=False), name="payment_of_bill"),
                ),
                migrations.AlterField(
                    "payment", "receipt", models.CharField(db_comment="public: 税票号码", max_length=40)
                ),
            ],
        ),
    ]
