"""Forms whose fields the definitions ask for, and the files that prove something."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from bangfu.core.capacity import Asked, AskedKind
from bangfu.core.evidence import Clean
from bangfu.web.wording import in_own_language

ASKED = "asked_"
LONGEST_SKILL = 80
TELEPHONE = RegexValidator(
    r"^[+(（]?[0-9](?:[ ()（）转,、-]*[0-9]){4,}$", _("请填写电话号码，例如0546-1234567。")
)
"""Five digits or more, as people write them: with dashes, brackets, extensions, or two numbers."""


class AskingForm(forms.Form):
    """A form whose last fields the definitions ask for."""

    asked: Sequence[Asked] = ()

    def ask(self, asked: Sequence[Asked], given: Mapping[str, str] | None = None) -> None:
        """Add a field for each thing asked; ``given`` are answers that stand."""
        self.asked = asked
        for one in asked:
            self.fields[ASKED + one.code] = _field(one, (given or {}).get(one.code, ""))

    def answers(self) -> dict[str, str]:
        """What was answered, by code."""
        return {one.code: str(self.cleaned_data[ASKED + one.code] or "") for one in self.asked}


def evidence_of(form: forms.Form) -> list[Clean]:
    """The files chosen; none where the form has no such field."""
    files: list[Clean] = form.cleaned_data.get("evidence") or []
    return files


def _field(one: Asked, given: str) -> forms.Field:
    label = in_own_language(one.title)
    said = in_own_language(one.hint) if one.hint else ""
    shared: dict[str, Any] = {
        "label": label,
        "required": not one.optional,
        "help_text": said,
        "initial": given,
    }
    if one.kind is AskedKind.CHOICE:
        options = [(option.code, in_own_language(option.title)) for option in one.options]
        return forms.ChoiceField(choices=[("", _("请选择")), *options], **shared)
    if one.kind is AskedKind.NUMBER:
        return forms.IntegerField(min_value=0, max_value=100_000, **shared)
    if one.kind is AskedKind.PHONE:
        dialled = forms.TextInput(attrs={"inputmode": "tel"})
        return forms.CharField(max_length=40, widget=dialled, validators=[TELEPHONE], **shared)
    return forms.CharField(max_length=120, **shared)
