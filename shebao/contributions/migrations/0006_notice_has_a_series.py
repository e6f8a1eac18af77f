from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is assessed by month has no series, what is not has one; old rows are looked at by the next migration."""

    dependencies = [("contributions", "0005_notice_of_a_series_once")]

    operations = [
        AddConstraintNotValid(
            "notice",
            models.CheckConstraint(
                condition=models.Q(purpose="regular", series=0)
                | models.Q(purpose__in=("supplement", "refund"), series__gt=0),
                name="notice_has_a_series",
            ),
        ),
    ]
