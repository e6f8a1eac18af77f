from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    name = "shebao.reconciliation"
    label = "reconciliation"
    verbose_name = "对账"
