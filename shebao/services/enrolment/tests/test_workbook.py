"""A workbook of 300 people, every kind of wrong line among them: found, marked, given back, repaired, sent again."""

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from shebao.audit import actions as audit
from shebao.contributions.models import Wage
from shebao.declarations.models import Declaration, State
from shebao.documents import storage
from shebao.documents.models import StoredFile
from shebao.documents.spreadsheets.annotate import write_annotated
from shebao.documents.spreadsheets.reading import open_rows
from shebao.employment.models import Contract, Coverage
from shebao.outbox.models import Message
from shebao.persons.models import Person
from shebao.portal import workbooks
from shebao.services.enrolment.fields import BY_KEY
from shebao.services.enrolment.tests.desk import (
    SYSTEM,
    Desk,
    Pension,
    Registry,
    codes,
    effects,
    found,
    states,
    violations,
)
from shebao.services.enrolment.tests.people import TODAY, foreigner, good
from shebao.services.registration.sources import SHEET_COLUMNS
from tests.workbooks import (
    FIRST_ROW,
    Returned,
    Row,
    Wrong,
    identity_number,
    name_of,
    read_back,
    repaired,
    right,
    workbook,
    wrong_lines,
)

pytestmark = pytest.mark.django_db
LINES = 300

KNOWN = [
    Wrong("insured elsewhere in the city", "insured_elsewhere", "document_number", {}),
    Wrong("under contract with other content", "under_contract", "document_number", {}),
    Wrong("other name than recorded", "name_differs_from_record", "name", {"name": "王异名"}),
    Wrong("deceased", "deceased", "document_number", {}),
    Wrong("draws a pension", "draws_pension", "document_number", {}),
    Wrong("insured in another province", "insured_in_province", "document_number", {}),
    Wrong("name unknown to shared data", "shared_no_match", "name", {}),
    Wrong("waits for an officer already", "pending_elsewhere", "document_number", foreigner(77)),
]
"""Wrong because of what we or others know about the person."""

WRONG = [*wrong_lines(TODAY), *KNOWN, Wrong("twice in the workbook", "duplicate_line", "document_number", {})]

SOFT = [
    Wrong("wage below the minimum", "wage_below_minimum", "wage", {"wage": "2000"}),
    Wrong("wage of a year", "wage_improbable", "wage", {"wage": "144000"}),
    Wrong("wage in thousands", "wage_in_thousands", "wage", {"wage": 9.5}),
    Wrong("insured later than employed", "months_missing", "insured_from", {"starts_on": "2026-10-26"}),
    Wrong("registered late", "registered_late", "starts_on", {"starts_on": "2026-10-08"}),
    Wrong("first work as a child", "first_work_too_young", "first_work_date", {"first_work_date": "2000-01-01"}),
    Wrong("using employer, no dispatch", "using_employer_unexpected", "using_employer", {"using_employer": "某单位"}),
    Wrong(
        "a woman of 51 whose post is not said", "maybe_past_retirement", "personal_identity",
        {"document_number": identity_number(1, born=date(1975, 2, 1), female=True)},
    ),
    *(Wrong("one mobile number for four", "mobile_shared", "mobile", {"mobile": "13900009999"}) for _ in range(4)),
]  # fmt: skip
"""Likely slips: asked about, not refused."""

