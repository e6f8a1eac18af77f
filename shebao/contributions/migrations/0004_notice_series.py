from django.db import migrations, models


class Migration(migrations.Migration):
    """Notices of supplements and refunds: what they are for, and the series they belong to."""

    dependencies = [("contributions", "0003_full_width_words")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="purpose",
            field=models.CharField(
                choices=[("regular", "月度缴费"), ("supplement", "个人补缴"), ("refund", "缴费退费")],
                db_comment="public: what it is for",
                db_default="regular",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="series",
            field=models.BigIntegerField(
                db_comment="public: declaration of the supplement or refund; 0: what is assessed by month",
                db_default=0,
            ),
        ),
        migrations.AlterField(
            model_name="charge",
            name="kind",
            field=models.CharField(
                choices=[
                    ("10", "正常应缴"),
                    ("20", "退收"),
                    ("34", "缴费基数调整补收"),
                    ("35", "缴费比例调整补收"),
                    ("31", "中断补收"),
                    ("32", "一次性补收"),
                ],
                db_comment="public: 应缴类型",
                max_length=2,
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "待生成"),
                    ("to_declare", "待单位申报"),
                    ("issued", "待缴费"),
                    ("paid", "已缴费"),
                    ("replaced", "已更正"),
                    ("void", "无需缴费"),
                    ("refunded", "已退费"),
                ],
                db_comment="public: where it stands",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="run",
            name="kind",
            field=models.CharField(
                choices=[
                    ("month", "月度核定"),
                    ("single", "生成当月缴费"),
                    ("correction", "情况变化后重新核定"),
                    ("supplement", "个人补缴"),
                    ("refund", "缴费退费"),
                ],
                db_comment="public: what made it",
                max_length=12,
            ),
        ),
    ]
