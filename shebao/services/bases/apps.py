from django.apps import AppConfig


class BasesConfig(AppConfig):
    name = "shebao.services.bases"
    label = "bases"
    verbose_name = "缴费基数申报"
