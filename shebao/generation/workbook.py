"""Workbooks to import: persons of the city who are not insured yet, one line in a hundred wrong, in many ways."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path

import xlsxwriter

from city.people import Person, ordinary
from shebao.documents.spreadsheets.template import WORKBOOK_OPTIONS, header_formats
from shebao.generation.jobs import OCCUPATIONS
from shebao.generation.people import CITIZEN, DOCUMENTS_VALID_UNTIL, people_at
from shebao.law import law
from shebao.services.enrolment.fields import COLUMNS
from shebao.services.lines.columns import Column

EVERY, WHICH = 100, 7
"""Of so many lines the one with that remainder is wrong."""

Row = dict[str, str | float]


def applicants(seed: int, first_place: int, today: date) -> Iterator[Person]:
    """Citizens at the places from `first_place` on: nobody generated so far if the city ends before it.

    They may be employed from the first day of this month on, when the contracts of a workbook begin.
    """
    first_day = today.replace(day=1)
    for start in count(first_place, 1_000):
        for person in people_at(seed, start, 1_000, today):
            if person.document_type == CITIZEN and ordinary(person, first_day):
                yield person


def rows(seed: int, first_place: int, lines: int, today: date) -> Iterator[Row]:
    """The lines of a workbook as text and numbers by the keys of the fields."""
    before: Row = {}
    for index, person in enumerate(islice(applicants(seed, first_place, today), lines)):
        row = row_of(person, index, today)
        if index % EVERY == WHICH:
            MISTAKES[index // EVERY % len(MISTAKES)](row, before)
        before = row
        yield row


def wrong_lines(lines: int) -> int:
    """How many of so many lines are wrong."""
    return (lines - WHICH - 1) // EVERY + 1 if lines > WHICH else 0


def row_of(person: Person, index: int, today: date) -> Row:
    """One line without mistakes, codes as codes: a contract of three years that began this month."""
    start = today.replace(day=min(today.day, 1 + index % 20))
    return {
        "name": person.name,
        "document_type": person.document_type,
        "document_number": person.number,
        "sex": person.sex,
        "birth_date": person.birth.isoformat(),
        "ethnic": person.ethnic,
        "household_registration": person.household,
        "household_address": person.household_address,
        "residence_address": person.address,
        "mobile": person.mobile,
        "education": person.education,
        "personal_identity": "4" if person.cadre else "1",
        "contract_kind": "CK1",
        "term_kind": "CT1",
        "signing": "CS1",
        "starts_on": start.isoformat(),
        "ends_on": (start.replace(year=start.year + 3) - timedelta(days=1)).isoformat(),
        "probation_months": "3",
        "employment_form": "EF1",
        "occupation": OCCUPATIONS[index % len(OCCUPATIONS)],
        "wage": float(person.wage),
        "schemes": "110,210,410",
        "insured_from": f"{today:%Y-%m}",
        "enrolment_reason": "ER1",
        "medical_category": "MP1",
        **({} if person.document_type == CITIZEN else _from_outside(person)),
    }


def _from_outside(person: Person) -> Row:
    return {"nationality": person.nationality, "document_valid_until": DOCUMENTS_VALID_UNTIL}


def payload_of(row: Row) -> dict[str, str]:
    """The row as a clerk types it into the form."""
    typed = {key: f"{value:.2f}" if isinstance(value, float) else value for key, value in row.items()}
    return {column.key: typed.get(column.key, "") for column in COLUMNS} | {"shared_lookup": ""}


def _wrong_check_digit(row: Row, _before: Row) -> None:
    number = str(row["document_number"])
    row["document_number"] = number[:17] + ("1" if number[17] != "1" else "2")


def _next_month(row: Row, _before: Row) -> None:
    year, month = (int(part) for part in str(row["insured_from"]).split("-"))
    row["insured_from"] = f"{year + month // 12}-{month % 12 + 1:02d}"


def _same_as_before(row: Row, before: Row) -> None:
    row.update({key: before[key] for key in ("name", "document_number", "sex", "birth_date", "mobile")})


def _other(key: str, value: str | float) -> Callable[[Row, Row], None]:
    def mistake(row: Row, _before: Row) -> None:
        row[key] = value

    return mistake


MISTAKES: tuple[Callable[[Row, Row], None], ...] = (
    _wrong_check_digit,
    _other("name", "无名氏"),  # not the name that shared data knows
    _other("wage", ""),
    _other("wage", 0.0),
    _next_month,
    _other("ends_on", "2001-01-01"),
    _other("household_registration", "火星户口"),
    _other("starts_on", "不详"),
    _other("mobile", "12345"),
    _other("schemes", "110,210"),
    _same_as_before,
    _other("contract_kind", "口头约定"),
)


def write(path: Path, seed: int, first_place: int, lines: int, today: date) -> None:
    """Write a workbook of so many persons from `first_place` on."""
    write_rows(path, rows(seed, first_place, lines, today))


def write_rows(path: Path, lines: Iterable[Row]) -> None:
    """Write a workbook with the template's titles, its texts shared as a spreadsheet program shares them."""
    partial = path.with_suffix(".partial")
    book = xlsxwriter.Workbook(str(partial), dict(WORKBOOK_OPTIONS))
    sheet = book.add_worksheet("劳动合同批量申报")
    formats = header_formats(book)
    for place, column in enumerate(COLUMNS):
        title = f"*{column.title}" if column.required else column.title
        sheet.write_string(0, place, title, formats[column.required])
    for number, row in enumerate(lines, 1):
        for place, column in enumerate(COLUMNS):
            _write_cell(sheet, number, place, _as_chosen(column, row.get(column.key, "")))
    book.close()
    partial.rename(path)


def _as_chosen(column: Column, value: str | float) -> str | float:
    """A code as its name in the template's list."""
    return law().codes(column.table).name_of(value) if column.table and isinstance(value, str) else value


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, place: int, value: str | float) -> None:
    if isinstance(value, float):
        sheet.write_number(row, place, value)
    elif value:
        sheet.write_string(row, place, value)
