"""The form of a subscription: shape only, the actions decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.core.webhooks.topics import topics
from bangfu.web.wording import in_own_language


class SubscriptionForm(forms.Form):
    """Which program is told what, and where."""

    title = forms.CharField(
        label=_("接收系统"), max_length=60, help_text=_("例如 市级数据平台"), strip=True
    )
    address = forms.CharField(
        label=_("接收地址"),
        max_length=500,
        help_text=_("对方系统提供的 https 地址；不向内网地址推送"),
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )
    about = forms.MultipleChoiceField(label=_("事项"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [  # type: ignore[attr-defined]
            (code, in_own_language(topic.title)) for code, topic in topics().items()
        ]
