from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "shebao.certificates"
    label = "certificates"
    verbose_name = "参保缴费证明"
