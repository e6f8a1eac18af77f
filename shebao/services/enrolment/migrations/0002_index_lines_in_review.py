from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("enrolment", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "create index concurrently if not exists enrolment_line_in_review "
                    "on enrolment_enrolmentline (document_number) where needs_review",
                    "drop index enrolment_line_in_review",
                ),
            ],
            state_operations=[
                migrations.AddIndex(
                    model_name="enrolmentline",
                    index=models.Index(
                        fields=["document_number"],
                        condition=models.Q(needs_review=True),
                        name="enrolment_line_in_review",
                    ),
                ),
            ],
        ),
    ]
