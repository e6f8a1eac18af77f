from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "shebao.access"
    label = "access"
    verbose_name = "用户与权限"
