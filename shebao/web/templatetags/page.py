"""The components of pages: every tag and filter that templates use; README.md lists them with their parameters."""

# ruff: noqa: A002, PLR0913 - each parameter is one plain option of a tag, and they are called as in HTML (id, type, open)

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from shebao.kernel import clock
from shebao.web import fields as field_views
from shebao.web import formats, labels, masking
from shebao.web.parts import Cell, Column, FindingView, Row

register = template.Library()

FILTERS: dict[str, Callable[..., str]] = {
    "month": formats.month,
    "money": formats.money,
    "fen": formats.money_of_fen,
    "count": formats.count,
    "day": formats.day,
    "moment": formats.moment,
    "file_size": formats.file_size,
}
for _name, _filter in FILTERS.items():
    register.filter(_name, _filter)
for _name, _mask in masking.MASKS.items():
    register.filter(f"mask_{_name}", template.defaultfilters.stringfilter(_mask))


@register.filter
def ago(value: object, now: datetime | None = None) -> str:
    """How long ago ``value`` was; the present is ``now``, or the clock's."""
    return formats.ago(value, now or clock.now())


def draw(part: str, **values: Any) -> SafeString:
    """The html of a component's template."""
    return render_to_string(f"web/parts/{part}.html", values)


# ---- parts of a page


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of the sprite, hidden from screen readers."""
    return draw("icon", name=name)


@register.simple_block_tag
def page_header(
    content: str,
    title: object,
    *,
    lead: object = "",
    crumbs: Sequence[object] = (),
    badge: str = "",
    caption: object = "",
) -> SafeString:
    """Breadcrumb, heading, and the page's actions as content."""
    return draw("page_header", content=content, title=title, lead=lead, crumbs=crumbs, badge=badge, caption=caption)


@register.simple_block_tag
def card(
    content: str,
    title: object = "",
    *,
    lead: object = "",
    id: str = "",
    level: int = 2,
    tone: str = "",
    flush: bool = False,
    more_url: str = "",
    more_label: object = "",
) -> SafeString:
    """A white sheet with a heading."""
    return draw(
        "card",
        content=content,
        title=title,
        lead=lead,
        id=id,
        heading=f"h{level}",
        tone=tone,
        flush=flush,
        more_url=more_url,
        more_label=more_label,
    )


@register.simple_block_tag
def section(content: str, title: object, *, lead: object = "", id: str = "", show_when: str = "") -> SafeString:
    """A titled part of a form."""
    return draw("section", content=content, title=title, lead=lead, id=id, show_when=show_when)


@register.simple_block_tag
def fieldset(content: str, legend: object, *, help: object = "") -> SafeString:
    """A group of fields under its legend."""
    return draw("fieldset", content=content, legend=legend, help=help)


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: object = "") -> SafeString:
    """A message box; errors and warnings are announced to screen readers."""
    return draw("notice", content=content, tone=tone, title=title)


@register.simple_block_tag
def stats(content: str) -> SafeString:
    """A row of figures."""
    return draw("group", content=content, kind="stats")


@register.simple_tag
def stat(
    label: object, value: object, *, url: str = "", hint: object = "", tone: str = "", unit: object = ""
) -> SafeString:
    """One figure with its name."""
    return draw("stat", label=label, value=value, url=url, hint=hint, tone=tone, unit=unit)


@register.simple_block_tag
def grid(content: str, columns: int = 2) -> SafeString:
    """Equal columns that stack on narrow screens."""
    return draw("group", content=content, kind=f"grid grid-{columns}")


@register.simple_block_tag
def tiles(content: str) -> SafeString:
    """Entrances to services."""
    return draw("tiles", content=content)


@register.simple_tag
def tile(title: object, url: str, *, text: object = "", mark: object = "", badge: str = "") -> SafeString:
    """One entrance."""
    return draw("tile", title=title, url=url, text=text, mark=mark, badge=badge)


@register.simple_block_tag
def empty_state(content: str, title: object) -> SafeString:
    """What stands where a list has nothing yet."""
    return draw("empty_state", content=content, title=title)


@register.simple_block_tag
def details(content: str, summary: object, *, open: bool = False) -> SafeString:
    """Folded text."""
    return draw("details", content=content, summary=summary, open=open)


@register.simple_block_tag
def facts(content: str, *, columns: int = 2) -> SafeString:
    """A definition list of ``fact`` tags."""
    return draw("facts", content=content, columns=columns)


