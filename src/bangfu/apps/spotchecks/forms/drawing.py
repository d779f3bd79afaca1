"""Forms of draws: what is drawn from what, when it is committed to, the public value, ties."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.forms import ANY
from bangfu.apps.registry.forms.fields import InstitutionField
from bangfu.apps.spotchecks.models import Draw, Subjects, Tie
from bangfu.apps.supervision.forms.widgets import Choices, long_text
from bangfu.web.forms import DayField, RowsField

MOST_SEATS = 5
STRATA = {
    Subjects.HOSTS: [
        ("county", _("按县（市、区）")),
        ("category", _("按机构类别")),
        ("none", _("不分组")),
    ],
    Subjects.POSTINGS: [
        ("county", _("按县（市、区）")),
        ("form", _("按派驻形式")),
        ("none", _("不分组")),
    ],
}


class DrawFilterForm(forms.Form):
    """What the list of draws is narrowed by."""

    programme = forms.ChoiceField(label=_("项目"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[*ANY, *Draw.State.choices])

    def __init__(self, *args: Any, programmes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [*ANY, *programmes]  # type: ignore[attr-defined]


class SchemeForm(forms.Form):
    """What is drawn from what; asked first, so that the list can be looked at."""

    programme = forms.ChoiceField(label=_("项目"))
    subjects = forms.ChoiceField(label=_("抽查对象"), choices=Subjects.choices)
    way = forms.ChoiceField(label=_("检查方式"), choices=Draw.Way.choices)
    strata_by = forms.ChoiceField(
        label=_("分组"),
        choices=list(dict([*STRATA[Subjects.HOSTS], *STRATA[Subjects.POSTINGS]]).items()),
    )
    seats = forms.IntegerField(label=_("每项检查人数"), min_value=1, max_value=MOST_SEATS)
    as_of = DayField(label=_("名单日期"))

    def __init__(self, *args: Any, programmes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = programmes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Groups that the subjects do not have become none."""
        given = super().clean() or {}
        offered = dict(STRATA.get(given.get("subjects", ""), []))
        if given.get("strata_by") not in offered:
            given["strata_by"] = "none"
        return given


class MomentInput(forms.DateTimeInput):
    """The browser's field for a day and a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class CommitForm(forms.Form):
    """What is fixed with the list: its title, who may check, which public value is used."""

    title = forms.CharField(label=_("名称"), max_length=100)
    public_event = forms.CharField(
        label=_("公共数来源"),
        max_length=120,
        help_text=_(
            "写明哪一期、哪一项公开产生的数，任何人事后都查得到。例如：排列5第26317期开奖号码"
        ),
    )
    public_after = forms.DateTimeField(
        label=_("公共数产生时间"),
        widget=MomentInput(),
        help_text=_("晚于现在：公布名单和承诺之后才会产生"),
    )
    checkers = RowsField(
        label=_("检查人员名单"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, checkers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["checkers"]
        keys = [one.pk for one in checkers]
        field.queryset = User.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
        self.initial.setdefault("checkers", keys)


class RevealForm(forms.Form):
    """The public value, as it was announced."""

    value = forms.CharField(
        label=_("公共数"),
        max_length=80,
        help_text=_("按公布的号码照录，空格不影响结果；录入后不能更改"),
    )


class ReasonForm(forms.Form):
    """Why a draw should be held anew."""

    reason = forms.CharField(label=_("原因"), max_length=300, widget=long_text(2))


class TieForm(forms.Form):
    """Who is too near to which institution, and why."""

    account = forms.ModelChoiceField(
        label=_("检查人员"), queryset=User.objects.none(), empty_label=None
    )
    institution = InstitutionField(
        label=_("回避单位"), max_length=120, help_text=_("名称、代码或拼音首字母")
    )
    kind = forms.ChoiceField(label=_("回避情形"), choices=Tie.Kind.choices)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, checkers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [one.pk for one in checkers]
        accounts = User.objects.filter(pk__in=keys).order_by("username")
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]
