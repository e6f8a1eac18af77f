"""tables.yaml as SQL: the grants, row-level security and triggers of one table."""

import hashlib
from collections.abc import Iterator, Sequence

from shebao.database.declared import Grant, Table
from shebao.database.roles import Role

PREFIX = "shebao_"
_ACTION = "action_id"

_OLD = "old table as old_rows"
_NEW = "new table as new_rows"


def guard_of(table: Table, columns: Sequence[str]) -> list[str]:
    """SQL statements that put the declared guard of a table with these columns in place, whatever was there before.

    Errors: KeyError naming a declared column that the table does not have.
    """
    return [
        *_clearing(table),
        *_granting(table, columns),
        *_securing(table),
        *_limiting(table, columns),
        *_tracking(table),
        *_preserving(table),
        *_labelling(table),
    ]


def digest(statements: Sequence[str]) -> str:
    """A short fingerprint of a guard, kept in the database to tell whether it has to be put in place again."""
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()[:16]


# The trigger that every table has; its comment is the fingerprint of the table's guard.
MARK = f"{PREFIX}refuse_truncate"


def lifting(table_name: str) -> str:
    """SQL that takes our policies and triggers off a table, and policies elsewhere that look into it.

    Row-level security stays on, so that doors see no row; the fingerprints go, so that `migrate` puts all back.
    """
    return f"""{_dropping(table_name)};
        do $$
        declare
            found record;
        begin
            for found in
                select distinct policy.polname as name, policy.polrelid::regclass as place
                from pg_depend as dependency
                join pg_policy as policy on policy.oid = dependency.objid
                where dependency.classid = 'pg_policy'::regclass
                    and dependency.refobjid = '{table_name}'::regclass
            loop
                execute format('drop policy %I on %s', found.name, found.place);
                execute format('comment on trigger {MARK} on %s is null', found.place);
            end loop;
        end $$"""  # noqa: S608 (names of ours)


def _dropping(table_name: str) -> str:
    return f"""
        do $$
        declare
            found record;
        begin
            for found in
                select polname as name from pg_policy
                where polrelid = '{table_name}'::regclass and starts_with(polname, '{PREFIX}')
            loop
                execute format('drop policy %I on {table_name}', found.name);
            end loop;
            for found in
                select tgname as name from pg_trigger
                where tgrelid = '{table_name}'::regclass and not tgisinternal and starts_with(tgname, '{PREFIX}')
            loop
                execute format('drop trigger %I on {table_name}', found.name);
            end loop;
        end $$"""  # noqa: S608 (names of ours)


def _clearing(table: Table) -> Iterator[str]:
    """Whatever was there before goes: policies, triggers, and the rights of our roles, on single columns too."""
    yield _dropping(table.name)
    yield f"revoke all on {table.name} from public, {', '.join(Role)}"


def _granting(table: Table, columns: Sequence[str]) -> Iterator[str]:
    for role, grant in table.grants.items():
        rights = [
            _right("select", grant.select, columns),
            _right("insert", grant.insert, columns),
            "update" if grant.update != () else "",
            "delete" if grant.delete else "",
        ]
        yield f"grant {', '.join(right for right in rights if right)} on {table.name} to {role}"


def _right(verb: str, wanted: Sequence[str] | None, columns: Sequence[str]) -> str:
    """`select`, or `select (a, b)`, or nothing."""
    if wanted is None:
        return verb
    _existing(wanted, columns)
    return f"{verb} ({', '.join(wanted)})" if wanted else ""


def _existing(wanted: Sequence[str], columns: Sequence[str]) -> None:
    if missing := set(wanted) - set(columns):
        raise KeyError(f"declared, but the table has no such column: {sorted(missing)}")


