"""Forms of institutions and departments."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.apps.registry.drafts import DepartmentDraft, InstitutionDraft
from bangfu.apps.registry.models import Institution
from bangfu.web.forms import DayField

from .fields import ANY, AreaChoiceField, AreaField, InstitutionField, SubjectField


class InstitutionFilterForm(forms.Form):
    """What the list of institutions is narrowed by."""

    words = forms.CharField(label=_("名称、简称、拼音或代码"), max_length=60, required=False)
    area = AreaChoiceField(label=_("行政区划"), required=False)
    category = forms.ChoiceField(
        label=_("机构类别"), required=False, choices=[*ANY, *Institution.Category.choices]
    )
    level = forms.TypedChoiceField(
        label=_("医院等级"),
        required=False,
        choices=[*ANY, *Institution.Level.choices],
        coerce=int,
        empty_value=None,
    )
    is_weak = forms.BooleanField(label=_("只看薄弱机构"), required=False)
    ended = forms.BooleanField(label=_("只看已撤销机构"), required=False)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [*ANY, *areas]  # type: ignore[attr-defined]


class InstitutionForm(forms.Form):
    """An institution's facts, and the day they hold from."""

    name = forms.CharField(label=_("机构名称"), max_length=120)
    code = forms.CharField(
        label=_("机构代码"), max_length=22, help_text=_("统一社会信用代码，或登记的其他代码")
    )
    short_name = forms.CharField(label=_("简称"), max_length=60, required=False)
    category = forms.ChoiceField(label=_("机构类别"), choices=Institution.Category.choices)
    level = forms.TypedChoiceField(
        label=_("医院等级"), choices=Institution.Level.choices, coerce=int
    )
    grade = forms.ChoiceField(label=_("等次"), choices=Institution.Grade.choices, required=False)
    area_code = AreaField(
        label=_("行政区划"), max_length=60, help_text=_("区划代码，或从省写起的全称")
    )
    area_class = forms.TypedChoiceField(
        label=_("地区类别"),
        required=False,
        choices=[("", _("没有划分")), *((n, str(n)) for n in range(1, 7))],
        coerce=int,
        empty_value=None,
    )
    parent = InstitutionField(
        label=_("上级机构"), max_length=120, required=False, help_text=_("机构代码或全称")
    )
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=40, required=False)
    population_served = forms.IntegerField(
        label=_("服务人口"), min_value=0, max_value=200_000_000, required=False
    )
    is_weak = forms.BooleanField(label=_("薄弱机构"), required=False)
    on = DayField(
        label=_("生效日期"), help_text=_("名称或代码有变的，原名称、原代码保留到此日之前。")
    )

    def draft(self) -> InstitutionDraft:
        """The cleaned form as a draft."""
        facts = dict(self.cleaned_data)
        del facts["on"]
        parent = facts.pop("parent")
        return InstitutionDraft(parent_code=parent.code if parent else "", **facts)

    @classmethod
    def initial_of(cls, draft: InstitutionDraft, on: date) -> dict[str, object]:
        """The form's values for an institution as it stands."""
        facts = {name: getattr(draft, name) for name in InstitutionDraft.__slots__}
        return facts | {"parent": draft.parent_code, "on": on}


class DepartmentForm(forms.Form):
    """A department's facts; its name is what it is known by."""

    name = forms.CharField(label=_("科室名称"), max_length=60)
    subject_code = SubjectField(label=_("诊疗科目"), required=False)
    staff = forms.IntegerField(label=_("在编人数"), min_value=0, max_value=10_000)
    minimum_staff = forms.IntegerField(
        label=_("最低在岗人数"),
        min_value=0,
        max_value=10_000,
        help_text=_("外派之后仍须留在本科室的最少人数"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("minimum_staff") or 0) > (cleaned.get("staff") or 0):
            self.add_error("minimum_staff", _("最低在岗人数不能多于在编人数。"))
        return cleaned

    def draft(self) -> DepartmentDraft:
        """The cleaned form as a draft."""
        return DepartmentDraft(**self.cleaned_data)


class ClosingForm(forms.Form):
    """From which day an institution no longer exists."""

    on = DayField(label=_("撤销日期"), help_text=_("自此日起不再列入现有机构。"))


class MergerForm(forms.Form):
    """Into which institution another goes, and from which day."""

    into = InstitutionField(label=_("并入机构"), max_length=120, help_text=_("机构代码或全称"))
    on = DayField(label=_("合并日期"), help_text=_("自此日起人员归并入机构。"))
