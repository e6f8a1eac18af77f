from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("persons", "0003_two_records_of_one_person"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "create index concurrently if not exists person_of_several_records "
                    "on persons_person (same_person) where same_person is not null",
                    "drop index person_of_several_records",
                ),
            ],
            state_operations=[
                migrations.AddIndex(
                    model_name="person",
                    index=models.Index(
                        fields=["same_person"],
                        condition=models.Q(same_person__isnull=False),
                        name="person_of_several_records",
                    ),
                ),
            ],
        ),
    ]
