"""Rows of the page 「对账」."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shebao.reconciliation.texts import ACTIONS, AREAS, KINDS, KindWords
from shebao.web import formats
from shebao.web.parts import Cell, Column, Row, Text
from shebao.web.templatetags.page import badge

KIND_COLUMNS: Final = (
    Column(_("差异")),
    Column(_("范围")),
    Column(_("条数"), "number"),
    Column(_("金额（元）"), "money"),
    Column(_("如何处理")),
)
SUBJECT_COLUMNS: Final = (
    Column(_("对象"), "code"),
    Column(_("费款所属期"), "date"),
    Column(_("单位"), "code"),
    Column(_("金额（元）"), "money"),
)
THINGS: Final[Mapping[str, Text]] = {
    "bill": _("缴款单"),
    "card_application": _("社会保障卡申请"),
    "contract": _("劳动合同"),
    "coverage": _("参保时段"),
    "declare_request": _("向税务申报的请求"),
    "employer": _("单位"),
    "feedback": _("反馈"),
    "message": _("消息"),
    "mismatch": _("到账差异"),
    "notice": _("缴费通知"),
    "payment": _("到账"),
    "payout": _("退费付款指令"),
    "person": _("参保人"),
    "problem": _("未能核定"),
    "queue": _("对接系统"),
    "run": _("核定批次"),
    "wage": _("缴费工资"),
}
"""What subjects are called."""

_PAGES: Final[Mapping[str, str]] = {
    "message": "office-exchange",
    "queue": "office-exchange",
    "feedback": "office-exchange",
    "payout": "office-disputes",
    "run": "office-runs",
    "problem": "office-runs",
}
"""Where an operator sees what a subject names."""


def words(kind: str) -> KindWords:
    """What a kind means; one that was found by an earlier version and exists no more is told by its name."""
    return KINDS.get(kind, KindWords(kind, ""))


def kind_rows(pk: int, kinds: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Kinds for a table with KIND_COLUMNS, what could not be looked at first."""
    return [_kind_row(pk, kind) for kind in sorted(kinds, key=lambda kind: not kind["problem"])]


def _kind_row(pk: int, kind: Mapping[str, Any]) -> Row:
    told = words(kind["kind"])
    unknown = badge(_("未能核对"), "error") if kind["problem"] else ""
    return Row(
        (
            Cell(told.title, sub=told.cause, badge=unknown),
            AREAS.get(kind["area"], kind["area"]),
            formats.count(kind["count"]),
            formats.money_of_fen(kind["fen"]) if kind["fen"] else formats.NOTHING,
            ACTIONS.get(kind["action"], kind["action"]),
        ),
        url=reverse("office-reconciliation-kind", args=[pk, kind["kind"]]),
    )


def subject_rows(subjects: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Subjects for a table with SUBJECT_COLUMNS."""
    return [
        Row(
            (
                subject_words(one["subject"]),
                formats.month(one["month"]) if one["month"] else formats.NOTHING,
                one["employer_code"] or formats.NOTHING,
                formats.NOTHING if one["fen"] is None else formats.money_of_fen(one["fen"]),
            ),
            url=_page_of(one["subject"]),
        )
        for one in subjects
    ]


def subject_words(subject: str) -> str:
    """What a subject names, in the words of the pages: 劳动合同 12 110."""
    return " ".join(_named(word) for word in subject.split())


def _named(word: str) -> str:
    what, colon, number = word.partition(":")
    if not colon:
        return "、" if word == "and" else word
    return f"{THINGS.get(what, what)} {number}"


def _page_of(subject: str) -> str:
    what, _colon, number = subject.partition(":")
    if what == "mismatch" and number.isdigit():
        return reverse("office-mismatch", args=[int(number)])
    return reverse(_PAGES[what]) if what in _PAGES else ""
