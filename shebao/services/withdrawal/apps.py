from django.apps import AppConfig


class WithdrawalConfig(AppConfig):
    name = "shebao.services.withdrawal"
    label = "withdrawal"
    verbose_name = "社保减员"
