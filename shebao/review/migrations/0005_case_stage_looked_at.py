from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """The rows from before agree with the constraint."""

    dependencies = [("review", "0004_case_once_a_stage")]

    operations = [ValidateConstraint("case", "case_stage")]
