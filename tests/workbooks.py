"""Workbooks as clerks send them, right and wrong in every way we know, and reading back what they get in return."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from city.numbers import check_digit
from shebao.documents.spreadsheets.layout import ERROR_TITLE
from shebao.services.lines.columns import Column
from shebao.services.registration.fields import BY_KEY, COLUMNS

FIRST_ROW: Final = 2
"""Row of the first person, as its sender sees it."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes its value."""

    text: str = "=4000+5000"


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell merged with the one above it: it looks filled and holds nothing."""


@dataclass(frozen=True, slots=True)
class Error:
    """A cell that shows an error."""

    text: str = "#N/A"


Typed = str | int | float | bool | date | Formula | Merged | Error | None
Row = Mapping[str, Typed]


def identity_number(serial: int, *, born: date = date(1990, 3, 7), female: bool = False, region: str = "110105") -> str:
    """A well-formed number of somebody who does not exist; `serial` from 0 to 499."""
    first17 = f"{region}{born:%Y%m%d}{serial * 2 + (not female):03d}"
    return first17 + check_digit(first17)


SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN: Final = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"


def name_of(serial: int) -> str:
    """A name for each of 400 serial numbers."""
    return SURNAMES[serial % 20] + GIVEN[serial // 20 % 20]


def right(serial: int, today: date, **changed: Typed) -> dict[str, Typed]:
    """The fields of one right line of a workbook sent on `today`; values of None are left out."""
    first = today.replace(day=1)
    typed: dict[str, Typed] = {
        "name": name_of(serial),
        "document_type": "居民身份证（户口簿）",
        "document_number": identity_number(serial),
        "household_registration": "本地非农业户口（本地城镇）",
        "mobile": f"138{serial:08d}",
        "contract_kind": "劳动合同",
        "term_kind": "固定期限",
        "starts_on": first.isoformat(),
        "ends_on": (first.replace(year=first.year + 3) - timedelta(days=1)).isoformat(),
        "employment_form": "全日制用工",
        "wage": "9000.00",
        "schemes": "养老,失业,工伤",
        "insured_from": f"{first:%Y-%m}",
        "enrolment_reason": "新参保",
        **changed,
    }
    return {key: value for key, value in typed.items() if value is not None}


def leaving(serial: int, **changed: Typed) -> dict[str, Typed]:
    """The fields of a line that ends the contract of the person of a right line; values of None are left out."""
    typed: dict[str, Typed] = {
        "filing_kind": "终止",
        "name": name_of(serial),
        "document_type": "居民身份证（户口簿）",
        "document_number": identity_number(serial),
        "end_reason": "劳动者提前通知解除",
        "stop_reason": "辞职",
        **changed,
    }
    return {key: value for key, value in typed.items() if value is not None}


FOREIGN: Final[Row] = {
    "name": "KATHARINA MÜLLER",
    "document_type": "外国人护照",
    "sex": "女",
    "birth_date": "1990-04-17",
    "nationality": "德国",
    "household_registration": "外国人",
}
TAIWAN: Final[Row] = {
    "name": "林志偉",
    "document_type": "港澳台居民居住证",
    "household_registration": "台湾地区居民",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One kind of wrong line: what is typed instead of the right values, and the finding it gives, at `field`."""

    kind: str
    code: str
    field: str
    typed: Row


def wrong_lines(today: date) -> list[Wrong]:
    """Every kind of line that is wrong by itself, whoever looks at it, for a workbook sent on `today`."""
    return [*_wrong_cells(), *_wrong_numbers(today), *_wrong_names(), *_wrong_persons(today), *_wrong_contracts(today)]


