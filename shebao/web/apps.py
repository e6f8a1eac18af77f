"""The page kit as a Django app: it brings templates, static files and tags, and no tables."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers templates, static files and the ``page`` tags."""

    name = "shebao.web"
    label = "web"
    verbose_name = "页面组件"
