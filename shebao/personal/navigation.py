"""The menu of the insured persons' door."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shebao.access.requests import SignedInRequest
from shebao.web.parts import NavigationItem

MENU: Final = (
    ("personal-home", _("首页"), ()),
    (
        "my-data",
        _("我的社保"),
        (
            ("my-data", _("个人信息")),
            ("my-coverage", _("参保信息")),
            ("my-contributions", _("缴费明细")),
            ("my-filings", _("单位申报记录")),
            ("my-looks", _("信息查看记录")),
        ),
    ),
    ("certificates", _("参保缴费证明"), ()),
    ("my-card-new", _("热点服务"), (("my-card-new", _("我要办社保卡")),)),
    (
        "my-cards",
        _("场景式服务"),
        (("my-cards", _("社会保障卡集成服务一件事")), ("my-card-photo", _("制卡照片采集服务"))),
    ),
)

UNDER: Final[Mapping[str, str]] = {
    "my-data-shown": "my-data",
    "my-amount": "my-contributions",
    "certificate": "certificates",
    "my-card": "my-cards",
    "my-card-confirm": "my-card-new",
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