def _wrong_cells() -> list[Wrong]:
    return [
        Wrong("formula cell", "formula_cell", "wage", {"wage": Formula()}),
        Wrong("error cell", "error_cell", "occupation", {"occupation": Error()}),
        Wrong("merged cell", "merged_cell", "wage", {"wage": Merged()}),
        Wrong("truth cell", "truth_cell", "occupation", {"occupation": True}),
        Wrong("required cell empty", "required_missing", "mobile", {"mobile": None}),
        Wrong("required cell blank", "required_missing", "wage", {"wage": "  "}),
        Wrong("unknown code", "code_unknown", "education", {"education": "博士后"}),
        Wrong("unknown document type", "code_unknown", "document_type", {"document_type": "身份证件"}),
        Wrong("invisible character", "invisible_character", "occupation", {"occupation": "工程\u200b师"}),
        Wrong("text too long", "text_too_long", "residence_address", {"residence_address": "北京市" * 50}),
        Wrong("date in words", "date_malformed", "starts_on", {"starts_on": "下月初"}),
        Wrong("no such day", "date_impossible", "ends_on", {"ends_on": "2029-02-29"}),
        Wrong("day out of range", "date_out_of_range", "first_work_date", {"first_work_date": "1012-07-01"}),
        Wrong("no such month", "month_malformed", "insured_from", {"insured_from": "2026-13"}),
        Wrong("month as a number that lost its zero", "month_malformed", "insured_from", {"insured_from": 2026.1}),
        Wrong("wage in words", "amount_malformed", "wage", {"wage": "九千元整"}),
        Wrong("wage with three decimals", "amount_too_precise", "wage", {"wage": 9000.125}),
        Wrong("negative wage", "amount_negative", "wage", {"wage": -9000}),
        Wrong("huge wage", "amount_too_large", "wage", {"wage": "9" * 15}),
        Wrong("wage of zero", "wage_zero", "wage", {"wage": 0}),
        Wrong("probation in words", "number_malformed", "probation_months", {"probation_months": "三个月"}),
        Wrong("mobile number too short", "mobile_malformed", "mobile", {"mobile": 1380013800}),
        Wrong("e-mail without a domain", "email_malformed", "email", {"email": "wang.fang@"}),
        Wrong("postcode too short", "postcode_malformed", "postcode", {"postcode": "1000"}),
        Wrong("unknown scheme", "scheme_unknown", "schemes", {"schemes": "养老,医疗"}),
        Wrong("without injury insurance", "injury_missing", "schemes", {"schemes": "养老,失业"}),
        Wrong("injury insurance only", "schemes_incomplete", "schemes", {"schemes": "工伤"}),
    ]


def _wrong_numbers(today: date) -> list[Wrong]:
    next_year = date(today.year + 1, 1, 1)
    typed: dict[str, tuple[str, Typed]] = {
        "number as a number": ("number_mangled", 110105199003070017),
        "number in scientific writing": ("number_excel_scientific", "1.10105E+17"),
        "number rounded by Excel": ("number_excel_rounded", "110105199003070000"),
        "number of 15 digits": ("number_old_15", "110105900307001"),
        "number of 15 digits as a number": ("number_old_15", 110105900307003),
        "number of 17 digits": ("number_length", "11010519900307001"),
        "wrong check digit": ("number_checksum", "110105199003070018"),
        "letter in the number": ("number_characters", "11010519900307O017"),
        "no such province": ("number_region", identity_number(1, region="000105")),
        "no such birthday": ("number_birth", "11010519901307001" + check_digit("11010519901307001")),
        "born in the future": ("number_birth_future", identity_number(1, born=next_year)),
        "residence permit as identity card": ("number_is_residence_permit", identity_number(1, region="810000")),
        "permanent card as identity card": ("number_is_permanent_card", identity_number(1, region="911840")),
    }
    return [Wrong(kind, code, "document_number", {"document_number": value}) for kind, (code, value) in typed.items()]


def _wrong_names() -> list[Wrong]:
    typed = {
        "name too long": ("name_too_long", "王" * 101),
        "sign in the name": ("name_characters", "王@芳"),
        "direction mark in the name": ("name_invisible", "王\u202e芳"),
        "question mark for a rare character": ("name_placeholder", "王?"),
        "dot at the end of the name": ("name_dot", "阿依古丽·"),
    }
    return [Wrong(kind, code, "name", {"name": value}) for kind, (code, value) in typed.items()]


def _wrong_persons(today: date) -> list[Wrong]:
    child = identity_number(8, born=today.replace(year=today.year - 15, day=1))
    old = identity_number(8, born=date(today.year - 66, 1, 1))
    yesterday = (today - timedelta(days=1)).isoformat()
    later = date(today.year + 4, 1, 1).isoformat()
    return [
        Wrong("other birthday", "birth_differs", "birth_date", {"birth_date": "1990-03-08"}),
        Wrong("other sex", "sex_differs", "sex", {"sex": "女"}),
        Wrong("too young", "too_young", "birth_date", {"document_number": child}),
        Wrong("past retirement", "past_retirement", "birth_date", {"document_number": old}),
        Wrong("expired document", "document_expired", "document_valid_until", {"document_valid_until": yesterday}),
        Wrong("other household", "household_differs", "household_registration", {"household_registration": "外国人"}),
        Wrong("other nationality", "nationality_differs", "nationality", {"nationality": "法国"}),
        Wrong("document not for enrolment", "document_not_for_enrolment", "document_type",
              {"document_type": "残疾人证", "document_number": "残京0105第1号"}),
        Wrong("foreigner without nationality", "nationality_missing", "nationality",
              {**FOREIGN, "document_number": "C4F7K2N91", "nationality": None, "document_valid_until": later}),
        Wrong("foreigner without birthday", "birth_missing", "birth_date",
              {**FOREIGN, "document_number": "C4F7K2N92", "birth_date": None, "document_valid_until": later}),
        Wrong("foreigner without proof", "proof_missing", "document_type",
              {**FOREIGN, "document_number": "C4F7K2N93", "document_valid_until": later}),
        Wrong("Taiwan resident without validity", "validity_missing", "document_valid_until",
              {**TAIWAN, "document_number": identity_number(9, region="830000")}),
    ]  # fmt: skip


