"""What each finding about a refund says, what to do about it, and where the law says so."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from shebao.services.lines import catalogue as shared
from shebao.services.lines.catalogue import Entry, Explained, Text

TITLES: Final[Mapping[str, Text]] = {
    "months": _("退费月份"),
    "reason": _("退费原因"),
    "words": _("情况说明"),
    "bank_name": _("开户银行"),
    "account_name": _("户名"),
    "account_number": _("银行账号"),
}
"""What can be wrong, by the name of its input."""

MONTHS: Final[Mapping[str, Entry]] = {
    "refunded": Entry(
        _("该月已经退费，业务流水号{number}。"), _("不能重复退费；退款情况请在“单位人员缴费退费申请”查看。")
    ),
    "under_way": Entry(
        _("该月正在业务流水号{number}的退费申请中办理。"), _("请等待那笔申请办结；不再需要的，请先撤销那笔申请。")
    ),
    "not_charged": Entry(
        _("本单位没有为该人员缴纳该月的这项保险费。"), _("由其他单位缴纳的，须由实际缴费的单位申请退费。")
    ),
    "not_paid": Entry(_("该月应缴的费款尚未到账。"), _("只有实际缴纳的费款可以退费；不应缴纳的，请办理减员。")),
    "nothing_owed": Entry(_("该月应缴已全部冲减，没有实际缴费。"), _("无需退费。")),
    "self_declared": Entry(
        _("该月由单位自行向税务部门申报缴纳，不由社保经办机构核定。"), _("请通过税务部门申请退费。")
    ),
    "deceased": Entry(
        _("该人员已去世，去世当月及以前的缴费不能退还。"), _("个人账户的处理，请联系所属区社保经办机构。")
    ),
    "pension_drawn": Entry(
        _("该人员已领取基本养老金，退休当月及以前的养老保险缴费已计入待遇，不能退还。"),
        _("退休以后多缴的月份可以申请退费。"),
    ),
    "in_arrears": Entry(_("本单位有欠费（{months}）。"), _("请先在“单位欠缴社保费处理”缴清欠费，再申请退费。")),
    "medical": Entry(_("医疗保险（含生育保险）费的退费不在社保经办机构办理。"), _("请向医疗保险经办机构申请。")),
}
"""Why a month cannot be given back."""

CATALOGUE: Final[Mapping[str, Entry]] = {
    **shared.CELLS,
    **MONTHS,
    "person_unknown": Entry(_("没有找到该人员，或该人员未曾在本单位参保。"), _("请重新查询人员。")),
    "nothing_chosen": Entry(_("没有选择退费月份。"), _("请勾选需要退费的月份和险种。")),
    "nothing_refundable": Entry(_("所选月份都不能退费。"), _("请查看“不能退费情况”中的原因，重新选择月份。")),
    "some_refused": Entry(
        _("所选的{refused}项不能退费，其余{good}项可以提交。"), _("不能退费的原因见“不能退费情况”。")
    ),
    "words_missing": Entry(_("退费原因为“其他”时须说明情况。"), _("请填写情况说明。")),
    "account_name_differs": Entry(
        _("户名与单位名称“{name}”不一致。"), _("退费只退至缴费单位的银行账户，请填写以本单位名称开立的账户。")
    ),
    "account_malformed": Entry(_("银行账号应为8至32位数字。"), _("请核对后重新填写。")),
    "coverage_ends": Entry(
        _("所选月份中有{months}个月目前登记为参保，退费后这些月份不再计为参保缴费。"),
        _("如该人员在这些月份确与本单位存在劳动关系，请不要申请退费。"),
    ),
    "pension_elsewhere": Entry(
        _("该人员自{since}起在其他省份（{province}）参加职工基本养老保险，养老保险关系可能已经转出。"),
        _("已转出的月份不能退费，请与该人员核实；由经办机构审核时核定。"),
    ),
    "pension_silent": Entry(
        _("全国统筹信息系统暂时无法核验该人员的养老保险关系是否已经转出。"), _("由经办机构审核时核实。")
    ),
    "no_materials": Entry(_("没有上传材料。"), _("材料为非必要项；能够证明情况的材料有助于审核。")),
    "account_new": Entry(_("本单位首次使用该账户退费。"), _("请核对账户信息。")),
    "account_of_others": Entry(_("该银行账号曾用于其他单位的退费。"), _("请核对银行账号是否填写正确。")),
    "amounts_changed": Entry(
        _("您上次核对之后，可退金额有变化：原为{shown}元，现为{now}元。"), _("请核对新的金额；确认无误的可以提交。")
    ),
    "changed_now": Entry(
        _("确认之后，所选月份的缴费情况有变化：确认的金额为{shown}元，现为{now}元。"),
        _("请重新申请，核对新的金额后提交。"),
    ),
}


def explain(code: str, field: str | None, params: Mapping[str, str]) -> Explained:
    """A finding in words; KeyError for a code that is not in the catalogue."""
    return shared.explain(CATALOGUE[code], str(TITLES.get(field or "", "")), params)
