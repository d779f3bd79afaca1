"""Forms of one sheet: points, closing, sending back, statements, objections, re-checks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.apps.evidence.forms import EvidenceField
from bangfu.apps.supervision.forms.widgets import Choices, long_text

YES_NO = [("yes", _("同意")), ("no", _("不同意"))]


class PointsForm(forms.Form):
    """Points of one item at the level whose turn it is."""

    points = forms.DecimalField(label=_("分数"), max_digits=12, decimal_places=4)
    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        required=False,
        widget=long_text(),
        help_text=_("没有给满分，或者改动下一层级分数的，须写明理由"),
    )
    proofs = EvidenceField()
    seen = forms.IntegerField(widget=forms.HiddenInput)


class RowForm(forms.Form):
    """One row of a block: nothing typed gives nothing. Files where the table asks for them."""

    points = forms.DecimalField(label=_("分数"), max_digits=12, decimal_places=4, required=False)
    reason = forms.CharField(label=_("理由"), max_length=500, required=False, widget=long_text(1))
    proofs = EvidenceField()
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, evidence: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not evidence:
            del self.fields["proofs"]


class CloseForm(forms.Form):
    """An opinion, signed by closing the level that the page showed."""

    opinion = forms.CharField(
        label=_("评审意见"), max_length=500, required=False, widget=long_text(2)
    )
    level = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class SendBackForm(forms.Form):
    """Why a level is opened again."""

    reason = forms.CharField(label=_("退回原因"), max_length=300, widget=long_text(2))


class FactForm(forms.Form):
    """An item that does not apply, or a veto, on a stated basis."""

    what = forms.ChoiceField(label=_("事项"))
    reason = forms.CharField(label=_("理由"), max_length=500, widget=long_text(2))

    def __init__(self, *args: Any, choices: Choices, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].label = label
        self.fields["what"].choices = choices  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """What the one appraised says about the time."""

    text = forms.CharField(label=_("自我总结"), max_length=3000, widget=long_text(6))


class OpinionForm(forms.Form):
    """Whether the one appraised agrees with the result."""

    agrees = forms.TypedChoiceField(
        label=_("对考核结果"),
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("意见"), max_length=3000, widget=long_text())


class ObjectionForm(forms.Form):
    """What is objected to, and why."""

    item = forms.ChoiceField(label=_("对哪一项"), required=False)
    text = forms.CharField(label=_("异议内容和理由"), max_length=2000, widget=long_text(4))
    proofs = EvidenceField()

    def __init__(self, *args: Any, items: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = [("", _("整个结果"))]
        self.fields["item"].choices = [*whole, *items]  # type: ignore[attr-defined]


class RecheckForm(forms.Form):
    """What one of two persons found."""

    opinion = forms.CharField(label=_("复核意见"), max_length=2000, widget=long_text())
    points = forms.DecimalField(
        label=_("应得分数"), max_digits=12, decimal_places=4, required=False
    )


class DecisionForm(forms.Form):
    """What comes of an objection."""

    upheld = forms.TypedChoiceField(
        label=_("决定"),
        choices=[("yes", _("异议成立")), ("no", _("维持原结果"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    decision = forms.CharField(label=_("决定的理由"), max_length=2000, widget=long_text())
    points = forms.DecimalField(
        label=_("更正后分数"),
        max_digits=12,
        decimal_places=4,
        required=False,
        help_text=_("异议成立且针对一项时填写"),
    )
