from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("employment", "0002_coverage_once")]

    operations = [
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["employer", "-id"], name="contract_list"),
        ),
    ]
