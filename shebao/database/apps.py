from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


class DatabaseConfig(AppConfig):
    name = "shebao.database"
    label = "database"
    verbose_name = "数据库"

    def ready(self) -> None:
        """Tell the database which processes are no door."""
        connection_created.connect(_allow_maintenance, dispatch_uid="shebao.database.maintenance")


def _allow_maintenance(*, connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Commands and workers connect as owner or engine; a door that does so by mistake sees nothing."""
    if settings.DOOR == "all":
        with connection.cursor() as cursor:
            cursor.execute("set shebao.maintenance = 'on'")
