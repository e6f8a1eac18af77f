"""Every finding has words, every entry of our own an example, and the words get all their values."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from shebao.services.bases.catalogue import CATALOGUE, explain
from shebao.services.bases.fields import BY_KEY
from shebao.services.bases.tests.examples import EXAMPLES, OF_MONEY, READING, UNDER_THE_LOCK

AREA = Path(__file__).parents[1]


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_example_gives_the_finding_at_its_field(code: str) -> None:
    example = EXAMPLES[code]
    found = {finding.code: finding for finding in example.findings()}
    assert code in found, sorted(found)
    assert (found[code].field or "", found[code].severity) == (example.where, example.severity)


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_words_get_all_their_values(code: str) -> None:
    finding = next(one for one in EXAMPLES[code].findings() if one.code == code)
    entry = CATALOGUE[code]
    for text in (str(entry.message), str(entry.what_to_do)):
        assert {name for _, name, _, _ in Formatter().parse(text) if name} <= finding.params.keys()
    told = explain(code, finding.field, finding.params)
    assert "{" not in told.message + told.what_to_do
    assert told.message.endswith("。")
    assert told.what_to_do.endswith("。")
    assert told.field_title == (BY_KEY[finding.field].title if finding.field else "")


def test_every_entry_of_our_own_has_an_example() -> None:
    assert set(CATALOGUE) - READING == (EXAMPLES.keys() - READING) | UNDER_THE_LOCK | OF_MONEY


@pytest.mark.parametrize("code", UNDER_THE_LOCK)
def test_what_the_lock_finds_needs_no_values(code: str) -> None:
    told = explain(code, "wage", {})
    assert "—" not in told.message + told.what_to_do


def test_every_code_that_the_programs_name_is_in_the_catalogue() -> None:
    conflicts = (AREA / "sql" / "conflicts.sql").read_text().split("end as code")[0]
    under_the_lock = set(re.findall(r"then '(\w+)'", conflicts))
    assert under_the_lock == UNDER_THE_LOCK | {"employer_closed"}
    named = {code for path in (AREA / "rules").glob("*.py") for code in _named(path)}
    assert len(named) > 10
    assert named | under_the_lock <= CATALOGUE.keys()


def _named(path: Path) -> set[str]:
    """The first argument of every hard(…), soft(…), note(…)."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call) and node.args]
    made = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("hard", "soft", "note")]
    return {str(call.args[0].value) for call in made if isinstance(call.args[0], ast.Constant)}
