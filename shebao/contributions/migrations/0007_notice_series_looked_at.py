from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """The rows from before agree with the constraint."""

    dependencies = [("contributions", "0006_notice_has_a_series")]

    operations = [ValidateConstraint("notice", "notice_has_a_series")]
