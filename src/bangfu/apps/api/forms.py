"""Forms of tokens: shape only, the actions decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.models import User

from . import queries
from .sections import SECTIONS

DAYS = [("30", _("30天")), ("90", _("90天")), ("180", _("180天")), ("365", _("365天"))]


class TokenForm(forms.Form):
    """What a token is for, for how long, and how far it reaches."""

    title = forms.CharField(
        label=_("用途"), max_length=60, help_text=_("写明接到哪个系统，例如 市级数据平台读取")
    )
    holder = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=_("供哪个账号使用"),
        required=False,
        empty_label=_("本人账号"),
    )
    days = forms.ChoiceField(label=_("有效期"), choices=DAYS, initial="90")
    may_act = forms.BooleanField(
        label=_("可以办理事项"),
        required=False,
        help_text=_("不勾选时只能读取；勾选后能办理的，以账号本身的权限为限"),
    )
    sections = forms.MultipleChoiceField(
        label=_("限于下列部分"),
        required=False,
        choices=list(SECTIONS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("都不勾选即不限"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = queries.program_accounts(user)
        if programs.exists():
            self.fields["holder"].queryset = programs  # type: ignore[attr-defined]
        else:
            del self.fields["holder"]

    def clean_days(self) -> int:
        return int(self.cleaned_data["days"])


class ProgramAccountForm(forms.Form):
    """An account that only programs use."""

    username = forms.RegexField(
        r"^[a-z0-9._-]+\Z",
        label=_("登录名"),
        max_length=60,
        help_text=_("小写字母、数字、点、横线，例如 city-platform"),
    )
    name = forms.CharField(
        label=_("系统名称"), max_length=60, help_text=_("日志中以此名称记录，例如 市级数据平台")
    )
