"""Forms around results: narrowed lists, uses, plans, what is shown to the public, peer groups."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.apps.appraisal.models import Subject
from bangfu.apps.intake.forms import ANY
from bangfu.apps.supervision.forms.widgets import Choices, long_text
from bangfu.core.programmes.vocabulary_review import ResultUse
from bangfu.web.forms import DayField, RowsField
from bangfu.web.wording import in_own_language

HELD, FELL, WAITING = "held", "fell", "waiting"
USUAL = (
    ResultUse.COMMENDATION,
    ResultUse.GRADE_REVIEW,
    ResultUse.NEXT_DUTY,
    ResultUse.SUBSIDY,
)
"""What comes first among the uses."""


class RankFilterForm(forms.Form):
    """What a ranking is narrowed by; places stay those of the whole round."""

    words = forms.CharField(label=_("考核对象"), max_length=60, required=False)
    rating = forms.ChoiceField(label=_("等次、星级"), required=False)
    group = forms.ChoiceField(label=_("组别"), required=False)

    def __init__(self, *args: Any, ratings: Choices, groups: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rating"].choices = [*ANY, *ratings]  # type: ignore[attr-defined]
        self.fields["group"].choices = [*ANY, *groups]  # type: ignore[attr-defined]
        if not groups:
            del self.fields["group"]


class PreviewFilterForm(forms.Form):
    """Which rows of a preview are shown."""

    show = forms.ChoiceField(
        label=_("显示"),
        required=False,
        choices=[
            *ANY,
            (HELD, _("被否决、限制或名额降低的")),
            (FELL, _("比上次低的")),
            (WAITING, _("还没有评完的")),
        ],
    )
    words = forms.CharField(label=_("考核对象"), max_length=60, required=False)


class UseFilterForm(forms.Form):
    """What the list of uses is narrowed by."""

    words = forms.CharField(label=_("考核对象"), max_length=60, required=False)
    sort = forms.ChoiceField(label=_("运用方式"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sort"].choices = [*ANY, *use_choices()]  # type: ignore[attr-defined]


class UseForm(forms.Form):
    """What one result is used for."""

    sort = forms.ChoiceField(label=_("运用方式"))
    text = forms.CharField(label=_("内容"), max_length=500, widget=long_text(2))
    document = forms.CharField(label=_("文号"), max_length=80, required=False)
    amount = forms.DecimalField(
        label=_("金额（元）"),
        max_digits=14,
        decimal_places=2,
        min_value=Decimal("0.01"),
        required=False,
        help_text=_("发放或扣减补助时填写"),
    )
    on = DayField(label=_("日期"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sort"].choices = use_choices()  # type: ignore[attr-defined]

    def clean_amount(self) -> int | None:
        """Cents, as they are kept."""
        given = self.cleaned_data["amount"]
        return None if given is None else int(given * 100)


class BandUseForm(UseForm):
    """What the results of one grade or star are used for, all of them at once."""

    rating = forms.ChoiceField(label=_("运用于"))
    field_order = ("rating", "sort", "text", "document", "amount", "on")

    def __init__(self, *args: Any, ratings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rating"].choices = ratings  # type: ignore[attr-defined]


class ImproveForm(forms.Form):
    """A plan to get better, or to stay an example."""

    aim = forms.CharField(label=_("目标"), max_length=180)
    measures = forms.CharField(label=_("措施"), max_length=1000, widget=long_text(4))
    person = forms.CharField(label=_("责任人"), max_length=60, required=False)
    starts_on = DayField(label=_("开始日期"))
    due_on = DayField(label=_("完成时限"))


class ReleaseForm(forms.Form):
    """Down to which grade or star a list is shown to the public."""

    lowest = forms.ChoiceField(
        label=_("公开到哪一级"),
        help_text=_("只公开单位或党支部的名称和等次、星级，不公开分数、扣分原因和任何个人情况"),
    )

    def __init__(self, *args: Any, ratings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lowest"].choices = ratings  # type: ignore[attr-defined]


class GroupFilterForm(forms.Form):
    """Whom the page of groups shows."""

    words = forms.CharField(label=_("考核对象或单位"), max_length=60, required=False)
    group = forms.ChoiceField(label=_("现在的组别"), required=False)

    def __init__(self, *args: Any, groups: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = ("-", _("尚未分组"))
        self.fields["group"].choices = [*ANY, none, *groups]  # type: ignore[attr-defined]


class GroupForm(forms.Form):
    """Some of a round, and the group they are put in."""

    subjects = RowsField(
        label=_("考核对象"),
        queryset=Subject.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择要分组的考核对象。")},
    )
    group = forms.CharField(
        label=_("组别"),
        max_length=60,
        required=False,
        help_text=_("例如“三级医院”；留空为不分组"),
    )

    def __init__(self, *args: Any, subjects: QuerySet[Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subjects"].queryset = subjects  # type: ignore[attr-defined]


def use_choices() -> list[tuple[str, str]]:
    """Uses of results, the usual ones first."""
    rest = [one for one in ResultUse if one not in USUAL]
    return [(one.value, in_own_language(one.label)) for one in (*USUAL, *rest)]
