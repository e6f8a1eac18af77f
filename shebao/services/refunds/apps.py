from django.apps import AppConfig


class RefundsConfig(AppConfig):
    name = "shebao.services.refunds"
    label = "refunds"
    verbose_name = "单位人员缴费退费申请"
