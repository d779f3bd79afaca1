"""What the other side types when it answers an entry."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReturnForm(forms.Form):
    """Why an entry is sent back."""

    reason = forms.CharField(
        label=_("退回原因"),
        max_length=200,
        error_messages={"required": _("请写明退回原因，便于对方更正。")},
    )
