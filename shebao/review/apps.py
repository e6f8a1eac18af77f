from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Cases for officers and their decisions."""

    name = "shebao.review"
    label = "review"
    verbose_name = "审核"
