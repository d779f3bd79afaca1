"""What the ledger is narrowed by, and the reasons it asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.apps.intake.forms import ANY
from bangfu.core.programmes import shipped_kinds
from bangfu.web.forms import DayField
from bangfu.web.wording import in_own_language

from .models import Activity
from .queries.narrowing import STANDING, LedgerFilter, PointerFilter


def _kinds() -> list[tuple[str, str]]:
    return [(kind.code, in_own_language(kind.title)) for kind in shipped_kinds().values()]


class LedgerFilterForm(forms.Form):
    """Filters of the ledger; those below the line come from figures that are opened elsewhere."""

    words = forms.CharField(label=_("单位、人员或类别"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("类别"), required=False)
    programme = forms.ChoiceField(label=_("项目"), required=False)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[*ANY, (STANDING, _("待确认和已确认")), *Activity.State.choices],
    )
    since = DayField(label=_("日期自"), required=False)
    until = DayField(label=_("日期至"), required=False)

    giver = forms.CharField(max_length=22, required=False, widget=forms.HiddenInput)
    host = forms.CharField(max_length=22, required=False, widget=forms.HiddenInput)
    giver_of = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)
    host_of = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)
    place = forms.CharField(max_length=22, required=False, widget=forms.HiddenInput)
    posts = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    worker = forms.IntegerField(
        min_value=1, max_value=10**15, required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, programmes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [*ANY, *_kinds()]  # type: ignore[attr-defined]
        self.fields["programme"].choices = [*ANY, *programmes]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> LedgerFilter:
        """What is asked for; a field that cannot be read narrows nothing."""
        self.full_clean()
        given = self.cleaned_data if hasattr(self, "cleaned_data") else {}
        return LedgerFilter(**{name: value for name, value in given.items() if value})


class PointerFilterForm(forms.Form):
    """Filters of what is worth a question."""

    words = forms.CharField(label=_("单位"), max_length=60, required=False)
    programme = forms.ChoiceField(label=_("项目"), required=False)
    kind = forms.ChoiceField(label=_("类别"), required=False)

    def __init__(self, *args: Any, programmes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [*ANY, *_kinds()]  # type: ignore[attr-defined]
        self.fields["programme"].choices = [*ANY, *programmes]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> PointerFilter:
        """What is asked for; a field that cannot be read narrows nothing."""
        self.full_clean()
        return PointerFilter(**self.cleaned_data)


class ReasonForm(forms.Form):
    """Why something is taken back or opened again."""

    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea({"rows": 2}))
