"""The fields of a declared wage, described once: template, reading and explanation sheet come from here."""

from enum import StrEnum
from typing import Final

from shebao.services.lines.columns import Column, Kind


class Section(StrEnum):
    """Parts of a line."""

    PERSON = "人员"
    WAGE = "缴费工资"


P, W = Section.PERSON, Section.WAGE

COLUMNS: Final[tuple[Column, ...]] = (
    Column("name", "姓名", P, Kind.NAME, True, most=100, example="王建国", aliases=("职工姓名", "员工姓名")),
    Column("document_type", "证件类型", P, Kind.CODE, True, "document_type", example="居民身份证（户口簿）", width=22),
    Column("document_number", "证件号码", P, Kind.DOCUMENT, True, most=32, example="110101199003077635", width=24,
           aliases=("身份证号", "身份证号码", "公民身份号码"), help="单元格须为文本格式，18位号码不能存为数字。"),
    Column("year", "缴费年度", W, Kind.YEAR, False, most=10, example="2024", width=10, help="不填为当前缴费年度。"),
    Column("wage", "申报月平均工资", W, Kind.MONEY, True, most=20, example="9000.00", width=18,
           aliases=("新月缴费工资", "月平均工资", "上年月平均工资", "缴费工资"),
           help="上一年1月至12月的税前月平均工资；上一年没有在本单位领取工资的，填写首月工资。单位：元，最多两位小数。"),
)  # fmt: skip

BY_KEY: Final = {column.key: column for column in COLUMNS}
KEYS: Final = tuple(BY_KEY)

CURRENT_WAGE: Final = "现月缴费工资"
"""Title of the column that the template fills in to compare with; it is not read."""
