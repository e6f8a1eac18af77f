"""Forms drawn from the one description of an enrolment's fields; they check nothing, the worker does."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from shebao.kernel.errors import Invalid
from shebao.law import law
from shebao.services.enrolment.fields import COLUMNS, Section
from shebao.services.lines.columns import Column, Kind
from shebao.services.lines.reading import offered
from shebao.services.withdrawal import fields as ending
from shebao.services.withdrawal.reasons import usual_stop

MOST_TYPED = 2000
"""Characters kept of one field: more cannot be meant, and nothing that is meant gets lost."""
NO_SCHEME = "无"
FOREIGN_GROUPS = ("hmt", "foreign")
FOREIGN_REQUIRED = ("nationality", "document_valid_until", "sex", "birth_date")
CONTRACT = "contract"
"""Key in the payload of an ending that came from a contract of the list: the id of that contract."""
DOCUMENT_KEYS = ("document_type", "document_number", "name")
_MODES = {Kind.MONEY: "decimal", Kind.NUMBER: "numeric", Kind.MOBILE: "tel", Kind.EMAIL: "email"}
_NUMERIC = "numeric"
_HELP = {"document_number": ""}  # what the explanation sheet says of cells means nothing in a form

Payload = Mapping[str, str]


def is_foreign(document_type: str) -> bool:
    """Whether the document belongs to 「港澳台、外国人参保登记」."""
    entry = law().codes("document_type").get(document_type)
    return entry is not None and entry.text("group") in FOREIGN_GROUPS


def payload_from(posted: QueryDict, kept: Payload) -> dict[str, str]:
    """The payload of a single filing: every field as typed, and the handle of the shared data fetched before."""
    typed = {column.key: _typed(posted, column) for column in COLUMNS}
    return typed | {"shared_lookup": kept.get("shared_lookup", "")}


def _typed(posted: QueryDict, column: Column) -> str:
    if column.kind is Kind.SCHEMES:
        return ",".join(posted.getlist(column.key))[:MOST_TYPED] or NO_SCHEME
    return posted.get(column.key, "")[:MOST_TYPED]


def fresh_payload() -> dict[str, str]:
    """What an empty form starts with."""
    return {"document_type": "01", "schemes": ",".join(code for code, _name in _schemes())}


class UncheckedForm(forms.Form):
    """A form that checks nothing itself: its errors are put there by whoever judged what was sent."""

    def full_clean(self) -> None:
        """Nothing is checked here."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def show(self, field: str | None, message: str, remedy: str) -> None:
        """Put what is wrong and what to do at a field, or above the form where there is no such field."""
        params = {"remedy": remedy.replace("%", "%%")}
        known = field if field in self.fields else None
        self.add_error(known, ValidationError(message.replace("%", "%%"), params=params))


class EnrolmentForm(UncheckedForm):
    """One enrolment as typed. Bound without validation: its errors are the findings that the worker wrote."""

    def __init__(self, payload: Payload, today: date, *, foreign: bool = False) -> None:
        data = {**payload, "schemes": payload.get("schemes", "").split(",")}
        super().__init__(data=data, label_suffix="")
        self.foreign = foreign
        for column in COLUMNS:
            self.fields[column.key] = _field(column, today, foreign=foreign)

    def sections(self) -> Sequence[tuple[str, Sequence[BoundField]]]:
        """The fields under the titles of their sections, those of the document left out: they come first."""
        return [
            (section.value, [self[column.key] for column in _of(section) if column.key not in DOCUMENT_KEYS])
            for section in Section
        ]


def _of(section: Section) -> Iterable[Column]:
    return (column for column in COLUMNS if column.section is section)


def _field(column: Column, today: date, *, foreign: bool) -> forms.Field:
    required = column.required or (foreign and column.key in FOREIGN_REQUIRED)
    label = _("姓名（外国人按护照填写英文姓名）") if foreign and column.key == "name" else column.title
    said = "" if foreign and column.key in FOREIGN_REQUIRED else _HELP.get(column.key, column.help)
    options: dict[str, Any] = {"label": label, "required": required, "help_text": said}
    if column.kind is Kind.CODE:
        return forms.ChoiceField(choices=[("", _("请选择")), *_codes(column, today, foreign=foreign)], **options)
    if column.kind is Kind.SCHEMES:
        options |= {"help_text": _("医疗、生育保险由系统自动同步，无需选择。"), "required": False}
        return forms.MultipleChoiceField(choices=_schemes(), widget=forms.CheckboxSelectMultiple, **options)
    return forms.CharField(widget=_widget(column), **options)


def _widget(column: Column) -> forms.Widget:
    if column.kind is Kind.DATE:
        return forms.TextInput(attrs={"type": "date"})
    if column.kind is Kind.MONTH:
        return forms.TextInput(attrs={"type": "month", "placeholder": "2026-11"})
    attributes = {"maxlength": str(MOST_TYPED)} if column.kind is Kind.TEXT else {}
    mode = _MODES.get(column.kind, _NUMERIC if column.kind is Kind.POSTCODE else "")
    return forms.TextInput(attrs=attributes | ({"inputmode": mode} if mode else {}))


def _codes(column: Column, today: date, *, foreign: bool) -> list[tuple[str, str]]:
    entries = offered(law(), column.table, today)
    if column.key != "document_type":
        return [(code, entry.name) for code, entry in entries.items()]
    return [
        (code, entry.name)
        for code, entry in entries.items()
        if entry.flag("enrolment") and (not foreign or entry.text("group") in FOREIGN_GROUPS)
    ]


