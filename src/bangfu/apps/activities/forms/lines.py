"""Lines of an entry: items given, and cases referred without the patient."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.core.activities import CaseLine, GivenLine, Line, amount_of
from bangfu.core.programmes.measured import Detail
from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.refusal import Refusal
from bangfu.web.forms import DayField
from bangfu.web.wording import in_own_language

PREFIX = "line"
SHOWN = {Detail.ITEMS: 3, Detail.CASES: 1}
"""So many lines stand empty at first."""
MOST = 60
"""More lines than this are a list to attach, not to type."""
_COUNTED = re.compile(r"^(?P<figure>[0-9０-９][0-9０-９.．,，]*\s*万?)\s*(?P<unit>.*)$")


class LineForm(forms.Form):
    """One line; an empty one is no line."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in it."""
        return not self.has_changed()


class GivenLineForm(LineForm):
    """What was given, how much of it, and what the line is worth."""

    name = forms.CharField(label=gettext_lazy("品名、规格"), max_length=120, required=False)
    quantity = forms.CharField(label=gettext_lazy("数量（如20盒）"), max_length=30, required=False)
    value = forms.CharField(label=gettext_lazy("价值（元）"), max_length=30, required=False)

    def clean_quantity(self) -> tuple[Decimal, str]:
        """How many of what, from one field: 20盒."""
        found = _COUNTED.match(self.cleaned_data["quantity"])
        if self.is_empty or not found:
            return Decimal(0), ""
        return _amount(found["figure"], Unit.UNITS), found["unit"].strip()[:20]

    def clean_value(self) -> Decimal:
        """What the line is worth in yuan."""
        typed = self.cleaned_data["value"]
        return _amount(typed, Unit.YUAN) if typed else Decimal(0)

    def line(self) -> Line:
        """The line as the ledger takes it."""
        quantity, unit = self.cleaned_data["quantity"]
        value = self.cleaned_data["value"]
        name = self.cleaned_data["name"]
        return GivenLine(name=name, quantity=quantity, unit=unit, value=value)


class CaseLineForm(LineForm):
    """One referral: when it was asked and answered, to which department; never the patient."""

    asked_on = DayField(label=gettext_lazy("申请日期"), required=False)
    answered_on = DayField(label=gettext_lazy("答复日期"), required=False)
    department = forms.CharField(label=gettext_lazy("接诊科室"), max_length=60, required=False)
    by_channel = forms.BooleanField(label=gettext_lazy("经绿色通道"), required=False)
    label = forms.CharField(label=gettext_lazy("院内编号"), max_length=20, required=False)

    def clean(self) -> dict[str, Any]:
        """A line that says anything says when."""
        cleaned = super().clean() or {}
        if not self.is_empty and not cleaned.get("asked_on") and "asked_on" not in self.errors:
            self.add_error("asked_on", _("请填写申请日期。"))
        return cleaned

    def line(self) -> Line:
        """The line as the ledger takes it."""
        return CaseLine(**self.cleaned_data)


FORMS: dict[Detail, type[LineForm]] = {Detail.ITEMS: GivenLineForm, Detail.CASES: CaseLineForm}


def line_forms(
    kind: Detail, data: Any = None, *, initial: list[dict[str, Any]] | None = None
) -> BaseFormSet[Any]:
    """The lines of an entry; unbound, one more than was typed before, and at least the usual."""
    extra = max(SHOWN[kind] - len(initial or []), 1)
    made = formset_factory(FORMS[kind], extra=extra, max_num=MOST, absolute_max=MOST)
    return made(data, prefix=PREFIX, initial=initial)


def typed_lines(kind: Detail, data: Any) -> list[dict[str, Any]]:
    """What stands in the lines that were sent, as it was typed."""
    bound = line_forms(kind, data)
    return [
        {
            name: field.widget.value_from_datadict(data, {}, row.add_prefix(name))
            for name, field in row.fields.items()
        }
        for row in bound.forms
    ]


def lines_in(formset: BaseFormSet[Any]) -> Iterator[Line]:
    """The lines that say something, as far as each can be read."""
    for row in formset.forms:
        if not row.is_empty and not row.errors:
            yield row.line()


def _amount(typed: str, unit: Unit) -> Decimal:
    try:
        return amount_of(typed, unit)
    except Refusal as refused:
        raise ValidationError(in_own_language(refused), code="amount") from None
