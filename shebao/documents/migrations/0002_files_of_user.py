from django.db import migrations, models


class Migration(migrations.Migration):
    """What somebody has handed in lately is counted before more is taken in."""

    atomic = False

    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "create index concurrently if not exists stored_file_of_user"
                    " on documents_storedfile (uploaded_by, uploaded_at)",
                    "drop index if exists stored_file_of_user",
                ),
            ],
            state_operations=[
                migrations.AddIndex(
                    "storedfile", models.Index(fields=["uploaded_by", "uploaded_at"], name="stored_file_of_user")
                ),
            ],
        ),
    ]
