from django.db import migrations

from shebao.database.migrations_sql import run_file


class Migration(migrations.Migration):
    dependencies = [
        ("employment", "0003_how_a_contract_ended"),
    ]

    operations = [run_file(__file__, "coverage_once_here.sql")]
