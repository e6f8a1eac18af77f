"""What operators read of each kind: what differs, where it comes from; and what each action asks of them."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class KindWords(NamedTuple):
    """What differs, and why that happens."""

    title: Text
    cause: Text


AREAS: Final[Mapping[str, Text]] = {
    "employment": _("合同、参保与工资"),
    "charges": _("应缴"),
    "notices": _("缴费通知"),
    "payments": _("到账与滞纳金"),
    "messages": _("税务、医保、全国统筹、银行、制卡"),
}

ACTIONS: Final[Mapping[str, Text]] = {
    "run_assess": _("重新运行该月核定（shebao assess --month），系统补记差额、冲减未缴部分。"),
    "run_collect": _("运行逾期查找（shebao collect），系统通知单位和税务部门。"),
    "assess_undeclared": _("运行未申报核定（shebao bases），按规定比例核定缴费基数。"),
    "declare_wage": _("请单位为该职工申报缴费工资，申报后系统自动核定。"),
    "enter_law": _("录入该月的政策参数（shebao/law/data），再重新运行核定。"),
    "file_refund": _("请单位提出“单位人员缴费退费申请”。"),
    "file_withdrawal": _("请单位办理社保减员，或申报续订的合同期限。"),
    "file_supplement": _("请单位提出“单位申报个人补缴申请”，或确认这些月份不应参保。"),
    "ask_employer_to_declare": _("提醒单位核对缴费通知并向税务申报。"),
    "collect_arrears": _("催缴；单位可办理“单位欠缴社保费处理”。"),
    "tell_employer": _("告知单位：款项按期缴纳，逾期通知作废。"),
    "tell_tax": _("让系统补发给税务部门（重新运行该月核定时自动补发）。"),
    "ask_tax": _("与税务部门核对该笔款项和滞纳金。"),
    "close_mismatch": _("在“到账差异”中与税务部门核对，写明处理情况后关闭。"),
    "return_payment": _("在“到账差异”中通知税务部门退还或转缴，写明处理情况后关闭。"),
    "retry_message": _("在“数据交换”中重新发送或再次询问。"),
    "resume_queue": _("排除故障后在“数据交换”中恢复发送。"),
    "ask_medical": _("请单位通过医保渠道办理；必要时与医保部门核对。"),
    "ask_pension": _("与全国统筹系统核对该人员的参保登记。"),
    "ask_bank": _("与银行核对该笔付款指令和回单，在“退费回单差异”填写核实结果；核实之前不要另行付款。"),
    "ask_card_maker": _("与制卡机构核对该申请的办理进度；照片待审核的，请尽快审核。"),
    "ask_counterparty": _("与对方系统核对该条反馈，以本系统首次收到的反馈为准。"),
    "check_worker": _("检查后台进程是否在运行（shebao worker），查看“后台任务”。"),
    "repair_record": _("数据不是经业务办理产生的：请系统维护人员核查（shebao verify）。"),
}
"""What closes a difference, by its code."""

_OUTSIDE: Final = _("数据不是经业务办理产生的。")
_LOST: Final = _("消息没有生成或已丢失。")
_SILENT: Final = _("对方没有处理，或反馈已丢失。")
_CORRECTED: Final = _("缴费后更正了明细、截止日或计算参数。")

EMPLOYMENT: Final[Mapping[str, KindWords]] = {
    "contract_without_coverage": KindWords(_("劳动合同在续，没有参保"), _("参保时段全部撤销，合同没有终止。")),
    "coverage_without_contract": KindWords(_("参保时段没有对应的劳动合同"), _OUTSIDE),
    "coverage_runs_on": KindWords(_("劳动合同已终止，参保仍在续"), _("终止没有传到参保时段。")),
    "coverage_beyond_end": KindWords(_("参保时段晚于劳动合同终止月份"), _("更正了终止日期，参保时段没有随之更正。")),
    "void_contract_covered": KindWords(_("误增员的合同仍有参保时段"), _("撤销没有传到参保时段。")),
    "contract_term_over": KindWords(_("劳动合同期满，未终止也未续订"), _("单位没有办理减员，或没有申报新的期限。")),
    "covered_twice": KindWords(_("同一人同类险种的参保时段重叠"), _OUTSIDE),
    "coverage_gap": KindWords(_("同一合同的参保中间有断月"), _("中途停保后又续保，或中间的时段被撤销。")),
    "coverage_begins_late": KindWords(_("首个参保月份晚于参保起始年月"), _("首个时段被撤销或推迟。")),
    "contract_without_wage": KindWords(
        _("劳动合同在续，从未申报缴费工资"), _("新老系统切换时没有工资，或唯一的申报被撤销。")
    ),
    "wage_gap": KindWords(_("缴费工资中间有空缺月份"), _("中间的一次申报被撤销。")),
    "wage_begins_late": KindWords(_("首次缴费工资晚于参保起始月份"), _("参保更正为更早月份，工资没有随之更正。")),
    "wage_overlap": KindWords(_("同一月份有两个缴费工资"), _OUTSIDE),
    "wage_beyond_end": KindWords(_("缴费工资晚于劳动合同终止月份"), _("终止没有传到缴费工资。")),
    "bases_undeclared": KindWords(_("申报期已过，未申报缴费基数"), _("单位没有按期申报，尚未按比例核定。")),
}
CHARGES: Final[Mapping[str, KindWords]] = {
    "month_not_assessed": KindWords(_("该月已核定，单位没有核定"), _("单位在核定后登记或增员，或被核定遗漏。")),
    "covered_not_charged": KindWords(_("参保在续，没有应缴"), _("核定之后增员，或更正了参保。")),
    "problem_closed_without_entries": KindWords(_("“未能核定”已关闭，仍没有应缴"), _("关闭时没有重新核定。")),
    "not_assessed_no_wage": KindWords(_("没有缴费工资，未能核定"), _("该月没有有效的缴费工资。")),
    "not_assessed_no_law": KindWords(_("没有政策参数，未能核定"), _("该月的缴费基数上下限或费率尚未录入。")),
    "not_assessed_failed": KindWords(_("单位数据异常，未能核定"), _("数据无法计算或无法记账。")),
    "covered_without_wage": KindWords(_("参保在续，没有有效的缴费工资"), _("核定之后撤销了工资申报，或该月尚未核定。")),
    "covered_without_law": KindWords(
        _("参保在续，没有可用的政策参数"), _("该月的政策参数没有录入，或核定之后被撤销。")
    ),
    "charged_without_coverage": KindWords(_("没有参保，有未缴的应缴"), _("参保终止或撤销之后没有重新核定。")),
    "paid_without_coverage": KindWords(_("没有参保，已经缴费"), _("缴费之后参保终止或撤销。")),
    "void_contract_charged": KindWords(_("误增员的合同有未缴的应缴"), _("核定之后才撤销增员。")),
    "void_contract_paid": KindWords(_("误增员的合同已经缴费"), _("缴费之后才撤销增员。")),
    "wage_changed": KindWords(_("应缴所依据的工资已变更"), _("核定之后申报或更正了缴费工资。")),
    "law_changed": KindWords(_("应缴所依据的上下限或费率已变更"), _("政策参数后来公布或更正，或单位的费率档次变更。")),
    "base_not_of_wage": KindWords(_("缴费基数与工资、上下限不符"), _OUTSIDE),
    "amount_not_of_tariff": KindWords(_("应缴金额不等于基数乘以费率"), _OUTSIDE),
    "paid_more_than_owed": KindWords(_("已缴多于应缴"), _("缴费之后工资或政策参数下调。")),
    "charged_twice": KindWords(_("同一人同类险种在两个单位应缴"), _("原单位没有及时减员，或误增员。")),
    "run_unfinished": KindWords(_("月度核定没有完成"), _("核定正在进行，或进程中断。")),
}
NOTICES: Final[Mapping[str, KindWords]] = {
    "open_notice_old": KindWords(_("往月应缴没有生成缴费通知"), _("只为部分人员生成了当月缴费，该月没有核定。")),
    "notice_not_entries": KindWords(_("缴费通知金额与应缴记录不符"), _OUTSIDE),
    "lines_not_notice": KindWords(_("缴费通知分险种合计与总额不符"), _OUTSIDE),
    "line_not_entries": KindWords(_("缴费通知险种金额与应缴记录不符"), _OUTSIDE),
    "entry_on_wrong_notice": KindWords(_("应缴记录的缴费通知不存在或不属于该单位、月份"), _OUTSIDE),
    "issued_without_due_day": KindWords(_("缴费通知没有缴费截止日"), _OUTSIDE),
    "two_live_notices": KindWords(_("同一单位同一月份有两张待缴通知"), _("新通知没有代替旧通知。")),
    "replaced_without_successor": KindWords(_("缴费通知已更正，没有新的通知"), _OUTSIDE),
    "not_declared_in_time": KindWords(_("截止日已过，单位未向税务申报"), _("单位没有确认“向税务申报”。")),
    "declare_request_waiting": KindWords(_("单位已确认申报，长时间未办理"), _("后台进程没有运行，或办理失败。")),
    "deferred_without_due_day": KindWords(_("缓缴部分没有补缴期限"), _("政策参数中没有该月的补缴期限。")),
    "deferred_due": KindWords(_("缓缴部分补缴期限已过"), _("缓缴期满，缓缴部分尚未催缴。")),
}
PAYMENTS: Final[Mapping[str, KindWords]] = {
    "overdue_unpaid": KindWords(_("逾期未缴"), _("单位没有缴费，已通知单位和税务部门。")),
    "overdue_not_found": KindWords(_("逾期未缴，尚未通知"), _("每日逾期查找没有运行，或有遗漏。")),
    "overdue_though_paid": KindWords(_("按期缴费，被列为逾期"), _("税务部门在截止日之后才告知到账。")),
    "overdue_not_told": KindWords(_("逾期未告知税务部门"), _LOST),
    "paid_without_payment": KindWords(_("缴费通知已缴，没有到账记录"), _OUTSIDE),
    "payment_not_settled": KindWords(_("已到账，缴费通知未结清"), _OUTSIDE),
    "payment_of_replaced_notice": KindWords(_("到账记在已更正的缴费通知上"), _("结清之后通知被更正，或记错通知。")),
    "payment_not_notice_sum": KindWords(_("到账金额与缴费通知不符"), _OUTSIDE),
    "payment_day_differs": KindWords(_("到账日期与缴费通知不符"), _OUTSIDE),
    "late_fee_missing": KindWords(_("逾期缴费，没有滞纳金"), _CORRECTED),
    "late_fee_too_low": KindWords(_("滞纳金低于应收"), _CORRECTED),
    "late_fee_too_high": KindWords(_("滞纳金高于应收"), _CORRECTED),
    "tax_paid_unknown": KindWords(_("税务告知到账，本系统没有该笔应缴"), _("单号、单位不符，或通知没有发给税务部门。")),
    "tax_paid_otherwise": KindWords(_("税务告知到账，金额或日期不符"), _("双方对缴费内容的记录不一致，通知仍为未缴。")),
    "tax_paid_twice": KindWords(_("重复缴费"), _("通知已结清，单位又缴了一笔。")),
    "tax_paid_replaced": KindWords(_("缴纳了已更正的缴费通知或已撤回的缴款单"), _("单位按旧通知、旧缴款单缴费。")),
    "bill_unpaid": KindWords(_("缴款单尚未缴费"), _("单位已申请缴款单，没有缴费。")),
    "bill_not_announced": KindWords(_("缴款单已缴费，申报尚未处理"), _("后台进程尚未处理。")),
    "tax_late_fee_differs": KindWords(_("税务征收的滞纳金与应收不符"), _("日期、明细或舍入不一致，通知已结清。")),
    "tax_refused": KindWords(_("税务部门不予受理缴费通知"), _("税务部门没有该单位，或通知内容不符。")),
}
PASSED_ON: Final[Mapping[str, KindWords]] = {
    "medical_not_told_enrolment": KindWords(_("增员没有告知医保部门"), _LOST),
    "medical_not_told_ending": KindWords(_("减员没有告知医保部门"), _LOST),
    "medical_said_no": KindWords(_("医保部门办理不成功"), _("对方的人员记录与申报不一致。")),
    "medical_silent": KindWords(_("医保部门长时间没有反馈"), _SILENT),
    "medical_stuck": KindWords(_("消息发不到医保部门"), _("对方拒收，或多次发送失败。")),
    "medical_done_for_void": KindWords(_("医保部门仍有误增员的登记"), _("撤销没有告知对方，或对方没有办理。")),
    "pension_not_told_enrolment": KindWords(_("增员没有告知全国统筹系统"), _LOST),
    "pension_not_told_ending": KindWords(_("减员没有告知全国统筹系统"), _LOST),
    "pension_said_no": KindWords(_("全国统筹系统办理不成功"), _("对方的人员记录与申报不一致。")),
    "pension_silent": KindWords(_("全国统筹系统长时间没有反馈"), _SILENT),
    "pension_stuck": KindWords(_("消息发不到全国统筹系统"), _("对方拒收，或多次发送失败。")),
    "pension_done_for_void": KindWords(_("全国统筹系统仍有误增员的登记"), _("撤销没有告知对方，或对方没有办理。")),
}
MESSAGES: Final[Mapping[str, KindWords]] = {
    "issued_not_told": KindWords(_("缴费通知没有发给税务部门"), _LOST),
    "withdrawn_not_told": KindWords(_("缴费通知已更正，税务部门仍在征收"), _LOST),
    "told_other_sum": KindWords(_("发给税务部门的金额或截止日与缴费通知不符"), _("发出之后通知被改动。")),
    "bill_not_told": KindWords(_("缴款单或其撤回没有发给税务部门，或金额不符"), _OUTSIDE),
    "tax_refusal_not_listed": KindWords(_("税务不予受理，没有列入到账差异"), _("后台进程尚未处理。")),
    "tax_silent": KindWords(_("税务部门长时间没有反馈"), _SILENT),
    "tax_stuck": KindWords(_("消息发不到税务部门"), _("多次发送失败，或设置有误。")),
    "bank_silent": KindWords(_("银行长时间没有回单"), _SILENT),
    "bank_stuck": KindWords(_("退费付款指令发不到银行"), _("对方拒收，或多次发送失败。")),
    "refund_disputed": KindWords(_("银行回单与付款指令不符"), _("银行弄错了指令或付错金额，退费尚未办结。")),
    "card_silent": KindWords(_("制卡机构长时间没有答复"), _SILENT),
    "card_stuck": KindWords(_("制卡信息发不到制卡机构"), _("对方拒收、照片文件缺失，或多次发送失败。")),
    "card_late": KindWords(_("社会保障卡超过办理时限"), _("制卡、寄送超期，或照片尚未审核。")),
    "card_made_after_no": KindWords(_("制卡机构答复不制卡，又告知了制卡进度"), _("对方弄错了申请，或改变了办理结果。")),
    "message_waiting": KindWords(_("消息早该发送，仍未发送"), _("后台进程没有运行，或该系统已暂停发送。")),
    "queue_paused": KindWords(_("已暂停向对方系统发送"), _("密钥、地址或证书有误，需要先排除。")),
    "answer_to_nothing": KindWords(_("收到与我方消息无关的反馈"), _("对方弄错了消息，或有人冒用其名义。")),
    "answer_contradicts": KindWords(_("对方后来的反馈与首次反馈矛盾"), _("对方改变了办理结果，本系统以首次为准。")),
}

KINDS: Final[Mapping[str, KindWords]] = {**EMPLOYMENT, **CHARGES, **NOTICES, **PAYMENTS, **MESSAGES, **PASSED_ON}
