"""Forms of readings: shape only; what a value may be is checked by its action."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.core.readings import Part, Sort, Verdict
from bangfu.core.readings.sorts import LONGEST_WORDS
from bangfu.web.forms import DayInput
from bangfu.web.wording import in_own_language

from .taking import ENDINGS

LONGEST_TYPED = 2 * LONGEST_WORDS


class UploadForm(forms.Form):
    """A notice, and whose draft it becomes where somebody administers several areas."""

    file = forms.FileField(
        label=_("通知文件"),
        max_length=200,
        help_text=_(
            "网页（html）、Word（docx）、带文字的PDF或文本（txt），不超过20 MB；扫描件不能读取。"
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    area = forms.ChoiceField(label=_("由哪一级主管"), required=False)

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(areas) > 1:
            self.fields["area"].choices = areas  # type: ignore[attr-defined]
            self.fields["area"].required = True
        else:
            del self.fields["area"]


class DecideForm(forms.Form):
    """One decision about one value, at the revision that was seen."""

    verdict = forms.ChoiceField(choices=[(one.value, one.value) for one in Verdict])
    revision = forms.IntegerField(min_value=0, max_value=10**9)
    typed = forms.CharField(required=False, max_length=LONGEST_TYPED, strip=False)


class PartForm(forms.Form):
    """A whole part to be accepted."""

    part = forms.ChoiceField(choices=[(one.value, one.value) for one in Part])


class CorrectForm(forms.Form):
    """What a value should be, in the field its sort asks for."""

    def __init__(self, *args: Any, sort: Sort, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = _field(sort)
        field.label = label
        # What was refused for being empty says so in the refusal's own words.
        field.required = sort is not Sort.AREA and (not self.is_bound or bool(self.data["typed"]))
        field.widget.attrs["autofocus"] = True
        self.fields["typed"] = field


def _field(sort: Sort) -> forms.Field:
    if sort is Sort.CONDITIONS:
        return forms.MultipleChoiceField(
            choices=_choices(sort), widget=forms.CheckboxSelectMultiple
        )
    if sort.choices:
        return forms.ChoiceField(choices=_choices(sort))
    if sort in (Sort.DAY, Sort.LAST_DAY):
        return forms.CharField(widget=DayInput)
    if sort is Sort.WORDS:
        return forms.CharField(max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 2}))
    attributes = {"autocomplete": "off"}
    if sort in (Sort.WHOLE, Sort.FIGURE, Sort.PERCENT):
        attributes["inputmode"] = "decimal"
    return forms.CharField(max_length=LONGEST_WORDS, widget=forms.TextInput(attrs=attributes))


def _choices(sort: Sort) -> list[tuple[str, str]]:
    return [(str(word), in_own_language(word.label)) for word in sort.choices]


class AdoptForm(forms.Form):
    """A definition that was looked at, known by its digest."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = forms.CharField(
        label=_("修订说明"),
        max_length=200,
        required=False,
        help_text=_("例如 依据2026年选派通知新建"),
    )
