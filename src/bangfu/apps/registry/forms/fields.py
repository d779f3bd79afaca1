"""Fields that several forms share: places in words, subjects in words, a list to narrow by area."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bangfu.apps.registry.actions.imports.places import AreaWords, InstitutionWords
from bangfu.apps.registry.models import Institution
from bangfu.core.exchange.cell_errors import BadValue
from bangfu.core.standards import subjects
from bangfu.web.wording import in_english

ANY = [("", _("全部"))]
NOT_STATED = _("未说明")


class AreaField(forms.CharField):
    """An area by code or name; cleaned to its code."""

    def clean(self, value: Any) -> str:
        word = super().clean(value)
        if not word:
            return ""
        try:
            return AreaWords().code_of(word)
        except BadValue as reason:
            raise _refused(reason) from None


class InstitutionField(forms.CharField):
    """An institution by code or present name; cleaned to its row, or ``None``."""

    def clean(self, value: Any) -> Institution | None:
        word = super().clean(value)
        if not word:
            return None
        try:
            return InstitutionWords([word]).find(word)
        except BadValue as reason:
            raise _refused(reason) from None


class SubjectField(forms.ChoiceField):
    """A clinical subject, grouped by parent."""

    def __init__(self, *, nothing: Any = NOT_STATED, **kwargs: Any) -> None:
        super().__init__(choices=lambda: subject_choices(nothing), **kwargs)


class SubjectsField(forms.CharField):
    """Several subjects by name or code, separated by 、; cleaned to a tuple of codes."""

    def clean(self, value: Any) -> tuple[str, ...]:
        text = super().clean(value)
        for mark in "，,;；\n":
            text = text.replace(mark, "、")
        found = []
        for word in filter(None, (part.strip() for part in text.split("、"))):
            subject = subjects.find(word)
            if subject is None:
                raise ValidationError(_("“%(word)s”不是诊疗科目的名称或代码。") % {"word": word})
            found.append(subject.code)
        return tuple(found)


class AreaChoiceField(forms.ChoiceField):
    """An area to narrow a list by; an area that is not offered narrows nothing."""

    def valid_value(self, value: object) -> bool:
        return re.fullmatch(r"[0-9]{2,12}", str(value)) is not None


def subject_choices(nothing: Any) -> list[tuple[str, Any]]:
    """Subjects for a select: each parent heads its group."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, subject in subjects.every().items():
        name = subject.en if in_english() else subject.zh
        groups.setdefault(subject.parent, []).append((code, f"{code} {name}"))
    return [("", nothing), *((members[0][1], members) for members in groups.values())]


def _refused(reason: BadValue) -> ValidationError:
    english = (get_language() or "").startswith("en")
    told = (reason.en, reason.remedy_en) if english else (reason.zh, reason.remedy_zh)
    return ValidationError((" " if english else "").join(told))
