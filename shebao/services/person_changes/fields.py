"""What may be changed, each item described once: form, template, reading and explanation sheet come from here."""

from enum import StrEnum
from typing import Final

from shebao.services.lines.columns import Column, Kind


class Section(StrEnum):
    """Parts of a line."""

    PERSON = "人员"
    VALUES = "变更后的信息"


P, V = Section.PERSON, Section.VALUES

WHO: Final[tuple[Column, ...]] = (
    Column("name", "姓名", P, Kind.NAME, True, most=100, example="王建国", aliases=("职工姓名", "员工姓名"),
           help="填写系统现在登记的姓名。变更姓名、证件号码的，请在网上逐人申请。"),
    Column("document_type", "证件类型", P, Kind.CODE, True, "document_type", example="居民身份证（户口簿）", width=22),
    Column("document_number", "证件号码", P, Kind.DOCUMENT, True, most=32, example="110101199003077635", width=24,
           aliases=("身份证号", "身份证号码", "公民身份号码"), help="单元格须为文本格式，18位号码不能存为数字。"),
)  # fmt: skip
"""Whose data are changed."""

ITEMS: Final[tuple[Column, ...]] = (
    Column("name", "姓名", V, Kind.NAME, most=100, help="与证件一致；间隔号用“·”。"),
    Column("name_pinyin", "姓名全拼", V, most=400, help="不填的，按姓名读音填写。"),
    Column("has_rare_character", "是否存在生僻字", V, Kind.CODE, table="rare_character",
           help="不选的，由系统按姓名判断。"),
    Column("document_type", "证件类型", V, Kind.CODE, table="document_type"),
    Column("document_number", "证件号码", V, Kind.DOCUMENT, most=32),
    Column("social_security_number", "社会保障号码", V, most=32),
    Column("document_valid_until", "证件有效期止", V, Kind.DATE, help="长期有效的不填。"),
    Column("birth_date", "出生日期", V, Kind.DATE, help="不填的，按证件号码填写。"),
    Column("sex", "性别", V, Kind.CODE, table="sex", help="不选的，按证件号码填写。"),
    Column("ethnic", "民族", V, Kind.CODE, table="ethnic_group"),
    Column("nationality", "国籍或地区", V, Kind.CODE, table="country"),
    Column("household_registration", "户口性质", V, Kind.CODE, table="household_registration"),
    Column("payer_category", "缴费人员类别", V, Kind.CODE, table="payer_category"),
    Column("household_address", "户籍地址", V, most=128),
    Column("first_work_date", "参加工作日期", V, Kind.DATE),
    Column("personal_identity", "个人身份", V, Kind.CODE, table="personal_identity"),
    Column("mobile", "手机号码", V, Kind.MOBILE, most=20, example="13800138000", aliases=("手机", "联系电话")),
    Column("residence_address", "居住地址", V, most=128, example="北京市朝阳区示例路2号", width=28,
           aliases=("联系地址", "居住（联系）地址")),
    Column("postcode", "邮政编码", V, Kind.POSTCODE, most=6, example="100020", width=10, aliases=("邮编",)),
    Column("email", "电子邮件", V, Kind.EMAIL, most=100, example="name@example.com", width=22, aliases=("邮箱",)),
    Column("education", "文化程度", V, Kind.CODE, table="education", example="大学本科", aliases=("学历",)),
)  # fmt: skip
"""Keys are those of the law data's table change_item; all but payer_category are columns of the person too."""

BY_KEY: Final = {column.key: column for column in ITEMS}
BATCH: Final = ("mobile", "residence_address", "postcode", "email", "education")
"""Items that a workbook may change: those that need neither proof nor review."""
COLUMNS: Final = (*WHO, *(BY_KEY[key] for key in BATCH))
"""The columns of the workbook."""

CATEGORY: Final = "payer_category"
INITIALS: Final = "name_initials"
"""Changed with the spelling of the name; nobody types it."""
DERIVED: Final = ("social_security_number", CATEGORY)
"""Items that follow from others and are never typed."""
CLEARED: Final = ("document_valid_until", "postcode", "email")
"""Items that may be changed to nothing."""

PERSON: Final = "person"
CHOSEN: Final = "items"
"""In the payload of a filing by page: the ticked items, with commas."""
NEW: Final = "new-"
"""In the payload of a filing by page: before the item, what was typed for it."""
REASON: Final = "reason"
MATERIALS: Final = "materials"
"""The field that findings about papers are about."""
