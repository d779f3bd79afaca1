"""Forms of findings: narrowed, replied to, remedied, looked at again, what follows."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.apps.evidence.forms import EvidenceField
from bangfu.apps.intake.forms import ANY
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision.forms.widgets import Choices, long_text
from bangfu.core.spotchecks import settings
from bangfu.core.spotchecks.finding_life import State
from bangfu.web.forms import DayField
from bangfu.web.wording import in_own_language


class FromRequestForm(forms.Form):
    """What a public request showed to be wrong, who answers for it, within which programme."""

    programme = forms.ModelChoiceField(
        label=_("项目"), queryset=Programme.objects.none(), to_field_name="code", empty_label=None
    )
    kind = forms.ChoiceField(label=_("问题类别"))
    title = forms.CharField(label=_("问题"), max_length=120)
    institution = forms.ModelChoiceField(
        label=_("责任单位"), queryset=Institution.objects.none(), empty_label=None
    )
    detail = forms.CharField(
        label=_("具体情况"), max_length=1000, required=False, widget=long_text()
    )

    def __init__(
        self,
        *args: Any,
        programmes: QuerySet[Programme],
        institutions: QuerySet[Institution],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        self.fields["institution"].queryset = institutions  # type: ignore[attr-defined]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (one.code, in_own_language(one.title)) for one in settings.shipped().kinds
        ]


class FindingFilterForm(forms.Form):
    """What the list of findings is narrowed by."""

    words = forms.CharField(label=_("问题或单位"), max_length=60, required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    kind = forms.ChoiceField(label=_("问题类别"), required=False)
    programme = forms.ChoiceField(label=_("项目"), required=False)

    def __init__(self, *args: Any, programmes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(one.value, in_own_language(one.label)) for one in State]
        kinds = [(one.code, in_own_language(one.title)) for one in settings.shipped().kinds]
        more = [("standing", _("未办结")), ("late", _("逾期"))]
        self.fields["state"].choices = [*ANY, *more, *states]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [*ANY, *kinds]  # type: ignore[attr-defined]
        self.fields["programme"].choices = [*ANY, *programmes]  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    """How it came about, what will be done, by when."""

    words = forms.CharField(label=_("情况说明"), max_length=1000, widget=long_text())
    measures = forms.CharField(label=_("整改措施"), max_length=1000, widget=long_text())
    promised = DayField(label=_("整改期限"))
    proofs = EvidenceField()


class RemedyForm(forms.Form):
    """What was done."""

    words = forms.CharField(label=_("整改情况"), max_length=1000, widget=long_text())
    proofs = EvidenceField()


class WordsForm(forms.Form):
    """Why a reply goes back, or a finding is withdrawn."""

    words = forms.CharField(label=_("原因"), max_length=1000, widget=long_text(2))


class LookAgainForm(forms.Form):
    """Whether the remedy holds; where it does not, until when it is mended."""

    holds = forms.TypedChoiceField(
        label=_("结论"),
        choices=[("yes", _("整改到位，办结")), ("no", _("整改不到位，继续整改"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("复查情况"), max_length=1000, widget=long_text())
    promised = DayField(label=_("继续整改期限"), required=False, help_text=_("整改不到位的填写"))
    proofs = EvidenceField()


class PenaltyForm(forms.Form):
    """What an authority decided."""

    code = forms.ChoiceField(label=_("处理"))
    decided_on = DayField(label=_("决定日期"))
    document = forms.CharField(label=_("文号"), max_length=120, required=False)
    words = forms.CharField(label=_("说明"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (one.code, in_own_language(one.title)) for one in settings.shipped().consequences
        ]


class TaskForm(forms.Form):
    """By whom, how and by when a finding is remedied as a task."""

    person = forms.CharField(label=_("责任人"), max_length=60, required=False)
    due = DayField(label=_("整改时限"))
    measures = forms.CharField(label=_("整改措施"), max_length=1000, widget=long_text())
