"""Every finding has words, every entry an example, and the words get all their values."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from shebao.services.enrolment.catalogue import CATALOGUE, explain
from shebao.services.enrolment.fields import BY_KEY
from shebao.services.enrolment.tests.examples import EXAMPLES, NOT_HERE, UNDER_THE_LOCK

AREA = Path(__file__).parents[1]
MAKERS = ("hard", "soft", "note")


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


def test_every_entry_has_an_example_and_every_example_an_entry() -> None:
    assert set(CATALOGUE) == EXAMPLES.keys() | UNDER_THE_LOCK | NOT_HERE


@pytest.mark.parametrize("code", UNDER_THE_LOCK)
def test_what_the_lock_finds_needs_no_values(code: str) -> None:
    told = explain(code, "document_number", {})
    assert "—" not in told.message + told.what_to_do


def test_every_code_that_the_programs_name_is_in_the_catalogue() -> None:
    named = set(_codes_in_programs()) | _codes_in_sql()
    assert named > UNDER_THE_LOCK
    assert named <= CATALOGUE.keys()


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        explain("no_such_code", None, {})


def test_a_missing_value_reads_as_a_dash() -> None:
    assert explain("duplicate_line", "document_number", {"row": ""}).message == "与第—行的证件号码相同。"


def _codes_in_programs() -> Iterator[str]:
    """The first argument of every hard(…), soft(…), note(…)."""
    for path in AREA.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield str(code.value)


def _codes_in_sql() -> set[str]:
    cases = (AREA / "sql" / "conflicts.sql").read_text().split("end as code")[0]
    return set(re.findall(r"then '(\w+)'", cases))
