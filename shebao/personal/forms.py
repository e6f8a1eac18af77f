"""Forms of the insured persons' door."""

import uuid
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from shebao.kernel.errors import Invalid
from shebao.kernel.months import Month


class MonthField(forms.CharField):
    """A month, however it is typed."""

    widget = forms.TextInput(attrs={"type": "month", "autocomplete": "off"})

    def clean(self, value: object) -> Month:
        """The month. Raises ValidationError saying how to write it."""
        try:
            return Month.parse(str(super().clean(value)))
        except Invalid as problem:
            raise forms.ValidationError(problem.message, code=problem.code, params={"remedy": problem.remedy}) from None


class CertificateForm(forms.Form):
    """Which months a certificate covers."""

    first = MonthField(label=_("起始年月"), error_messages={"required": _("请填写起始年月。")})
    last = MonthField(label=_("终止年月"), error_messages={"required": _("请填写终止年月。")})
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


PHOTOS: Final = ".jpg,.jpeg,.png"
LARGEST_ID: Final = 2**63 - 1


class CardForm(forms.Form):
    """What card is applied for, and the photo; what the photo is like finds the check of photos."""

    kind = forms.ChoiceField(
        label=_("申请类型"), widget=forms.RadioSelect, error_messages={"required": _("请选择申请类型。")}
    )
    photo = forms.FileField(
        label=_("照片"),
        allow_empty_file=True,
        help_text=_("近期正面免冠彩色证件照，白色背景，JPG 或 PNG。可上传手机或相机的原始照片，由系统裁剪。"),
        error_messages={"required": _("请选择照片。")},
        widget=forms.FileInput(attrs={"accept": PHOTOS}),
    )

    def __init__(self, kinds: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class ConfirmCardForm(forms.Form):
    """Apply with the photo that was shown."""

    kind = forms.CharField(max_length=8, widget=forms.HiddenInput)
    photo = forms.IntegerField(min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput)
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class VerifyForm(forms.Form):
    """Number and check code of a certificate."""

    number = forms.CharField(
        label=_("证明编号"),
        max_length=40,
        error_messages={"required": _("请填写证明编号。"), "max_length": _("证明编号为18位数字，请核对。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    code = forms.CharField(
        label=_("校验码"),
        max_length=40,
        error_messages={"required": _("请填写校验码。"), "max_length": _("校验码为8位字母和数字，请核对。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
