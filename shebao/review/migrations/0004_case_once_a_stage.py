from django.db import migrations, models


class Migration(migrations.Migration):
    """One case a content and stage; made without keeping anybody from writing."""

    atomic = False

    dependencies = [("review", "0003_stages")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "create unique index concurrently if not exists case_once_a_stage"
                    " on review_case (declaration_id, line_no, content_version, stage)",
                    "drop index case_once_a_stage",
                ),
                migrations.RunSQL(
                    "-- The index above keeps more than that.\n-- squawk-ignore ban-drop-constraint\n"
                    "alter table review_case drop constraint if exists case_once_per_content",
                    migrations.RunSQL.noop,
                ),
            ],
            state_operations=[
                migrations.RemoveConstraint("case", "case_once_per_content"),
                migrations.AddConstraint(
                    "case",
                    models.UniqueConstraint(
                        fields=("declaration", "line_no", "content_version", "stage"), name="case_once_a_stage"
                    ),
                ),
            ],
        ),
    ]
