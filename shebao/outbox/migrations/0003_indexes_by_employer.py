from django.db import migrations, models

INDEXES = {
    "message_employer_order": "outbox_message (employer_id, system, id) where person_id is null",
    "message_about_notice": "outbox_message (notice_id, id) where notice_id is not null",
    "feedback_unasked_to_apply": "outbox_feedback (system, id) where applied_at is null and in_reply_to is null",
}


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("outbox", "0002_messages_about_employers")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"create index concurrently if not exists {name} on {definition}", f"drop index {name}"
                )
                for name, definition in INDEXES.items()
            ],
            state_operations=[
                migrations.AddIndex(
                    "message",
                    models.Index(
                        fields=["employer_id", "system", "id"],
                        condition=models.Q(person_id=None),
                        name="message_employer_order",
                    ),
                ),
                migrations.AddIndex(
                    "message",
                    models.Index(
                        fields=["notice_id", "id"],
                        condition=models.Q(notice_id__isnull=False),
                        name="message_about_notice",
                    ),
                ),
                migrations.AddIndex(
                    "feedback",
                    models.Index(
                        fields=["system", "id"],
                        condition=models.Q(applied_at=None, in_reply_to=None),
                        name="feedback_unasked_to_apply",
                    ),
                ),
            ],
        ),
    ]
