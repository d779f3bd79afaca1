"""Figures and answers as the kind of work asks for them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bangfu.core.activities import amount_of
from bangfu.core.programmes.measured import Field, FieldKind, Measured
from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.refusal import Refusal
from bangfu.core.standards import subjects
from bangfu.web.wording import in_english, in_own_language

DECIMALS = 2
"""The database keeps two; a third would be lost silently."""


class FigureField(forms.CharField):
    """A figure as people type it, in the unit of its measure; its value is a ``Decimal``.

    What is missing is told with everything else that cannot stand, so it is not required here.
    """

    def __init__(self, measured: Measured) -> None:
        self.measured = measured
        usual = "" if measured.usual is None else str(measured.usual)
        pad = "decimal" if measured.unit is Unit.YUAN else "numeric"
        super().__init__(
            label=in_own_language(measured.title),
            required=False,
            max_length=30,
            initial=usual,
            widget=forms.TextInput(
                attrs={"inputmode": pad, "autocomplete": "off", "enterkeyhint": "done"}
            ),
        )

    @property
    def unit(self) -> str:
        """The unit behind the figure, in the reader's language."""
        return in_own_language(self.measured.unit.label)

    def clean(self, value: Any) -> Decimal | None:
        """The amount, nothing where nothing is typed."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            amount = amount_of(typed, self.measured.unit)
        except Refusal as refused:
            raise ValidationError(in_own_language(refused), code="amount") from None
        exponent = amount.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > DECIMALS:
            raise ValidationError(_("最多填写两位小数。"), code="decimals")
        return amount


def detail_field(asked: Field) -> forms.Field:
    """The field in which something is asked that is not counted."""
    label = in_own_language(asked.title)
    if asked.kind is FieldKind.TEXT:
        return forms.CharField(label=label, required=False, max_length=120)
    return forms.ChoiceField(
        label=label, required=False, choices=[("", _("请选择")), *_choices(asked)]
    )


def _choices(asked: Field) -> Iterable[tuple[str, str]]:
    if asked.kind is FieldKind.YES_NO:
        return [("yes", _("是")), ("no", _("否"))]
    if asked.kind is FieldKind.SUBJECT:
        every = subjects.every().values()
        return [
            (each.code, each.en if in_english() else each.zh)
            for each in every
            if each.code == each.parent
        ]
    return [(option.code, in_own_language(option.title)) for option in asked.options]
