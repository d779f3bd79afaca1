"""Forms of the ledger as a whole: narrowed, opened, added to, checked, handed in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from bangfu.apps.intake.forms import ANY
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.forms.fields import InstitutionField
from bangfu.apps.supervision.models import Task
from bangfu.core.programmes.vocabulary_review import Repeat
from bangfu.web.forms import DayField
from bangfu.web.wording import in_own_language

from .widgets import Choices, long_text


class LedgerFilterForm(forms.Form):
    """What the ledger is narrowed by."""

    words = forms.CharField(label=_("任务、单位或责任人"), max_length=60, required=False)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            *ANY,
            ("late", _("逾期")),
            ("soon", _("即将到期")),
            ("open", _("办理中")),
            ("submitted", _("待验收")),
            ("to_decide", _("待审批")),
            ("closed", _("已销账")),
            ("look_back", _("待回头看")),
            ("standing", _("长期坚持")),
            ("proposed", _("待立项")),
            ("cancelled", _("已撤销")),
        ],
    )
    programme = forms.ChoiceField(label=_("项目"), required=False)
    project = forms.ChoiceField(label=_("专项"), required=False)
    listing = forms.ChoiceField(
        label=_("清单"), required=False, choices=[*ANY, *Task.Listing.choices]
    )

    whose = forms.ChoiceField(
        label=_("范围"),
        required=False,
        choices=[("", _("管辖范围")), ("all", _("全部已晒账"))],
    )

    # What a figure elsewhere asks for when it opens its rows.
    institution = forms.CharField(max_length=22, required=False, widget=forms.HiddenInput)
    parties = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programmes: Choices, projects: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [*ANY, *programmes]  # type: ignore[attr-defined]
        self.fields["project"].choices = [*ANY, *projects]  # type: ignore[attr-defined]


class OpenLedgerForm(forms.Form):
    """From which day the ledger runs, and a deadline for what would be late from the start."""

    due_again = DayField(
        label=_("已过时限任务的新时限"),
        required=False,
        help_text=_("不填的按原时限建账，自始列为逾期。"),
    )


class NewTaskForm(forms.Form):
    """A task added by hand."""

    programme = forms.ModelChoiceField(
        label=_("项目"), queryset=Programme.objects.none(), to_field_name="code", empty_label=None
    )
    listing = forms.ChoiceField(label=_("清单"), choices=Task.Listing.choices)
    title = forms.CharField(label=_("任务"), max_length=200)
    project = forms.CharField(label=_("专项"), max_length=100, required=False)
    institution = InstitutionField(
        label=_("责任单位"),
        max_length=120,
        required=False,
        help_text=_("名称、代码或拼音首字母"),
    )
    responsible = forms.CharField(
        label=_("责任单位（机构库中没有的）"), max_length=120, required=False
    )
    office = forms.CharField(label=_("责任科室"), max_length=60, required=False)
    leader = forms.CharField(label=_("责任领导"), max_length=60, required=False)
    person = forms.CharField(label=_("责任人"), max_length=60, required=False)
    repeat = forms.ChoiceField(label=_("周期"))
    due = DayField(
        label=_("完成时限"),
        required=False,
        help_text=_("定期报告的填其中一期的截止日，不填为期末。"),
    )
    basis = forms.CharField(label=_("任务来源"), max_length=200, required=False)
    measures = forms.CharField(label=_("措施"), max_length=1000, required=False, widget=long_text())

    def __init__(
        self, *args: Any, programmes: Any, among: Any, proposes: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        self.fields["institution"].among = among  # type: ignore[attr-defined]
        self.fields["repeat"].choices = [  # type: ignore[attr-defined]
            (one.value, capfirst(in_own_language(one.label))) for one in Repeat
        ]
        if proposes:
            del self.fields["responsible"]
            self.fields["institution"].required = True

    def clean_repeat(self) -> Repeat:
        """The cycle as the core knows it."""
        return Repeat.of(self.cleaned_data["repeat"])


class CheckForm(forms.Form):
    """Findings for the tasks that are ticked; the rest is left out, or on schedule as a whole."""

    rest = forms.BooleanField(
        label=_("未勾选的任务都登记为按进度推进（逾期的除外）"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(
        self, *args: Any, tasks: Mapping[int, str], findings: Choices, **kwargs: Any
    ) -> None:
        """``tasks`` are the keys of tasks, each with the finding that is offered first."""
        super().__init__(*args, **kwargs)
        self._tasks = tuple(tasks)
        for pk, offered in tasks.items():
            self.fields[f"check_{pk}"] = forms.BooleanField(
                label=_("查账"),
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )
            self.fields[f"finding_{pk}"] = forms.ChoiceField(
                label=_("查账结果"),
                required=False,
                choices=findings,
                initial=offered,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[f"opinion_{pk}"] = forms.CharField(
                label=_("督办意见"),
                max_length=300,
                required=False,
                widget=forms.TextInput(
                    attrs={"class": "form-control", "placeholder": _("督办意见，滞后的必填")}
                ),
            )

    def clean(self) -> None:
        """Words written about a task that is not ticked are asked about, never dropped."""
        given = self.cleaned_data
        for pk in self._tasks:
            if given.get(f"check_{pk}"):
                if not given.get(f"finding_{pk}") and f"finding_{pk}" not in self.errors:
                    self.add_error(f"finding_{pk}", _("请选择查账结果。"))
            elif given.get(f"opinion_{pk}"):
                self.add_error(
                    f"opinion_{pk}", _("写了督办意见但没有勾选，请勾选此任务或清空意见。")
                )


class HandInForm(forms.Form):
    """What is said of each task that is open, and of the whole."""

    words = forms.CharField(
        label=_("总体说明"), max_length=300, required=False, widget=long_text(2)
    )

    def __init__(
        self, *args: Any, tasks: Sequence[int], dated: Sequence[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for pk in tasks:
            self.fields[f"words_{pk}"] = forms.CharField(
                label=_("原因和下步安排"),
                max_length=300,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
            )
            if pk in dated:
                self.fields[f"due_{pk}"] = DayField(label=_("申请延期至"), required=False)
                self.fields[f"due_{pk}"].widget.attrs["class"] = "form-control"


class AnswerForm(forms.Form):
    """One period of a recurring duty."""

    on = DayField(label=_("办理日期"))
    contacted = forms.CharField(
        label=_("联系单位或对象"), max_length=120, required=False, help_text=_("联系报告填写")
    )
    found = forms.CharField(label=_("情况"), max_length=1000, widget=long_text(4))
    problems = forms.CharField(
        label=_("发现的问题"),
        max_length=1000,
        required=False,
        widget=long_text(),
        help_text=_("每行一个问题，列入问题清单"),
    )
    late_reason = forms.CharField(
        label=_("逾期原因"), max_length=300, required=False, help_text=_("超过本期时限的必填")
    )

    def __init__(self, *args: Any, may_be_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_late:
            del self.fields["late_reason"]


class FlagForm(forms.Form):
    """Which unit of which group, on which day, by which meeting or document."""

    group = forms.ChoiceField(label=_("组别"))
    holder = InstitutionField(
        label=_("获得单位"), max_length=120, help_text=_("名称、代码或拼音首字母")
    )
    on = DayField(label=_("交接日期"))
    basis = forms.CharField(label=_("会议或文件"), max_length=120)

    def __init__(self, *args: Any, groups: Choices, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = list(groups)  # type: ignore[attr-defined]
        self.fields["holder"].among = among  # type: ignore[attr-defined]
