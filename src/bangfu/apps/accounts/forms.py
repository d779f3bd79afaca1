"""Forms of accounts: shape only, the actions decide."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bangfu.web.wording import in_own_language

from . import roles
from .places import Place, PlaceUnknown, places


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
    area_prefix = forms.CharField(
        label=_("行政区划"),
        max_length=60,
        required=False,
        help_text=_("按行政区划授权时填写名称或代码，例如 东营市 或 3705，含其下全部地区"),
    )
    whole_country = forms.BooleanField(label=_("范围为全国"), required=False)
    institution_code = forms.CharField(
        label=_("机构"),
        max_length=60,
        required=False,
        help_text=_("按机构授权时填写全称或代码"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, str(role.title)) for code, role in roles.catalogue().roles.items()]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]

    def clean_area_prefix(self) -> str:
        return self._found(places().area, "area_prefix")

    def clean_institution_code(self) -> str:
        return self._found(places().institution, "institution_code")

    def _found(self, find: Callable[[str], Place], field: str) -> str:
        """The code of what was written; what it is called goes with the grant."""
        if not self.cleaned_data[field]:
            return ""
        try:
            found = find(self.cleaned_data[field])
        except PlaceUnknown as refused:
            raise ValidationError(in_own_language(refused)) from None
        self.cleaned_data["place_name"] = found.name
        return found.code
