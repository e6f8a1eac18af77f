"""Floats in code that handles money, found by reading the code."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Wages and rates pass through these; durations in seconds, which may be floats, do not.
MONEY_PATHS = (
    "kernel/money.py",
    "kernel/months.py",
    "law",
    "employment",
    "contributions",
    "collection",
    "services",
    "review",
)


def floats_in_money(root: Path = ROOT) -> list[str]:
    """Every float literal, annotation or conversion below the money paths, as `file:line`; tests are left out."""
    return [
        f"{path.relative_to(root).as_posix()}:{line}"
        for path in _sources(root)
        for line in _floats(path, path.stat().st_mtime_ns)
    ]


def _sources(root: Path) -> Iterator[Path]:
    for place in MONEY_PATHS:
        found = [root / place] if place.endswith(".py") else sorted((root / place).rglob("*.py"))
        yield from (path for path in found if "tests" not in path.parts and "migrations" not in path.parts)


@cache
def _floats(path: Path, _changed_at: int) -> list[int]:
    """Lines with floats, read once for each change of the file."""
    return sorted(set(_floats_of(ast.parse(path.read_text(encoding="utf-8")))))


def _floats_of(module: ast.Module) -> Iterator[int]:
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno
        if isinstance(node, ast.Name) and node.id == "float":
            yield node.lineno
        if isinstance(node, ast.Attribute) and node.attr == "FloatField":
            yield node.lineno
