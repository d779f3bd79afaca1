"""What the pages of public requests ask for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.apps.evidence.forms import EvidenceField
from bangfu.apps.intake.forms import ANY
from bangfu.apps.registry.models import Department, Institution
from bangfu.apps.supervision.forms.widgets import Choices, long_text
from bangfu.core.evidence import Clean
from bangfu.core.voice import settings
from bangfu.core.voice.request_life import State, Way
from bangfu.web.forms import DayField
from bangfu.web.wording import in_own_language

PHOTOS = 3


def _kinds() -> Choices:
    return [(one.code, in_own_language(one.title)) for one in settings.shipped().kinds]


def _causes() -> Choices:
    return [(one.code, in_own_language(one.title)) for one in settings.shipped().causes]


def _yes_no(label: Any, *, required: bool = True) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", gettext_lazy("是")), ("no", gettext_lazy("否"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=required,
        widget=forms.RadioSelect,
    )


class AskForm(forms.Form):
    """A request: tick first, text later, the rest as one likes."""

    kind = forms.ChoiceField(
        label=gettext_lazy("您要反映哪方面的问题？"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请先勾选一个类别。")},
    )
    words = forms.CharField(
        label=gettext_lazy("请说说具体情况"), required=False, widget=forms.Textarea({"rows": 5})
    )
    proofs = EvidenceField(label=gettext_lazy("照片"), help_text="")
    name = forms.CharField(label=gettext_lazy("怎么称呼您"), max_length=40, required=False)
    telephone = forms.CharField(
        label=gettext_lazy("电话（需要回访的填写）"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _kinds()  # type: ignore[attr-defined]
        self.fields["proofs"].widget.attrs["accept"] = "image/*"
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean_words(self) -> str:
        """A text that is too long is given back whole, with how long it is."""
        words: str = self.cleaned_data["words"]
        longest = settings.shipped().limits.longest_text
        if len(words) > longest:
            told = {"count": len(words), "longest": longest}
            raise ValidationError(_("内容有%(count)s字，请缩短到%(longest)s字以内。") % told)
        return words

    def clean_proofs(self) -> list[Clean]:
        """Photos alone, and few."""
        files: list[Clean] = self.cleaned_data["proofs"]
        strange = [one.name for one in files if not one.kind.is_photo]
        if strange:
            raise ValidationError(_("“%(name)s”不是照片，请选择照片。") % {"name": strange[0]})
        if len(files) > PHOTOS:
            raise ValidationError(_("照片最多%(count)s张。") % {"count": PHOTOS})
        return files


class ReceiptForm(forms.Form):
    """A receipt code."""

    receipt = forms.CharField(label=gettext_lazy("回执码"), max_length=40)


class RateForm(forms.Form):
    """Whether it helped."""

    solved = _yes_no(gettext_lazy("问题解决了吗？"))
    satisfied = _yes_no(gettext_lazy("对答复满意吗？"), required=False)


class AgainForm(forms.Form):
    """Why it is asked once more."""

    words = forms.CharField(
        label=gettext_lazy("哪里没有解决"), max_length=1000, widget=long_text(3)
    )


class RequestFilterForm(forms.Form):
    """What the list is narrowed by."""

    words = forms.CharField(label=gettext_lazy("内容或单位"), max_length=60, required=False)
    state = forms.ChoiceField(label=gettext_lazy("状态"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("类别"), required=False)
    cause = forms.ChoiceField(label=gettext_lazy("原因分类"), required=False)
    since = DayField(label=gettext_lazy("提出日期从"), required=False)
    until = DayField(label=gettext_lazy("至"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        more = [
            ("running", _("未答复")),
            ("late", _("逾期")),
            ("suspect", _("疑似异常")),
        ]
        states = [(one.value, in_own_language(one.label)) for one in State]
        self.fields["state"].choices = [*ANY, *more, *states]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [*ANY, *_kinds()]  # type: ignore[attr-defined]
        self.fields["cause"].choices = [*ANY, *_causes()]  # type: ignore[attr-defined]


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
        self.fields["cause"].choices = _causes()  # type: ignore[attr-defined]


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


class CodeForm(forms.Form):
    """A code for a place."""

    institution = forms.ModelChoiceField(
        Institution.objects.none(), label=gettext_lazy("单位"), empty_label=None
    )
    place = forms.CharField(
        label=gettext_lazy("张贴位置"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("例如：门诊大厅、三病区护士站"),
    )
    expires_before = DayField(label=gettext_lazy("停用日期"), required=False)
