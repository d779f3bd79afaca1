"""Forms of hand-over, evaluation and notes: shape only, the actions decide."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bangfu.apps.completion.actions import Settled
from bangfu.apps.completion.queries.handovers import Sheet
from bangfu.core.duty import evaluation
from bangfu.core.duty.sides import Side
from bangfu.web.forms import DayField
from bangfu.web.wording import day


class ArrangeForm(forms.Form):
    """On which day, and to whom."""

    successor = forms.TypedChoiceField(
        label=_("接收人"), coerce=int, empty_value=None, required=False
    )
    on = DayField(label=_("交接日期"))

    def __init__(
        self, *args: Any, candidates: Sequence[tuple[int, str, date, bool]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        nobody = ("", _("无人接替，由受援单位接收"))
        named = [
            (pk, _("%(name)s（%(day)s到岗）") % {"name": name, "day": day(starts_on)})
            for pk, name, starts_on, _arranged in candidates
        ]
        self.fields["successor"].choices = [*named, nobody]  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """The list with a tick and a note for each item, as it was looked at."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.initial.setdefault("revision", sheet.revision)
        for item in sheet.items:
            self.fields[f"done_{item.position}"] = forms.BooleanField(
                label=item.title,
                required=False,
                initial=item.done,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )
            said = _("%(item)s的说明") % {"item": item.title}
            shown = {
                "class": "form-control",
                "placeholder": _("说明；没有此项请注明"),
                "aria-label": said,
            }
            self.fields[f"note_{item.position}"] = forms.CharField(
                label=said,
                max_length=200,
                required=False,
                initial=item.note,
                widget=forms.TextInput(attrs=shown),
            )

    @property
    def seen(self) -> int:
        """The revision that was looked at."""
        return int(self.cleaned_data["revision"])

    def settled(self) -> Mapping[int, Settled]:
        """What is said of each item."""
        given = self.cleaned_data
        return {
            item.position: Settled(
                done=given[f"done_{item.position}"], note=given[f"note_{item.position}"]
            )
            for item in self.sheet.items
        }


class ItemForm(forms.Form):
    """One more thing to hand over."""

    title = forms.CharField(label=_("增加交接事项"), max_length=60)


class ReopenForm(forms.Form):
    """Why a signed list is opened again."""

    reason = forms.CharField(label=_("重新开启的原因"), max_length=200)


class EvaluateForm(forms.Form):
    """A grade for each aspect of a side, and words."""

    def __init__(self, *args: Any, side: Side, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        settings, language = evaluation.shipped(), get_language() or ""
        grades = [(grade.code, grade.title.in_language(language)) for grade in settings.grades]
        self.aspects = settings.aspects_of(side)
        for aspect in self.aspects:
            self.fields[aspect.code] = forms.ChoiceField(
                label=aspect.title.in_language(language),
                choices=grades,
                widget=forms.RadioSelect,
            )
        self.fields["words"] = forms.CharField(
            label=_("自我总结") if side is Side.WORKER else _("评价意见"),
            max_length=1000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def marks(self) -> dict[str, str]:
        """The grade given to each aspect."""
        return {aspect.code: self.cleaned_data[aspect.code] for aspect in self.aspects}


class NoteForm(forms.Form):
    """What a host lets the authority know."""

    kind = forms.ChoiceField(label=_("情况类别"), choices=lambda: _note_kinds())
    words = forms.CharField(
        label=_("具体情况"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


def _note_kinds() -> list[tuple[str, str]]:
    language = get_language() or ""
    return [(kind.code, kind.title.in_language(language)) for kind in evaluation.shipped().notes]
