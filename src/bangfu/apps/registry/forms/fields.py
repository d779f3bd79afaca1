"""Fields that find things by what people write: a name, a code, pinyin, a word for a subject."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from bangfu.apps.registry.actions.imports.places import AreaWords
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.exchange.cell_errors import BadValue
from bangfu.core.standards import subjects, uscc
from bangfu.web.wording import in_english

ANY = [("", _("全部"))]
NOT_STATED = _("未说明")
SHOWN = 5
"""So many candidates are named where a word means several."""


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


class FoundField(forms.CharField):
    """Text that must mean exactly one row of ``among``, which the form sets for its user."""

    among: QuerySet[Any]

    def clean(self, value: Any) -> Model | None:
        written = super().clean(value)
        if not written:
            return None
        found = list(self.exactly(written)[:2])
        if len(found) != 1:
            found = found or list(self.nearly(written)[: SHOWN + 1])
        if not found:
            raise ValidationError(
                gettext("没有找到“%(written)s”，请核对名称或代码；也可能不在您的管理范围内。")
                % {"written": written}
            )
        if len(found) > 1:
            named = "、".join(self.described(each) for each in found[:SHOWN])
            raise ValidationError(
                gettext("“%(written)s”有多个：%(named)s，请填写代码或全称。")
                % {"written": written, "named": named}
            )
        only: Model = found[0]
        return only

    def exactly(self, written: str) -> QuerySet[Any]:
        """Rows that the text names in full."""
        raise NotImplementedError

    def nearly(self, written: str) -> QuerySet[Any]:
        """Rows that the text may mean."""
        spelt = written.lower().replace(" ", "")
        return self.among.filter(
            Q(name__contains=written)
            | Q(name_pinyin__startswith=spelt)
            | Q(name_initials__startswith=spelt)
        )

    def described(self, row: Any) -> str:
        """A candidate, as told from its namesakes."""
        raise NotImplementedError


class InstitutionField(FoundField):
    """An institution by code, name, short name or pinyin; any that exists, unless the form says."""

    among: QuerySet[Institution] = Institution.objects.filter(valid_to__isnull=True)

    def exactly(self, written: str) -> QuerySet[Institution]:
        by_code = Q(code=uscc.normal(written))
        return self.among.filter(by_code | Q(name=written) | Q(short_name=written))

    def described(self, row: Institution) -> str:
        return f"{row.name}（{row.code}）"


class WorkerField(FoundField):
    """A worker by staff number, name or pinyin."""

    among: QuerySet[Worker]

    def exactly(self, written: str) -> QuerySet[Worker]:
        return self.among.filter(Q(staff_number=written) | Q(name=written)).select_related("home")

    def nearly(self, written: str) -> QuerySet[Worker]:
        return super().nearly(written).select_related("home")

    def described(self, row: Worker) -> str:
        return f"{row.name}（{row.home.short_name or row.home.name}，{row.staff_number}）"


class SubjectField(forms.ChoiceField):
    """A clinical subject, grouped by parent."""

    def __init__(self, *, nothing: Any = NOT_STATED, **kwargs: Any) -> None:
        super().__init__(choices=lambda: subject_choices(nothing), **kwargs)


class SubjectsField(forms.CharField):
    """Several subjects by name or code, the best first; cleaned to a tuple of codes."""

    def clean(self, value: Any) -> tuple[str, ...]:
        words = [word for word in re.split(r"[、，,;；\s]+", super().clean(value)) if word]
        found = {word: subjects.find(word) for word in words}
        if unknown := [word for word, subject in found.items() if subject is None]:
            raise ValidationError(
                gettext("诊疗科目名录中没有“%(words)s”，请按名录填写，例如 心血管内科、普通外科。")
                % {"words": "、".join(unknown)}
            )
        return tuple(dict.fromkeys(subject.code for subject in found.values() if subject))


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
