"""Forms of programmes: shape only, the actions decide."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.apps.registry.models import Institution
from bangfu.core.programmes.syntax import LARGEST
from bangfu.web.forms import DayField, RowsField

STATES = [
    ("", _("全部")),
    ("running", _("进行中")),
    ("to_come", _("未开始")),
    ("over", _("已结束")),
]


class NarrowForm(forms.Form):
    """What the list of programmes is narrowed by."""

    words = forms.CharField(label=_("项目名称或代码"), max_length=60, required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=STATES)


class UploadForm(forms.Form):
    """A definition file."""

    file = forms.FileField(
        label=_("项目定义文件"),
        max_length=200,
        help_text=_("扩展名为 .toml 的文本文件，UTF-8 编码，不超过 1 MiB"),
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,text/plain"}),
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(_("文件超过 1 MiB，不像是项目定义文件，请核对。"))
        return given


class AdoptForm(forms.Form):
    """A definition that was looked at, to be taken into force."""

    text = forms.CharField(widget=forms.HiddenInput, max_length=LARGEST, strip=False)
    name = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    note = forms.CharField(
        label=_("修订说明"),
        max_length=200,
        required=False,
        help_text=_("例如 2026年度调整选派人数"),
    )


class EnrolForm(forms.Form):
    """Institutions to enrol for a party."""

    institutions = RowsField(
        Institution.objects.none(),
        label=_("机构"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一家机构。")},
    )
    starts_on = DayField(label=_("起始日期"))

    def __init__(self, *args: Any, among: tuple[Institution, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Institution.objects.filter(pk__in=[one.pk for one in among])
        self.fields["institutions"].queryset = offered  # type: ignore[attr-defined]


class PairingForm(forms.Form):
    """A sender and a host to be tied."""

    sender = forms.ModelChoiceField(Institution.objects.none(), label=_("派出单位"))
    host = forms.ModelChoiceField(Institution.objects.none(), label=_("受援单位"))
    starts_on = DayField(label=_("起始日期"))

    def __init__(
        self,
        *args: Any,
        senders: QuerySet[Institution],
        hosts: QuerySet[Institution],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sender"].queryset = senders  # type: ignore[attr-defined]
        self.fields["host"].queryset = hosts  # type: ignore[attr-defined]


class EndPairingForm(forms.Form):
    """The day a pairing ends, and who follows, where somebody does."""

    ends_before = DayField(label=_("自哪天起不再结对"))
    sender = forms.ModelChoiceField(
        Institution.objects.none(),
        label=_("接续的派出单位"),
        required=False,
        empty_label=_("不接续"),
        help_text=_("选择接续单位的，新的结对自同一天起，中间不断档"),
    )

    def __init__(self, *args: Any, senders: QuerySet[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sender"].queryset = senders  # type: ignore[attr-defined]
