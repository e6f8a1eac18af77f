"""Rows and payloads of people who may be enrolled, on the day on which these tests play."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

from shebao.documents.spreadsheets.cells import Cell
from shebao.law import law
from shebao.services.enrolment.fields import COLUMNS, KEYS, Kind
from shebao.services.enrolment.reading import offered
from shebao.services.enrolment.shape import ShapedLine, Shaper
from tests.workbooks import identity_number

NOW: Final = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY: Final = date(2026, 11, 23)
SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN: Final = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"


def name_of(serial: int) -> str:
    """A name for each of 400 serial numbers."""
    return SURNAMES[serial % 20] + GIVEN[serial // 20 % 20]


def good(serial: int = 0, **changed: object) -> dict[str, str]:
    """The fields of one right line, as typed; values of None are left out."""
    typed: dict[str, object] = {
        "name": name_of(serial),
        "document_type": "居民身份证（户口簿）",
        "document_number": identity_number(serial),
        "household_registration": "本地非农业户口（本地城镇）",
        "mobile": f"138{serial:08d}",
        "contract_kind": "劳动合同",
        "term_kind": "固定期限",
        "starts_on": "2026-11-02",
        "ends_on": "2029-11-01",
        "employment_form": "全日制用工",
        "wage": "9000.00",
        "schemes": "养老,失业,工伤",
        "insured_from": "2026-11",
        "enrolment_reason": "新参保",
        **changed,
    }
    return {key: value for key, value in typed.items() if value is not None}  # type: ignore[misc]


def foreigner(serial: int = 0, **changed: object) -> dict[str, str]:
    """A right line of a foreigner with a passport."""
    return good(
        serial,
        **{
            "name": "KATHARINA MÜLLER",
            "document_type": "外国人护照",
            "document_number": f"C4F7K2{serial:03d}",
            "sex": "女",
            "birth_date": "1990-04-17",
            "nationality": "德国",
            "document_valid_until": "2031-05-01",
            "household_registration": "外国人",
            **changed,
        },
    )


def taiwan(serial: int = 0, **changed: object) -> dict[str, str]:
    """A right line of a Taiwan resident with a residence permit."""
    return good(
        serial,
        **{
            "name": "林志偉",
            "document_type": "港澳台居民居住证",
            "document_number": identity_number(serial, region="830000"),
            "document_valid_until": "2029-01-01",
            "household_registration": "台湾地区居民",
            **changed,
        },
    )


def coded(typed: dict[str, str]) -> dict[str, str]:
    """The same as the form sends it: codes instead of their names."""
    tables = {column.key: column.table for column in COLUMNS if column.kind is Kind.CODE}
    by_name = {
        key: {entry.name: code for code, entry in offered(law(), table, TODAY).items()} for key, table in tables.items()
    }
    return (
        typed | {key: names[typed[key]] for key, names in by_name.items() if key in typed} | {"schemes": "110,210,410"}
    )


def shaped(typed: Mapping[str, Cell], line_no: int = 1) -> ShapedLine:
    """The line as the shaper reads it; cells may be any kind of cell."""
    return Shaper(law(), TODAY).shape(line_no, line_no + 1, [typed.get(key) for key in KEYS])
