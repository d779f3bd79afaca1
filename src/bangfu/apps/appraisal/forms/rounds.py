"""Forms of rounds: narrowed, opened, stepped on, and the term for objections."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.apps.appraisal.models import Edition, Round
from bangfu.apps.appraisal.queries.groups import AREA, CATEGORY, LEVEL, NONE
from bangfu.apps.intake.forms import ANY
from bangfu.apps.supervision.forms.widgets import Choices, long_text
from bangfu.core.programmes.vocabulary_review import RoundKind
from bangfu.web.forms import DayField
from bangfu.web.wording import in_own_language


class RoundFilterForm(forms.Form):
    """What the list of rounds is narrowed by."""

    words = forms.CharField(label=_("考核名称"), max_length=60, required=False)
    programme = forms.ChoiceField(label=_("项目"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[*ANY, *Round.State.choices])

    def __init__(self, *args: Any, programmes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [*ANY, *programmes]  # type: ignore[attr-defined]


class SubjectFilterForm(forms.Form):
    """What the table of a round is narrowed by."""

    words = forms.CharField(label=_("考核对象"), max_length=60, required=False)
    level = forms.TypedChoiceField(label=_("进度"), required=False, coerce=int, empty_value=None)
    group = forms.ChoiceField(label=_("组别"), required=False)

    def __init__(self, *args: Any, levels: Choices, groups: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [*ANY, *levels]  # type: ignore[attr-defined]
        self.fields["group"].choices = [*ANY, *groups]  # type: ignore[attr-defined]
        if not groups:
            del self.fields["group"]


class BasisForm(forms.Form):
    """In which programme, by which table, over which days; asked before who is appraised."""

    programme = forms.ChoiceField(label=_("项目"))
    edition = forms.ModelChoiceField[Edition](label=_("考核表"), queryset=Edition.objects.none())
    kind = forms.ChoiceField(label=_("考核类型"))
    starts_on = DayField(label=_("考核期自"))
    last_on = DayField(label=_("考核期至"))

    def __init__(
        self, *args: Any, programmes: Choices, editions: QuerySet[Edition], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = programmes  # type: ignore[attr-defined]
        self.fields["edition"].queryset = editions  # type: ignore[attr-defined]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (one.value, in_own_language(one.label)) for one in RoundKind
        ]

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        given = super().clean() or {}
        first, last = given.get("starts_on"), given.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("考核期不能在开始之前结束，请改正。"))
        return given


class OpenForm(forms.Form):
    """What the round is called and who is appraised; everybody unless somebody is taken off."""

    title = forms.CharField(label=_("考核名称"), max_length=120)
    groups = forms.ChoiceField(
        label=_("考核分组"),
        required=False,
        choices=[
            (NONE, _("不分组")),
            (CATEGORY, _("按机构类别")),
            (LEVEL, _("按医院等级")),
            (AREA, _("按县（市、区）")),
        ],
        help_text=_("同组平均和分组名额按此计算，启动后可以调整"),
    )
    subjects = forms.MultipleChoiceField(label=_("考核对象"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, subjects: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subjects"].choices = subjects  # type: ignore[attr-defined]


class TermForm(forms.Form):
    """The last day on which the appraised may object."""

    until = DayField(label=_("异议截止日期"))


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=200, widget=long_text(2))
