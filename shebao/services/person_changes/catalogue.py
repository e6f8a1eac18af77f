"""What each finding of a change says, what to do about it, and where the law says so."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from shebao.services.lines import catalogue as shared
from shebao.services.lines.catalogue import Entry, Explained, Text
from shebao.services.person_changes.fields import BY_KEY, CHOSEN, MATERIALS, WHO

NOTHING_TO_DO: Final[Text] = _("无需处理。")

CATALOGUE: Final[Mapping[str, Entry]] = {
    **shared.CELLS,
    **shared.FILING,
    # filing
    "pending_elsewhere": Entry(
        _("该人员的信息变更在业务流水号{number}的申请中正在办理。"), _("请等待那笔申请办结后再申请。")
    ),
    "same_person_line": shared.SAME_PERSON,
    "not_employed_here": Entry(
        _("该人员目前在本单位没有劳动合同。"), _("请核对证件类型和证件号码；只能为在职职工申请变更。")
    ),
    "deceased": Entry(_("该人员已登记死亡，不能变更基本信息。"), _("请联系所属区社保经办机构。")),
    # what was chosen
    "items_none": Entry(_("没有选择或填写要变更的项目。"), _("请选择要变更的项目，填写变更后的信息。")),
    "only_with": Entry(_("{title}不能单独变更。"), _("请同时选择{leaders}，或取消勾选{title}。")),
    "value_missing": Entry(_("没有填写变更后的{title}。"), _("请填写，或取消勾选该项。")),
    "nothing_changes": Entry(
        _("变更后的信息与系统现在登记的相同。"), _("请核对后填写新的信息；不需要变更的，可撤销申请。")
    ),
    "unchanged": Entry(_("{titles}与系统现在登记的相同，不作变更。"), NOTHING_TO_DO),
    "done_before": Entry(_("填写的信息与系统现在登记的相同。"), _("无需再次申报。")),
    # name and number
    "pinyin_malformed": Entry(_("姓名全拼“{value}”中有字母以外的字符。"), _("请只填写字母，ü可写作yu或v。")),
    "name_pinyin_unusual": Entry(
        _("填写的姓名全拼不是这些字的读音，系统按读音给出的是“{usual}”。"),
        _("请与证件核对；按本民族语言拼写等情况，请确认。"),
    ),
    "reading_unknown": Entry(
        _("姓名中有系统没有收录读音的字，不能自动填写姓名全拼。"), _("请按证件填写完整的姓名全拼，或取消勾选该项。")
    ),
    "pinyin_unread": Entry(
        _("姓名中有系统没有收录读音的字，填写的姓名全拼无法全部核对。"), _("请与证件核对，确认无误的可以提交。")
    ),
    "has_rare_character_unusual": Entry(
        _("是否存在生僻字与系统判断的“{usual}”不同。"), _("请与证件核对，确认无误的可以提交。")
    ),
    "rare_character": Entry(_("姓名中有生僻字，部分系统可能无法显示。"), _("请确认与证件一致。")),
    "private_character": Entry(
        _("姓名中有尚未收入国家标准的字，其他系统可能显示为别的字。"), _("请与证件核对，并在变更原因中说明该字的写法。")
    ),
    "birth_differs": Entry(
        _("出生日期与证件号码中的出生日期（{number}）不一致。"), _("请按证件号码填写，或同时勾选出生日期一并变更。")
    ),
    "sex_differs": Entry(
        _("性别与证件号码表示的性别（{number}）不一致。"), _("请按证件号码填写，或同时勾选性别一并变更。")
    ),
    "number_of_another": Entry(
        _("该证件号码已登记在另一参保记录名下，系统不会覆盖任何一方的记录。"),
        _("请核对证件号码；确属本人的可以提交，由经办机构核实两条记录是否为同一人。"),
    ),
    "number_of_own_record": Entry(
        _("该证件号码已登记在本人的另一参保记录名下，经办机构已认定两条记录为同一人。"),
        _("无需更正，使用任一号码申报均可办理。"),
    ),
    "number_of_another_alone": Entry(
        _("该证件号码已登记在另一参保记录名下，须单独申请，不能与{titles}同时变更。"),
        _("请取消勾选{titles}，另行申请。"),
    ),
    # what has to agree
    "number_missing_with_type": Entry(_("变更证件类型须同时变更证件号码。"), _("请勾选证件号码，填写新证件的号码。")),
    "nationality_differs": Entry(
        _("国籍或地区与证件类型（{document}）不一致，应为{country}。"),
        _("请核对证件类型和国籍或地区，需要时一并变更。"),
    ),
    "household_differs": Entry(_("户口性质与证件类型（{document}）不一致。"), _("请核对户口性质和证件类型。")),
    "category_from": Entry(
        _("缴费人员类别变更为{category}，自{month}起执行。"), _("以前月份的缴费不变；执行月份起按新类别核定。")
    ),
    "document_expired": Entry(_("证件有效期止{day}已过。"), _("请核对有效期；证件已过期的，请先换证。")),
    "work_in_future": Entry(_("参加工作日期{day}晚于今天。"), _("请核对后重新填写。")),
    "work_before_birth": Entry(_("参加工作日期早于出生日期{day}。"), _("请核对后重新填写。")),
    # proof
    "shared_silent": Entry(_("共享信息暂时无法核验，不影响申请。"), _("需要审核的项目由经办机构核对材料。")),
    "identity_confirmed": Entry(_("共享信息核验：变更后的姓名与证件号码一致。"), NOTHING_TO_DO),
    "identity_unconfirmed": Entry(
        _("共享信息没有查到变更后的姓名和证件号码，或二者不一致。"), _("请与证件核对；由经办机构按材料审核。")
    ),
    "confirmed_by_shared": Entry(_("{title}已经共享信息核验一致，无需材料。"), NOTHING_TO_DO),
    "confirmed_by_number": Entry(_("{title}与证件号码一致，无需材料。"), NOTHING_TO_DO),
    "shared_differs": Entry(
        _("{title}与共享信息不一致。"), _("请按证件核对后改正；共享信息有误的，请上传以下任一材料：{papers}。")
    ),
    "shared_differs_proven": Entry(_("{title}与共享信息不一致，已上传材料。"), _("由经办机构按材料审核。")),
    "proof_missing": Entry(_("变更{title}须提供证明材料。"), _("请上传以下任一材料：{papers}。")),
    "officer_decides": Entry(_("{titles}的变更由经办机构审核。"), _("审核结果会通知您，审核通过后生效。")),
    "officers_decide": Entry(
        _("姓名与证件号码同时或先后变更，{titles}的变更由经办机构初审、复核。"), _("审核结果会通知您，复核通过后生效。")
    ),
    "officers_compare": Entry(
        _("经办机构将对照两条参保记录，经初审、复核认定是否为同一人。"),
        _("认定为同一人的，两条记录关联，原有参保和缴费不变；不是同一人的，退回申请并说明原因。"),
    ),
    # found under the lock
    "records_changed_now": Entry(
        _("审核期间，两条参保记录的情况有变化，没有关联。"), _("请重新申请，由经办机构按最新情况核实。")
    ),
    "not_employed_now": Entry(_("检查之后，该人员在本单位的劳动合同已终止。"), _("请由现工作单位申请变更。")),
    "value_changed_now": Entry(
        _("检查之后，该人员的信息已在其他申请中变更。"), _("请重新申请，核对变更前的信息后提交。")
    ),
    "number_taken_now": Entry(_("检查之后，该证件号码已登记在另一参保记录名下。"), _("请重新申请，按提示办理。")),
}

TITLES: Final[Mapping[str, Text]] = {CHOSEN: _("变更项目"), MATERIALS: _("附件")}
_WHO: Final = {column.key: column.title for column in WHO}


def explain(code: str, field: str | None, params: Mapping[str, str]) -> Explained:
    """A finding in words; KeyError for a code that is not in the catalogue."""
    column = BY_KEY.get(field or "")
    title = column.title if column else str(TITLES.get(field or "", _WHO.get(field or "", "")))
    return shared.explain(CATALOGUE[code], title, params)
