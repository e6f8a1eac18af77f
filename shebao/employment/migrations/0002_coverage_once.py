from django.db import migrations

from shebao.database.migrations_sql import run_file

UNDO = """
drop trigger coverage_once_update on employment_coverage;
drop trigger coverage_once_insert on employment_coverage;
drop function shebao_coverage_once();
drop index coverage_running_once;
"""


class Migration(migrations.Migration):
    """No overlapping coverage: kept by the database."""

    dependencies = [("employment", "0001_initial")]

    operations = [
        run_file(__file__, "coverage_once.sql", reverse=UNDO),
    ]
