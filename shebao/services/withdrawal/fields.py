"""Every field of an ending, described once: form, template, reading and explanation sheet come from here."""

from enum import StrEnum
from typing import Final

from shebao.services.lines.columns import Column, Kind


class Section(StrEnum):
    """Parts of the form, in order."""

    PERSON = "人员"
    END = "解除劳动关系信息"


P, E = Section.PERSON, Section.END

COLUMNS: Final[tuple[Column, ...]] = (
    Column("name", "姓名", P, Kind.NAME, True, most=100),
    Column("document_type", "证件类型", P, Kind.CODE, True, "document_type"),
    Column("document_number", "证件号码", P, Kind.DOCUMENT, True, most=32),
    Column("ended_on", "解除劳动关系日期", E, Kind.DATE, True, example="2026-10-31", width=18,
           aliases=("解除日期", "终止日期", "离职日期"), help="终止时填写；不能晚于申报当日，解除当月仍须缴费。"),
    Column("end_reason", "解除劳动关系原因", E, Kind.CODE, True, "contract_end_reason", width=26,
           example="劳动者提前通知解除", aliases=("解除原因",), help="终止时填写；影响失业保险金的申领，请如实填写。"),
    Column("stop_reason", "停止缴费原因", E, Kind.CODE, False, "stop_reason", width=26, example="辞职",
           help="终止时填写，不填时按解除劳动关系原因确定；当月误增且无事实劳动关系的，须选“法律、法规规定的其他情形”。"),
)  # fmt: skip

BY_KEY: Final = {column.key: column for column in COLUMNS}
KEYS: Final = tuple(BY_KEY)
GENERATE: Final = "generate_month"
"""Key in the payload of a filing under which 「生成当月缴费」 was chosen, for all of its lines that need it."""
