from django.db import migrations, models


class Migration(migrations.Migration):
    """A refusal that stands on the operators' list is marked."""

    dependencies = [("outbox", "0003_indexes_by_employer")]

    operations = [
        migrations.AddField(
            "message",
            "listed_at",
            models.DateTimeField(null=True, db_comment="public: when its refusal was put on the operators' list"),
        ),
    ]
