"""The form in which something is entered."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bangfu.apps.capacity.actions import NewItem
from bangfu.apps.capacity.queries.entering import Offered, Tie
from bangfu.apps.evidence.forms import EvidenceField
from bangfu.apps.registry.models import Worker
from bangfu.core.capacity import PostingUse
from bangfu.web.forms import DayField
from bangfu.web.wording import in_own_language

from .asking import LONGEST_SKILL, AskingForm

LONGEST_LIST = 30
"""So many skills at most are listed at once."""


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


def _only(name: str, tie: Tie) -> Worker | None:
    """The one worker of that name at the host; nobody where there is none or several."""
    found = list(Worker.objects.filter(home=tie.host, name="".join(name.split()))[:2])
    return found[0] if len(found) == 1 else None
