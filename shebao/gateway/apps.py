from django.apps import AppConfig


class GatewayConfig(AppConfig):
    name = "shebao.gateway"
    label = "gateway"
    verbose_name = "交换网关"
