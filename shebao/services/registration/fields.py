"""The columns of 「劳动合同批量申报」: what a row is for, then the fields of an addition, then those of an ending."""

from enum import StrEnum
from typing import Final

from shebao.services.enrolment.fields import COLUMNS as ADDING
from shebao.services.lines.columns import Column
from shebao.services.withdrawal.fields import COLUMNS as ENDING


class Section(StrEnum):
    """What stands before the fields of either kind."""

    FILING = "申报信息"


NEW: Final = "新增"
END: Final = "终止"
KINDS: Final = {NEW: NEW, "增员": NEW, END: END, "减员": END, "解除": END}
"""Every way to write 申报类型."""

FILING_KIND: Final = Column(
    "filing_kind", "申报类型", Section.FILING, example=NEW, width=10, most=8,
    help="新增或终止，不填为新增。终止的行只需填写姓名、证件类型、证件号码和最后三列。",
)  # fmt: skip

_SHARED: Final = {column.key for column in ADDING}
ONLY_ENDING: Final = tuple(column for column in ENDING if column.key not in _SHARED)
COLUMNS: Final[tuple[Column, ...]] = (FILING_KIND, *ADDING, *ONLY_ENDING)
BY_KEY: Final = {column.key: column for column in COLUMNS}
REQUIRED: Final = frozenset(column.key for column in ADDING if column.required)
"""Columns that a workbook must have; those of an ending may be missing, so that older workbooks are still read."""