def _limiting(table: Table, columns: Sequence[str]) -> Iterator[str]:
    """Which columns, and rows in which state, a role may change.

    By trigger and not by grants on columns: what an ORM saves names all columns, most of them with the value they had.
    """
    if _ACTION in columns:
        changed = f"old.{_ACTION} is distinct from new.{_ACTION}"
        yield _row_trigger(table, "keep_action", changed, "shebao_keep_action()")
    for role, grant in table.grants.items():
        is_role = f"current_user = '{role}'"
        if grant.update:
            _existing(grant.update, columns)
            function = f"shebao_refuse_columns('{','.join((*grant.update, _ACTION))}')"
            yield _row_trigger(table, f"columns_{role.short}", is_role, function)
        for column, values in grant.while_in.items():
            function = f"shebao_refuse_state('{column}', '{','.join(values)}')"
            yield _row_trigger(table, f"while_{column}_{role.short}", is_role, function)


def _row_trigger(table: Table, name: str, condition: str, function: str) -> str:
    return (
        f"create trigger {PREFIX}{name} before update on {table.name} "
        f"for each row when ({condition}) execute function {function}"
    )


# The owner sees rows inside of our own functions, called by another role, and in processes that say they are no door.
# A door that connects as owner by mistake sees none.
_OWNER_SEES = """(
    select current_setting('shebao.maintenance', true) = 'on'
    or session_user <> current_user
    or current_setting('role') not in ('none', current_user)
)"""


def _securing(table: Table) -> Iterator[str]:
    """Row-level security, for the owner too."""
    if not table.by_row:
        yield f"alter table {table.name} no force row level security, disable row level security"
        return
    yield f"alter table {table.name} enable row level security, force row level security"
    condition = f"using ({_OWNER_SEES}) with check ({_OWNER_SEES})"
    yield f"create policy {PREFIX}owner on {table.name} to current_user {condition}"
    for role, grant in table.grants.items():
        yield from _policies(table.name, role, grant)


def _policies(table: str, role: Role, grant: Grant) -> Iterator[str]:
    if grant.select != ():
        yield f"create policy {role}_select on {table} for select to {role} using ({grant.sees})"
    if grant.insert != ():
        yield f"create policy {role}_insert on {table} for insert to {role} with check ({grant.writes})"
    if grant.update != ():
        condition = f"using ({grant.sees}) with check ({grant.writes})"
        yield f"create policy {role}_update on {table} for update to {role} {condition}"
    if grant.delete:
        yield f"create policy {role}_delete on {table} for delete to {role} using ({grant.sees})"


def _tracking(table: Table) -> Iterator[str]:
    """Statement-level triggers that write the audit trail, whatever way the rows are written."""
    if table.audit == "none":
        return
    hidden, unlogged = ",".join(table.hidden), ",".join(table.unlogged)
    yield _trigger(table, "insert", _NEW, "shebao_log_insert()")
    if table.audit == "rows":
        yield _trigger(table, "update", f"{_OLD} {_NEW}", f"shebao_log_update('{hidden}', '{unlogged}')")
        yield _trigger(table, "delete", _OLD, f"shebao_log_delete('{hidden}')")
    else:
        yield _trigger(table, "update", _NEW, "shebao_log_update_count()")
        yield _trigger(table, "delete", _OLD, "shebao_log_delete_count()")


def _trigger(table: Table, verb: str, seen: str, function: str) -> str:
    return (
        f"create trigger {PREFIX}log_{verb} after {verb} on {table.name} "
        f"referencing {seen} for each statement execute function {function}"
    )


def _preserving(table: Table) -> Iterator[str]:
    """Refuse what the rows' lifetime forbids, to the owner as well."""
    forbidden = {"final": "update or delete", "lasting": "delete", "passing": ""}[table.lifetime]
    if forbidden:
        yield _refusal(table, "refuse", forbidden, "shebao_refuse()")
    yield _refusal(table, MARK.removeprefix(PREFIX), "truncate", "shebao_refuse_truncate()")


def _refusal(table: Table, name: str, verbs: str, function: str) -> str:
    return (
        f"create trigger {PREFIX}{name} before {verbs} on {table.name} for each statement execute function {function}"
    )


def _labelling(table: Table) -> Iterator[str]:
    for column, label in table.labels.items():
        yield f"comment on column {table.name}.{column} is '{label.replace(chr(39), chr(39) * 2)}'"
