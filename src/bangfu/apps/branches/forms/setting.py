"""Founding, re-setting, leading and ending a branch."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bangfu.apps.branches.actions import SecretaryDraft
from bangfu.apps.branches.models import Branch
from bangfu.apps.registry.models import Department, Institution, Worker
from bangfu.web.forms import DayField, RowsField

MOST = 10_000
Choices = Sequence[tuple[Any, Any]]


def _offer(form: forms.Form, name: str, rows: Any) -> None:
    """Offer rows to choose from; without any there is nothing to ask.

    Unless something was chosen: the last of them was taken meanwhile, which has to be said.
    """
    field: Any = form.fields[name]
    field.queryset = rows
    if not rows and name not in form.data:
        del form.fields[name]


def number(label: Any, **kwargs: Any) -> forms.IntegerField:
    """A number of people."""
    return forms.IntegerField(label=label, min_value=0, max_value=MOST, **kwargs)


class LeaderForm(forms.Form):
    """Who leads a branch; of the registry where a worker at its institutions has that name."""

    secretary_name = forms.CharField(label=_("书记姓名"), max_length=60)
    staff_number = forms.CharField(
        label=_("工号"),
        max_length=30,
        required=False,
        help_text=_("本单位有同名人员时填写；不在册的只填姓名。"),
    )
    is_backbone = forms.BooleanField(label=_("是业务骨干"), required=False)
    is_head = forms.BooleanField(label=_("是科室负责人"), required=False)

    places: Sequence[Institution] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name, number_given = cleaned.get("secretary_name"), cleaned.get("staff_number")
        if name:
            self.worker = self._worker(name, number_given or "")
        elif any(cleaned.get(one) for one in ("staff_number", "is_backbone", "is_head")):
            # Rather than dropping what was said of somebody nobody named.
            self.add_error("secretary_name", gettext("填写了书记的其他情况，请同时填写书记姓名。"))
        return cleaned

    def draft(self) -> SecretaryDraft | None:
        """The cleaned form as a draft; ``None`` where nobody is named."""
        given = self.cleaned_data
        if not given.get("secretary_name"):
            return None
        return SecretaryDraft(
            name=given["secretary_name"],
            worker=self.worker,
            is_backbone=given["is_backbone"],
            is_head=given["is_head"],
        )

    def _worker(self, name: str, number_given: str) -> Worker | None:
        found = Worker.objects.filter(home__in=self.places, name=name, valid_to__isnull=True)
        if number_given:
            found = found.filter(staff_number=number_given)
        rows = list(found[:2])
        if len(rows) > 1:
            self.add_error("staff_number", gettext("本单位有多名“%s”，请填写工号。") % name)
        if number_given and not rows:
            self.add_error("staff_number", gettext("本单位没有工号和姓名相符的在册人员，请核对。"))
        return rows[0] if len(rows) == 1 else None


class FoundForm(LeaderForm):
    """A branch of one institution."""

    name = forms.CharField(label=_("党支部名称"), max_length=120)
    founded_on = DayField(label=_("成立日期"))
    full = number(_("正式党员"), help_text=_("成立之日的人数"))
    probationary = number(_("预备党员"), initial=0)
    departments = RowsField(
        label=_("覆盖科室"),
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只列出还没有党支部的科室；党员少的科室可以几个合设一个党支部。"),
    )

    field_order = ("name", "founded_on", "full", "probationary", "secretary_name", "staff_number")

    def __init__(self, *args: Any, place: Institution, free: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = [place]
        self.fields["secretary_name"].required = False
        _offer(self, "departments", free)


class JointForm(forms.Form):
    """A joint branch: the institutions that join the leading one."""

    name = forms.CharField(label=_("联合党支部名称"), max_length=120)
    founded_on = DayField(label=_("成立日期"))
    institutions = forms.MultipleChoiceField(
        label=_("组成单位"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("按就近排列：同县在前，其次同市；距离由您核实。"),
    )
    other = forms.CharField(
        label=_("其他单位"),
        max_length=400,
        required=False,
        help_text=_("没有列出的单位，填机构全称或代码，多个用顿号隔开。"),
    )
    reason = forms.CharField(label=_("成立原因"), max_length=200)

    def __init__(self, *args: Any, near: Choices, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among = among
        field: Any = self.fields["institutions"]
        field.choices = near
        if not near:
            del self.fields["institutions"]

    def clean_other(self) -> list[Institution]:
        """The institutions that were written; each must be known."""
        words = [word for word in re.split(r"[、,，;；\n]+", self.cleaned_data["other"]) if word]
        found = []
        for word in (one.strip() for one in words):
            rows = self.among.filter(code=word.upper()) | self.among.filter(name=word)
            if (row := rows.first()) is None:
                raise ValidationError(
                    gettext("没有找到“%s”，请核对全称或代码；也可能不在您的管理范围内。") % word
                )
            found.append(row)
        return found

    def joined(self) -> list[Institution]:
        """Everyone who joins, those that were ticked first."""
        ticked = list(self.among.filter(pk__in=self.cleaned_data.get("institutions") or []))
        return [*ticked, *self.cleaned_data["other"]]


class JoinForm(forms.Form):
    """One more institution for a joint branch."""

    institution = forms.ChoiceField(label=_("加入单位"))
    on = DayField(label=_("加入日期"))
    reason = forms.CharField(label=_("原因"), max_length=200)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["institution"]
        field.choices = choices


class ReSetForm(forms.Form):
    """Another name or other departments from a day."""

    name = forms.CharField(label=_("党支部名称"), max_length=120)
    departments = RowsField(
        label=_("覆盖科室"),
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("勾选设置后覆盖的全部科室；已由其他党支部覆盖的不列出。"),
    )
    on = DayField(label=_("生效日期"), help_text=_("原名称和原覆盖科室保留到此日之前。"))
    reason = forms.CharField(label=_("优化设置的原因"), max_length=200)

    def __init__(self, *args: Any, free: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "departments", free)


class SecretaryForm(LeaderForm):
    """Another secretary from a day."""

    on = DayField(label=_("任职日期"))

    def __init__(self, *args: Any, places: Sequence[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places


class ElectionForm(forms.Form):
    """An election and the committee it gave."""

    on = DayField(label=_("换届日期"), help_text=_("自此日起重新计算任期。"))
    committee = forms.CharField(
        label=_("支部委员会"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一人，先写职务再写姓名，例如“组织委员 陈小满”。不设委员会的不填。"),
    )

    def clean_committee(self) -> list[tuple[str, str]]:
        """Pairs of post and name."""
        found = []
        for line in self.cleaned_data["committee"].splitlines():
            words = line.replace("：", " ").replace(":", " ").replace("\u3000", " ").split()
            if words and len(words) != 2:
                raise ValidationError(gettext("“%s”应写成“职务 姓名”，中间空一格。") % line.strip())
            if words:
                found.append((words[0][:20], words[1][:40]))
        return found


class EndForm(forms.Form):
    """From which day, and why."""

    on = DayField(label=_("日期"))
    reason = forms.CharField(label=_("原因"), max_length=200)


class MergeForm(EndForm):
    """Into which branch another goes."""

    into = forms.ModelChoiceField(label=_("并入党支部"), queryset=Branch.objects.none())

    field_order = ("into", "on", "reason")

    def __init__(self, *args: Any, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["into"]
        field.queryset = among
