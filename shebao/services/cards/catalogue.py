"""What each finding about a card says and what to do about it; words about photos come with the check of photos."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from shebao.documents.photos import messages
from shebao.services.lines import catalogue as shared
from shebao.services.lines.catalogue import Entry, Explained, Text

PHOTO: Final = "photo_"
"""Begins the codes of findings about photos; what follows is the code of the check."""

TITLES: Final[Mapping[str, Text]] = {
    "kind": _("申请类型"),
    "photo": _("照片"),
    "number": _("照片文件名"),
}
"""What can be wrong, by the name of its input."""

CATALOGUE: Final[Mapping[str, Entry]] = {
    "kind_unknown": Entry(_("没有选择申请类型。"), _("请选择申请类型。")),
    "kind_closed": Entry(_("{kind}目前没有开放网上办理。"), _("请到所属区社保经办机构办理。")),
    "deceased": Entry(_("该人员已去世。"), _("请核对人员。")),
    "under_way": Entry(
        _("该人员已有正在办理的社会保障卡申请，申请编号{number}。"),
        _("请等待该申请办结；同一人同时只能办理一张卡。"),
    ),
    "never_insured": Entry(_("没有该人员的参保记录。"), _("请先办理参保登记，再申领社会保障卡。")),
    "has_card": Entry(_("该人员已有社会保障卡。"), _("卡片遗失或损坏的，请选择“遗失补领”或“损坏换领”。")),
    "insured_before": Entry(
        _("该人员{month}首次参保，早于{since}，此前已可领取社会保障卡。"),
        _("卡片遗失或损坏的，请选择“遗失补领”或“损坏换领”；从未领取过的，请到所属区社保经办机构办理。"),
    ),
    "insured_after": Entry(
        _("该人员{month}首次参保，目前仅受理至{until}首次参保的人员。"),
        _("请留意开放时间，或填写《个人信息登记表》到所属区社保经办机构办理。"),
    ),
    "no_card": Entry(_("没有该人员已领取社会保障卡的记录。"), _("请选择“首次申领”。")),
    "no_agency": Entry(
        _("没有该人员的参保单位记录，不能确定所属区。"), _("请填写《个人信息登记表》，到参保所在区社保经办机构办理。")
    ),
    "person_unknown": Entry(
        _("本单位没有证件号码为该文件名的在职人员。"), _("照片文件名须为人员的证件号码，例如“110105199003070011.jpg”。")
    ),
    "photo_missing": Entry(_("没有上传照片。"), _("请选择照片后提交。")),
    "changed_now": Entry(
        _("确认之后情况有变化，该人员不能申领：{reason}"), _("请在“社会保障卡”页面查看该人员正在办理的申请。")
    ),
    "review_needed": Entry(
        _("系统不能确定照片是否合格，将由经办机构人工审核。"), _("可以直接提交；换一张更规范的照片办理更快。")
    ),
}


def why_unsure(findings: Iterable[tuple[str, Mapping[str, str]]]) -> str:
    """Why the check was unsure of a photo, from codes and values of findings, in one sentence."""
    told = (explain(code, None, params).message.removesuffix("。") for code, params in findings)
    return "；".join(dict.fromkeys(told))


def explain(code: str, field: str | None, params: Mapping[str, str]) -> Explained:
    """A finding in words; KeyError for a code that is in no catalogue."""
    title = str(TITLES.get(field or "", ""))
    if code.startswith(PHOTO) and code not in CATALOGUE:
        message, remedy = messages.explain(code.removeprefix(PHOTO), params)
        return Explained(message, remedy, "", title)
    return shared.explain(CATALOGUE[code], title, params)
