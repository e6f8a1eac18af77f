from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Users, mandates, posts and the way in."""

    name = "shebao.access"
    label = "access"
    verbose_name = "用户与权限"
