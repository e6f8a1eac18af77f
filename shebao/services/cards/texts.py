"""Words of an application's steps (进度)."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: Final[Mapping[str, str | Promise]] = {
    "asked": _("提交申请"),
    "in_review": _("照片需要人工审核：{reason}"),
    "photo_good": _("照片审核通过"),
    "ordered": _("已将制卡信息发送制卡机构"),
    "making": _("制卡机构已受理，制卡中"),
    "produced": _("制卡成功，服务银行：{bank}"),
    "shipped": _("卡片已寄出"),
    "ready": _("卡片已到{place}，可以领取"),
    "collected": _("卡片已领取"),
    "lost": _("卡片在寄送途中遗失，可以重新申请"),
    "returned": _("照片退回：{reason}"),
    "refused": _("不予受理：{reason}"),
    "failed": _("制卡未成功：{reason}"),
}


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"


def describe(kind: str, params: Mapping[str, str]) -> str:
    """The Chinese words for a step; a kind without words reads as it is, a missing value 「—」."""
    words = TEXTS.get(kind)
    values = {name: value.removesuffix("。") for name, value in params.items()}
    return kind if words is None else str(words).format_map(_Values(values))
