from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "shebao.outbox"
    label = "outbox"
    verbose_name = "对外消息"
