"""The fast way and the way through expat give the same cells; broken files never end in anything but a refusal."""

import random
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebao.documents.spreadsheets.child import read_sheet
from shebao.documents.spreadsheets.limits import DEFAULT_LIMITS
from shebao.documents.spreadsheets.problems import CATALOGUE, SpreadsheetRefused
from shebao.documents.spreadsheets.tests import build
from shebao.documents.spreadsheets.tests.build import number, row, text, workbook
from shebao.documents.spreadsheets.tests.conftest import COLUMNS
from shebao.documents.spreadsheets.xlsx import open_xlsx

REQUEST = {
    "kind": "xlsx",
    "columns": [{"key": c.key, "title": c.title, "aliases": c.aliases, "required": c.required} for c in COLUMNS],
    "sheet": None,
    "everything": False,
    "limits": DEFAULT_LIMITS.to_wire(),
}


def messages(content: bytes, kind: str = "xlsx") -> list[dict[str, Any]]:
    """What the child would send, read in this process; a refusal is the last message."""
    sent: list[dict[str, Any]] = []
    try:
        read_sheet(BytesIO(content), {**REQUEST, "kind": kind}, sent.append)
    except SpreadsheetRefused as refused:
        sent.append({"problem": refused.code})
    return sent


letters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff") | st.sampled_from(
    "_x0041_&<>'\"]"
)
any_text = st.text(letters, max_size=12)


@st.composite
def any_cell(draw: st.DrawFn, address: str) -> str:
    kind = draw(st.sampled_from(["text", "number", "shared", "blank", "styled", "date", "formula", "bool", "none"]))
    value = str(draw(st.integers(0, 60_000)))
    written: dict[str, Callable[[], str]] = {
        "text": lambda: text(address, draw(any_text)),
        "number": lambda: number(address, value),
        "shared": lambda: f'<c r="{address}" s="5" t="s"><v>{int(value) % 7}</v></c>',
        "blank": lambda: f'<c r="{address}"/>',
        "styled": lambda: f'<c r="{address}" s="5"></c>',
        "date": lambda: number(address, value, 1),
        "formula": lambda: f'<c r="{address}"><f>A1+1</f><v>{value}</v></c>',
        "bool": lambda: f'<c r="{address}" t="b"><v>{int(value) % 2}</v></c>',
        "none": lambda: "",
    }
    return written[kind]()


@st.composite
def any_rows(draw: st.DrawFn) -> list[str]:
    count = draw(st.integers(1, 12))
    return [row(at, *(draw(any_cell(f"{column}{at}")) for column in "ABCDE")) for at in range(2, 2 + count)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_rows())
def test_both_ways_agree(rows: list[str]) -> None:
    shared = "".join(f"<si><t>共{n}&amp;</t></si>" for n in range(7))
    fast = workbook(*rows, shared=shared)
    # A comment before the first row sends the whole part through expat.
    slow = workbook("<!-- -->", *rows, shared="<!-- -->" + shared)
    found = [list(open_xlsx(BytesIO(content), DEFAULT_LIMITS, None).rows) for content in (fast, slow)]
    assert found[0] == found[1]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from("tfn-"), min_size=3, max_size=3), st.integers(2, 60))
def test_a_changing_column_agrees(kinds: list[str], count: int) -> None:
    """One column that is text, formula, number or absent by turns, so that the learned pattern has to grow."""

    def third(kind: str, at: int) -> str:
        formula = f'<c r="C{at}"><f>A{at}+1</f><v>{at}</v></c>'
        return {"t": text(f"C{at}", "文"), "f": formula, "n": number(f"C{at}", str(at)), "-": ""}[kind]

    rows = [
        row(at, text(f"A{at}", f"名{at}"), third(kinds[at % 3], at), text(f"D{at}", "x")) for at in range(2, 2 + count)
    ]
    found = [
        list(open_xlsx(BytesIO(workbook(*before, *rows)), DEFAULT_LIMITS, None).rows) for before in ((), ("<!-- -->",))
    ]
    assert found[0] == found[1]


@settings(max_examples=60, deadline=None)
@given(st.lists(any_text, min_size=1, max_size=40))
def test_rows_across_chunks_agree(names: list[str]) -> None:
    padding = "填" * 1_900
    rows = [row(at, text(f"A{at}", name), text(f"B{at}", padding)) for at, name in enumerate(names * 10, start=2)]
    fast = list(open_xlsx(BytesIO(workbook(*rows)), DEFAULT_LIMITS, None).rows)
    slow = list(open_xlsx(BytesIO(workbook("<!-- -->", *rows)), DEFAULT_LIMITS, None).rows)
    assert fast == slow


@pytest.mark.parametrize("seed", range(300))
def test_damaged_parts_are_refused_or_read(seed: int) -> None:
    """Bytes changed inside the parts (the archive itself stays whole, so the damage reaches the parsers)."""
    chance = random.Random(seed)
    made = build.parts(
        build.sheet(build.titles(), *(build.person(at) for at in range(2, 30))),
        "<si><t>x</t></si><si><r><t>y</t></r></si>",
    )
    name = chance.choice(list(made))
    part = bytearray(str(made[name]).encode())
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(part))
        part[at : at + chance.randint(0, 3)] = bytes(
            chance.choice(b'<>/"=&;!?[]ArcsvtZ019 \x00\xff') for _ in range(chance.randint(0, 3))
        )
    made[name] = bytes(part)
    last = messages(build.pack(made))[-1]
    assert "end" in last or last["problem"] in CATALOGUE


@pytest.mark.parametrize("seed", range(200))
def test_damaged_archives_are_refused_or_read(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(workbook(build.person(2), build.person(3)))
    for _ in range(chance.randint(1, 8)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    last = messages(bytes(content))[-1]
    assert "end" in last or last["problem"] in CATALOGUE


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=200)
    | st.text(max_size=100).map(lambda t: ("姓名,证件号码\n" + t).encode("utf-8", "surrogatepass"))
)
def test_any_csv_is_refused_or_read(content: bytes) -> None:
    last = messages(content, "csv")[-1]
    assert "end" in last or last["problem"] in CATALOGUE
