"""What officers and operators fill in."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.review import rules
from shebao.review.models import Verdict
from shebao.services.refunds.disputes import LONGEST, LONGEST_RECEIPT, Truth

VERDICTS: Final = (
    (Verdict.APPROVE.value, gettext_lazy("通过")),
    (Verdict.RETURN.value, gettext_lazy("退回补正")),
    (Verdict.REJECT.value, gettext_lazy("不予通过")),
)
PURPOSES: Final = (
    ("materials", gettext_lazy("与身份证明材料核对")),
    ("records", gettext_lazy("查询社会保险登记")),
    ("contact", gettext_lazy("与单位或本人联系核实")),
)
LONGEST_VERSION: Final = 64


class PurposeForm(forms.Form):
    """Why an officer wants to see numbers that are masked."""

    purpose = forms.ChoiceField(label=gettext_lazy("查看用途"), choices=[("", gettext_lazy("请选择")), *PURPOSES])


class ClosingForm(forms.Form):
    """What was done about a mismatch."""

    reason = forms.CharField(
        label=gettext_lazy("处理情况"),
        help_text=gettext_lazy("写明与谁核对、结果如何；关闭后不能修改。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        error_messages={"required": gettext_lazy("请填写处理情况")},
    )


class DisputeForm(forms.Form):
    """What the bank has really done with an order, and how that was found out."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("核实结果"),
        choices=(
            ("paid", gettext_lazy("银行已按指令足额付款")),
            ("not_paid", gettext_lazy("款项没有付出，或已全部收回")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择核实结果。")},
    )
    receipt = forms.CharField(label=gettext_lazy("银行回单号"), required=False, max_length=LONGEST_RECEIPT)
    paid_on = forms.DateField(
        label=gettext_lazy("付款日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("请填写有效的日期，如 2024-02-06。")},
    )
    reason = forms.CharField(
        label=gettext_lazy("处理情况"),
        help_text=gettext_lazy("写明与银行何人、如何核实；提交后不能修改。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("请填写处理情况")},
    )

    @property
    def truth(self) -> Truth:
        """What was found out."""
        told = self.cleaned_data
        return Truth(told["outcome"] == "paid", told["receipt"], told["paid_on"], told["reason"])


def _usual(verdict: Verdict, service: str) -> forms.ChoiceField:
    choices = [("", gettext_lazy("请选择")), *rules.usual_reasons(verdict, service).items()]
    return forms.ChoiceField(choices=choices, required=False)


class DecisionForm(forms.Form):
    """A verdict with its reason, on the version of the content that was shown."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("审核意见"),
        choices=VERDICTS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择审核意见。")},
    )
    words = forms.CharField(
        label=gettext_lazy("补充说明"),
        required=False,
        max_length=rules.MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("退回、不予通过的原因会原样告知单位，请写明需要补正什么。"),
    )
    seen_version = forms.CharField(max_length=LONGEST_VERSION, widget=forms.HiddenInput)

    def __init__(self, *args: Any, service: str = "", **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **options})
        self.service = service
        self.fields["return_reason"] = _usual(Verdict.RETURN, service)
        self.fields["reject_reason"] = _usual(Verdict.REJECT, service)
        self.fields["return_reason"].label = _("退回补正的原因")
        self.fields["reject_reason"].label = _("不予通过的原因")

    @property
    def decision(self) -> Verdict:
        """The verdict chosen."""
        return Verdict(self.cleaned_data["verdict"])

    @property
    def reason(self) -> str:
        """The reason as it will be told to the clerk."""
        return _reason(self.decision, self.cleaned_data, self.service)

    def clean(self) -> dict[str, Any]:
        """What goes back or is refused says why, in no more words than fit."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "verdict" not in cleaned or "words" not in cleaned:
            return cleaned
        verdict = Verdict(cleaned["verdict"])
        reason = _reason(verdict, cleaned, self.service)
        field = "words" if verdict is Verdict.APPROVE else f"{verdict.value}_reason"
        if rules.reason_missing(verdict, reason):
            remedy = {"remedy": _("请选择一项，或在补充说明中写明。")}
            self.add_error(field, ValidationError(_("没有说明原因。"), params=remedy))
        elif len(reason) > rules.MAX_REASON:
            remedy = {"remedy": _("请缩短补充说明。")}
            self.add_error("words", ValidationError(_("原因太长。"), params=remedy))
        return cleaned


def _reason(verdict: Verdict, cleaned: Mapping[str, Any], service: str) -> str:
    usual = cleaned.get(f"{verdict.value}_reason", "")
    return rules.reason_text(verdict, str(usual), str(cleaned.get("words", "")), service)
