"""Forms of readings: shape only; what a value may be is checked by its action."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bangfu.core.programmes import measurable, shipped_kinds
from bangfu.core.programmes.measured import indicator_codes
from bangfu.core.programmes.vocabulary import Per
from bangfu.core.readings import Addable, Part, Sort, Typed, Verdict
from bangfu.core.readings.sorts import LONGEST_WORDS
from bangfu.web.forms import DayInput
from bangfu.web.wording import in_brackets, in_own_language

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


class AddForm(forms.Form):
    """An entry the notice does not state; which fields there are follows from what it is."""

    words = forms.CharField(label=_("名称"), max_length=LONGEST_WORDS)
    choice = forms.ChoiceField(label=_("服务方式"))
    figure = forms.CharField(
        label=_("人数"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    per = forms.ChoiceField(label=_("计算周期"), initial=Per.TERM.value)

    def __init__(self, *args: Any, what: Addable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = _FIELDS.get(what, ("words",))
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]
        if what is Addable.POST:
            self._choose("choice", _choices(Sort.FORM))
        if what is Addable.TARGET:
            self.fields["choice"].label = _("指标")
            self._choose("choice", [("", gettext("请选择")), *_indicators()])
            self.fields["figure"].label = _("不少于")
            self.fields["figure"].help_text = _("百分比填百分数，例如95")
            self._choose("per", _choices(Sort.CYCLE))
        if what is Addable.TASK:
            self.fields["words"].label = _("任务")

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def typed(self) -> Typed:
        """What was typed, once it is valid."""
        return Typed(**self.cleaned_data)


_FIELDS = {
    Addable.POST: ("words", "choice", "figure"),
    Addable.TARGET: ("choice", "figure", "per"),
}


def _indicators() -> list[tuple[str, str]]:
    """Every indicator with its unit, by its name."""
    kinds = shipped_kinds()
    found = []
    for code in indicator_codes(kinds):
        if meant := measurable(code, kinds):
            unit = in_own_language(meant.unit.label)
            found.append((code, in_brackets(in_own_language(meant.title), unit)))
    return sorted(found, key=lambda pair: pair[1])
