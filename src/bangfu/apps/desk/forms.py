"""What the board and the timeline may be narrowed by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.apps.intake.forms import ANY
from bangfu.apps.intake.service_form import ServiceForm
from bangfu.web.forms import DayField

from .queries.coverage import EMPTY, LOSING

SHOWN = [("", _("全部")), (EMPTY, _("只看空缺")), (LOSING, _("30天内到期无接替"))]
Choices = list[tuple[str, str]]


class Narrowing(forms.Form):
    """Programme and area, from what the reader may see; an area is a code prefix."""

    programme = forms.ChoiceField(label=_("项目"), required=False)
    area = forms.RegexField(r"^[0-9]{2,9}\Z", label=_("地区"), required=False, widget=forms.Select)

    def __init__(self, *args: Any, programmes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [*ANY, *programmes]  # type: ignore[attr-defined]

    def offer_areas(self, areas: Choices) -> None:
        """The areas to choose from, known once the board was counted."""
        self.fields["area"].widget.choices = [*ANY, *areas]


class BoardForm(Narrowing):
    """What the board is narrowed by, and its day."""

    words = forms.CharField(label=_("单位、姓名或拼音"), max_length=60, required=False)
    form = forms.ChoiceField(
        label=_("派驻形式"), required=False, choices=[*ANY, *ServiceForm.choices]
    )
    on = DayField(label=_("日期"), required=False)
    show = forms.ChoiceField(label=_("显示"), required=False, choices=SHOWN)

    field_order = ("words", "programme", "area", "form", "show", "on")


class TimelineForm(Narrowing):
    """What the timeline is narrowed by, and a day of its first month."""

    words = forms.CharField(label=_("单位、姓名或拼音"), max_length=60, required=False)
    first = DayField(label=_("起始月份"), required=False)

    field_order = ("words", "programme", "area", "first")


def valid_values(form: forms.Form) -> dict[str, Any]:
    """What was given and understood; a filter that cannot be read narrows nothing."""
    form.is_valid()
    return {key: value for key, value in form.cleaned_data.items() if value not in (None, "")}
