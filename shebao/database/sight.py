"""Whether the present database user sees every row: what nobody sees must not count as not being there."""

from typing import Final

from django.db import connection

BLIND: Final = "this database user does not see every row: run as the tables' owner"


def sees_everything() -> bool:
    """Whether no row-level security hides anything from the present user."""
    with connection.cursor() as cursor:
        cursor.execute(_SEES_EVERYTHING)
        return bool(cursor.fetchone()[0])


# Superusers and roles with BYPASSRLS do; owners do while `shebao.maintenance` is on.
_SEES_EVERYTHING = """
select
    coalesce(bool_or(role.rolsuper or role.rolbypassrls), false)
    or (
        coalesce(current_setting('shebao.maintenance', true), '') = 'on'
        and not exists (
            select
            from pg_class as class
            where class.relnamespace = 'public'::regnamespace
                and class.relkind in ('r', 'p')
                and not pg_has_role(current_user, class.relowner, 'usage')
        )
    )
from pg_roles as role
where role.rolname = current_user
"""
