from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("employment", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "create index concurrently if not exists coverage_employer "
                    "on employment_coverage (employer_id, contract_id)",
                    "drop index coverage_employer",
                ),
            ],
            state_operations=[
                migrations.AddIndex(
                    model_name="coverage",
                    index=models.Index(fields=["employer", "contract"], name="coverage_employer"),
                ),
            ],
        ),
    ]
