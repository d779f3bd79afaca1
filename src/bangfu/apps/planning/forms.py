"""Forms of planning: shape only, the actions decide."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bangfu.apps.postings.forms import AppointingForm
from bangfu.apps.programmes.models import Programme
from bangfu.web.forms import DayField


class RunForm(forms.Form):
    """Which programme is planned, from which day to which."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("项目"), to_field_name="code", empty_label=_("请选择")
    )
    starts_on = DayField(label=_("开始日期"))
    last_day = DayField(label=_("结束日期"), help_text=_("含当日"))
    seconds = forms.IntegerField(
        label=_("计算时限（秒）"),
        min_value=1,
        max_value=600,
        initial=60,
        help_text=_("到时给出当时最好的方案，并注明与理论最优的差距"),
    )

    def __init__(self, *args: Any, programmes: QuerySet[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts_on, last_day = given.get("starts_on"), given.get("last_day")
        if starts_on and last_day and last_day < starts_on:
            self.add_error("last_day", gettext("结束日期早于开始日期，请改正其中一个。"))
        return given


class PublishForm(AppointingForm):
    """What the postings of a published plan carry; the document may follow later."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["appointment_document"].required = False


class DutyForm(forms.Form):
    """One duty of a plan, as the buttons beside it name it."""

    person = forms.CharField(max_length=60)
    post = forms.CharField(max_length=60)
    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)


class SwapForm(DutyForm):
    """One duty and who should serve it instead."""

    instead = forms.CharField(max_length=60)
