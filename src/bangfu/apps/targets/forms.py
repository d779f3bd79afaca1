"""Forms of targets: shape only, the actions decide."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bangfu.apps.evidence.forms import EvidenceField
from bangfu.apps.registry.models import Institution
from bangfu.core.targets.lags import Cause
from bangfu.web.forms import DayField

OWN_LINES = 3
"""Empty lines for departments that a form offers beside those that stand."""


class ChoosingForm(forms.Form):
    """Which programme, and how it stood on which day."""

    programme = forms.ChoiceField(label=_("项目"), required=False)
    on = DayField(label=_("截至日期"), required=False)

    def __init__(
        self,
        *args: Any,
        programmes: Sequence[tuple[str, str]],
        fixed: bool = False,
        target: str = "",
        **kwargs: Any,
    ) -> None:
        """``fixed`` where a page is about something that only this programme has."""
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = list(programmes)  # type: ignore[attr-defined]
        if fixed:
            self.fields["programme"].widget = forms.HiddenInput()
        if target:
            self.fields["target"] = forms.CharField(
                required=False, initial=target, widget=forms.HiddenInput()
            )


class AmountsForm(forms.Form):
    """One amount for each institution, or post group."""

    def __init__(
        self,
        *args: Any,
        named: Sequence[tuple[str, str, Decimal | None]],
        whole_numbers: bool,
        departments: Sequence[tuple[str, Decimal]] | None = None,
        **kwargs: Any,
    ) -> None:
        """``named`` are key, label and what stands; ``departments`` where they may be added."""
        super().__init__(*args, **kwargs)
        self.names = [key for key, _label, _amount in named]
        places = 0 if whole_numbers else 2
        for key, label, amount in named:
            self.fields[f"amount_{key}"] = _amount_field(label, amount, places)
        self.lines = 0
        if departments is not None:
            self.lines = len(departments) + OWN_LINES
            for number in range(self.lines):
                name, amount = departments[number] if number < len(departments) else ("", None)
                self.fields[f"department_{number}"] = forms.CharField(
                    label=_("科室"), max_length=60, required=False, initial=name
                )
                self.fields[f"part_{number}"] = _amount_field(_("科室分解数"), amount, places)

    def amounts(self) -> dict[str, Decimal]:
        """What was given, by key; an empty field is no part at all."""
        given = {name: self.cleaned_data[f"amount_{name}"] for name in self.names}
        return {name: amount for name, amount in given.items() if amount is not None}

    def departments(self) -> list[tuple[str, Decimal]]:
        """Departments with their amounts; a line without an amount is left out."""
        rows = [
            (self.cleaned_data[f"department_{n}"], self.cleaned_data[f"part_{n}"])
            for n in range(self.lines)
        ]
        return [(name, amount) for name, amount in rows if amount is not None]


class ReportForm(forms.Form):
    """A figure reported with its day and document."""

    institution = forms.ModelChoiceField(
        label=_("单位"), queryset=Institution.objects.none(), required=False
    )
    on = DayField(label=_("截至日期"))
    amount = forms.DecimalField(label=_("完成数"), max_digits=14, decimal_places=2, min_value=0)
    of = forms.DecimalField(
        label=_("基数"), max_digits=14, decimal_places=2, min_value=0, required=False
    )
    document = forms.CharField(
        label=_("来源文件"), max_length=200, help_text=_("文件名称和文号，例如统计报表、通报")
    )
    note = forms.CharField(label=_("说明"), max_length=300, required=False)
    proofs = EvidenceField()

    def __init__(
        self, *args: Any, institutions: Any, whole: bool, rate: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["institution"]
        field.queryset = institutions  # type: ignore[attr-defined]
        field.required = not whole
        if whole:
            field.empty_label = _("全项目")  # type: ignore[attr-defined]
        if rate:
            self.fields["amount"].label = _("分子（没有基数的填0至1的小数）")
            self.fields["of"].label = _("基数（分母）")
        else:
            del self.fields["of"]


class WithdrawForm(forms.Form):
    """Why a figure is taken back."""

    reason = forms.CharField(label=_("撤回原因"), max_length=200)


class LagForm(forms.Form):
    """Why a target lags, what will be done, by whom, until when."""

    cause = forms.ChoiceField(label=_("原因类别"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("滞后原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    measures = forms.CharField(
        label=_("下一步措施"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    responsible = forms.CharField(label=_("责任人"), max_length=60)
    new_due = DayField(label=_("完成时限"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or ""
        self.fields["cause"].choices = [  # type: ignore[attr-defined]
            (one.value, one.label.in_language(language)) for one in Cause
        ]


class CommentForm(forms.Form):
    """What the authority says to a note."""

    comment = forms.CharField(
        label=_("主管部门意见"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReviewForm(forms.Form):
    """The day and name under which the figures are kept."""

    on = DayField(label=_("截至日期"))
    title = forms.CharField(label=_("名称"), max_length=100)


def _amount_field(label: Any, amount: Decimal | None, places: int) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=14,
        decimal_places=places,
        min_value=0,
        required=False,
        initial=None if amount is None else f"{amount:.{places}f}",
    )


def day_given(form: ChoosingForm) -> date | None:
    """The day asked for, where it can be one."""
    return form.cleaned_data.get("on") if form.is_valid() else None
