from django.db import migrations

from shebao.database.migrations_sql import run_file


class Migration(migrations.Migration):
    """No overlapping coverage: kept by the database."""

    dependencies = [("employment", "0001_initial")]

    operations = [
        run_file(
            __file__, "coverage_once.sql", reverse="alter table employment_coverage drop constraint coverage_once"
        ),
    ]
