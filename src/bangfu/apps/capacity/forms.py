"""Forms of what stays behind: shape only, the actions decide."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bangfu.apps.capacity.actions import Done, NewItem
from bangfu.apps.capacity.models import Item
from bangfu.apps.capacity.queries import lists
from bangfu.apps.capacity.queries.entering import Offered, Tie
from bangfu.apps.evidence.forms import EvidenceField
from bangfu.apps.intake.forms import ANY
from bangfu.apps.registry.models import Worker
from bangfu.core.capacity import Asked, AskedKind, Found, Milestone, PostingUse, SkillStep, Witness
from bangfu.core.evidence import Clean
from bangfu.core.programmes.measured import Lasting
from bangfu.web.forms import DayField
from bangfu.web.wording import in_own_language

ASKED, DUE = "asked_", "due_"
LONGEST_LIST = 30
"""So many skills at most are listed at once."""
LONGEST_SKILL = 80


class ItemFilterForm(forms.Form):
    """What the list is narrowed by."""

    words = forms.CharField(label=_("名称、人员或单位"), max_length=60, required=False)
    lasting = forms.ChoiceField(label=_("类别"), required=False)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            *ANY,
            (lists.UNDER_WAY, _("建设中")),
            (lists.BUILT, _("已建成")),
            (lists.TO_WITNESS, _("待见证确认")),
            (lists.TO_VERIFY, _("待核验")),
            (lists.RETURNED, _("台账被退回")),
            (lists.STOPPED, _("已停止")),
            (Item.State.WITHDRAWN.value, _("已撤回")),
        ],
    )
    programme = forms.ChoiceField(label=_("项目"), required=False)
    host = forms.CharField(max_length=22, required=False, widget=forms.HiddenInput)
    alone_from = DayField(required=False, widget=forms.HiddenInput)
    alone_before = DayField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programmes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sorts = [(each.value, in_own_language(each.label)) for each in Lasting]
        self.fields["lasting"].choices = [*ANY, *sorts]  # type: ignore[attr-defined]
        self.fields["programme"].choices = [*ANY, *programmes]  # type: ignore[attr-defined]


class AskingForm(forms.Form):
    """A form whose last fields the definitions ask for."""

    asked: Sequence[Asked] = ()

    def ask(self, asked: Sequence[Asked], given: Mapping[str, str] | None = None) -> None:
        """Add a field for each thing asked; ``given`` are answers that stand."""
        self.asked = asked
        for one in asked:
            self.fields[ASKED + one.code] = _field(one, (given or {}).get(one.code, ""))

    def answers(self) -> dict[str, str]:
        """What was answered, by code."""
        return {one.code: str(self.cleaned_data[ASKED + one.code] or "") for one in self.asked}


class NewItemForm(AskingForm):
    """What it is, between whom, since when, and what its course asks."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    between = forms.ChoiceField(label=_("帮扶关系"))
    title = forms.CharField(max_length=120)
    begun_on = DayField()

    def __init__(
        self,
        *args: Any,
        offered: Offered,
        ties: Sequence[Tie],
        today: date,
        asked: Tie | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if asked is not None:
            self.initial.setdefault("between", asked.code)
        self.offered, self.ties = offered, {tie.code: tie for tie in ties}
        course = offered.course
        self.initial.setdefault("key", uuid4())
        self.initial.setdefault("begun_on", today)
        self._between(ties)
        self.fields["title"].label = in_own_language(course.named)
        self.fields["begun_on"].label = _("%(milestone)s日期") % {
            "milestone": in_own_language(course.milestones[0].title)
        }
        if course.person:
            self.fields["person"] = forms.CharField(
                label=_("%(person)s姓名") % {"person": in_own_language(course.person)},
                max_length=60,
            )
        self.fields["department"] = forms.CharField(
            label=_("受援单位科室"), max_length=60, required=False
        )
        if course.skills:
            self.fields["skills"] = forms.CharField(
                label=in_own_language(course.skills.title),
                required=False,
                max_length=3000,
                help_text=_("一行一项，以后还可以增加"),
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        self.ask(course.asks)
        order = ["between", "person", "title", "begun_on", "department", "skills"]
        self.order_fields(order)
        self.fields["evidence"] = EvidenceField()

    def _between(self, ties: Sequence[Tie]) -> None:
        field = self.fields["between"]
        if self.offered.course.posting is PostingUse.REQUIRED:
            field.label = _("带教老师")
        field.choices = [(tie.code, tie.label) for tie in ties]  # type: ignore[attr-defined]
        if len(ties) == 1:
            self.initial.setdefault("between", ties[0].code)
        else:
            field.choices = [("", _("请选择")), *field.choices]  # type: ignore[attr-defined]

    def clean_skills(self) -> str:
        """Each line fits one line of the list, and there are not more than fit a page."""
        lines = [line.strip() for line in str(self.cleaned_data["skills"]).splitlines()]
        named = [line for line in lines if line]
        if any(len(line) > LONGEST_SKILL for line in named):
            said = _("每行不超过%(length)s个字，请分行或简写。")
            raise ValidationError(said % {"length": LONGEST_SKILL})
        if len(named) > LONGEST_LIST:
            said = _("一次最多%(lines)s项，其余登记后再增加。")
            raise ValidationError(said % {"lines": LONGEST_LIST})
        return "\n".join(named)

    @property
    def key_sent(self) -> UUID:
        """The number under which it arrives once."""
        sent: UUID = self.cleaned_data["key"]
        return sent

    @property
    def tie(self) -> Tie:
        """Between whom."""
        return self.ties[self.cleaned_data["between"]]

    def new(self) -> NewItem:
        """What was typed; a person of the host's registry is found by name."""
        given, tie = self.cleaned_data, self.tie
        name = given.get("person", "")
        return NewItem(
            programme=tie.programme,
            kind=self.offered.kind.code,
            giver=tie.giver,
            host=tie.host,
            posting=tie.posting,
            title=given["title"],
            begun_on=given["begun_on"],
            person=_only(name, tie) if name else None,
            person_name=name,
            department=given["department"],
            details=self.answers(),
            skills=tuple(given.get("skills", "").splitlines()),
        )


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


def evidence_of(form: forms.Form) -> list[Clean]:
    """The files chosen; none where the form has no such field."""
    files: list[Clean] = form.cleaned_data.get("evidence") or []
    return files


def _field(one: Asked, given: str) -> forms.Field:
    label = in_own_language(one.title)
    said = in_own_language(one.hint) if one.hint else ""
    shared: dict[str, Any] = {
        "label": label,
        "required": not one.optional,
        "help_text": said,
        "initial": given,
    }
    if one.kind is AskedKind.CHOICE:
        options = [(option.code, in_own_language(option.title)) for option in one.options]
        return forms.ChoiceField(choices=[("", _("请选择")), *options], **shared)
    if one.kind is AskedKind.NUMBER:
        return forms.IntegerField(min_value=0, max_value=100_000, **shared)
    if one.kind is AskedKind.PHONE:
        dialled = forms.TextInput(attrs={"inputmode": "tel"})
        return forms.CharField(max_length=40, widget=dialled, **shared)
    return forms.CharField(max_length=120, **shared)


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


def _only(name: str, tie: Tie) -> Worker | None:
    """The one worker of that name at the host; nobody where there is none or several."""
    found = list(Worker.objects.filter(home=tie.host, name="".join(name.split()))[:2])
    return found[0] if len(found) == 1 else None
