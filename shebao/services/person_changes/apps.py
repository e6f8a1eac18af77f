from django.apps import AppConfig


class PersonChangesConfig(AppConfig):
    name = "shebao.services.person_changes"
    label = "person_changes"
    verbose_name = "个人基本信息变更申请"
