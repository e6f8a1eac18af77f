"""What a form field needs to be drawn: its kind, the ids that tie label, help and error, its errors with remedies."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _


@dataclasses.dataclass(frozen=True, slots=True)
class ErrorView:
    """One error: what is wrong, what to do, and the id of the input it belongs to (empty: the whole form)."""

    message: str
    remedy: str = ""
    target: str = ""
    label: str = ""


KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.FileInput, "file"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
)
GROUPS = frozenset({"checkboxes", "radios"})


def kind_of(bound: BoundField) -> str:
    """How the field is drawn: hidden, checkboxes, radios, checkbox, file, textarea, select, or input."""
    if bound.is_hidden:
        return "hidden"
    return next((kind for widget, kind in KINDS if isinstance(bound.field.widget, widget)), "input")


def target_of(bound: BoundField) -> str:
    """The id of the input that a link to the field must lead to: of a group its first choice."""
    base = str(bound.field.widget.attrs.get("id") or bound.auto_id)
    return f"{base}_0" if kind_of(bound) in GROUPS and base else base


def errors_of(bound: BoundField) -> list[ErrorView]:
    """The errors of one field, with their remedies."""
    data = bound.form.errors.as_data().get(bound.name, [])
    return list(_views(data, target_of(bound), str(bound.label or ""), kind_of(bound)))


def field_context(bound: BoundField, options: Mapping[str, Any]) -> dict[str, Any]:
    """Everything the template of one field shows; ``options`` are the keywords of the ``field`` tag."""
    kind, base, errors = kind_of(bound), target_of(bound), errors_of(bound)
    help_text = options["help"] or bound.help_text
    described = [f"{base}_help"] if help_text else []
    described += [f"{base}_error"] if errors else []
    context = {**options, "kind": kind, "id": base, "errors": errors, "help": help_text}
    context["bound"], context["label"] = bound, options["label"] or bound.label
    context["required"] = bound.field.required and kind != "hidden"
    context["described"] = " ".join(described)
    if kind not in GROUPS:
        context["widget"] = bound.as_widget(attrs=_attributes(options, kind, context["described"], wrong=bool(errors)))
    return context


def _attributes(options: Mapping[str, Any], kind: str, described: str, *, wrong: bool) -> dict[str, Any]:
    wanted = {
        "aria-describedby": described,
        "aria-invalid": "true" if wrong else "",
        "inputmode": options["inputmode"],
        "autocomplete": options["autocomplete"],
        "placeholder": options["placeholder"],
        "data-links": options["links"],
        "class": "" if kind in ("checkbox", "hidden") else "input",
    }
    attributes: dict[str, Any] = {name: value for name, value in wanted.items() if value}
    return attributes | ({"autofocus": True} if options["autofocus"] else {})


def summary_of(sources: Iterable[object]) -> list[ErrorView]:
    """All errors of some forms and formsets, in the order of their fields, those of a whole form first."""
    return [error for source in sources for error in _errors_in(source)]


def _errors_in(source: object) -> Iterator[ErrorView]:
    if isinstance(source, BaseFormSet):
        yield from _views(source.non_form_errors().as_data(), "", "")
        for number, form in enumerate(source.forms, start=1):
            for error in _errors_in(form):
                yield dataclasses.replace(error, label=str(_("第 %(n)d 条")) % {"n": number})
    elif isinstance(source, forms.BaseForm) and source.errors:
        yield from _errors_in_form(source)


def _errors_in_form(form: forms.BaseForm) -> Iterator[ErrorView]:
    yield from _views(form.non_field_errors().as_data(), "", "")
    for bound in form:
        target = "" if bound.is_hidden else target_of(bound)
        yield from (dataclasses.replace(error, target=target, label="") for error in errors_of(bound))


MISSING = {"input": _("请填写%(label)s。"), "textarea": _("请填写%(label)s。"), "checkbox": _("请勾选“%(label)s”。")}


def missing(label: str, kind: str) -> str:
    """What an empty required field says; Django's own words do not name the field."""
    return str(MISSING.get(kind, _("请选择%(label)s。"))) % {"label": label}


def _views(errors: Iterable[ValidationError], target: str, label: str, kind: str = "input") -> Iterator[ErrorView]:
    for error in errors:
        params = getattr(error, "params", None) or {}
        remedy = str(params.get("remedy", "")) if isinstance(params, Mapping) else ""
        unnamed = label and error.messages == [str(forms.Field.default_error_messages["required"])]
        messages = [missing(label, kind)] if unnamed else error.messages
        yield from (ErrorView(str(message), remedy, target, label) for message in messages)
