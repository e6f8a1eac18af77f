"""tables.yaml is read strictly."""

import re

import pytest

from shebao.database.declared import DeclarationError, read, tables
from shebao.database.policies import guard_of
from shebao.database.roles import Role

RULES = 'rules: {all: "true", own: "{0} = 1", one_of: "{0} in ({rest})"}\n'


def one(entry: str) -> str:
    return RULES + "tables:\n  some_table: " + entry


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{audit: rows, lifetime: lasting, portals: reads}", "unknown"),
        ("{audit: some, lifetime: lasting}", "audit or lifetime"),
        ("{audit: rows, lifetime: long}", "audit or lifetime"),
        ("{audit: none, lifetime: lasting}", "no reason why"),
        ("{audit: rows, lifetime: lasting, portal: {select: true}}", "which rows"),
        ("{audit: rows, lifetime: lasting, portal: {select: true, rows: [mine id]}}", "no rule"),
        ("{audit: rows, lifetime: lasting, portal: {look: true, rows: [all]}}", "unknown"),
        ("{audit: rows, lifetime: lasting, portal: all}", "`reads` or `writes`"),
        ("{audit: rows, lifetime: final, portal: {update: true, rows: [all]}}", "lifetime forbids"),
        ("{audit: rows, lifetime: lasting, portal: {delete: true, rows: [all]}}", "lifetime forbids"),
        ("{audit: rows, lifetime: lasting, portal: {select: true, rows: ['own id;drop']}}", "no name"),
        ("{audit: rows, lifetime: lasting, portal: {select: ['a b'], rows: [all]}}", "no name"),
    ],
)
def test_what_makes_no_sense_is_refused(entry: str, message: str) -> None:
    with pytest.raises(DeclarationError, match=message):
        read(one(entry))


def test_rules_take_columns_and_values() -> None:
    table = read(one("{audit: count, lifetime: passing, portal: {select: true, rows: [own id, one_of state a b]}}"))
    assert table["some_table"].grants[Role.PORTAL].sees == "(id = 1) or (state in ('a', 'b'))"


def test_a_column_that_is_not_there_is_refused() -> None:
    table = read(one("{audit: count, lifetime: passing, portal: {select: [gone], rows: [all]}}"))["some_table"]
    with pytest.raises(KeyError, match="gone"):
        guard_of(table, ["id"])


def test_every_rule_for_rows_of_tenants_is_evaluated_once_a_query() -> None:
    """A function called as `(select f())` is an InitPlan; called bare it would run for every row."""
    for table in tables().values():
        for grant in table.grants.values():
            for condition in (grant.sees, grant.writes):
                assert not re.search(r"(?<!\(select )shebao_\w+\(\)", condition), table.name
