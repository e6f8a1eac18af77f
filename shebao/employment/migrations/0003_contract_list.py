from django.db import migrations, models


class Migration(migrations.Migration):
    """The newest contracts of an employer, found without walking through everybody else's."""

    atomic = False  # an index built concurrently stops nobody, and cannot be built in a transaction

    dependencies = [("employment", "0002_coverage_once")]

    operations = [
        migrations.RunSQL(
            "create index concurrently if not exists contract_list on employment_contract (employer_id, id desc)",
            "drop index concurrently if exists contract_list",
            state_operations=[
                migrations.AddIndex(
                    model_name="contract",
                    index=models.Index(fields=["employer", "-id"], name="contract_list"),
                ),
            ],
        ),
    ]
