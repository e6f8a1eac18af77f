from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("employment", "0001_initial"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="coverage",
            index=models.Index(fields=["employer", "contract"], name="coverage_employer"),
        ),
    ]
