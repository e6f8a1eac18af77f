"""The forms of cards: one photo, an archive of photos; they check nothing, the worker does."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from shebao.law import law
from shebao.portal.forms import UncheckedForm
from shebao.services.cards.rules import KINDS

PHOTOS: str = ".jpg,.jpeg,.png"


class CardForm(UncheckedForm):
    """One card for one person: what is applied for, and the photo."""

    kind = forms.ChoiceField(label=_("申请类型"), widget=forms.RadioSelect)
    photo = forms.FileField(
        label=_("照片"),
        required=False,
        help_text=_("近期正面免冠彩色证件照，白色背景，JPG 或 PNG。可上传手机或相机的原始照片，由系统裁剪。"),
        widget=forms.FileInput(attrs={"accept": PHOTOS}),
    )

    def __init__(self, typed: Mapping[str, str], today: date, *, kept: str = "") -> None:
        super().__init__(data=dict(typed), label_suffix="")
        self.fields["kind"].choices = law().codes(KINDS).choices(today)  # type: ignore[attr-defined]
        if kept:
            self.fields["photo"].help_text = _("已上传“%(name)s”；选择新的照片将替换它。") % {"name": kept}


class ArchiveForm(UncheckedForm):
    """Photos of many persons."""

    archive = forms.FileField(
        label=_("照片压缩包"),
        help_text=_("ZIP 压缩包，每张照片以人员的证件号码命名，例如“110101199003077571.jpg”。"),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )

    def __init__(self) -> None:
        super().__init__(data={}, label_suffix="")
