"""Every field of an enrolment, described once: form, template, reading and explanation sheet come from here."""

from enum import StrEnum

from shebao.services.lines.columns import Column, Kind


class Section(StrEnum):
    """Parts of the form, in order."""

    PERSON = "人员基本信息"
    CONTRACT = "劳动合同信息"
    INSURANCE = "参保信息"


P, C, I = Section.PERSON, Section.CONTRACT, Section.INSURANCE  # noqa: E741 - three letters that head the table below

COLUMNS: tuple[Column, ...] = (
    Column("name", "姓名", P, Kind.NAME, True, most=100, example="王建国", aliases=("职工姓名", "员工姓名"),
           help="与证件一致；间隔号用“·”，外国人按护照填写英文姓名。"),
    Column("document_type", "证件类型", P, Kind.CODE, True, "document_type", example="居民身份证（户口簿）", width=22),
    Column("document_number", "证件号码", P, Kind.DOCUMENT, True, most=32, example="110101199003077635", width=24,
           aliases=("身份证号", "身份证号码", "公民身份号码"), help="单元格须为文本格式，18位号码不能存为数字。"),
    Column("sex", "性别", P, Kind.CODE, False, "sex", example="男", width=8, help="居民身份证号码已含性别，可不填。"),
    Column("birth_date", "出生日期", P, Kind.DATE, example="1990-03-07", help="居民身份证号码已含出生日期，可不填。"),
    Column("ethnic", "民族", P, Kind.CODE, False, "ethnic_group", example="汉族"),
    Column("nationality", "国籍或地区", P, Kind.CODE, False, "country", example="中国",
           help="港澳台居民、外国人必须填写。"),
    Column("document_valid_until", "证件有效期止", P, Kind.DATE, example="2035-08-01",
           help="长期有效的不填；港澳台居民、外国人必须填写。"),
    Column("household_registration", "户口性质", P, Kind.CODE, True, "household_registration",
           example="本地非农业户口（本地城镇）", width=26, aliases=("户籍性质",)),
    Column("household_address", "户籍地址", P, most=128, example="北京市西城区示例街1号", width=28),
    Column("residence_address", "居住地址", P, most=128, example="北京市朝阳区示例路2号", width=28,
           aliases=("联系地址", "居住（联系）地址")),
    Column("postcode", "邮政编码", P, Kind.POSTCODE, most=6, example="100020", width=10, aliases=("邮编",)),
    Column("mobile", "手机号码", P, Kind.MOBILE, True, most=20, example="13800138000", aliases=("手机", "联系电话")),
    Column("email", "电子邮件", P, Kind.EMAIL, most=100, example="name@example.com", width=22, aliases=("邮箱",)),
    Column("education", "文化程度", P, Kind.CODE, False, "education", example="大学本科", aliases=("学历",)),
    Column("personal_identity", "个人身份", P, Kind.CODE, False, "personal_identity", example="工人",
           help="用于确定女职工退休年龄。"),
    Column("first_work_date", "参加工作日期", P, Kind.DATE, example="2012-07-01"),
    Column("contract_kind", "合同类型", C, Kind.CODE, True, "contract_kind", example="劳动合同"),
    Column("term_kind", "合同期限类型", C, Kind.CODE, True, "contract_term", example="固定期限"),
    Column("signing", "合同签订方式", C, Kind.CODE, False, "signing", example="初签"),
    Column("starts_on", "合同开始日期", C, Kind.DATE, True, example="2026-11-02"),
    Column("ends_on", "合同终止日期", C, Kind.DATE, example="2029-11-01",
           help="固定期限合同必须填写，无固定期限合同不填。"),
    Column("probation_months", "试用期月数", C, Kind.NUMBER, most=2, example="3", width=10, aliases=("试用期",),
           help="没有试用期的填0或不填。"),
    Column("employment_form", "用工形式", C, Kind.CODE, True, "employment_form", example="全日制用工"),
    Column("occupation", "岗位（工种）", C, most=64, example="软件工程师", aliases=("岗位", "工种", "岗位/工种")),
    Column("using_employer", "用工单位名称", C, most=128, width=24, help="劳务派遣人员必须填写。"),
    Column("wage", "月缴费工资", I, Kind.MONEY, True, most=20, example="9000.00",
           aliases=("缴费工资", "月工资", "申报月均工资收入（元）"), help="单位：元，最多两位小数。"),
    Column("schemes", "参保险种", I, Kind.SCHEMES, most=40, example="养老，失业，工伤", width=18,
           help="不填为养老、失业、工伤全部参加；医疗、生育由系统自动同步。"),
    Column("insured_from", "参保起始年月", I, Kind.MONTH, True, example="2026-11",
           help="合同开始且申报的当月；更早的月份请办理补缴。"),
    Column("enrolment_reason", "增员原因", I, Kind.CODE, True, "enrolment_reason", example="新参保"),
    Column("medical_category", "医疗参保人员类别", I, Kind.CODE, False, "medical_person_category", example="在职职工",
           width=18),
)  # fmt: skip

BY_KEY = {column.key: column for column in COLUMNS}
KEYS = tuple(BY_KEY)
