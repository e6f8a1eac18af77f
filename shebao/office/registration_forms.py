"""What 「登记表办理」 asks an officer, and how it shows what was found of a photo. No decisions, no queries."""

import base64
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.documents.photos import messages
from shebao.documents.photos.verdicts import Judged, Verdict
from shebao.employment.models import Contract
from shebao.services.cards import catalogue
from shebao.services.cards.queries import Choice
from shebao.web import formats, social_cards
from shebao.web.parts import Cell, Column, FindingView, Row

CONTRACT_COLUMNS: Final = (
    Column(gettext_lazy("单位")),
    Column(gettext_lazy("合同开始日期"), "date"),
    Column(gettext_lazy("参保起始年月"), "date"),
    Column(gettext_lazy("解除日期"), "date"),
)
CLOSED_COLUMNS: Final = (Column(gettext_lazy("申请类型")), Column(gettext_lazy("不能申请的原因")))
SEVERITIES: Final = {Verdict.BAD: "hard", Verdict.UNSURE: "soft"}
_PICTURE: Final = "data:image/jpeg;base64,"


class NumberForm(forms.Form):
    """Whose form was handed in."""

    number = forms.CharField(
        label=gettext_lazy("证件号码"),
        max_length=64,
        help_text=gettext_lazy("登记表上的公民身份号码（社会保障号码）或证件号码，须完整填写。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("请填写证件号码。")},
    )


class EntryForm(forms.Form):
    """What the form that was handed in applies for, its photo scanned, and that it was looked through."""

    kind = forms.ChoiceField(
        label=gettext_lazy("申请类型"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择申请类型。")},
    )
    photo = forms.FileField(
        label=gettext_lazy("照片"),
        help_text=gettext_lazy("扫描登记表上的照片并裁去表格边框，JPG 或 PNG；系统检查后按制卡规格裁剪。"),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
        error_messages={
            "required": gettext_lazy("没有上传照片，请选择照片。"),
            "empty": gettext_lazy("照片文件是空的（0 字节），请重新选择。"),
        },
    )
    seen = forms.BooleanField(
        label=gettext_lazy("已核对纸质登记表：本人签字，单位盖章，照片与本人相符"),
        required=False,
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, choices: Sequence[Choice], only_photo: bool = False, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **options})
        self.only_photo = only_photo
        may = [one.kind for one in choices if one.against is None]
        self.fields["kind"].choices = [(kind, social_cards.kind_name(kind)) for kind in may]  # type: ignore[attr-defined]
        self.fields["kind"].initial = may[0] if len(may) == 1 else None
        self.fields["kind"].required = not only_photo

    @property
    def photo_file(self) -> BinaryIO:
        """The photo that was sent."""
        return cast("BinaryIO", self.cleaned_data["photo"].file)

    @property
    def photo_name(self) -> str:
        """The name of its file."""
        return str(self.cleaned_data["photo"].name)

    def clean_seen(self) -> bool:
        """Nothing is applied for before the paper was looked through."""
        seen = bool(self.cleaned_data["seen"])
        if not seen and not self.only_photo:
            remedy = {"remedy": _("核对后请勾选；不一致的，请将登记表退回单位。")}
            raise ValidationError(_("没有核对纸质登记表。"), params=remedy)
        return seen


def contract_rows(contracts: Iterable[Contract]) -> list[Row]:
    """A person's contracts, for a table with CONTRACT_COLUMNS."""
    return [
        Row(
            (
                Cell(one.employer.name, sub=one.employer.credit_code),
                formats.day(one.starts_on),
                formats.month(one.insured_from),
                formats.day(one.ended_on),
            )
        )
        for one in contracts
    ]


def closed_rows(choices: Iterable[Choice]) -> list[Row]:
    """Kinds of card that cannot be applied for and why, for a table with CLOSED_COLUMNS."""
    rows = []
    for one in choices:
        if one.against is not None:
            told = catalogue.explain(one.against.code, one.against.field, one.against.params)
            rows.append(Row((social_cards.kind_name(one.kind), Cell(str(told.message), sub=str(told.what_to_do)))))
    return rows


def found_of(judged: Judged) -> dict[str, Any]:
    """What was found of a photo: in words, with the part that is cut out and the card as it would be printed."""
    return {
        "verdict": judged.verdict.value,
        "photo_findings": [_finding(problem.code, problem.params, problem.verdict) for problem in judged.problems],
        "preview": _picture(judged.preview),
        "print_preview": _picture(judged.print_preview),
        "size": _("%(width)d×%(height)d 像素") % {"width": judged.width, "height": judged.height},
    }


def _finding(code: str, params: Any, verdict: Verdict) -> FindingView:
    message, remedy = messages.explain(code, params)
    return FindingView(SEVERITIES[verdict], message, remedy)


def _picture(content: bytes | None) -> str:
    return _PICTURE + base64.b64encode(content).decode() if content else ""
