"""What officers fill in about a photo for a card."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.law import law
from shebao.services.cards.actions import MAX_REASON

GOOD: Final = "good"
RETURN: Final = "return"
VERDICTS: Final = ((GOOD, gettext_lazy("通过，可以制卡")), (RETURN, gettext_lazy("退回，请申请人换照片")))
REASONS: Final = "card_photo_return"


def _reasons() -> list[tuple[str, Any]]:
    return [("", gettext_lazy("请选择")), *((code, one.name) for code, one in law().codes(REASONS).items())]


class PhotoForm(forms.Form):
    """Whether a photo may be printed, on the picture that was shown."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("审核意见"),
        choices=VERDICTS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择审核意见。")},
    )
    reason = forms.ChoiceField(label=gettext_lazy("退回原因"), choices=_reasons, required=False)
    words = forms.CharField(
        label=gettext_lazy("补充说明"),
        required=False,
        max_length=MAX_REASON // 2,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("退回原因会原样告知申请人。"),
    )
    seen_picture = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **options})

    @property
    def good(self) -> bool:
        """Whether the photo may be printed."""
        return bool(self.cleaned_data["verdict"] == GOOD)

    @property
    def told(self) -> str:
        """The reason as it will be told."""
        code = self.cleaned_data.get("reason", "")
        known = law().codes(REASONS).name_of(code) if code else ""
        return "；".join(part for part in (known, self.cleaned_data.get("words", "").strip()) if part)

    def clean(self) -> dict[str, Any]:
        """What goes back says why."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("verdict") == RETURN and not self.told:
            remedy = {"remedy": _("请选择退回原因，或在补充说明中写明。")}
            self.add_error("reason", ValidationError(_("没有填写退回原因。"), params=remedy))
        return cleaned
