"""What each step in the life of a task asks for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from bangfu.apps.evidence.forms import EvidenceField
from bangfu.apps.supervision.actions.closing import AUTHORITIES
from bangfu.apps.supervision.models import Task
from bangfu.core.tasks.task_life import WHOLE, Life, Outcome
from bangfu.web.forms import DayField
from bangfu.web.wording import in_own_language

from .widgets import long_text


class StepForm(forms.Form):
    """What a step asks for; ``task`` and ``life`` are what it is taken on."""

    def __init__(self, *args: Any, task: Task, life: Life, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task, self.life, self.today = task, life, today


class ReportForm(StepForm):
    """How far it is, what was done, what hinders."""

    share = forms.IntegerField(label=_("完成进度（%）"), min_value=0, max_value=WHOLE)
    on = DayField(label=_("截至日期"))
    done = forms.CharField(label=_("进展情况"), max_length=1000, widget=long_text())
    hindered = forms.CharField(
        label=_("存在困难"), max_length=1000, required=False, widget=long_text(2)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("share", self.life.share)
        self.initial.setdefault("on", self.today)


class AcceptanceForm(StepForm):
    """What was achieved, and the evidence; why it is late, where it is."""

    summary = forms.CharField(label=_("完成情况"), max_length=1000, widget=long_text(4))
    document = forms.CharField(
        label=_("佐证文件文号"),
        max_length=120,
        required=False,
        help_text=_("文号和佐证材料至少有一项"),
    )
    proofs = EvidenceField()
    late_reason = forms.CharField(label=_("逾期原因"), max_length=300, widget=long_text(2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.life.due is None or self.today <= self.life.due:
            del self.fields["late_reason"]


class AcceptForm(StepForm):
    """What the acceptance finds; for an authority's own tasks the document from above."""

    outcome = forms.ChoiceField(label=_("验收结论"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("验收意见"), max_length=300, required=False, widget=long_text(2)
    )
    above_document = forms.CharField(
        label=_("上级验收文号"),
        max_length=120,
        required=False,
        help_text=_("主管部门自身承担的任务由上级验收；上级书面验收的在此填写文号。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = [one for one in Outcome if not (one is Outcome.DONE and self.life.is_standing)]
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (one.value, capfirst(in_own_language(one.label))) for one in outcomes
        ]
        held = self.task.institution
        if held is None or held.category not in AUTHORITIES:
            del self.fields["above_document"]

    def clean_outcome(self) -> Outcome:
        """The conclusion as the core knows it."""
        return Outcome.of(self.cleaned_data["outcome"])


class ReasonForm(StepForm):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=300, widget=long_text(2))


class ExtensionForm(StepForm):
    """Until when, and why."""

    due = DayField(label=_("延期至"))
    reason = forms.CharField(label=_("延期原因"), max_length=300, widget=long_text(2))


class GrantForm(StepForm):
    """What is said with it."""

    words = forms.CharField(
        label=_("审批意见"), max_length=300, required=False, widget=long_text(2)
    )


class AssignForm(StepForm):
    """Who is responsible within the unit, and how it is to be done."""

    office = forms.CharField(label=_("责任科室"), max_length=60, required=False)
    leader = forms.CharField(label=_("责任领导"), max_length=60, required=False)
    person = forms.CharField(label=_("责任人"), max_length=60, required=False)
    measures = forms.CharField(label=_("措施"), max_length=1000, required=False, widget=long_text())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.initial.setdefault(name, getattr(self.task, name))


class ApproveForm(StepForm):
    """Nothing but the decision."""


class LookBackForm(StepForm):
    """Whether the result holds, and by when what relapsed is to be done again."""

    holds = forms.TypedChoiceField(
        label=_("成果是否保持"),
        choices=[("yes", _("保持")), ("no", _("反弹，重新建账"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("回头看情况"), max_length=300, widget=long_text(2))
    due = DayField(label=_("重新整改时限"), required=False, help_text=_("反弹的必填"))