@register.simple_tag
def fact(label: object, value: object = "", *, note: object = "", wide: bool = False) -> SafeString:
    """One term with its value."""
    return draw("fact", label=label, value=value, note=note, wide=wide)


@register.simple_tag
def fact_list(items: Iterable[tuple[object, object]], *, columns: int = 2) -> SafeString:
    """A definition list of (label, value) pairs."""
    return facts(template.defaultfilters.safe("".join(fact(label, value) for label, value in items)), columns=columns)


# ---- forms


@register.simple_tag
def error_summary(*sources: object) -> SafeString:
    """All errors of the forms and formsets given, each a link to its field; nothing if there are none."""
    return draw("error_summary", errors=field_views.summary_of(sources))


@register.simple_tag
def field(
    bound: BoundField,
    *,
    label: object = "",
    help: object = "",
    before: object = "",
    after: object = "",
    width: str = "",
    inputmode: str = "",
    autocomplete: str = "",
    placeholder: object = "",
    links: str = "",
    show_when: str = "",
    optional: bool = False,
    inline: bool = False,
    autofocus: bool = False,
) -> SafeString:
    """One form field with label, required mark, help and errors."""
    options = {name: value for name, value in locals().items() if name != "bound"}
    context = field_views.field_context(bound, options)
    return draw(f"field_{context['kind']}" if context["kind"] in _OWN_FIELDS else "field", **context)


_OWN_FIELDS = frozenset({"hidden", "checkbox", "checkboxes", "radios", "file"})


@register.simple_tag
def fields(form: BaseForm, *, only: str = "", optional: bool = False) -> SafeString:
    """All fields of a form, or the named ones in the order named."""
    chosen = [form[name] for name in only.split()] if only else list(form)
    return template.defaultfilters.safe(
        "".join(field(bound, optional=optional and not bound.field.required) for bound in chosen)
    )


@register.simple_block_tag
def field_row(content: str) -> SafeString:
    """Fields side by side."""
    return draw("group", content=content, kind="field-row")


@register.simple_block_tag
def buttons(content: str, *, sticky: bool = False, align: str = "") -> SafeString:
    """A row of buttons."""
    return draw("buttons", content=content, sticky=sticky, align=align)


@register.simple_tag
def button(
    label: object,
    kind: str = "primary",
    url: str = "",
    *,
    name: str = "",
    value: object = "",
    type: str = "submit",
    small: bool = False,
    form: str = "",
    formaction: str = "",
    novalidate: bool = False,
    disabled: bool = False,
    download: bool = False,
    once: bool = True,
) -> SafeString:
    """A button, or with ``url`` a link that looks like one."""
    return draw("button", **locals())


@register.simple_tag(takes_context=True)
def post_button(
    context: template.Context,
    label: object,
    url: str,
    *,
    kind: str = "secondary",
    name: str = "",
    value: object = "",
    small: bool = False,
) -> SafeString:
    """A form of one button, for the employer that the page was drawn for."""
    drawn = button(label, kind, name=name, value=value, small=small)
    kept = {each: context.get(each) for each in ("csrf_token", "for_employer")}
    return draw("post_button", button=drawn, action=url, **kept)


@register.simple_tag(takes_context=True)
def masked(
    context: template.Context,
    value: object,
    kind: str,
    *,
    label: object = "",
    shown: bool = False,
    reveal_url: str = "",
    name: str = "",
    value_sent: object = "",
    in_form: bool = False,
    swap: bool = False,
) -> SafeString:
    """A personal value under its mask; the full one reaches the page only with ``shown``."""
    full = "" if value is None else str(value)
    values = {name: value for name, value in locals().items() if name not in ("context", "value", "full")}
    values["text"] = full if shown else masking.mask(kind, full)
    return draw("masked", csrf_token=context.get("csrf_token"), **values)


@register.simple_block_tag
def search_bar(
    content: str, *, action: str = "", label: object = "", submit: object = "", reset_url: str = ""
) -> SafeString:
    """A GET form in one row."""
    return draw("search_bar", content=content, action=action, label=label, submit=submit, reset_url=reset_url)


# ---- lists


@register.simple_tag
def data_table(
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    caption: object = "",
    show_caption: bool = False,
    empty: object = "",
    select_name: str = "",
    layout: str = "cards",
) -> SafeString:
    """A table of records."""
    listed = list(rows)
    lines = [{"row": row, "cells": _cells(columns, row)} for row in listed]
    has_actions = any(row.actions for row in listed)
    return draw("data_table", **{name: value for name, value in locals().items() if name not in ("rows", "listed")})


