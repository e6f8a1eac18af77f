"""Django's `migrate`, made fit for tables in use, and followed by the guard of tables.yaml."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration

from shebao.database import guard
from shebao.database.locks import LOCK_TIMEOUT_MS, set_lock_timeout, with_patience


class Command(migrate.Command):
    """Waits at most 0.2 s for a lock, then undoes the migration it is at and tries again, with growing pauses."""

    _connection: BaseDatabaseWrapper

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then put roles, row-level security and triggers in place. Errors: Django's, OperationalError."""
        self._connection = connections[options["database"]]
        migrate_once = super().handle
        with_patience(self._connection, lambda: migrate_once(*args, **options))
        if not (options["plan"] or options["check_unapplied"] or options["prune"]):
            guard.apply(self._connection)

    def migration_progress_callback(self, action: str, migration: Migration | None = None, fake: bool = False) -> None:  # noqa: FBT001, FBT002 (Django's)
        """A migration that is no transaction builds indexes concurrently: it waits for others, nobody waits for it."""
        if action in ("apply_start", "unapply_start") and migration is not None:
            set_lock_timeout(self._connection, LOCK_TIMEOUT_MS if migration.atomic else 0)
        super().migration_progress_callback(action, migration, fake)
