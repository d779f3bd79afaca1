"""What is asked about certificates: a code, a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_CODE = 60
"""A code with whatever somebody puts between its characters."""


class CodeForm(forms.Form):
    """The code of a certificate."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=LONGEST_CODE,
        help_text=_("证明左下角的12位字母和数字，不分大小写，可不输连字符。"),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "XXXX-XXXX-XXXX",
            }
        ),
    )


class RevokeForm(forms.Form):
    """Why a certificate is revoked."""

    reason = forms.CharField(
        label=_("撤销原因"),
        max_length=200,
        help_text=_("记入日志；公开查询页只显示已撤销和日期，不显示原因。"),
    )
