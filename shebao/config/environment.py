"""Reading the process environment: every setting an operator can make comes through here."""

import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

TRUE = {"1", "true", "yes", "on"}


def text(name: str, default: str = "") -> str:
    """The variable `SHEBAO_<name>`, or the default when unset or empty."""
    return os.environ.get(f"SHEBAO_{name}", "") or default


def flag(name: str, *, default: bool = False) -> bool:
    """A yes/no variable."""
    value = text(name)
    return value.lower() in TRUE if value else default


def number(name: str, default: int) -> int:
    """A whole number."""
    return int(text(name, str(default)))


def folder(name: str, default: Path) -> Path:
    """A directory, absolute."""
    return Path(text(name, str(default))).expanduser().resolve()


def names(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def database(url: str) -> dict[str, Any]:
    """Django's description of the database at `url` (postgresql://… as libpq reads it)."""
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "shebao"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
