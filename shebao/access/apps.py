from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccessConfig(AppConfig):
    """Users, mandates, posts and the way in."""

    name = "shebao.access"
    label = "access"
    verbose_name = "用户与权限"

    def ready(self) -> None:
        """Take over what Django does at a login: the last login is written under an audit action, see `entry`."""
        from shebao.access import entry  # noqa: PLC0415 (models are ready only now)

        user_logged_in.disconnect(dispatch_uid="update_last_login")
        user_logged_in.connect(entry.on_login, dispatch_uid="shebao_session")
