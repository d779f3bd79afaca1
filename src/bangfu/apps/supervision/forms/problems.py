"""Forms of problems: narrowed, raised, sorted, settled or put on the list of remedies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.apps.intake.forms import ANY
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.forms.fields import InstitutionField
from bangfu.apps.supervision.models import Problem
from bangfu.apps.supervision.queries.problems import UNSORTED
from bangfu.web.forms import DayField

from .widgets import Choices, long_text


class ProblemFilterForm(forms.Form):
    """What the list of problems is narrowed by."""

    words = forms.CharField(label=_("问题或单位"), max_length=60, required=False)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            *ANY,
            ("waiting", _("待整改")),
            ("in_hand", _("整改中")),
            ("settled", _("已整改")),
        ],
    )
    programme = forms.ChoiceField(label=_("项目"), required=False)
    cause = forms.ChoiceField(label=_("主观或客观"), required=False)
    spread = forms.ChoiceField(label=_("共性或个性"), required=False)

    def __init__(self, *args: Any, programmes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unsorted = (UNSORTED, _("未分类"))
        self.fields["programme"].choices = [*ANY, *programmes]  # type: ignore[attr-defined]
        self.fields["cause"].choices = [*ANY, *causes(), unsorted]  # type: ignore[attr-defined]
        self.fields["spread"].choices = [*ANY, *spreads(), unsorted]  # type: ignore[attr-defined]


class SortForm(forms.Form):
    """How a problem is sorted, and the measures."""

    cause = forms.ChoiceField(label=_("主观或客观"), required=False)
    spread = forms.ChoiceField(label=_("共性或个性"), required=False)
    measures = forms.CharField(
        label=_("整改措施"), max_length=1000, required=False, widget=long_text()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ = ("", _("未分类"))
        self.fields["cause"].choices = [open_, *causes()]  # type: ignore[attr-defined]
        self.fields["spread"].choices = [open_, *spreads()]  # type: ignore[attr-defined]


class NewProblemForm(SortForm):
    """A problem put on the list by hand."""

    field_order = ("programme", "title", "institution", "found_on", "way")

    programme = forms.ModelChoiceField(
        label=_("项目"), queryset=Programme.objects.none(), to_field_name="code", empty_label=None
    )
    title = forms.CharField(label=_("问题"), max_length=200)
    institution = InstitutionField(
        label=_("涉及单位"), max_length=120, required=False, help_text=_("名称、代码或拼音首字母")
    )
    found_on = DayField(label=_("发现日期"))
    way = forms.CharField(label=_("发现途径"), max_length=100, required=False)
    detail = forms.CharField(
        label=_("具体情况"), max_length=1000, required=False, widget=long_text()
    )

    def __init__(self, *args: Any, programmes: Any, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        self.fields["institution"].among = among  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """How it was settled at once."""

    words = forms.CharField(label=_("整改情况"), max_length=300, widget=long_text(2))


class RemedyForm(forms.Form):
    """By whom, how and by when a problem is remedied."""

    responsible = forms.CharField(label=_("责任单位"), max_length=120)
    person = forms.CharField(label=_("责任人"), max_length=60, required=False)
    due = DayField(label=_("整改时限"))
    measures = forms.CharField(label=_("整改措施"), max_length=1000, widget=long_text())

    def __init__(self, *args: Any, borne: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if borne:
            del self.fields["responsible"]


def causes() -> Choices:
    """Subjective and objective."""
    return [(one.value, str(one.label)) for one in Problem.Cause]


def spreads() -> Choices:
    """Common and particular."""
    return [(one.value, str(one.label)) for one in Problem.Spread]
