from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0005_refusals_to_list_index"),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "待发送"),
                    ("sent", "已发送，等待反馈"),
                    ("done", "办理成功"),
                    ("failed", "办理不成功"),
                    ("stuck", "发送失败，待处理"),
                ],
                db_comment="public: where it stands",
                default="waiting",
                max_length=8,
            ),
        ),
    ]
