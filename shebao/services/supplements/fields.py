"""The fields of a line, described once: form, template, reading and explanation sheet come from here."""

from enum import StrEnum
from typing import Final

from shebao.services.lines.columns import Column, Kind


class Section(StrEnum):
    """Parts of a line."""

    PERSON = "人员"
    MONTHS = "补缴月份"


P, M = Section.PERSON, Section.MONTHS

COLUMNS: Final[tuple[Column, ...]] = (
    Column("name", "姓名", P, Kind.NAME, True, most=100, example="王建国", aliases=("职工姓名", "员工姓名")),
    Column("document_type", "证件类型", P, Kind.CODE, True, "document_type", example="居民身份证（户口簿）", width=22),
    Column("document_number", "证件号码", P, Kind.DOCUMENT, True, most=32, example="110101199003077635", width=24,
           aliases=("身份证号", "身份证号码", "公民身份号码"), help="单元格须为文本格式，18位号码不能存为数字。"),
    Column("household_registration", "户口性质", P, Kind.CODE, True, "household_registration",
           example="本地非农业户口（本地城镇）", width=24, aliases=("户籍性质",),
           help="补缴月份的户口性质，决定当月适用的费率和上下限。"),
    Column("first_month", "补缴起始年月", M, Kind.MONTH, True, most=20, example="2023-08", width=14),
    Column("last_month", "补缴终止年月", M, Kind.MONTH, False, most=20, example="2023-09", width=14,
           help="只补缴一个月的可以不填。批量申报只能补缴三个月以内的月份。"),
    Column("wage", "月缴费工资", M, Kind.MONEY, True, most=20, example="9000.00", width=14,
           aliases=("缴费工资", "补缴工资"), help="补缴月份的工资，单位：元，最多两位小数。各月不同的，分行填写。"),
    Column("schemes", "补缴险种", M, Kind.SCHEMES, False, most=40, example="养老、失业、工伤", width=18,
           help="不填为养老、失业、工伤。"),
)  # fmt: skip

BY_KEY: Final = {column.key: column for column in COLUMNS}
KEYS: Final = tuple(BY_KEY)
PERSON_COLUMNS: Final = tuple(
    Column(one.key, one.title, one.section, one.kind, one.key != "household_registration", one.table, one.most)
    for one in COLUMNS
    if one.section is P
)
"""What a filing by page begins with: who it is. Months, wages and 户口性质 are chosen when the months are known."""

MONTHS: Final = "months"
"""In the payload of a filing by page: the ticked months, YYYYMM with commas."""
WAGE: Final = "wage-"
"""In the payload of a filing by page: before the month, the wage as typed for it."""
SCHEMES: Final = "schemes"
MATERIALS: Final = "materials"
"""The field that findings about papers are about."""
