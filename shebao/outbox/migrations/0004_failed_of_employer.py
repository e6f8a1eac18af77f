from django.db import migrations, models


class Migration(migrations.Migration):
    """What a counterparty refused, by employer: counted on every home page of its clerks."""

    atomic = False  # an index built concurrently stops nobody, and cannot be built in a transaction

    dependencies = [("outbox", "0003_queues")]

    operations = [
        migrations.RunSQL(
            "create index concurrently if not exists message_failed_of_employer "
            "on outbox_message (employer_id, id desc) where state = 'failed'",
            "drop index concurrently if exists message_failed_of_employer",
            state_operations=[
                migrations.AddIndex(
                    model_name="message",
                    index=models.Index(
                        condition=models.Q(("state", "failed")),
                        fields=["employer_id", "-id"],
                        name="message_failed_of_employer",
                    ),
                ),
            ],
        ),
    ]
