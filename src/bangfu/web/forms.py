"""Form fields that every stage shares: days as the browser's own date field writes them."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """The browser's date field; its value is always written as 2025-03-17, in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day, chosen in the browser's date field."""

    widget = DayInput