def _wrong_contracts(today: date) -> list[Wrong]:
    first = today.replace(day=1)
    next_month, last_month = (first + timedelta(days=31)).replace(day=1), (first - timedelta(days=1)).replace(day=1)
    short = (first + timedelta(days=80)).isoformat()
    return [
        Wrong("fixed term without end", "end_missing", "ends_on", {"ends_on": None}),
        Wrong("open-ended with an end", "end_not_wanted", "ends_on", {"term_kind": "无固定期限"}),
        Wrong("end before start", "ends_before_start", "ends_on", {"ends_on": last_month.isoformat()}),
        Wrong("contract over already", "already_ended", "ends_on",
              {"starts_on": last_month.isoformat(), "ends_on": (today - timedelta(days=1)).isoformat()}),
        Wrong("start in the future", "starts_in_future", "starts_on", {"starts_on": next_month.isoformat()}),
        Wrong("start month in the future", "month_in_future", "insured_from", {"insured_from": f"{next_month:%Y-%m}"}),
        Wrong("start month too far back", "month_too_early", "insured_from",
              {"starts_on": last_month.isoformat(), "insured_from": f"{last_month:%Y-%m}"}),
        Wrong("insured before the contract", "insured_before_contract", "insured_from",
              {"insured_from": f"{last_month:%Y-%m}"}),
        Wrong("probation too long", "probation_too_long", "probation_months", {"probation_months": 7}),
        Wrong("probation in a short contract", "probation_not_allowed", "probation_months",
              {"ends_on": short, "probation_months": "1"}),
        Wrong("dispatch without a using employer", "using_employer_missing", "using_employer",
              {"employment_form": "劳务派遣用工"}),
        Wrong("first work after the contract", "first_work_after_start", "first_work_date",
              {"first_work_date": next_month.isoformat()}),
    ]  # fmt: skip


def workbook(
    rows: Sequence[Row], *, titles: Mapping[str, str] | None = None, columns: Sequence[Column] = COLUMNS
) -> bytes:
    """An .xlsx with the template's header and one row a person; `titles` gives columns another heading."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "劳动合同批量申报"
    for place, column in enumerate(columns, 1):
        sheet.cell(1, place, (titles or {}).get(column.key, column.title))
    for at, row in enumerate(rows, FIRST_ROW):
        for place, column in enumerate(columns, 1):
            _put(sheet, at, place, row.get(column.key))
    return _bytes(book)


def csv(rows: Sequence[Mapping[str, str]], encoding: str = "utf-8") -> bytes:
    """The same as .csv."""
    lines = [",".join(column.title for column in COLUMNS)]
    lines += [",".join(_quoted(row.get(column.key, "")) for column in COLUMNS) for row in rows]
    return "\r\n".join(lines).encode(encoding)


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text else text


@dataclass(frozen=True, slots=True)
class Returned:
    """A workbook given back: what its error column says by row, and the cells marked, as (row, title)."""

    errors: dict[int, str]
    marked: set[tuple[int, str]]
    values: dict[tuple[int, str], object]


def read_back(content: bytes) -> Returned:
    """What a clerk sees in the workbook that came back."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    titles = {place: str(sheet.cell(1, place).value) for place in range(1, sheet.max_column + 1)}
    if titles[1] != ERROR_TITLE:
        raise AssertionError("no error column in front")
    returned = Returned({}, set(), {})
    for row in range(FIRST_ROW, sheet.max_row + 1):
        for place, title in titles.items():
            _take(sheet, row, place, title, returned)
    return returned


def _take(sheet: Worksheet, row: int, place: int, title: str, returned: Returned) -> None:
    cell = sheet.cell(row, place)
    if title == ERROR_TITLE:
        if cell.value:
            returned.errors[row] = str(cell.value)
        return
    returned.values[row, title] = cell.value
    if cell.fill.fgColor.rgb == "FFFFC7CE":
        returned.marked.add((row, title))


def repaired(content: bytes, corrections: Mapping[int, Row]) -> bytes:
    """The workbook that came back with the rows in `corrections` typed anew, as a clerk would save it."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    places = {str(sheet.cell(1, place).value): place for place in range(1, sheet.max_column + 1)}
    for row, typed in corrections.items():
        for key, column in BY_KEY.items():
            _put(sheet, row, places[column.title], typed.get(key))
    return _bytes(book)


def _put(sheet: Any, row: int, place: int, typed: Typed) -> None:
    match typed:
        case Merged():
            sheet.merge_cells(start_row=row - 1, end_row=row, start_column=place, end_column=place)
        case Formula(text) | Error(text):
            sheet.cell(row, place).value = text
        case _:
            sheet.cell(row, place).value = typed
            if isinstance(typed, str):
                sheet.cell(row, place).number_format = "@"
                sheet.cell(row, place).data_type = "s"


def _bytes(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
