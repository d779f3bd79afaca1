"""Forms of accounts: shape only, the actions decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import roles


class AccountForm(forms.Form):
    username = forms.RegexField(
        r"^[a-z0-9._-]+\Z",
        label=_("登录名"),
        max_length=60,
        help_text=_("小写字母、数字、点、横线，例如 zhang.wei"),
    )
    name = forms.CharField(label=_("姓名"), max_length=60)
    password = forms.CharField(
        label=_("初始密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少10个字符，不能全是数字"),
    )


class GrantForm(forms.Form):
    role = forms.ChoiceField(label=_("角色"))
    area_prefix = forms.RegexField(
        r"^[0-9]{2,12}\Z",
        label=_("区划代码"),
        required=False,
        help_text=_("按行政区划授权时填写，例如 3705 为东营市全域"),
    )
    whole_country = forms.BooleanField(label=_("范围为全国"), required=False)
    institution_code = forms.CharField(
        label=_("机构代码"), max_length=22, required=False, help_text=_("按机构授权时填写")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, str(role.title)) for code, role in roles.catalogue().roles.items()]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]
