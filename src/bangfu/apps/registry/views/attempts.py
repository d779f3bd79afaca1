"""A form whose action may refuse: the refusal stands at the form."""

from collections.abc import Callable
from typing import TypeVar

from django.forms import Form

from bangfu.core.refusal import Refusal
from bangfu.web.wording import in_own_language

_Result = TypeVar("_Result")


def attempted(form: Form, act: Callable[[], _Result]) -> _Result | None:
    """What the action gives, or ``None`` where the form is wrong or the action refuses."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Refusal as refused:
        form.add_error(None, in_own_language(refused))
        return None