def _schemes() -> list[tuple[str, str]]:
    schemes = law().codes("scheme")
    return [(c, entry.name) for c, entry in schemes.items() if entry.flag("employee") and entry.text("side") == "here"]


class EndForm(UncheckedForm):
    """「终止」: date and reasons, as typed. Its errors are the findings that the worker wrote.

    Whose contract it is can be typed too, unless the form came from a contract of the list.
    """

    def __init__(self, payload: Payload, today: date) -> None:
        super().__init__(data=dict(payload), label_suffix="")
        if CONTRACT not in payload:
            self._ask_who(today)
        day = ending.BY_KEY["ended_on"]
        self.fields["ended_on"] = forms.CharField(
            label=day.title,
            required=True,
            help_text=_("不能晚于今天。解除当月仍须缴费：当月解除的，须先生成当月缴费；上月及以前解除的，直接办理。"),
            widget=forms.TextInput(attrs={"type": "date", "max": today.isoformat()}),
        )
        reasons = _offered_names(ending.BY_KEY["end_reason"], today)
        self.fields["end_reason"] = forms.ChoiceField(
            label=ending.BY_KEY["end_reason"].title,
            required=True,
            choices=[("", _("请选择")), *reasons],
            widget=forms.Select(attrs={"data-proposes": _proposals(reasons)}),
        )
        self.fields["stop_reason"] = forms.ChoiceField(
            label=ending.BY_KEY["stop_reason"].title,
            required=False,
            choices=[("", _("按解除劳动关系原因确定")), *_offered_names(ending.BY_KEY["stop_reason"], today)],
            help_text=_("当月误增、与本单位没有事实劳动关系的，须选“法律、法规规定的其他情形”。"),
        )

    def _ask_who(self, today: date) -> None:
        for key in DOCUMENT_KEYS:
            column = ending.BY_KEY[key]
            options: dict[str, Any] = {"label": column.title, "required": column.required}
            self.fields[key] = (
                forms.ChoiceField(choices=_offered_names(column, today), **options)
                if column.kind is Kind.CODE
                else forms.CharField(widget=forms.TextInput(attrs={"maxlength": str(MOST_TYPED)}), **options)
            )

    def who(self) -> Sequence[BoundField]:
        """The fields that say whose contract ends; none where that is settled."""
        return [self[key] for key in DOCUMENT_KEYS if key in self.fields]


def _offered_names(column: Column, today: date) -> list[tuple[str, str]]:
    return [(code, entry.name) for code, entry in offered(law(), column.table, today).items()]


def _proposals(reasons: Iterable[tuple[str, str]]) -> str:
    """For shebao.js: the field to be filled, and its usual value for each value of this one that has one."""
    usual = ((code, usual_stop(law(), code)) for code, _name in reasons)
    pairs = " ".join(f"{code}:{stop}" for code, stop in usual if stop)
    return f"stop_reason {pairs}"


def end_payload(posted: QueryDict, kept: Payload) -> dict[str, str]:
    """The payload of one ending: what was typed. Whose it is no form can change once it came from a contract."""
    typed = {key: posted.get(key, "")[:MOST_TYPED] for key in ("ended_on", "end_reason", "stop_reason")}
    if CONTRACT in kept:
        return typed | {key: kept.get(key, "") for key in (CONTRACT, *DOCUMENT_KEYS)}
    return typed | {key: posted.get(key, kept.get(key, ""))[:MOST_TYPED] for key in DOCUMENT_KEYS}


def client_key(posted: QueryDict) -> str:
    """The form's idempotency key: a UUID made when the form was drawn. Invalid if it is none."""
    try:
        return str(uuid.UUID(posted.get("client_key", "")))
    except ValueError as error:
        raise Invalid("页面已失效。", code="client_key_malformed", remedy="请重新打开页面后再填写。") from error


def new_client_key() -> str:
    """A key for a form that is drawn anew."""
    return str(uuid.uuid4())


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


ACCEPTED = ".pdf,.jpg,.jpeg,.png"


class ProofForm(UncheckedForm):
    """Attachments of a single filing; inspected when they arrive, so there is nothing to validate here."""

    identity_proof = forms.FileField(
        label=_("身份证明材料"),
        required=False,
        help_text=_("PDF、JPG 或 PNG，每个不超过 10 MB，可选择多个文件。"),
        widget=ManyFiles(attrs={"accept": ACCEPTED}),
    )
    work_permit = forms.FileField(
        label=_("就业许可或工作居留证明"),
        required=False,
        help_text=_("外国人须提供工作许可或外国人永久居留身份证；PDF、JPG 或 PNG。"),
        widget=ManyFiles(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *, foreign: bool) -> None:
        super().__init__(label_suffix="")
        if not foreign:
            del self.fields["work_permit"]


class BatchForm(UncheckedForm):
    """A workbook to upload."""

    workbook = forms.FileField(
        label=_("申报文件"),
        help_text=_("按模板填写的 .xlsx，或同样表头的 .csv（UTF-8 或 GB18030）。一次最多 110,000 行。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("请选择要上传的文件。")},
    )


class ConfirmForm(forms.Form):
    """Confirming what was checked; soft findings have to be confirmed expressly."""

    content_version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    verified = forms.BooleanField(
        label=_("已逐项核实上述“请确认”的提示，确认无误"),
        error_messages={"required": _("请核实提示后勾选确认。")},
    )

    def __init__(self, *args: Any, soft: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not soft:
            del self.fields["verified"]
