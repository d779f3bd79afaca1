"""Fields that several forms of requests share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from bangfu.apps.supervision.forms.widgets import Choices
from bangfu.core.voice import settings
from bangfu.web.wording import in_own_language


def kinds() -> Choices:
    """What may be ticked."""
    return [(one.code, in_own_language(one.title)) for one in settings.shipped().kinds]


def causes() -> Choices:
    """Why requests come."""
    return [(one.code, in_own_language(one.title)) for one in settings.shipped().causes]


def yes_no(label: Any, *, required: bool = True) -> forms.TypedChoiceField:
    """A question answered by one of two."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", gettext_lazy("是")), ("no", gettext_lazy("否"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=required,
        widget=forms.RadioSelect,
    )
