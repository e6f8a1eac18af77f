from django.db import migrations, models


class Migration(migrations.Migration):
    """One open notice an employer, month and series; made without keeping anybody from writing."""

    atomic = False

    dependencies = [("contributions", "0004_notice_series")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "create index concurrently if not exists notice_series on contributions_notice (series)"
                    " where series > 0",
                    "drop index notice_series",
                ),
                migrations.RunSQL(
                    "create unique index concurrently if not exists notice_open_once_a_series"
                    " on contributions_notice (employer_id, month, series) where state = 'open'",
                    "drop index notice_open_once_a_series",
                ),
                migrations.RunSQL(
                    "drop index concurrently if exists notice_open_once",
                    "create unique index notice_open_once on contributions_notice (employer_id, month)"
                    " where state = 'open'",
                ),
            ],
            state_operations=[
                migrations.RemoveConstraint("notice", "notice_open_once"),
                migrations.AddConstraint(
                    "notice",
                    models.UniqueConstraint(
                        condition=models.Q(state="open"),
                        fields=("employer", "month", "series"),
                        name="notice_open_once_a_series",
                    ),
                ),
                migrations.AddIndex(
                    "notice",
                    models.Index(condition=models.Q(series__gt=0), fields=["series"], name="notice_series"),
                ),
            ],
        ),
    ]
