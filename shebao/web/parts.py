"""What pages hand to the components: plain frozen records, so that a view can be read without its template."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from django.utils.functional import Promise
from django.utils.safestring import SafeString

Text = str | Promise
Tone = Literal["", "neutral", "info", "success", "warning", "error"]


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """A label with an address; an empty ``url`` is the present page and is drawn as text."""

    label: Text
    url: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the main menu; ``children`` of the current entry appear as the side menu."""

    label: Text
    url: str
    current: bool = False
    children: Sequence["NavigationItem"] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class EmployerChoice:
    """An employer that the signed-in clerk may act for."""

    key: str
    name: str
    number: str = ""
    current: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page of a door: who is signed in, for whom, what is unread, how long the session lasts.

    ``employers`` are the few shown in the switcher, which POSTs ``employer=<key>`` to ``switch_url``; ``employers_url``
    lists all. ``session_seconds`` is the time left in seconds; with ``keepalive_url`` (POST, answers JSON
    ``{"seconds": n}``) the page warns before the end and offers 「继续使用」.
    """

    navigation: Sequence[NavigationItem] = ()
    product: Text = ""
    home_url: str = "/"
    user_name: str = ""
    user_note: Text = ""
    employer_name: str = ""
    employer_number: str = ""
    employers: Sequence[EmployerChoice] = ()
    switch_url: str = ""
    employers_url: str = ""
    notices_url: str = ""
    notice_count: int = 0
    account_links: Sequence[Link] = ()
    logout_url: str = ""
    login_url: str = ""
    session_seconds: int = 0
    keepalive_url: str = ""
    help_links: Sequence[Link] = ()


ColumnKind = Literal["text", "number", "money", "date", "code", "state", "action"]


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A table column; with ``sort_url`` its header is a link, ``sorted`` tells the present order."""

    label: Text
    kind: ColumnKind = "text"
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    hidden_label: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """A table cell with more than text: a second line, a link, a badge (safe html of a badge tag)."""

    text: object
    sub: object = ""
    url: str = ""
    badge: SafeString | str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A table row; ``url`` links its first cell, ``select`` is the value of its checkbox, ``selected`` ticks it."""

    cells: Sequence[object]
    url: str = ""
    actions: Sequence[Link] = ()
    tone: Tone = ""
    select: str = ""
    selected: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class FindingView:
    """A finding in the clerk's words: where it is, what is wrong, what to do, and where the law says so."""

    severity: str
    message: Text
    remedy: Text = ""
    line: int | None = None
    who: str = ""
    field: Text = ""
    url: str = ""
    source: Text = ""
    code: str = ""
    confirm_name: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A step on the way of a declaration; ``at`` is aware, or None where it has not happened yet."""

    title: Text
    at: datetime | None = None
    who: Text = ""
    text: Text = ""
    state: Literal["done", "current", "waiting", "failed"] = "done"
