from django.db import migrations, models


class Migration(migrations.Migration):
    """What is to be listed is found by index, however much was refused before."""

    atomic = False

    dependencies = [("outbox", "0004_refusals_to_list")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "create index concurrently if not exists message_refusal_to_list on outbox_message (system, id)"
                    " where state in ('failed', 'stuck') and listed_at is null",
                    "drop index message_refusal_to_list",
                ),
            ],
            state_operations=[
                migrations.AddIndex(
                    "message",
                    models.Index(
                        fields=["system", "id"],
                        condition=models.Q(state__in=("failed", "stuck"), listed_at=None),
                        name="message_refusal_to_list",
                    ),
                ),
            ],
        ),
    ]
