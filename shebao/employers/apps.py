from django.apps import AppConfig


class EmployersConfig(AppConfig):
    name = "shebao.employers"
    label = "employers"
    verbose_name = "参保单位"
