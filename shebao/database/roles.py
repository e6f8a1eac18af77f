"""The database roles of the platform's processes, and working as one of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from django.db import connection, transaction


class Role(StrEnum):
    """A role that a process logs in as, or a request takes on. None owns a table or gets around row-level security."""

    PORTAL = "shebao_portal"
    OFFICE = "shebao_office"
    PERSONAL = "shebao_personal"
    GATEWAY = "shebao_gateway"
    ENGINE = "shebao_engine"

    @property
    def short(self) -> str:
        """The name used in tables.yaml."""
        return self.value.removeprefix("shebao_")


@contextmanager
def working_as(role: Role, user_id: int | None = None) -> Iterator[None]:
    """A transaction as `role`, on behalf of a user (None: nobody); what held before holds again afterwards.

    Row-level security reads the user. Errors of the database leave as they are; then the transaction is void.
    """
    with transaction.atomic():
        outer = _present()
        _enter(role.value, str(user_id or ""))
        yield
        if not connection.needs_rollback:
            _enter(*outer)


def _present() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('role'), coalesce(current_setting('shebao.user', true), '')")
        row = cursor.fetchone()
    return str(row[0]), str(row[1])


def _enter(role: str, user: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('role', %s, true), set_config('shebao.user', %s, true)", [role, user])
