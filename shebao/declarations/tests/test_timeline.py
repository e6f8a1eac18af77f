"""Every step that the programs put on a timeline has words, and the words get all their values."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

from shebao.declarations.texts import TEXTS, describe

PACKAGE = Path(__file__).parents[2]
DECIDED = {"approved": {"reason"}, "returned": {"reason"}, "rejected": {"reason"}}
"""Put there by `tell_all`, whose steps are made of decisions."""


class Call(NamedTuple):
    """One `tell(declaration, kind, …)` in the programs."""

    where: str
    kind: str
    values: frozenset[str]


def calls() -> Iterator[Call]:
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text()
        if "tests" in path.parts or "declarations.timeline import" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tell":
                yield _call(path, node)


def _call(path: Path, node: ast.Call) -> Call:
    kind = node.args[1]
    assert isinstance(kind, ast.Constant), f"{path}:{node.lineno} names no kind"
    values = frozenset(word.arg for word in node.keywords if word.arg and word.arg != "line_no")
    return Call(f"{path.relative_to(PACKAGE)}:{node.lineno}", str(kind.value), values)


def wanted(kind: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(str(TEXTS[kind])) if name}


def test_every_step_has_words_and_all_their_values() -> None:
    found = list(calls())
    assert len(found) > 10
    assert [call for call in found if call.kind not in TEXTS or not wanted(call.kind) <= call.values] == []


def test_every_text_is_used() -> None:
    assert TEXTS.keys() == {call.kind for call in calls()} | DECIDED.keys()


@pytest.mark.parametrize("kind", DECIDED)
def test_decisions_have_their_reason(kind: str) -> None:
    assert wanted(kind) <= DECIDED[kind]


@pytest.mark.parametrize("kind", TEXTS)
def test_the_words_are_complete(kind: str) -> None:
    words = describe(kind, dict.fromkeys(wanted(kind), "7"))
    assert words
    assert "{" not in words


def test_a_step_from_elsewhere_does_not_break_the_page() -> None:
    assert describe("carried_{over}", {"number": "1"}) == "carried_{over}"
    assert describe("to_review", {}) == "— 人需要经办机构审核"
