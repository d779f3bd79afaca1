"""Forms of where somebody wants to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.core.notifications.ways import LONGEST, Kind
from bangfu.web.wording import in_own_language


class WayForm(forms.Form):
    """What is entered for one kind of way."""

    entered = forms.CharField(max_length=LONGEST)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["entered"]
        field.label = in_own_language(kind.asked)
        if kind.code == "dingtalk":
            field.widget = forms.Textarea(attrs={"rows": 2})
        if kind.code == "email":
            field.widget.input_type = "email"
            field.widget.attrs["autocomplete"] = "email"
        if kind.code == "sms":
            field.widget.input_type = "tel"
            field.widget.attrs["autocomplete"] = "tel"


class CodeForm(forms.Form):
    """The code that arrived."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=10,
        help_text=_("刚才收到的6位数字，15分钟内有效"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