ODD: list[Row] = [
    {
        "document_number": f"{identity_number(200)}".translate(
            {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789X"}
        )
    },
    {"document_number": f" {identity_number(201)[:6]} {identity_number(201)[6:14]} {identity_number(201)[14:]} "},
    {"starts_on": date(2026, 11, 3)},
    {"starts_on": 46329},
    {"starts_on": "2026年11月3日"},
    {"starts_on": "20261103"},
    {"starts_on": "2026-11-03 00:00:00", "insured_from": date(2026, 11, 1)},
    {"insured_from": 202611, "mobile": 13800000207},
    {"wage": 9000.5, "probation_months": 3},
    {"wage": "９，０００．５０"},
    {"name": "𠮷㛃"},
    {"name": "阿卜杜拉•艾尔肯"},
    {"name": "Anne-Marie O'Neill"},
    {"document_type": "01", "household_registration": 11, "sex": "1 男", "contract_kind": "CK1"},
    {"document_valid_until": "长期", "residence_address": "朝阳区\n1号楼"},
]
"""Typed oddly, meant clearly: good lines."""

ROW_OF_FIRST_WRONG = 100


@pytest.fixture
def scene(desk: Desk, other_desk: Desk, registry: Registry, pension: Pension) -> dict[str, Row]:
    """The persons of `KNOWN`, by kind, with what is known about them."""
    people = {wrong.kind: good(serial) for serial, wrong in enumerate(KNOWN, 400)}
    rows = list(people.values())
    for row in (rows[0], rows[3], rows[4], rows[2]):
        other_desk.enrol(row)
    desk.enrol(rows[1] | {"wage": "8000.00"})
    numbers = [row["document_number"] for row in rows]
    with audit.action(SYSTEM, "known"):
        Person.objects.filter(document_number=numbers[3]).update(died_on=date(2026, 11, 1))
        Person.objects.filter(document_number=numbers[4]).update(retired_on=date(2026, 11, 1))
        gone = Contract.objects.filter(person__document_number__in=[numbers[2], numbers[3], numbers[4]])
        Coverage.objects.filter(contract__in=gone).update(from_month=202501, to_month=202510)
        Wage.objects.filter(contract_id__in=gone.values("pk")).update(from_month=202501, to_month=202510)
        gone.update(ended_on=date(2025, 10, 31), starts_on=date(2025, 1, 1), insured_from=202501)
    pension.elsewhere[numbers[5]] = "130000"
    registry.unknown.add(numbers[6])
    desk.confirm(desk.single(foreigner(77), proven=True))
    return dict(people)


def rows_of(scene: Mapping[str, Row]) -> list[Row]:
    """300 lines: odd but good ones first, then good ones, from line 101 on wrong ones among good ones."""
    rows: list[Row] = [right(200 + at, TODAY) | dict(typed) for at, typed in enumerate(ODD)]
    rows += [right(serial, TODAY) for serial in range(ROW_OF_FIRST_WRONG - len(ODD))]
    for serial, wrong in enumerate([*WRONG, *SOFT], 220):
        rows.append(right(serial, TODAY, **(dict(scene.get(wrong.kind, {})) | dict(wrong.typed))))
        rows.append(right(serial - 220 + ROW_OF_FIRST_WRONG - len(ODD), TODAY))
    (duplicate,) = (at for at, wrong in enumerate(WRONG) if wrong.code == "duplicate_line")
    rows[ROW_OF_FIRST_WRONG + 2 * duplicate] = rows[50]
    assert len(rows) < LINES
    rows += [right(serial, TODAY, document_number=identity_number(serial, born=date(1988, 8, 8)))
             for serial in range(LINES - len(rows))]  # fmt: skip
    return rows


def line_of(at: int) -> int:
    """The number of the line of the at-th wrong one."""
    return ROW_OF_FIRST_WRONG + 2 * at + 1


def given_back(declaration: Declaration) -> bytes:
    """The marked workbook, as the portal makes it."""
    stored = StoredFile.objects.get(pk=declaration.workbook_id or 0)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "marked.xlsx"
        with open_rows(storage.locate(stored.path), SHEET_COLUMNS, filename=stored.name, everything=True) as rows:
            write_annotated(rows, target, SHEET_COLUMNS, workbooks.problems(declaration.pk))
        return target.read_bytes()


def test_there_are_enough_kinds() -> None:
    assert len({wrong.kind for wrong in WRONG}) >= 60
    assert len({wrong.code for wrong in WRONG}) >= 50


def test_each_wrong_line_is_found_named_and_marked(desk: Desk, scene: dict[str, Row]) -> None:
    checked = desk.batch(workbook(rows_of(scene)))
    assert (checked.state, checked.lines) == (State.CHECKED, LINES)
    hard, soft = found(checked, "hard"), found(checked, "soft")
    wrong_at = {line_of(at): wrong for at, wrong in enumerate(WRONG)}
    missing = {at: wrong for at, wrong in wrong_at.items() if (at, wrong.code, wrong.field) not in hard}
    assert missing == {}
    assert {line for line, _, _ in hard} == wrong_at.keys()
    for at, wrong in enumerate(SOFT, len(WRONG)):
        assert (line_of(at), wrong.code, wrong.field) in soft, wrong
    assert (checked.bad, checked.good) == (len(WRONG), LINES - len(WRONG))
    assert {at for at, state in enumerate(states(checked), 1) if state == "bad"} == wrong_at.keys()
    _is_marked(read_back(given_back(checked)), wrong_at)


def _is_marked(returned: Returned, wrong_at: Mapping[int, Wrong]) -> None:
    for line_no, wrong in wrong_at.items():
        row = line_no + FIRST_ROW - 1
        assert returned.errors[row], wrong
        assert (row, BY_KEY[wrong.field].title) in returned.marked, wrong
    soft = {line_of(at) + FIRST_ROW - 1 for at in range(len(WRONG), len(WRONG) + len(SOFT))}
    assert returned.errors.keys() == {line_no + FIRST_ROW - 1 for line_no in wrong_at} | soft


def test_good_lines_go_on_and_the_repaired_workbook_completes_them(desk: Desk, scene: dict[str, Row]) -> None:
    persons, contracts, coverage, messages = effects()
    first = desk.batch(workbook(rows_of(scene)))
    marked = given_back(first)
    done = desk.confirm(first)
    assert (done.state, done.effective) == (State.PARTLY, LINES - len(WRONG))
    enrolled = done.effective
    assert effects() == (persons + enrolled, contracts + enrolled, coverage + 3 * enrolled, messages + 2 * enrolled)
    fresh = {line_of(at): identity_number(at, born=date(1985, 5, 5)) for at in range(len(WRONG))}
    corrections = {
        line_no + FIRST_ROW - 1: right(line_no % 400, TODAY, document_number=number)
        for line_no, number in fresh.items()
    }
    again = desk.batch(repaired(marked, corrections))
    assert (again.bad, again.good) == (0, len(WRONG)), found(again, "hard")
    assert {at for at, state in enumerate(states(again), 1) if state == "good"} == fresh.keys()
    assert states(again).count("before") == LINES - len(WRONG)
    complete = desk.confirm(again)
    assert (complete.state, complete.effective) == (State.EFFECTIVE, len(WRONG))
    assert effects() == (persons + LINES, contracts + LINES, coverage + 3 * LINES, messages + 2 * LINES)
    assert Contract.objects.filter(employer_id=desk.employer.pk).values("person_id").distinct().count() == LINES + 1
    assert set(Message.objects.values_list("sequence", flat=True)) == {1}
    third = desk.batch(repaired(marked, corrections))
    assert (third.state, states(third)) == (State.EFFECTIVE, ["before"] * LINES)
    assert violations() == []


def test_the_repaired_workbook_may_take_the_place_of_the_first(desk: Desk) -> None:
    first = desk.batch(workbook([good(0), good(1, wage="九千"), good(2)]))
    desk.put(first, repaired(given_back(first), {3: good(1)}))
    done = desk.confirm(desk.submit(first))
    assert (done.state, done.lines, effects()) == (State.EFFECTIVE, 3, (3, 3, 9, 6))


NAMES = [
    "𠮷㛃",
    "王",
    "\U0002a6d6" * 100,
    "阿卜杜拉·艾尔肯",
    "KATHARINA MÜLLER",
    "Anne-Marie O'Neill",
    "A" * 100,
    "㐂䶮",
    "〇一",
]


def test_names_survive_every_way_in_and_out(desk: Desk) -> None:
    for serial, name in enumerate(NAMES):
        assert desk.enrol(good(serial, name=name)).state == State.EFFECTIVE
    rows = [good(serial, name=name, document_number=identity_number(serial, born=date(1991, 1, 1)))
            for serial, name in enumerate(NAMES)]  # fmt: skip
    checked = desk.batch(workbook([*rows, good(300, wage="九千")]))
    returned = read_back(given_back(checked))
    assert [returned.values[row, "姓名"] for row in range(FIRST_ROW, FIRST_ROW + len(NAMES))] == NAMES
    assert desk.confirm(checked).effective == len(NAMES)
    again = desk.batch(given_back(checked))
    assert states(again) == ["before"] * len(NAMES) + ["bad"]
    kept = list(Person.objects.order_by("pk").values_list("name", flat=True))
    assert kept == NAMES * 2
    assert set(Message.objects.values_list("payload__name", flat=True)) == set(NAMES)
    assert "done_before" in codes(again)
    assert name_of(300) == returned.values[FIRST_ROW + len(NAMES), "姓名"]
