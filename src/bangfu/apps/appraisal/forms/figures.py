"""Forms of figures that units report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.apps.evidence.forms import EvidenceField
from bangfu.apps.supervision.forms.widgets import long_text
from bangfu.core.appraisal.reporting import Reported
from bangfu.core.appraisal.rules.base import Meaning
from bangfu.web.wording import in_own_language


class ReportForm(forms.Form):
    """One figure in the shape its input has: a number, a yes or no, or a part of a whole."""

    value = forms.DecimalField(label=_("数值"), min_value=0, max_digits=12, decimal_places=2)
    numerator = forms.IntegerField(
        label=_("符合的人（件）数"), min_value=0, help_text=_("例如答“满意”的人数")
    )
    denominator = forms.IntegerField(
        label=_("总人（件）数"), min_value=1, help_text=_("例如收回的有效问卷数")
    )
    note = forms.CharField(
        label=_("说明"),
        max_length=300,
        required=False,
        widget=long_text(2),
        help_text=_("数据怎么来的，例如调查方式、文件名称和文号"),
    )
    proofs = EvidenceField(label=_("依据"))
    reason = forms.CharField(label=_("更正原因"), max_length=200, widget=long_text(2))

    def __init__(self, *args: Any, meaning: Meaning, corrects: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if meaning.rate:
            del self.fields["value"]
        else:
            del self.fields["numerator"], self.fields["denominator"]
            self.fields["value"].label = in_own_language(meaning.title)
            self.fields["value"].help_text = _("单位：%(unit)s") % {
                "unit": in_own_language(meaning.unit)
            }
        if meaning.yes_no:
            self.fields["value"] = forms.TypedChoiceField(
                label=in_own_language(meaning.title),
                choices=[("1", _("是")), ("0", _("否"))],
                coerce=int,
                widget=forms.RadioSelect,
            )
            self.order_fields(["value", "note", "proofs", "reason"])
        if not corrects:
            del self.fields["reason"]

    @property
    def figure(self) -> Reported:
        """What was typed."""
        given = self.cleaned_data
        return Reported(
            value=given.get("value"),
            numerator=given.get("numerator"),
            denominator=given.get("denominator"),
        )
