"""Forms of what happens to an item: milestones, skills, plans, reasons, verifications."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.apps.capacity.actions import Done
from bangfu.apps.evidence.forms import EvidenceField
from bangfu.core.capacity import Found, Milestone, SkillStep, Witness
from bangfu.web.forms import DayField
from bangfu.web.wording import in_own_language

from .asking import LONGEST_SKILL, AskingForm

DUE = "due_"


class MilestoneForm(AskingForm):
    """What is said of a milestone reached."""

    on = DayField(label=_("日期"))

    def __init__(
        self,
        *args: Any,
        rule: Milestone,
        correcting: bool = False,
        given: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if rule.cases is not None:
            self.fields["cases"] = forms.IntegerField(
                label=_("例数"),
                min_value=0,
                max_value=100_000,
                help_text=_("至少%(cases)s例") % {"cases": rule.cases},
            )
        self.ask(rule.asks, given)
        if rule.alone:
            _ask_witness(self)
        self.fields["note"] = forms.CharField(label=_("说明"), max_length=300, required=False)
        if correcting:
            self.fields["reason"] = forms.CharField(label=_("更正原因"), max_length=200)
        else:
            self.fields["evidence"] = EvidenceField()

    def done(self) -> Done:
        """What was typed."""
        given = self.cleaned_data
        return Done(
            on=given["on"],
            cases=given.get("cases"),
            answers=self.answers(),
            note=given["note"],
            witness=_witness(given),
        )


class SkillForm(forms.Form):
    """The day of a skill's step, and for what is done alone the witness."""

    on = DayField(label=_("日期"))

    def __init__(self, *args: Any, step: SkillStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step is SkillStep.ALONE:
            _ask_witness(self)
            self.fields["evidence"] = EvidenceField()

    @property
    def witness(self) -> Witness:
        """Who was there."""
        return _witness(self.cleaned_data)


class AddSkillForm(forms.Form):
    """One more skill."""

    title = forms.CharField(label=_("增加一项"), max_length=LONGEST_SKILL)


class ReasonForm(forms.Form):
    """Why something is taken back or not confirmed."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class ProofForm(forms.Form):
    """Files that prove an item."""

    evidence = EvidenceField(required=True)


class StopForm(ReasonForm):
    """From when it goes on no more, and why."""

    on = DayField(label=_("停止日期"))

    field_order = ("on", "reason")


class PlanForm(forms.Form):
    """Planned days of the milestones to come."""

    def __init__(
        self,
        *args: Any,
        rules: Sequence[Milestone],
        due: Mapping[str, date | None],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [rule.code for rule in rules]
        for rule in rules:
            self.fields[DUE + rule.code] = DayField(
                label=in_own_language(rule.title), required=False, initial=due.get(rule.code)
            )

    def due(self) -> dict[str, date | None]:
        """Planned days by milestone."""
        return {code: self.cleaned_data[DUE + code] for code in self.codes}


class VerifyForm(forms.Form):
    """What the authority found."""

    on = DayField(label=_("核验日期"))
    found = forms.ChoiceField(widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("核验情况"),
        max_length=300,
        required=False,
        help_text=_("有所减弱或已停止的，请写明原因"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence = EvidenceField()

    def __init__(self, *args: Any, question: str, cases: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = self.fields["found"]
        found.label = question
        found.choices = [(each.value, in_own_language(each.label)) for each in Found]  # type: ignore[attr-defined]
        if cases:
            self.fields["cases"] = forms.IntegerField(
                label=_("近6个月例数"), min_value=0, max_value=100_000, required=False
            )
            self.order_fields(["on", "found", "cases", "note", "evidence"])


def _ask_witness(form: forms.Form) -> None:
    form.fields["witness_name"] = forms.CharField(
        label=_("见证人"),
        max_length=60,
        help_text=_("当时在场的人，不能是带教老师或本人"),
    )
    form.fields["witness_function"] = forms.CharField(
        label=_("见证人职务"), max_length=60, help_text=_("例如：内科主任、护士长")
    )


def _witness(given: Mapping[str, Any]) -> Witness:
    return Witness(given.get("witness_name") or "", given.get("witness_function") or "")
