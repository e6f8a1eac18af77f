"""Every finding has words, the words get all their values, and both kinds of line say the same by the same code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from shebao.services.enrolment.catalogue import CATALOGUE as ADDING
from shebao.services.lines.catalogue import CELLS
from shebao.services.registration.catalogue import CATALOGUE as ALL
from shebao.services.registration.catalogue import explain as explain_any
from shebao.services.withdrawal.catalogue import CATALOGUE, explain
from shebao.services.withdrawal.fields import BY_KEY
from shebao.services.withdrawal.tests.examples import EXAMPLES, UNDER_THE_LOCK

AREA = Path(__file__).parents[1]
MAKERS = ("hard", "soft", "note", "make")


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_example_gives_the_finding_at_its_field(code: str) -> None:
    example = EXAMPLES[code]
    found = {finding.code: finding for finding in example.findings()}
    assert code in found, sorted(found)
    assert (found[code].field or "", found[code].severity) == (example.where, example.severity)


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_words_get_all_their_values(code: str) -> None:
    (finding,) = {one.code: one for one in EXAMPLES[code].findings() if one.code == code}.values()
    entry = CATALOGUE[code]
    for text in (str(entry.message), str(entry.what_to_do)):
        assert {name for _, name, _, _ in Formatter().parse(text) if name} <= finding.params.keys()
    told = explain(code, finding.field, finding.params)
    assert "{" not in told.message + told.what_to_do
    assert told.message.endswith("。")
    assert told.what_to_do.endswith("。")
    assert told.field_title == (BY_KEY[finding.field].title if finding.field else "")
    assert told == explain_any(code, finding.field, finding.params)


def test_every_entry_of_its_own_has_an_example() -> None:
    assert set(CATALOGUE) - set(CELLS) <= EXAMPLES.keys() | UNDER_THE_LOCK
    assert EXAMPLES.keys() | UNDER_THE_LOCK <= set(CATALOGUE)


def test_every_code_that_the_programs_name_is_in_the_catalogue() -> None:
    named = set(_codes_in_programs()) | _codes_in_sql()
    assert named > UNDER_THE_LOCK
    assert named <= CATALOGUE.keys()


def test_a_code_of_both_kinds_says_the_same() -> None:
    shared = ADDING.keys() & CATALOGUE.keys()
    assert shared
    for code in shared:
        assert ADDING[code] is CATALOGUE[code], code
    assert set(ALL) >= ADDING.keys() | CATALOGUE.keys()


def _codes_in_programs() -> Iterator[str]:
    """The first argument of every hard(…), soft(…), note(…)."""
    for path in AREA.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                for code in ast.walk(node.args[0]):
                    if isinstance(code, ast.Constant) and isinstance(code.value, str):
                        yield code.value


def _codes_in_sql() -> set[str]:
    cases = (AREA / "sql" / "conflicts.sql").read_text().split("end as code")[0]
    return set(re.findall(r"then '(\w+)'", cases))
