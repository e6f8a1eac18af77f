"""tables.yaml read and validated: what every table's trail keeps, how long rows live, which role may do what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import yaml

from shebao.database.roles import Role

Audit = Literal["rows", "count", "none"]
Lifetime = Literal["final", "lasting", "passing"]

SOURCE = Path(__file__).with_name("tables.yaml")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_TABLE_KEYS = {"audit", "why", "hidden", "unlogged", "lifetime", "labels", *(role.short for role in Role)}
_GRANT_KEYS = {"select", "insert", "update", "delete", "rows", "check", "while"}


class DeclarationError(ValueError):
    """tables.yaml says something that makes no sense; the message names table and key."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What one role may do with one table: columns (None: all, empty: none), and SQL conditions on its rows."""

    select: tuple[str, ...] | None = ()
    insert: tuple[str, ...] | None = ()
    update: tuple[str, ...] | None = ()
    delete: bool = False
    sees: str = "false"
    writes: str = "false"
    while_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of tables.yaml."""

    name: str
    audit: Audit
    why: str
    lifetime: Lifetime
    hidden: tuple[str, ...]
    unlogged: tuple[str, ...]
    labels: Mapping[str, str]
    grants: Mapping[Role, Grant]

    @property
    def by_row(self) -> bool:
        """Whether some role sees only some rows."""
        return any(grant.sees != "true" or grant.writes != "true" for grant in self.grants.values())


@cache
def tables() -> Mapping[str, Table]:
    """Every declared table by name. Errors: DeclarationError."""
    return read(SOURCE.read_text(encoding="utf-8"))


def read(text: str) -> Mapping[str, Table]:
    """The tables declared in the text of a tables.yaml. Errors: DeclarationError."""
    book = yaml.safe_load(text)
    rules = book["rules"]
    return {name: _table(name, entry, rules) for name, entry in book["tables"].items()}


def _table(name: str, entry: dict[str, Any], rules: Mapping[str, str]) -> Table:
    if unknown := set(entry) - _TABLE_KEYS:
        raise DeclarationError(f"{name}: unknown {sorted(unknown)}")
    if entry["audit"] not in ("rows", "count", "none") or entry["lifetime"] not in ("final", "lasting", "passing"):
        raise DeclarationError(f"{name}: audit or lifetime is none of the known ones")
    if entry["audit"] == "none" and not entry.get("why"):
        raise DeclarationError(f"{name}: not tracked, and no reason why")
    lifetime = cast("Lifetime", entry["lifetime"])
    grants = {role: _grant(name, entry[role.short], rules, lifetime) for role in Role if role.short in entry}
    return Table(
        name=_named(name),
        audit=cast("Audit", entry["audit"]),
        why=entry.get("why", ""),
        lifetime=lifetime,
        hidden=_names(entry.get("hidden", [])),
        unlogged=_names(entry.get("unlogged", [])),
        labels=entry.get("labels", {}),
        grants=grants,
    )


def _grant(table: str, entry: str | dict[str, Any], rules: Mapping[str, str], lifetime: Lifetime) -> Grant:
    if isinstance(entry, str):
        return _grant(table, _in_full(table, entry, lifetime), rules, lifetime)
    if unknown := set(entry) - _GRANT_KEYS:
        raise DeclarationError(f"{table}: unknown {sorted(unknown)}")
    if not entry.get("rows"):
        raise DeclarationError(f"{table}: a grant says which rows it is about; `all` says it is meant")
    sees = [_rule(table, use, rules) for use in entry["rows"]]
    checks = [_rule(table, use, rules) for use in entry.get("check", [])]
    grant = Grant(
        select=_columns(entry.get("select", False)),
        insert=_columns(entry.get("insert", False)),
        update=_columns(entry.get("update", False)),
        delete=entry.get("delete", False),
        sees=_joined(" or ", sees),
        writes=_joined(" and ", checks) if checks else _joined(" or ", sees),
        while_in={_named(column): _names(values) for column, values in entry.get("while", {}).items()},
    )
    if (lifetime == "final" and grant.update != ()) or (lifetime != "passing" and grant.delete):
        raise DeclarationError(f"{table}: grants what the rows' lifetime forbids")
    return grant


def _in_full(table: str, word: str, lifetime: Lifetime) -> dict[str, Any]:
    if word == "reads":
        return {"select": True, "rows": ["all"]}
    if word == "writes":
        changes = {"update": lifetime != "final", "delete": lifetime == "passing"}
        return {"select": True, "insert": True, "rows": ["all"], **changes}
    raise DeclarationError(f"{table}: a grant is a mapping, `reads` or `writes`, not {word!r}")


def _rule(table: str, use: str, rules: Mapping[str, str]) -> str:
    name, *arguments = use.split()
    if name not in rules:
        raise DeclarationError(f"{table}: no rule is called {name!r}")
    rest = ", ".join(f"'{argument}'" for argument in arguments[1:])
    return rules[name].format(*_names(arguments), table=table, rest=rest)


def _joined(word: str, conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else word.join(f"({condition})" for condition in conditions)


def _columns(entry: bool | list[str]) -> tuple[str, ...] | None:  # noqa: FBT001
    if isinstance(entry, bool):
        return None if entry else ()
    return _names(entry)


def _names(entries: list[str]) -> tuple[str, ...]:
    return tuple(_named(entry) for entry in entries)


def _named(name: str) -> str:
    if not _NAME.match(name):
        raise DeclarationError(f"{name!r} is no name of a table or column")
    return name
