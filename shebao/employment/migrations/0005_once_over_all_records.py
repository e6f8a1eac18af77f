from django.db import migrations

from shebao.database.migrations_sql import run_file


class Migration(migrations.Migration):
    dependencies = [
        ("employment", "0004_injury_once_an_employer"),
        ("persons", "0003_two_records_of_one_person"),
    ]

    operations = [run_file(__file__, "coverage_once_over_all_records.sql")]
