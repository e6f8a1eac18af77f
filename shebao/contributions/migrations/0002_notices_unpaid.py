from django.db import migrations, models


class Migration(migrations.Migration):
    """What is yet to be declared is overdue past its due day like what was declared: one index finds both."""

    atomic = False

    dependencies = [("contributions", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "create index concurrently if not exists notice_unpaid on contributions_notice (due_on)"
                    " where state in ('issued', 'to_declare')",
                    "drop index notice_unpaid",
                ),
                migrations.RunSQL(
                    "drop index concurrently if exists notice_to_be_paid",
                    "create index notice_to_be_paid on contributions_notice (due_on) where state = 'issued'",
                ),
            ],
            state_operations=[
                migrations.RemoveIndex("notice", "notice_to_be_paid"),
                migrations.AddIndex(
                    "notice",
                    models.Index(
                        fields=["due_on"],
                        condition=models.Q(state__in=("issued", "to_declare")),
                        name="notice_unpaid",
                    ),
                ),
            ],
        ),
    ]
