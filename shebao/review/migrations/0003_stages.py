from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """Stages of a review (初审, 复核); every case from before is at the only one."""

    dependencies = [("review", "0002_full_width_words")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="stage",
            field=models.SmallIntegerField(
                db_comment="public: 1 初审, or the only one; 2 复核, after the first was passed",
                db_default=1,
                default=1,
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="stages",
            field=models.SmallIntegerField(
                db_comment="public: how many officers have to agree, one after the other", db_default=1, default=1
            ),
        ),
        AddConstraintNotValid(
            "case",
            models.CheckConstraint(
                condition=models.Q(stage__gte=1) & models.Q(stage__lte=models.F("stages")), name="case_stage"
            ),
        ),
    ]
