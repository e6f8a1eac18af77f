"""What each finding of an enrolment says, what to do about it, and where the law says so."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from shebao.services.enrolment.fields import BY_KEY
from shebao.services.lines import catalogue as lines
from shebao.services.lines.catalogue import CELLS, FILING, INSURANCE_LAW, LABOUR, Entry, Explained

CATALOGUE: Mapping[str, Entry] = {
    **CELLS,
    **FILING,
    # filing
    "same_person_line": lines.SAME_PERSON,
    "ending_in_same_filing": Entry(_("第{row}行申报终止该人员的合同。"), _("请先办理终止，办理成功后再为其申报新增。")),
    "mobile_shared": Entry(_("本次申报中有{count}人填写了同一个手机号码。"), _("请核对，尽量填写本人手机号码。")),
    # identity
    "rare_character": Entry(
        _("姓名中有生僻字，将按国家标准编码保存。"), _("请核对页面显示的姓名与证件一致。"), "GB 18030-2022"
    ),
    "reading_unknown": Entry(
        _("姓名中有系统没有收录读音的字，姓名全拼暂不填写，不影响申报。"),
        _("请核对姓名与证件一致；办理成功后，可在“个人基本信息变更”中填写姓名全拼。"),
    ),
    "birth_differs": Entry(_("出生日期与证件号码中的{number}不一致。"), _("请改正出生日期或证件号码。")),
    "sex_differs": Entry(_("性别与证件号码表示的“{number}”不一致。"), _("请改正性别或证件号码。")),
    "birth_missing": Entry(_("没有填写出生日期。"), _("该证件号码不含出生日期，请填写。")),
    "sex_missing": Entry(_("没有填写性别。"), _("该证件号码不含性别，请填写。")),
    "proof_missing": Entry(_("该证件类型须提交身份证明材料，由经办机构审核。"), _("请上传证件照片或扫描件。")),
    "officer_decides": Entry(_("提交后由经办机构审核。"), _("请等待审核结果。")),
    "shared_no_match": Entry(
        _("姓名与证件号码未能通过共享信息核验。"), _("请核对姓名和证件号码；确认无误的，上传身份证明材料后提交审核。")
    ),
    "shared_no_match_proven": Entry(_("未能通过共享信息核验，已上传身份证明材料。"), _("提交后由经办机构审核。")),
    "shared_silent": Entry(
        _("共享信息暂时无法核验。"), _("请稍后点击“重新检查”；急需办理的，上传身份证明材料后提交审核。")
    ),
    "shared_silent_proven": Entry(_("共享信息暂时无法核验，已上传身份证明材料。"), _("提交后由经办机构审核。")),
    # origin
    "document_not_for_enrolment": Entry(_("该证件类型不能用于参保登记。"), _("请使用居民身份证或其他可登记的证件。")),
    "household_differs": Entry(_("户口性质与证件类型“{document}”不符。"), _("请改正户口性质或证件类型。")),
    "nationality_differs": Entry(_("国籍或地区与证件类型“{document}”不符。"), _("请改正国籍或地区。")),
    "nationality_missing": Entry(_("没有填写外国人的国籍。"), _("请选择国籍。"), "人社部令第16号"),
    "validity_missing": Entry(_("没有填写证件有效期。"), _("请填写证件有效期止。")),
    "document_expired": Entry(_("证件已于{day}到期。"), _("请更换有效证件后再申报。")),
    # life
    "deceased": Entry(_("系统登记该人员已死亡。"), _("请核对证件号码；登记有误的，请联系经办机构。")),
    "draws_pension": Entry(_("该人员已领取养老金。"), _("已退休人员不能办理增员。")),
    "birth_too_early": Entry(_("出生日期{day}距今超过一百年。"), _("请核对证件号码和出生日期。")),
    "too_young": Entry(_("合同开始时未满{age}周岁。"), _("不得招用未满{age}周岁的人员，请核对。"), "禁止使用童工规定"),
    "past_retirement": Entry(
        _("该人员已于{month}达到法定退休年龄。"),
        _("请核对出生日期；已到龄人员不能办理增员。"),
        "渐进式延迟法定退休年龄规定",
    ),
    "maybe_past_retirement": Entry(
        _("该人员如为工人岗位，已于{month}达到法定退休年龄。"),
        _("请填写个人身份后再确认。"),
        "渐进式延迟法定退休年龄规定",
    ),
    # contract
    "starts_in_future": Entry(_("合同开始日期晚于{latest}。"), _("请在合同开始的当月申报。")),
    "ends_before_start": Entry(_("合同终止日期早于开始日期。"), _("请改正日期。")),
    "already_ended": Entry(_("合同已经终止。"), _("请核对合同终止日期；已离职人员不能办理增员。")),
    "end_missing": Entry(_("固定期限合同没有填写终止日期。"), _("请填写合同终止日期。"), f"{LABOUR}第十三条"),
    "end_not_wanted": Entry(
        _("无固定期限合同填写了终止日期。"), _("请删除终止日期，或改为固定期限。"), f"{LABOUR}第十四条"
    ),
    "first_work_after_start": Entry(_("参加工作日期晚于合同开始日期。"), _("请改正参加工作日期。")),
    "first_work_too_young": Entry(_("参加工作时未满{age}周岁。"), _("请核对参加工作日期。")),
    "probation_not_allowed": Entry(
        _("合同期限不满三个月或以完成一定任务为期限，不得约定试用期。"), _("请删除试用期月数。"), f"{LABOUR}第十九条"
    ),
    "probation_too_long": Entry(
        _("试用期超过该合同期限允许的{most}个月。"), _("请改正试用期月数。"), f"{LABOUR}第十九条"
    ),
    "using_employer_missing": Entry(
        _("劳务派遣人员没有填写用工单位。"), _("请填写用工单位名称。"), f"{LABOUR}第五十八条"
    ),
    "using_employer_unexpected": Entry(_("不是劳务派遣，却填写了用工单位。"), _("请核对用工形式和用工单位。")),
    "under_contract": Entry(
        _("该人员已在本单位登记，合同自{day}开始。"), _("不需要重复增员；需要更正的，请办理相应变更。")
    ),
    "done_before": Entry(
        _("该人员已按相同的合同和参保内容办理成功（业务流水号{number}）。"),
        _("不会重复办理；个人信息有变化的，请办理个人基本信息变更。"),
    ),
    # insurance
    "month_in_future": Entry(_("参保起始年月晚于{month}。"), _("请在该月到来后申报。")),
    "month_too_early": Entry(_("参保起始年月早于{month}。"), _("以前月份请办理“单位申报个人补缴申请”。")),
    "insured_before_contract": Entry(_("参保起始年月早于合同开始的{month}。"), _("请改正参保起始年月或合同开始日期。")),
    "months_missing": Entry(
        _("合同自{month}开始，起始年月之前的月份没有参保。"),
        _("请在办理成功后，通过“缴费管理”的“单位申报个人补缴申请”补缴以前月份。"),
        f"{INSURANCE_LAW}第五十八条",
    ),
    "registered_late": Entry(
        _("用工已超过{days}日。"), _("应当自用工之日起{days}日内办理登记，请尽快办理。"), f"{INSURANCE_LAW}第五十八条"
    ),
    "wage_zero": Entry(_("月缴费工资必须大于0。"), _("请填写首月工资。")),
    "wage_below_minimum": Entry(
        _("月缴费工资低于最低工资标准{amount}元。"), _("请核对；全日制用工工资不得低于最低工资标准。")
    ),
    "wage_improbable": Entry(_("月缴费工资超过缴费上限的{times}倍。"), _("请核对是否误填为年工资，或以分为单位。")),
    "wage_in_thousands": Entry(_("月缴费工资不足100元。"), _("请核对是否以千元或万元为单位。")),
    "injury_missing": Entry(_("没有选择工伤保险。"), _("职工必须参加工伤保险。"), f"{INSURANCE_LAW}第三十三条"),
    "schemes_incomplete": Entry(
        _("没有选择养老保险或失业保险。"), _("职工应当参加养老、失业、工伤保险。"), INSURANCE_LAW
    ),
    "exempt_schemes": Entry(
        _("不参加养老保险或失业保险。"), _("须有港澳台参保证明或双边协定证明，经办机构将审核。"), "人社部令第41号"
    ),
    "insured_elsewhere": Entry(
        _("该人员同期已在本市其他单位参加{schemes}保险。"), _("请通知原单位先办理减员，再申报增员。")
    ),
    "insured_here_until": Entry(_("该人员在本单位的参保到{month}为止。"), _("再次录用的，请从下一个月起参保。")),
    "insured_in_province": Entry(_("该人员在{province}参加养老保险。"), _("请先在原参保地停保，再申报增员。")),
    "province_silent": Entry(_("全国统筹系统暂时无法查询，不影响办理。"), _("办理后系统将继续核验，有问题会通知您。")),
    # found under the lock
    "insured_elsewhere_now": Entry(
        _("检查之后，该人员刚由其他单位办理参保。"), _("请与本人核对；确在本单位就业的，请原单位先办理减员。")
    ),
    "under_contract_now": Entry(_("检查之后，该人员已在本单位办理成功。"), _("不需要重复办理。")),
    "insured_here_now": Entry(_("检查之后，该人员在本单位的参保情况有变化。"), _("请重新申报，按提示改正后提交。")),
    "person_number_taken": Entry(_("该社会保障号码已登记在另一证件下。"), _("请联系经办机构核对人员信息。")),
}


def explain(code: str, field: str | None, params: Mapping[str, str]) -> Explained:
    """A finding in words; KeyError for a code that is not in the catalogue."""
    column = BY_KEY.get(field or "")
    return lines.explain(CATALOGUE[code], column.title if column else "", params)
