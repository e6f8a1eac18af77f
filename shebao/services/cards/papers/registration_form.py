"""What 「个人信息登记表」 says of each person. What is not known stays empty, to be filled in by hand."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from shebao.documents.papers.drawing import draw
from shebao.employers.models import Employer
from shebao.kernel.money import show
from shebao.law import law
from shebao.law.card_photos import PhotoSpec
from shebao.services.cards.papers.people import FormPerson

TEMPLATE: Final = Path(__file__).parent / "registration_form.typ"
MOST: Final = 100
"""Persons in one file."""
_ORGANISATION: Final = slice(8, 17)
"""Where the organisation code (组织机构代码) stands in 统一社会信用代码, GB 32100."""
_TENTHS_OF_A_MILLIMETRE: Final = 254
"""In an inch."""
_SCHEMES: Final = ("110", "210", "410", "510", "310")
"""In the order of the form."""
_MEDICAL: Final = "medical"
_PASSPORT, _PERMANENT = "08", "07"

Field = list[str]
"""A label, and what stands beside it."""


def registration_forms(employer: Employer, people: Sequence[FormPerson], spec: PhotoSpec) -> bytes:
    """The PDF with a page for each person; the same persons give the same bytes. Raises CannotDraw."""
    return draw(TEMPLATE, facts_of(employer, people, spec))


def facts_of(employer: Employer, people: Sequence[FormPerson], spec: PhotoSpec) -> dict[str, Any]:
    """What the template prints, as texts."""
    heading = _("北京市社会保险个人信息登记表")
    return {
        "title": heading,
        "heading": heading,
        "author": employer.name,
        "employer": [
            [_("填报单位（公章）"), employer.name],
            [_("组织机构代码"), employer.credit_code[_ORGANISATION]],
            [_("社会保险登记号"), employer.credit_code],
        ],
        "photo": _photo(spec),
        "people": [_person(one) for one in people],
        "foreign_title": _("外籍人员"),
        "promise": _("本人承诺：以上信息真实、准确、完整，所附照片为本人近照。如有不实，由本人承担相应的责任。"),
        "signed": [_("参保人签字"), _("日期")],
        "filed": [_("单位负责人"), _("单位经办人"), _("社保经办人员（签章）")],
        "seal": _("单位公章"),
        "days": [_("填报日期"), _("办理日期")],
        "day": _("      年    月    日"),
        "note": _("注：带“*”的为必填项。已登记的信息由系统打印，空白处请用黑色签字笔填写。"),
    }


def _photo(spec: PhotoSpec) -> dict[str, Any]:
    """The box for the photo, of the size that it has at the resolution of the specification."""
    wide, high = (_millimetres(pixels, spec.dpi) for pixels in (spec.width, spec.height))
    size = _("%(wide)d×%(high)d 毫米") % {"wide": wide, "high": high}
    return {"wide": wide, "high": high, "words": [_("照片粘贴处"), size, _("白色背景、免冠")]}


def _millimetres(pixels: int, dpi: int) -> int:
    """So many pixels in whole millimetres, rounded half up."""
    return (pixels * _TENTHS_OF_A_MILLIMETRE + 5 * dpi) // (10 * dpi)


def _person(one: FormPerson) -> dict[str, Any]:
    codes = law().codes
    return {
        "schemes": _schemes(one),
        "schemes_label": _("*参加险种"),
        "beside_photo": [
            [_("*姓名"), one.name, _("*公民身份号码（社会保障号码）"), one.social_security_number],
            [_("*性别"), codes("sex").name_of(one.sex), _("*出生日期"), _day(one.birth_date)],
            [
                _("*民族"),
                _name("ethnic_group", one.ethnic),
                _("*国家/地区"),
                codes("country").name_of(one.nationality),
            ],
            [
                _("*个人身份"),
                _name("personal_identity", one.personal_identity),
                _("*参加工作日期"),
                _day(one.first_work_date),
            ],
        ],
        "below": _below(one),
        "foreign": _foreign(one),
    }


def _schemes(one: FormPerson) -> list[list[Any]]:
    """The insurances with whether they are ticked; medical and maternity insurance come with the others."""
    table = law().codes("scheme")
    held = set(one.schemes)
    return [
        [table[code].text("short"), code in held or (table[code].text("side") == _MEDICAL and bool(held))]
        for code in _SCHEMES
    ]


def _below(one: FormPerson) -> list[Field]:
    """The rows below the photo, each of two labels with what stands beside them."""
    return [
        [
            _("户口所在区县街乡"),
            "",
            _("*户口性质"),
            _name("household_registration", one.household_registration),
        ],
        [_("*户口所在地地址"), one.household_address, _("*邮政编码"), ""],
        [_("*居住地（联系）地址"), one.residence_address, _("*邮政编码"), one.postcode],
        [_("*选择邮寄对账单地址"), "", _("*邮政编码"), ""],
        [_("*获取对账单方式"), "", _("电子邮件"), one.email],
        [_("*文化程度"), _name("education", one.education), _("*参保人电话"), ""],
        [_("*参保人手机"), one.mobile, _("*申报月均工资收入（元）"), show(one.wage)],
        [_("*证件类型"), _name("document_type", one.document_type), _("*证件号码"), one.document_number],
        [_("委托代发银行名称"), "", _("*委托代发银行账号"), ""],
        [
            _("*缴费人员类别"),
            _payer(one),
            _("*医疗参保人员类别"),
            _name("medical_person_category", one.medical_category),
        ],
        [_("离退休类别"), "", _("离退休日期"), _day(one.retired_on)],
        [_("定点医疗机构 1"), "", _("定点医疗机构 2"), ""],
        [_("定点医疗机构 3"), "", _("定点医疗机构 4"), ""],
        [_("定点医疗机构 5"), "", _("*是否患有特殊病"), ""],
    ]


def _foreign(one: FormPerson) -> list[Field]:
    passport, permit = (one.document_number if one.document_type == kind else "" for kind in (_PASSPORT, _PERMANENT))
    return [
        [_("护照号码"), passport, _("外国人居留证号码"), permit],
        [_("外国人证件类型"), "", _("外国人证件号码"), ""],
    ]


def _payer(one: FormPerson) -> str:
    """缴费人员类别, as far as the household registration implies it."""
    table = law().codes("household_registration")
    if one.household_registration not in table:
        return ""
    return _name("payer_category", table[one.household_registration].text("payer"))


def _name(table: str, code: str) -> str:
    return law().codes(table).name_of(code) if code else ""


def _day(day: date | None) -> str:
    return _("%(y)d年%(m)d月%(d)d日") % {"y": day.year, "m": day.month, "d": day.day} if day else ""
