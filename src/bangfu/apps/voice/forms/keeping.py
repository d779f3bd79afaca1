"""What codes, ties to other work and reviews of causes ask for."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.forms.fields import InstitutionField
from bangfu.apps.registry.models import Department, Institution
from bangfu.apps.supervision.forms.widgets import long_text
from bangfu.apps.supervision.models import Problem
from bangfu.web.forms import DayField

NAMES_TOLD = 12


class CodeForm(forms.Form):
    """A code for a place, or for one of its departments."""

    institution = InstitutionField(label=gettext_lazy("单位"), max_length=120)
    department = forms.CharField(
        label=gettext_lazy("科室"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("填写的，需求直接由该科室承办"),
    )
    place = forms.CharField(
        label=gettext_lazy("张贴位置"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("例如：门诊大厅、三病区护士站"),
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label=gettext_lazy("项目"),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("不属于某一项目"),
        help_text=gettext_lazy("选择的，按该项目的答复期限办理，并计入其指标"),
    )
    expires_before = DayField(label=gettext_lazy("停用日期"), required=False)

    def __init__(
        self,
        *args: Any,
        among: QuerySet[Institution],
        programmes: QuerySet[Programme],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].among = among  # type: ignore[attr-defined]
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        only = list(among[:2])
        if len(only) == 1:
            self.initial.setdefault("institution", only[0].name)

    def clean(self) -> dict[str, Any]:
        """The department as its institution keeps it."""
        given = super().clean() or {}
        place, typed = given.get("institution"), (given.get("department") or "").strip()
        given["department"] = None
        if place is None or not typed:
            return given
        known = Department.objects.filter(institution=place, name=typed).first()
        if known is None:
            own = Department.objects.filter(institution=place).order_by("name")
            names = "、".join(own.values_list("name", flat=True)[:NAMES_TOLD])
            told = {"name": typed, "place": place.name, "names": names or _("（尚未登记科室）")}
            self.add_error(
                "department",
                _("“%(place)s”没有登记“%(name)s”。已登记的有：%(names)s。") % told,
            )
        given["department"] = known
        return given


class TaskForm(forms.Form):
    """A request as a task of the ledger."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=gettext_lazy("项目"), to_field_name="code"
    )
    title = forms.CharField(label=gettext_lazy("任务名称"), max_length=120)
    due = DayField(label=gettext_lazy("完成时限"))
    measures = forms.CharField(
        label=gettext_lazy("措施"), max_length=1000, required=False, widget=long_text(3)
    )


class ProblemForm(forms.Form):
    """What a request showed, as a problem on the list."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=gettext_lazy("项目"), to_field_name="code"
    )
    title = forms.CharField(label=gettext_lazy("问题"), max_length=120)
    detail = forms.CharField(
        label=gettext_lazy("具体情况"), max_length=1000, required=False, widget=long_text(3)
    )
    cause = forms.ChoiceField(
        label=gettext_lazy("主观或客观"),
        required=False,
        choices=[("", gettext_lazy("未分类")), *Problem.Cause.choices],
    )
    spread = forms.ChoiceField(
        label=gettext_lazy("共性或个性"),
        required=False,
        choices=[("", gettext_lazy("未分类")), *Problem.Spread.choices],
    )


class ReviewForm(forms.Form):
    """What a quarter's causes were, and what is mended."""

    place = forms.ChoiceField(label=gettext_lazy("范围"))
    met_on = DayField(label=gettext_lazy("分析会日期"))
    who = forms.CharField(
        label=gettext_lazy("参加人员"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("例如：医务、护理、后勤和门诊负责人"),
    )
    findings = forms.CharField(label=gettext_lazy("原因分析"), max_length=2000, widget=long_text(4))
    measures = forms.CharField(label=gettext_lazy("改进措施"), max_length=2000, widget=long_text(4))
