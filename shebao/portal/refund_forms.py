"""The form of 「单位人员缴费退费申请」: reason, account, materials; it checks nothing, the worker does."""

from collections.abc import Mapping
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from shebao.law import law
from shebao.portal.forms import ACCEPTED, ManyFiles, UncheckedForm
from shebao.services.refunds.request import LONGEST
from shebao.web.parts import Text

REASONS: Final = "refund_reason"
MATERIALS: Final = "refund_material"
ACCOUNT: Final = ("bank_name", "account_name", "account_number")


def _reasons() -> list[tuple[str, Text]]:
    return [("", _("请选择")), *((code, one.name) for code, one in law().codes(REASONS).items())]


def _materials() -> list[tuple[str, Text]]:
    return [("", _("请选择材料名称")), *((code, one.name) for code, one in law().codes(MATERIALS).items())]


class RefundForm(UncheckedForm):
    """Why, and to which account; bound without validation: its errors are the findings that the worker wrote."""

    reason = forms.ChoiceField(label=_("退费原因"), choices=_reasons)
    words = forms.CharField(
        label=_("情况说明"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": str(LONGEST["words"])}),
        help_text=_("退费原因为“其他”时必须填写。"),
    )
    bank_name = forms.CharField(label=_("开户银行"), help_text=_("填写到支行，例如“中国工商银行北京东城支行”。"))
    account_name = forms.CharField(label=_("户名"), help_text=_("须与单位名称一致，退费只退至缴费单位的账户。"))
    account_number = forms.CharField(
        label=_("银行账号"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-private": ""}),
    )

    def __init__(self, typed: Mapping[str, str]) -> None:
        super().__init__(data=dict(typed), label_suffix="")


class MaterialForm(UncheckedForm):
    """One kind of material with its files; all of them are optional."""

    material = forms.ChoiceField(label=_("材料名称"), required=False, choices=_materials)
    upload = forms.FileField(
        label=_("选择文件"),
        required=False,
        help_text=_("PDF、JPG 或 PNG，每个不超过 10 MB，可选择多个文件。"),
        widget=ManyFiles(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, chosen: str = "") -> None:
        super().__init__(data={"material": chosen}, label_suffix="")


class AccountForm(UncheckedForm):
    """Another account, after the bank rejected one."""

    bank_name = forms.CharField(label=_("开户银行"))
    account_name = forms.CharField(label=_("户名"), help_text=_("须与单位名称一致。"))
    account_number = forms.CharField(
        label=_("银行账号"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-private": ""}),
    )

    def __init__(self, typed: Mapping[str, str]) -> None:
        super().__init__(data=dict(typed), label_suffix="")


class ConfirmRefundForm(forms.Form):
    """Confirming a preview: the version that was shown, and that account and findings were looked at."""

    content_version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    account_checked = forms.BooleanField(
        label=_("已核对退费账户的开户银行、户名和账号"),
        error_messages={"required": _("请核对退费账户后勾选。")},
    )
    verified = forms.BooleanField(
        label=_("已逐项核实“请确认”的提示，确认无误"), error_messages={"required": _("请核实提示后勾选确认。")}
    )

    def __init__(self, *args: object, soft: bool, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        if not soft:
            del self.fields["verified"]
