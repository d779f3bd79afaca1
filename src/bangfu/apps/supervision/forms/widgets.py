"""What several forms share: a field for a few sentences."""

from collections.abc import Sequence

from django import forms

Choices = Sequence[tuple[str, str]]


def long_text(rows: int = 3) -> forms.Textarea:
    """A field for a few sentences."""
    return forms.Textarea(attrs={"rows": rows})
