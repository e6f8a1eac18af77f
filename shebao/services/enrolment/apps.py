from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "shebao.services.enrolment"
    label = "enrolment"
    verbose_name = "社保增员"
