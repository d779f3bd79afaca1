"""Form fields that find things by what people write: a name, a code, a word for a department."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.standards import subjects

SHOWN = 5
"""So many candidates are named where a word means several."""


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
                _("没有找到“%(written)s”，请核对名称或代码；也可能不在您的管理范围内。")
                % {"written": written}
            )
        if len(found) > 1:
            named = "、".join(self.described(each) for each in found[:SHOWN])
            raise ValidationError(
                _("“%(written)s”有多个：%(named)s，请填写代码或全称。")
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
    """An institution by code, name, short name or pinyin."""

    among: QuerySet[Institution]

    def exactly(self, written: str) -> QuerySet[Institution]:
        return self.among.filter(Q(code=written) | Q(name=written) | Q(short_name=written))

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


class SubjectsField(forms.CharField):
    """Clinical subjects by name or code, the best first; cleaned to a list of codes."""

    def clean(self, value: Any) -> list[str]:
        words = [word for word in re.split(r"[、，,;；\s]+", super().clean(value)) if word]
        found = {word: subjects.find(word) for word in words}
        if unknown := [word for word, subject in found.items() if subject is None]:
            raise ValidationError(
                _("诊疗科目名录中没有“%(words)s”，请按名录填写，例如 心血管内科、普通外科。")
                % {"words": "、".join(unknown)}
            )
        return list(dict.fromkeys(subject.code for subject in found.values() if subject))
