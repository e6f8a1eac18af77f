"""What each finding of an ending says, what to do about it, and where the law says so."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from shebao.services.lines import catalogue as lines
from shebao.services.lines.catalogue import CELLS, FILING, INSURANCE_LAW, LABOUR, Entry, Explained
from shebao.services.withdrawal.fields import BY_KEY

_OF_ENDINGS = ("duplicate_line", "pending_elsewhere", "name_differs_from_record")

CATALOGUE: Mapping[str, Entry] = {
    **CELLS,
    **{code: FILING[code] for code in _OF_ENDINGS},
    "same_person_line": lines.SAME_PERSON,
    "stop_reason_taken": Entry(
        _("没有填写停止缴费原因，按解除劳动关系原因确定为“{reason}”。"), _("如不正确，请填写停止缴费原因。")
    ),
    "stop_reason_needed": Entry(
        _("解除劳动关系原因为“{end}”,没有填写停止缴费原因。"),
        _("死亡和失踪的后果不同,请填写停止缴费原因:“{stops}”。"),
        f"{LABOUR}第四十四条第三项",
    ),
    # the contract
    "no_running_contract": Entry(
        _("该人员在本单位没有正在履行的劳动合同。"),
        _("请核对证件类型和证件号码；可在“劳动合同信息参保登记列表”中查询。"),
    ),
    "ended_otherwise": Entry(
        _("该人员在本单位的劳动合同已于{day}终止。"), _("不会重复终止；日期或原因有误的，请联系经办机构更正。")
    ),
    "ended_before": Entry(
        _("该人员的劳动合同已按相同的日期和原因终止（业务流水号{number}）。"), _("不会重复办理。")
    ),
    "ended_in_future": Entry(
        _("解除劳动关系日期晚于今天({today})。"), _("请在解除劳动关系的当日或以后申报。")
    ),
    "ended_before_start": Entry(_("解除劳动关系日期早于合同开始日期{day}。"), _("请改正解除劳动关系日期。")),
    "ended_before_insured": Entry(
        _("解除劳动关系的月份早于参保起始年月{month}。"),
        _("请核对日期；当月误增且无事实劳动关系的，停止缴费原因请选择“法律、法规规定的其他情形”。"),
    ),
    # the reasons
    "reasons_contradict": Entry(
        _("解除劳动关系原因“{end}”与停止缴费原因“{stop}”矛盾。"), _("请改正其中一项。"), f"{LABOUR}第四十四条"
    ),
    "reasons_unusual": Entry(
        _("解除劳动关系原因“{end}”一般不对应停止缴费原因“{stop}”。"), _("请核对，确认无误的可以提交。")
    ),
    "expiry_too_early": Entry(
        _("原因为劳动合同期满终止，但合同至{day}才期满。"),
        _("提前解除的，请选择相应的解除原因；确认无误的可以提交。"),
        f"{LABOUR}第四十四条第一项",
    ),
    "expiry_without_end": Entry(
        _("原因为劳动合同期满终止，但登记的合同没有终止日期。"),
        _("请核对解除原因；确认无误的可以提交。"),
        f"{LABOUR}第四十四条第一项",
    ),
    "retires_early": Entry(
        _("停止缴费原因为退休，但该人员到{month}才达到法定退休年龄。"),
        _("弹性提前退休、特殊工种等情形请确认；否则请改正原因。"),
        "渐进式延迟法定退休年龄规定",
    ),
    "death_recorded": Entry(
        _("将登记该人员于{day}死亡，参保关系终止。"),
        _("请与死亡证明核对日期；确认无误的可以提交。"),
        f"{LABOUR}第四十四条第三项",
    ),
    "ended_after_death": Entry(
        _("系统登记该人员已于{day}死亡，解除劳动关系日期晚于该日。"), _("请核对日期；确认无误的可以提交。")
    ),
    "mistake_too_late": Entry(
        _("停止缴费原因“法律、法规规定的其他情形”只适用于当月误增，该人员自{month}起参保。"),
        _("请选择其他停止缴费原因；多缴的月份可通过“单位人员缴费退费申请”办理。"),
    ),
    "enrolled_by_mistake": Entry(
        _("按误增办理：该人员与本单位无事实劳动关系，{month}不产生缴费，劳动合同登记和参保时段作废。"),
        _("请确认该人员从未在本单位工作；确有劳动关系的，请选择其他停止缴费原因。"),
        INSURANCE_LAW,
    ),
    "enrolled_this_month": Entry(
        _("该人员自{month}起参保，当月仍须缴费。"),
        _("如属误增且无事实劳动关系，停止缴费原因请选择“法律、法规规定的其他情形”。"),
    ),
    # what is owed
    "month_not_charged": Entry(
        _("解除劳动关系的当月仍须缴费，该人员{month}的缴费尚未生成。"), _("请先点击“生成当月缴费”，再继续办理。")
    ),
    "month_not_assessable": Entry(
        _("该人员{month}的缴费无法计算。"), _("当月缴费基数上下限或该人员缴费工资尚无记录，请联系经办机构。")
    ),
    "month_is_charged": Entry(
        _("将生成{month}缴费：单位{employer}元，个人{personal}元。"), _("确认提交时生成，随当月缴费通知一并缴纳。")
    ),
    "later_months_unpaid": Entry(
        _("解除以后的{months}已核定、未缴{amount}元。"), _("确认后冲减，不再缴纳。")
    ),
    "later_months_paid": Entry(
        _("解除以后的{months}已缴费{amount}元。"),
        _("本次办理不退费；办理成功后，请通过“单位人员缴费退费申请”办理（原因：劳动合同变动单位未及时减员）。"),
    ),
    "amounts_changed": Entry(
        _("您上次核对之后，该人员的应缴费款有变化：原为{shown}，现为{now}。"), _("请核对新的金额；确认无误的可以提交。")
    ),
    "mistake_months_unpaid": Entry(
        _("误增的{months}已核定、未缴{amount}元。"), _("确认后冲减,不再缴纳。")
    ),
    "mistake_months_paid": Entry(
        _("误增的{months}已缴费{amount}元。"),
        _("本次办理不退费;办理成功后,请通过“单位人员缴费退费申请”办理,退费原因按误增的实际情况选择。"),
    ),
    # found under the lock
    "ended_now": Entry(_("检查之后，该人员的劳动合同已由另一笔申报终止。"), _("不需要重复办理。")),
    "charges_changed": Entry(
        _("检查之后，该人员的应缴费款有变化：核对时为{shown}，现为{now}。"), _("请重新申报，核对新的金额后提交。")
    ),
}  # fmt: skip


def explain(code: str, field: str | None, params: Mapping[str, str]) -> Explained:
    """A finding in words; KeyError for a code that is not in the catalogue."""
    column = BY_KEY.get(field or "")
    return lines.explain(CATALOGUE[code], column.title if column else "", params)
