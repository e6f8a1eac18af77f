from django.db import migrations, models

ALTER = """
-- Every reader of these columns comes with this change.
-- squawk-ignore ban-drop-not-null
alter table outbox_message alter column person_id drop not null;
alter table outbox_message add column notice_id bigint null;
comment on column outbox_message.notice_id is 'public: payment notice it is about';
comment on column outbox_message.declaration_id is 'public: declaration it came from; 0: none';
comment on column outbox_message.line_no is 'public: its line; 0: none';
comment on column outbox_message.person_id is 'personal: whom it is about; empty: the employer';
comment on column outbox_message.sequence is
    'public: number among the person''s, else the employer''s messages to that counterparty';
comment on column outbox_message.employer_id is 'public: employer that filed, or that it is about';
comment on column outbox_message.kind is 'public: enrolled, issued, …';
-- squawk-ignore ban-drop-not-null
alter table outbox_feedback alter column in_reply_to drop not null;
comment on column outbox_feedback.in_reply_to is 'public: key of our message; empty: told unasked';
comment on column outbox_message.system is 'public: medical, national_pension, tax';
comment on column outbox_queue.system is 'public: medical, national_pension, tax';
"""


class Migration(migrations.Migration):
    """Messages about an employer instead of a person, and feedback that answers no message. Nothing is rewritten."""

    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(ALTER, migrations.RunSQL.noop)],
            state_operations=[
                migrations.AlterField(
                    "message",
                    "person_id",
                    models.BigIntegerField(null=True, db_comment="personal: whom it is about; empty: the employer"),
                ),
                migrations.AlterField(
                    "message",
                    "sequence",
                    models.IntegerField(
                        default=1,
                        db_comment="public: number among the person's, else the employer's messages"
                        " to that counterparty",
                    ),
                ),
                migrations.AlterField(
                    "message",
                    "employer_id",
                    models.BigIntegerField(db_comment="public: employer that filed, or that it is about"),
                ),
                migrations.AlterField(
                    "message",
                    "declaration_id",
                    models.BigIntegerField(default=0, db_comment="public: declaration it came from; 0: none"),
                ),
                migrations.AlterField(
                    "message", "line_no", models.IntegerField(default=0, db_comment="public: its line; 0: none")
                ),
                migrations.AlterField(
                    "message",
                    "system",
                    models.CharField(max_length=16, db_comment="public: medical, national_pension, tax"),
                ),
                migrations.AlterField(
                    "message", "kind", models.CharField(max_length=32, db_comment="public: enrolled, issued, …")
                ),
                migrations.AlterField(
                    "queue",
                    "system",
                    models.CharField(max_length=16, unique=True, db_comment="public: medical, national_pension, tax"),
                ),
                migrations.AddField(
                    "message",
                    "notice_id",
                    models.BigIntegerField(null=True, db_comment="public: payment notice it is about"),
                ),
                migrations.AlterField(
                    "feedback",
                    "in_reply_to",
                    models.UUIDField(null=True, db_comment="public: key of our message; empty: told unasked"),
                ),
            ],
        ),
    ]
