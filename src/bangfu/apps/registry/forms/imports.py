"""The form that uploads a workbook."""

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """A workbook to try."""

    workbook = forms.FileField(
        label=_("工作簿"),
        help_text=_(".xlsx、.xls 或 .csv，不超过 10 MB。先试读并列出结果，确认后才写入。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )
