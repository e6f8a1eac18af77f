from django.apps import AppConfig


class EmploymentConfig(AppConfig):
    name = "shebao.employment"
    label = "employment"
    verbose_name = "劳动合同与参保"