def _cells(columns: Sequence[Column], row: Row) -> list[dict[str, object]]:
    """Each cell of a row beside its column; the first one carries the row's link."""
    cells = [cell if isinstance(cell, Cell) else Cell(cell) for cell in row.cells]
    if cells and row.url and not cells[0].url:
        cells[0] = dataclasses.replace(cells[0], url=row.url)
    return [{"column": column, "cell": cell} for column, cell in zip(columns, cells, strict=True)]


@register.simple_block_tag
def table_box(
    content: str, caption: object, columns: Sequence[Column], *, show_caption: bool = False, layout: str = "cards"
) -> SafeString:
    """The frame of a table whose rows are the content."""
    return draw(
        "table_box", content=content, caption=caption, columns=columns, show_caption=show_caption, layout=layout
    )


@register.simple_tag
def page_links(*, previous_url: str = "", next_url: str = "", first_url: str = "", text: object = "") -> SafeString:
    """Links to the neighbouring pages of a list."""
    return draw("page_links", previous_url=previous_url, next_url=next_url, first_url=first_url, text=text)


@register.simple_tag
def findings(
    items: Iterable[FindingView | Mapping[str, Any]],
    *,
    caption: object = "",
    show_lines: bool = True,
    counts: Mapping[str, int] | None = None,
) -> SafeString:
    """Findings with their line, field, message and remedy, under the number of each severity."""
    views = [item if isinstance(item, FindingView) else FindingView(**item) for item in items]
    numbers = counts if counts is not None else _count(views)
    tallies = [
        {"label": label, "tone": tone, "number": numbers[code]}
        for code, (label, tone) in labels.SEVERITIES.items()
        if numbers.get(code)
    ]
    return draw("findings", items=views, caption=caption, show_lines=show_lines, tallies=tallies)


def _count(views: Iterable[FindingView]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for view in views:
        numbers[str(view.severity)] = numbers.get(str(view.severity), 0) + 1
    return numbers


@register.simple_tag
def timeline(entries: Iterable[object], *, title: object = "") -> SafeString:
    """进度: what has happened, what is happening, what is to come."""
    return draw("timeline", entries=entries, title=title)


@register.simple_tag
def steps(current: int, *, labels: str | Sequence[object] = "") -> SafeString:
    """Where a filing stands among its pages; ``current`` counts from 1."""
    names: Sequence[object] = labels.split(",") if isinstance(labels, str) and labels else labels or _STEPS
    items = [
        {"label": name, "state": "done" if number < current else "current" if number == current else "waiting"}
        for number, name in enumerate(names, start=1)
    ]
    return draw("steps", items=items, current=current, total=len(items))


_STEPS = labels.STEPS


@register.simple_tag
def badge(label: object, tone: str = "neutral") -> SafeString:
    """A small label in a tone."""
    return draw("badge", label=label, tone=tone or "neutral")


@register.simple_tag
def status_badge(state: object, *, label: object = "", tone: str = "") -> SafeString:
    """The state of a declaration or a line."""
    known, its_tone = labels.look_up(labels.STATES, state)
    return badge(label or known, tone or its_tone)


@register.simple_tag
def delivery_badge(state: object, *, label: object = "", tone: str = "") -> SafeString:
    """Where a message to another authority stands."""
    known, its_tone = labels.look_up(labels.DELIVERIES, state)
    return badge(label or known, tone or its_tone)


@register.simple_tag
def severity_badge(severity: object) -> SafeString:
    """必须改正, 请确认 or 提示."""
    return badge(*labels.look_up(labels.SEVERITIES, severity))


# ---- waiting


@register.simple_block_tag
def live(content: str, id: str, *, url: str = "", running: bool = False, every: int = 2) -> SafeString:
    """A part that fetches itself again while something is running."""
    return draw("live", content=content, id=id, url=url, running=running, every=every)


@register.simple_tag
def progress(done: int, total: int | None, *, label: object = "", unit: object = "", note: object = "") -> SafeString:
    """How far a job is; ``total`` None where that is not known."""
    percent = min(100, done * 100 // total) if total else None
    return draw("progress", done=done, total=total, percent=percent, label=label, unit=unit, note=note)
