"""What handling a request asks for, from the list to its publication."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.apps.evidence.forms import EvidenceField
from bangfu.apps.intake.forms import ANY
from bangfu.apps.registry.models import Department, Institution
from bangfu.apps.supervision.forms.widgets import Choices, long_text
from bangfu.core.voice.request_life import State, Way
from bangfu.web.forms import DayField
from bangfu.web.wording import in_own_language

from .asking import RateForm
from .choices import causes, kinds


class RequestFilterForm(forms.Form):
    """What the list is narrowed by."""

    words = forms.CharField(label=gettext_lazy("内容或单位"), max_length=60, required=False)
    state = forms.ChoiceField(label=gettext_lazy("状态"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("类别"), required=False)
    way = forms.ChoiceField(label=gettext_lazy("办理方式"), required=False)
    cause = forms.ChoiceField(label=gettext_lazy("原因分类"), required=False)
    programme = forms.ChoiceField(label=gettext_lazy("项目"), required=False)
    since = DayField(label=gettext_lazy("提出日期从"), required=False)
    until = DayField(label=gettext_lazy("至"), required=False)

    def __init__(self, *args: Any, programmes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        more = [
            ("running", _("未答复")),
            ("late", _("逾期")),
            ("passed_to", _("转来待受理")),
            ("first_late", _("首接已转出、逾期")),
            ("to_call", _("待回访")),
            ("to_release", _("待审核公开")),
            ("suspect", _("疑似异常")),
        ]
        ways = [(one.value, in_own_language(one.label)) for one in Way]
        self.fields["way"].choices = [*ANY, *ways]  # type: ignore[attr-defined]
        self.fields["programme"].choices = [*ANY, *programmes]  # type: ignore[attr-defined]
        states = [(one.value, in_own_language(one.label)) for one in State]
        self.fields["state"].choices = [*ANY, *more, *states]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [*ANY, *kinds()]  # type: ignore[attr-defined]
        self.fields["cause"].choices = [*ANY, *causes()]  # type: ignore[attr-defined]


class AcceptForm(forms.Form):
    """How a request is dealt with."""

    way = forms.TypedChoiceField(
        label=gettext_lazy("办理方式"), coerce=Way.of, widget=forms.RadioSelect
    )
    joint = forms.BooleanField(label=gettext_lazy("涉及多个科室"), required=False)
    planned_for = DayField(
        label=gettext_lazy("计划完成日期"),
        required=False,
        help_text=gettext_lazy("倒排工期的填写"),
    )
    words = forms.CharField(
        label=gettext_lazy("说明"), max_length=1000, required=False, widget=long_text(2)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [  # type: ignore[attr-defined]
            (one.value, in_own_language(one.label)) for one in Way
        ]


class WordsForm(forms.Form):
    """Why: for refusing, returning, extending, setting aside, ending."""

    words = forms.CharField(label=gettext_lazy("原因"), max_length=1000, widget=long_text(3))


class PassOnForm(forms.Form):
    """To whom a request is given."""

    institution = forms.ModelChoiceField(
        Institution.objects.none(),
        label=gettext_lazy("接收单位"),
        required=False,
        empty_label=gettext_lazy("本单位"),
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), label=gettext_lazy("本单位科室"), required=False
    )
    words = forms.CharField(
        label=gettext_lazy("说明"), max_length=1000, required=False, widget=long_text(2)
    )


class AnswerForm(forms.Form):
    """The answer, and the cause for the review."""

    words = forms.CharField(
        label=gettext_lazy("答复"),
        max_length=2000,
        widget=long_text(6),
        help_text=gettext_lazy("提出人凭回执码可以看到"),
    )
    cause = forms.ChoiceField(label=gettext_lazy("原因分类"))
    proofs = EvidenceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = causes()  # type: ignore[attr-defined]


class CallBackForm(RateForm):
    """What the asker said by telephone."""

    words = forms.CharField(
        label=gettext_lazy("回访情况"), max_length=1000, required=False, widget=long_text(2)
    )


class ReleaseForm(forms.Form):
    """What would be published."""

    question = forms.CharField(
        label=gettext_lazy("公开的问题"), max_length=300, widget=long_text(2)
    )
    answer = forms.CharField(label=gettext_lazy("公开的答复"), max_length=2000, widget=long_text(5))


class WithdrawReleaseForm(forms.Form):
    """Why an answer is taken off the public page."""

    reason = forms.CharField(label=gettext_lazy("撤下原因"), max_length=200, widget=long_text(2))
