"""Findings in words: what is wrong, what to do, where the law says so; words about cells are the same for all."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shebao.kernel.identifiers import PROBLEMS as NUMBER_PROBLEMS
from shebao.kernel.names import PROBLEMS as NAME_PROBLEMS

Text = str | Promise


class Entry(NamedTuple):
    """The words for one code; `{names}` in them are filled from the finding's values."""

    message: Text
    what_to_do: Text
    source: str = ""


class Explained(NamedTuple):
    """A finding in words. `field_title` is empty when it is about the whole line."""

    message: str
    what_to_do: str
    source: str
    field_title: str


LABOUR: Final = "劳动合同法"
INSURANCE_LAW: Final = "社会保险法"

CELLS: Final[Mapping[str, Entry]] = {
    "required_missing": Entry(_("没有填写{title}。"), _("请填写{title}。")),
    "text_too_long": Entry(_("{title}“{value}”太长。"), _("请缩短后再提交。")),
    "invisible_character": Entry(_("{title}中有不可见的控制字符。"), _("请删除该单元格内容后重新输入。")),
    "code_unknown": Entry(_("{title}“{value}”不在可选范围内。"), _("请从模板下拉列表中选择。")),
    "scheme_unknown": Entry(_("参保险种“{value}”无法识别。"), _("请填写养老、失业、工伤，用逗号分隔，或留空。")),
    "date_malformed": Entry(_("{title}“{value}”不是日期。"), _("请按“2024-03-11”的格式填写。")),
    "date_impossible": Entry(_("{title}“{value}”这一天不存在。"), _("请核对后重新填写。")),
    "date_out_of_range": Entry(_("{title}“{value}”不在1900年至2199年之间。"), _("请核对后重新填写。")),
    "month_malformed": Entry(_("{title}“{value}”不是年月。"), _("请按“2024-03”的格式填写。")),
    "year_malformed": Entry(_("{title}“{value}”不是年份。"), _("请按“2024”的格式填写。")),
    "amount_malformed": Entry(_("{title}“{value}”不是金额。"), _("请填写以元为单位的数字，例如“9000.50”。")),
    "amount_too_precise": Entry(_("{title}“{value}”超过两位小数。"), _("请保留到分。")),
    "amount_too_large": Entry(_("{title}“{value}”过大。"), _("请核对金额。")),
    "amount_negative": Entry(_("{title}“{value}”是负数。"), _("请填写正数。")),
    "number_malformed": Entry(_("{title}“{value}”不是整数。"), _("请填写0到999之间的整数。")),
    "mobile_malformed": Entry(
        _("手机号码“{value}”不正确。"), _("请填写11位手机号码；境外号码请加国家代码，例如“+85291234567”。")
    ),
    "email_malformed": Entry(_("电子邮件“{value}”不正确。"), _("请核对后重新填写，或留空。")),
    "postcode_malformed": Entry(_("邮政编码“{value}”不是6位数字。"), _("请填写6位数字，或留空。")),
    "formula_cell": Entry(_("{title}是公式，不是数值。"), _("请复制该列后以“只粘贴数值”的方式粘贴。")),
    "error_cell": Entry(_("{title}是表格错误值{value}。"), _("请改正该单元格的公式，或直接填写内容。")),
    "merged_cell": Entry(_("{title}在合并单元格内，只有左上角一格有内容。"), _("请取消合并，在每一行分别填写。")),
    "truth_cell": Entry(_("{title}是逻辑值{value}。"), _("请填写文字内容。")),
    "number_mangled": Entry(
        _("{title}“{value}”以数字格式存放，超过15位的部分已经丢失。"), _("请将该列设为文本格式，重新输入完整号码。")
    ),
    # numbers and names
    **{code: Entry(text, _("请核对证件后重新填写。")) for code, text in {**NUMBER_PROBLEMS, **NAME_PROBLEMS}.items()},
    "number_old_15": Entry(
        _("15位身份证号码已停用。"), _("请填写18位公民身份号码；该号码对应的18位号码可能是{hint}，请与证件核对。")
    ),
}
"""About cells, numbers and names."""

SAME_PERSON: Final = Entry(
    _("与第{row}行是同一人：两个证件号码的参保记录已认定为同一人。"), _("同一人只需申报一次，请合并为一行。")
)
"""About a line whose person an earlier one names by another number."""

FILING: Final[Mapping[str, Entry]] = {
    "employer_closed": Entry(_("本单位的社会保险登记已注销。"), _("请联系所属区社保经办机构。"), INSURANCE_LAW),
    "duplicate_line": Entry(_("与第{row}行的证件号码相同。"), _("同一人只需申报一次，请删除重复的行。")),
    "pending_elsewhere": Entry(
        _("该人员在业务流水号{number}的申报中等待审核。"), _("请等待审核结果，或先撤销那笔申报。")
    ),
    "name_differs_from_record": Entry(
        _("姓名与社会保险系统中该证件号码登记的姓名不一致。"),
        _("请核对姓名和证件号码；确已改名的，请先办理个人基本信息变更。"),
    ),
}
"""About the filing and who is in it."""


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"


def explain(entry: Entry, title: str, params: Mapping[str, str]) -> Explained:
    """The words of an entry, filled; `title` is that of the field it is about."""
    values = _Values({name: value or "—" for name, value in params.items()})
    return Explained(
        str(entry.message).format_map(values), str(entry.what_to_do).format_map(values), entry.source, title
    )
