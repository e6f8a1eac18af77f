"""The menu of the employers' door, with the official names."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shebao.access.requests import SignedInRequest
from shebao.web.parts import NavigationItem

MENU: Final = (
    ("home", _("首页"), ()),
    (
        "registration",
        _("在职职工管理"),
        (
            ("registration", _("社会保险、就业、劳动用工备案统一登记")),
            ("single", _("零星新增")),
            ("batch", _("批量导入")),
            ("contracts", _("劳动合同信息参保登记列表")),
        ),
    ),
    (
        "person-changes",
        _("人员信息登记与维护"),
        (
            ("person-changes", _("个人基本信息变更申请")),
            ("change-new", _("开始申请")),
            ("change-upload", _("批量申请")),
        ),
    ),
    (
        "month",
        _("缴费管理"),
        (
            ("month", _("本月缴费一览")),
            ("payment-notices", _("缴费通知")),
            ("arrears", _("欠费情况")),
            ("arrears-service", _("单位欠缴社保费处理")),
            ("bases", _("缴费基数申报")),
            ("bases-upload", _("缴费基数批量申报")),
            ("supplements", _("单位申报个人补缴申请")),
        ),
    ),
    (
        "refunds",
        _("缴费管理服务"),
        (("refunds", _("单位人员缴费退费申请")), ("refund-new", _("开始申报"))),
    ),
    (
        "cards",
        _("场景式服务"),
        (
            ("cards", _("社会保障卡集成服务一件事")),
            ("card-photos", _("制卡照片采集服务")),
            ("card-new", _("我要办社保卡")),
            ("registration-forms", _("个人信息登记表")),
        ),
    ),
    (
        "filings",
        _("我的申报"),
        (("filings", _("申报与进度")), ("drafts", _("草稿")), ("medical", _("医保反馈不成功"))),
    ),
    ("notices", _("通知"), ()),
)

UNDER: Final[Mapping[str, str]] = {
    "foreign": "single",
    "contract": "contracts",
    "reveal": "contracts",
    "declare-notice": "payment-notices",
    "end": "contracts",
    "month-of": "month",
    "month-changes": "month",
    "month-problems": "month",
    "payment-notice": "payment-notices",
    "person-contributions": "month",
    "amount": "month",
    "filing": "filings",
    "edit": "single",
    "register": "single",
    "findings": "filings",
    "lines": "filings",
    "proofs": "filings",
    "cancel": "filings",
    "arrears-new": "arrears-service",
    "arrears-month": "arrears-service",
    "arrears-filing": "arrears-service",
    "arrears-edit": "arrears-service",
    "arrears-recall": "arrears-service",
    "arrears-medical": "arrears-service",
    "bases-filing": "bases",
    "bases-lines": "bases",
    "supplement": "supplements",
    "supplement-months": "supplements",
    "supplement-lines": "supplements",
    "supplement-line": "supplements",
    "supplement-amount": "supplements",
    "supplement-refused": "supplements",
    "refund-person": "refund-new",
    "refund-edit": "refund-new",
    "refund-filing": "refunds",
    "change-person": "change-new",
    "change-items": "change-new",
    "change-edit": "change-new",
    "change-filing": "person-changes",
    "change-lines": "person-changes",
    "card-person": "card-new",
    "card-edit": "card-new",
    "card-filing": "cards",
    "card-lines": "cards",
    "card-application": "cards",
}
"""Pages that have no entry of their own, with the entry under which they stand."""


def navigation(request: SignedInRequest) -> Sequence[NavigationItem]:
    """The main menu with the entry of the present page marked."""
    match = request.resolver_match
    name = (match.url_name or "") if match else ""
    return _menu(UNDER.get(name, name))


def _menu(current: str) -> Sequence[NavigationItem]:
    return tuple(
        NavigationItem(
            label,
            reverse(name),
            current in (name, *(child for child, _label in children)),
            tuple(NavigationItem(text, reverse(child), child == current) for child, text in children),
        )
        for name, label, children in MENU
    )
