"""Django's `flush`, for test databases alone."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


class Command(flush.Command):
    """Empties every table, the audit trail too; therefore only where the database is a test's."""

    def handle(self, **options: Any) -> None:
        """Empty the database. Errors: CommandError if it is no test database."""
        connection = connections[options["database"]]
        if not str(connection.settings_dict["NAME"]).startswith("test_"):
            raise CommandError("Only a test database (test_…) may be flushed: what is filed here is not to be lost.")
        self._allow(connection, "on")
        try:
            super().handle(**options)
        finally:
            self._allow(connection, "")

    def _allow(self, connection: BaseDatabaseWrapper, value: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('shebao.flush', %s, false)", [value])
