"""The menus of the office: officers review, operators keep the platform running."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shebao.access.models import UserKind
from shebao.access.requests import SignedInRequest
from shebao.web.parts import NavigationItem, Text

Menu = Sequence[tuple[str, Text]]

OFFICERS: Final[Menu] = (
    ("office-cases", _("待办")),
    ("office-decided", _("已审核")),
    ("office-photos", _("制卡照片审核")),
    ("office-cards", _("社会保障卡申请")),
    ("office-registration-forms", _("登记表办理")),
    ("office-notices", _("缴费通知")),
)
OPERATORS: Final[Menu] = (
    ("office-exchange", _("数据交换")),
    ("office-mismatches", _("到账差异")),
    ("office-disputes", _("退费回单差异")),
    ("office-reconciliation", _("对账")),
    ("office-tasks", _("后台任务")),
    ("office-runs", _("应缴核定")),
    ("office-logins", _("登录锁定")),
    ("office-alarms", _("安全告警")),
)
MENUS: Final[Mapping[str, Menu]] = {UserKind.OFFICER: OFFICERS, UserKind.OPERATOR: OPERATORS}

UNDER: Final[Mapping[str, str]] = {
    "office-case": "office-cases",
    "office-reveal": "office-cases",
    "office-decide": "office-cases",
    "office-mismatch": "office-mismatches",
    "office-dispute": "office-disputes",
    "office-reconciliation-kind": "office-reconciliation",
    "office-notice": "office-notices",
    "office-card": "office-cards",
    "office-registration-form": "office-registration-forms",
    "office-card-decide": "office-photos",
    "office-person": "office-notices",
    "office-amount": "office-notices",
}
"""Pages that have no entry of their own, with the entry under which they stand."""


def navigation(request: SignedInRequest) -> Sequence[NavigationItem]:
    """The menu for this kind of user, with the entry of the present page marked."""
    match = request.resolver_match
    name = (match.url_name or "") if match else ""
    here = UNDER.get(name, name)
    menu = MENUS.get(request.user.kind, ())
    return tuple(NavigationItem(label, reverse(entry), entry == here) for entry, label in menu)
