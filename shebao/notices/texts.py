"""What each kind of notice says. A notice keeps its kind and values; the words stand here."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Words(NamedTuple):
    """Title and text with ``{names}`` of the values, and how much it matters (info, success, warning, error)."""

    title: str | Promise
    text: str | Promise
    severity: str


TEXTS: Final[Mapping[str, Words]] = {
    "checked": Words(
        _("申报 {number} 已核对完毕，等待您确认"),
        _("可以办理 {good} 人，需要改正 {bad} 人。请查看核对结果后确认提交。"),
        "info",
    ),
    "all_before": Words(
        _("申报 {number} 不需要再次提交"),
        _("{before} 人此前已按相同内容全部办理成功，没有重复办理。"),
        "info",
    ),
    "unreadable": Words(_("申报 {number} 的文件无法读取"), _("请查看原因，按提示处理后重新上传。"), "error"),
    "declaration_in_review": Words(
        _("申报 {number} 有人员等待审核"),
        _("需要经办机构审核 {waiting} 人，办理成功 {effective} 人，办理不成功 {failed} 人。审核结果会在这里通知您。"),
        "info",
    ),
    "declaration_effective": Words(
        _("申报 {number} 办理成功"),
        _("{effective} 人已参保，医疗、生育保险信息自动同步医保部门。"),
        "success",
    ),
    "ended_effective": Words(
        _("申报 {number} 办理成功"), _("终止 {ended} 人已生效，医疗、生育保险信息自动同步医保部门。"), "success"
    ),
    "ending_effective": Words(
        _("申报 {number} 办理成功"),
        _("终止 {ended} 人，新增 {added} 人已生效，医疗、生育保险信息自动同步医保部门。"),
        "success",
    ),
    "declaration_partly": Words(
        _("申报 {number} 部分办理成功"),
        _("办理成功 {effective} 人，办理不成功 {failed} 人。请查看每个人的原因。"),
        "warning",
    ),
    "declaration_failed": Words(_("申报 {number} 办理不成功"), _("请查看原因，改正后重新申报。"), "error"),
    "declaration_returned": Words(_("申报 {number} 被退回补正"), _("请查看退回原因，补正后重新提交。"), "warning"),
    "declaration_rejected": Words(_("申报 {number} 审核不通过"), _("请查看审核意见。"), "error"),
    "bases_effective": Words(
        _("缴费基数申报 {number} 办理成功"), _("{effective} 人的缴费基数已更新，自本缴费年度首月起生效。"), "success"
    ),
    "bases_partly": Words(
        _("缴费基数申报 {number} 部分办理成功"),
        _("办理成功 {effective} 人，未办理 {failed} 人。请查看每个人的原因。"),
        "warning",
    ),
    "bases_failed": Words(_("缴费基数申报 {number} 办理不成功"), _("请查看原因，改正后重新申报。"), "error"),
    "bases_assessed_again": Words(
        _("缴费基数申报 {number} 产生缴费差额"),
        _("已核定的月份已按新基数重新核定：单位部分差额 {employer} 元，个人部分差额 {personal} 元。"),
        "info",
    ),
    "bases_undeclared": Words(
        _("{year}年度有 {persons} 人未申报缴费基数"),
        _("已按上月缴费基数的{percent}%核定。请尽快办理缴费基数申报，申报后按申报工资重新核定。"),
        "warning",
    ),
    "supplement_effective": Words(
        _("补缴申报 {number} 办理成功"), _("{effective} 人的补缴月份已核定，请按缴款单缴费。"), "success"
    ),
    "supplement_partly": Words(
        _("补缴申报 {number} 部分办理成功"),
        _("办理成功 {effective} 人，未办理 {failed} 人。请查看每个人的原因。"),
        "warning",
    ),
    "supplement_failed": Words(_("补缴申报 {number} 办理不成功"), _("请查看原因，改正后重新申报。"), "error"),
    "supplement_in_review": Words(
        _("补缴申报 {number} 等待审核"), _("需要经办机构审核 {waiting} 人，审核结果会在这里通知您。"), "info"
    ),
    "supplement_billed": Words(
        _("补缴申报 {number} 的缴款单 {bill} 已生成"),
        _("应缴 {amount} 元，另加计算到缴费前一日的滞纳金。请按缴款单向税务部门一次缴清。"),
        "warning",
    ),
    "supplement_approved": Words(_("补缴申报 {number} 审核通过"), _("补缴月份已核定，请按缴款单缴费。"), "success"),
    "refund_in_review": Words(
        _("退费申请 {number} 等待审核"),
        _("{name}的退费 {amount} 元已提交经办机构，经初审、复核后退款。审核结果会在这里通知您。"),
        "info",
    ),
    "refund_decided": Words(
        _("退费申请 {number} 审核通过"),
        _("{name}的退费 {amount} 元已通过初审、复核，正在由银行付款；相应月份不再计为参保缴费。"),
        "success",
    ),
    "refund_paid": Words(
        _("退费申请 {number} 已退款"), _("{amount} 元已于 {day} 退至单位账户，银行回单号 {receipt}。"), "success"
    ),
    "refund_rejected": Words(
        _("退费申请 {number} 的账户未通过，需重新提供账户"),
        _("银行未能付款 {amount} 元：{reason}。请在退费申请页面提供以本单位名称开立的其他账户。"),
        "error",
    ),
    "refund_ordered_again": Words(_("退费申请 {number} 已按新账户重新付款"), _("银行付款结果会在这里通知您。"), "info"),
    "change_effective": Words(
        _("信息变更申请 {number} 办理成功"),
        _("{effective} 人的基本信息已变更，需要告知的部门由系统自动通知。"),
        "success",
    ),
    "change_partly": Words(
        _("信息变更申请 {number} 部分办理成功"),
        _("办理成功 {effective} 人，未办理 {failed} 人。请查看每个人的原因。"),
        "warning",
    ),
    "change_failed": Words(_("信息变更申请 {number} 办理不成功"), _("请查看原因，改正后重新申请。"), "error"),
    "change_in_review": Words(
        _("信息变更申请 {number} 等待审核"), _("需要经办机构审核 {waiting} 人，审核结果会在这里通知您。"), "info"
    ),
    "records_linked": Words(
        _("信息变更申请 {number} 审核通过，两条参保记录认定为同一人"),
        _("原有参保和缴费记录不变，今后使用任一号码申报均可办理。"),
        "success",
    ),
    "change_approved": Words(
        _("信息变更申请 {number} 审核通过"), _("变更已生效，需要告知的部门由系统自动通知。"), "success"
    ),
    "change_of_your_people": Words(
        _("{names}的参保登记信息有变更"),
        _("变更事项：{items}。变更已生效，今后办理业务以变更后的信息为准；与实际不符的，请申报「个人基本信息变更」。"),
        "info",
    ),
    "bank_stuck": Words(
        _("退费申请 {number} 的付款指令暂未送达银行"), _("经办机构正在处理，您无需重新申请。"), "warning"
    ),
    "bank_silent": Words(
        _("退费申请 {number} 长时间未收到银行回单"), _("系统已多次询问，经办机构正在核实，不会重复付款。"), "warning"
    ),
    "cards_asked": Words(
        _("社会保障卡申请 {number} 已提交"),
        _("已提交 {count} 人。制卡进度可在「社会保障卡集成服务一件事」查看。"),
        "success",
    ),
    "cards_in_review": Words(
        _("社会保障卡申请 {number} 已提交，有照片等待审核"),
        _("已提交 {count} 人，其中 {review} 人的照片需要经办机构人工审核，审核后制卡。"),
        "info",
    ),
    "card_returned": Words(
        _("社会保障卡申请 {number} 有照片被退回"),
        _("{persons} 人的照片不符合要求，请查看每个人的原因，换照片后重新申请。"),
        "error",
    ),
    "card_failed": Words(
        _("社会保障卡申请 {number} 有人员制卡未成功"), _("{persons} 人制卡未成功，请查看每个人的原因。"), "error"
    ),
    "card_lost": Words(
        _("社会保障卡申请 {number} 有卡片在寄送途中遗失"), _("{persons} 人的卡片没有送达，请重新申请。"), "warning"
    ),
    "card_ready": Words(_("社会保障卡申请 {number} 有卡片可以领取"), _("{persons} 人的卡片可以领取。"), "success"),
    "card_stuck": Words(
        _("社会保障卡申请 {number} 的制卡信息暂未送达制卡机构"), _("经办机构正在处理，您无需重新申请。"), "warning"
    ),
    "card_silent": Words(
        _("社会保障卡申请 {number} 长时间未收到制卡机构答复"),
        _("系统已多次询问，经办机构正在核实，您无需重新申请。"),
        "warning",
    ),
    "approved": Words(_("申报 {number} 审核通过"), _("经办机构已审核通过，参保信息已生效。"), "success"),
    "approved_too_late": Words(
        _("申报 {number} 审核通过，但未能办理"),
        _("审核期间情况有变化，该人员没有办理成功。请查看原因。"),
        "error",
    ),
    "returned": Words(_("申报 {number} 被退回补正"), _("退回原因：{reason}。请补正后重新提交。"), "warning"),
    "rejected": Words(_("申报 {number} 审核不通过"), _("原因：{reason}。"), "error"),
    "medical_failed": Words(
        _("申报 {number} 有人员医保反馈不成功"),
        _("医保反馈不成功 {persons} 人，需通过医保途径另行申报。"),
        "error",
    ),
    "medical_stuck": Words(
        _("申报 {number} 的信息暂未送达医保部门"),
        _("{persons} 人的增减信息正在重新传送，养老、失业、工伤保险不受影响。"),
        "warning",
    ),
    "medical_silent": Words(
        _("申报 {number} 有人员长时间未收到医保反馈"),
        _("医保部门长时间未反馈 {persons} 人，系统已多次询问，经办机构正在核实；养老、失业、工伤保险不受影响。"),
        "warning",
    ),
    "pension_failed": Words(
        _("申报 {number} 有人员在全国统筹系统中登记不成功"),
        _("职工基本养老保险全国统筹信息系统反馈不成功 {persons} 人，请查看每个人的原因。"),
        "warning",
    ),
    "payment_issued_to_declare": Words(
        _("{month}缴费通知已生成，待您申报"),
        _("共 {persons} 人，应缴 {amount} 元。请核对明细后向税务申报，并于 {due} 前足额缴费。"),
        "warning",
    ),
    "payment_issued": Words(
        _("{month}缴费通知已生成"), _("共 {persons} 人，应缴 {amount} 元。请于 {due} 前向税务部门足额缴费。"), "info"
    ),
    "payment_replaced_to_declare": Words(
        _("{month}缴费通知已更正，待您申报"),
        _(
            "人员或基数有变化，应缴由 {before} 元变为 {amount} 元。请按新通知向税务申报，并于 {due} 前缴费；"
            "原通知 {replaced} 不再使用。"
        ),
        "warning",
    ),
    "payment_replaced": Words(
        _("{month}缴费通知已更正"),
        _(
            "人员或基数有变化，应缴由 {before} 元变为 {amount} 元。请按新通知于 {due} 前缴费；"
            "原通知 {replaced} 不再使用。"
        ),
        "warning",
    ),
    "payment_added_to_declare": Words(
        _("{month}有补充缴费通知，待您申报"),
        _("该月缴费通知生成后人员或基数有变化，另需缴纳 {amount} 元。请核对明细后向税务申报，并于 {due} 前缴费。"),
        "warning",
    ),
    "payment_added": Words(
        _("{month}有补充缴费通知"),
        _("该月缴费通知生成后人员或基数有变化，另需缴纳 {amount} 元。请于 {due} 前向税务部门缴费。"),
        "warning",
    ),
    "payment_void": Words(
        _("{month}不再需要缴费"), _("人员有变化，原通知 {replaced} 已撤回，请不要按原通知缴费。"), "info"
    ),
    "notice_overdue": Words(
        _("{month}的社会保险费已逾期未缴"),
        _("缴费截止日为 {due}，应缴 {amount} 元至今未到账，已形成欠费。请在「欠费情况」查看滞纳金，尽快缴纳。"),
        "error",
    ),
    "declare_overdue": Words(
        _("{month}的社会保险费尚未申报，已逾期未缴"),
        _("缴费截止日为 {due}，应缴 {amount} 元尚未向税务申报，已形成欠费。请尽快核对并确认申报，随后缴费。"),
        "error",
    ),
    "declare_done": Words(
        _("{month}的社会保险费已向税务申报"),
        _("应缴 {amount} 元，缴费截止日为 {due}，请按时向税务部门缴费。"),
        "success",
    ),
    "bill_asked": Words(
        _("{purpose}缴款单 {bill} 已生成"),
        _("共 {notices} 项，应缴 {amount} 元，另加计算到缴费前一日的滞纳金。请按缴款单向税务部门一次缴清。"),
        "info",
    ),
    "arrears_failed": Words(
        _("单位欠缴申报 {number} 办理不成功"),
        _("所选费款所属期的欠费都有变化，没有生成缴款单。请查看原因后重新办理。"),
        "error",
    ),
    "arrears_partly": Words(
        _("单位欠缴申报 {number} 部分办理成功"),
        _("{failed} 项欠费在核对之后有变化，没有列入缴款单 {bill}。请查看原因。"),
        "warning",
    ),
    "bill_renewed": Words(
        _("{purpose}缴款单 {replaced} 已由 {bill} 代替"),
        _(
            "其中有费款已单独缴纳或应缴有变化，应缴由 {before} 元变为 {amount} 元（不含滞纳金）。"
            "请按新缴款单缴费，原缴款单不再使用。"
        ),
        "warning",
    ),
    "bill_recalled": Words(
        _("{purpose}缴款单 {bill} 已撤回"), _("其中的费款已单独缴纳或不再应缴，请不要按该缴款单缴费。"), "info"
    ),
    "bill_withdrawn": Words(
        _("{purpose}缴款单 {bill} 已按您的申请撤回"),
        _("其中 {notices} 项费款（{amount} 元）恢复为欠费，请不要按该缴款单缴费，可重新办理或单独缴纳。"),
        "info",
    ),
    "bill_paid": Words(
        _("{purpose}缴款单 {bill} 已缴费"), _("费款 {amount} 元、滞纳金 {late} 元已到账，共 {notices} 项。"), "success"
    ),
    "declare_refused": Words(_("{month}的社会保险费没有向税务申报"), _("原因：{reason}。请核对后重新确认。"), "error"),
}

OTHER: Final = Words(_("通知"), _("请查看申报详情。"), "info")


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"


def title(kind: str, values: Mapping[str, object]) -> str:
    """The title of a notice; a kind that is not listed reads 「通知」, a missing value 「—」."""
    return _filled(TEXTS.get(kind, OTHER).title, values)


def text(kind: str, values: Mapping[str, object]) -> str:
    """The text of a notice, under the same rules as its title."""
    return _filled(TEXTS.get(kind, OTHER).text, values)


def severity(kind: str) -> str:
    """info, success, warning or error."""
    return TEXTS.get(kind, OTHER).severity


def _filled(words: str | Promise, values: Mapping[str, object]) -> str:
    # A reason that somebody typed as a whole sentence must not end in two stops.
    return str(words).format_map(_Values({name: str(value).removesuffix("。") for name, value in values.items()}))
