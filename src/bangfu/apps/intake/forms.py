"""Forms of needs and nominations: shape only, the actions decide."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes import queries as programmes
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.forms.fields import InstitutionField, SubjectsField, WorkerField
from bangfu.apps.registry.models import Worker
from bangfu.web.forms import DayField

from . import queries
from .models import Need, Nomination
from .service_form import FULL_TIME, ServiceForm

ANY = [("", _("全部"))]


class LastDayField(DayField):
    """The last day of a stretch as people state it; cleaned to the first day after it."""

    def clean(self, value: Any) -> date | None:
        last = super().clean(value)
        return last + timedelta(days=1) if last else None


class NeedFilterForm(forms.Form):
    """What the list of needs is narrowed by."""

    words = forms.CharField(label=_("受援单位、科室或职务"), max_length=60, required=False)
    programme = forms.ChoiceField(label=_("项目"), required=False)
    form = forms.ChoiceField(
        label=_("派驻形式"), required=False, choices=[*ANY, *ServiceForm.choices]
    )
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[*ANY, *Need.State.choices])

    def __init__(self, *args: Any, programmes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [*ANY, *programmes]  # type: ignore[attr-defined]


class NominationFilterForm(forms.Form):
    """What the list of nominations is narrowed by."""

    words = forms.CharField(label=_("姓名、拼音或单位"), max_length=60, required=False)
    programme = forms.ChoiceField(label=_("项目"), required=False)
    form = forms.ChoiceField(
        label=_("派驻形式"), required=False, choices=[*ANY, *ServiceForm.choices]
    )
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[*ANY, *Nomination.State.choices]
    )

    def __init__(self, *args: Any, programmes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [*ANY, *programmes]  # type: ignore[attr-defined]


class NeedForm(forms.Form):
    """A host's need."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("项目"), to_field_name="code"
    )
    host = InstitutionField(
        label=_("受援单位"), max_length=120, help_text=_("机构名称、简称、代码或拼音首字母")
    )
    department_name = forms.CharField(label=_("科室"), max_length=60)
    subject_codes = SubjectsField(
        label=_("诊疗科目"),
        max_length=200,
        help_text=_("最需要的写在最前面，用顿号分隔，例如 心血管内科、内科"),
    )
    form = forms.ChoiceField(label=_("派驻形式"), choices=ServiceForm.choices)
    sessions_per_week = forms.IntegerField(
        label=_("每周半天数"),
        min_value=1,
        max_value=FULL_TIME,
        required=False,
        help_text=_("坐诊等非全脱产形式填写；全脱产派驻不填"),
    )
    role_title = forms.CharField(
        label=_("拟任职务"), max_length=60, required=False, help_text=_("例如 业务院长、业务主任")
    )
    rank_floor = forms.TypedChoiceField(
        label=_("最低职称级别"),
        choices=Worker.Rank.choices,
        coerce=int,
        initial=Worker.Rank.INTERMEDIATE,
    )
    headcount = forms.IntegerField(label=_("人数"), min_value=1, max_value=999, initial=1)
    starts_on = DayField(label=_("起始日期"))
    ends_before = LastDayField(label=_("最后一天"))
    priority = forms.TypedChoiceField(
        label=_("轻重缓急"), choices=Need.Priority.choices, coerce=int, initial=Need.Priority.NORMAL
    )
    equipment_ready = forms.BooleanField(label=_("开展工作所需设备已具备"), required=False)
    counterpart = forms.CharField(
        label=_("本地对接人职务"), max_length=60, required=False, help_text=_("例如 内科主任")
    )
    sender = InstitutionField(
        label=_("指定派出单位"),
        max_length=120,
        required=False,
        help_text=_("不指定的，由主管部门统筹安排"),
    )
    tasks = forms.CharField(
        label=_("工作任务"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes.visible_to(user)  # type: ignore[attr-defined]
        hosts = queries.hosts_for(user)
        self.fields["host"].among = hosts  # type: ignore[attr-defined]
        only = list(hosts[:2])
        if len(only) == 1:
            self.initial.setdefault("host", only[0].name)


class NominationForm(forms.Form):
    """A worker offered to a programme."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("项目"), to_field_name="code"
    )
    worker = WorkerField(label=_("人选"), max_length=60, help_text=_("工号、姓名或拼音首字母"))
    service_forms = forms.MultipleChoiceField(
        label=_("可派驻形式"), choices=ServiceForm.choices, widget=forms.CheckboxSelectMultiple
    )
    available_from = DayField(label=_("可派驻起始日期"))
    available_before = LastDayField(label=_("可派驻最后一天"))
    consented = forms.BooleanField(
        label=_("本人已同意"), required=False, help_text=_("未经本人同意的，不编入选派方案")
    )
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes.visible_to(user)  # type: ignore[attr-defined]
        self.fields["worker"].among = queries.workers_for(user)  # type: ignore[attr-defined]
        self.fields["forms"] = self.fields.pop("service_forms")
        self.order_fields(["programme", "worker", "forms"])


class WithdrawalForm(forms.Form):
    """Why something is withdrawn."""

    reason = forms.CharField(label=_("撤回原因"), max_length=200)
