"""Forms of the account's own pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shebao.access.passwords import MAX_LENGTH


class LoginForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=200,
        error_messages={"required": _("请填写用户名。"), "max_length": _("用户名过长，请核对。")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=MAX_LENGTH,
        strip=False,
        error_messages={"required": _("请填写密码。"), "max_length": _("密码过长，请核对。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    new = forms.CharField(
        label=_("新密码"),
        max_length=MAX_LENGTH,
        strip=False,
        error_messages={"required": _("请填写新密码。"), "max_length": _("密码过长。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再次输入新密码"),
        max_length=MAX_LENGTH,
        strip=False,
        error_messages={"required": _("请再次输入新密码。"), "max_length": _("密码过长。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """Both must be the same."""
        again = str(self.cleaned_data["again"])
        if "new" in self.cleaned_data and self.cleaned_data["new"] != again:
            raise forms.ValidationError(_("两次输入的新密码不一致，请重新输入。"), code="differs")
        return again


class ChangePasswordForm(NewPasswordForm):
    """The old password as well."""

    old = forms.CharField(
        label=_("原密码"),
        max_length=MAX_LENGTH,
        strip=False,
        error_messages={"required": _("请填写原密码。"), "max_length": _("密码过长。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old", "new", "again"]
