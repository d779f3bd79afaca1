"""What every stage reads from a page: days as the browser's field writes them, rows by number."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""Days beyond are slips of the pen; counting months from them would leave the calendar."""

_OUT_OF_REACH = _("日期应在1900年至2199年之间，请核对年份。")


class DayInput(forms.DateInput):
    """The browser's date field; its value is always written as 2025-03-17, in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        limits = {"min": EARLIEST.isoformat(), "max": LATEST.isoformat()}
        super().__init__({**limits, **(attrs or {})}, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day, chosen in the browser's date field."""

    widget = DayInput
    default_validators = [  # noqa: RUF012 - a list in Django's own declaration
        MinValueValidator(EARLIEST, _OUT_OF_REACH),
        MaxValueValidator(LATEST, _OUT_OF_REACH),
    ]


def number_of_row(written: str) -> int | None:
    """A row's number as an address names it; ``None`` for what no row can have.

    >>> number_of_row("41"), number_of_row("四十一"), number_of_row("9" * 5000)
    (41, None, None)
    """
    return int(written) if re.fullmatch(r"[0-9]{1,18}", written) else None


class RowsField(forms.ModelMultipleChoiceField[Any]):
    """Several rows of a table; what is no number of a row is refused like one not offered."""

    def clean(self, value: Any) -> Any:
        """The rows; a number larger than any table holds would reach the database otherwise."""
        for written in value or ():
            if number_of_row(str(written)) is None:
                raise ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": str(written)[:20]},
                )
        return super().clean(value)
