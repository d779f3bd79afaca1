"""The form in which a check is recorded: made for a phone at the host's door."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bangfu.apps.evidence.forms import EvidenceField
from bangfu.apps.registry.models import Institution
from bangfu.apps.spotchecks.actions import Person
from bangfu.apps.spotchecks.models import Check, Draw
from bangfu.apps.spotchecks.queries.checks import answer_words
from bangfu.apps.spotchecks.queries.rosters import Rostered
from bangfu.apps.supervision.forms.widgets import long_text
from bangfu.core.duty.days import Half
from bangfu.core.spotchecks import settings
from bangfu.core.spotchecks.presence import Expected, Found
from bangfu.web.forms import DayField
from bangfu.web.wording import in_own_language


class RosterForm(forms.Form):
    """Of which half-day the check is: who is on the roster follows from it."""

    on = DayField(label=_("检查日期"))
    half = forms.ChoiceField(label=_("上午或下午"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        halves = [(one.value, in_own_language(one.label)) for one in Half]
        self.fields["half"].choices = halves  # type: ignore[attr-defined]


class CheckForm(RosterForm):
    """What a check found: of everybody on the roster, of the script, in words, with photos."""

    def __init__(self, *args: Any, check: Check, people: Sequence[Rostered], **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("on", "half"):
            self.fields[name].widget = forms.HiddenInput()
        self.people, self.way = people, check.way
        found = [(one.value, in_own_language(one.label)) for one in Found]
        for one in people:
            self.fields[f"found_{one.posting.pk}"] = forms.ChoiceField(
                label=one.posting.worker.name, choices=found, widget=forms.RadioSelect
            )
            self.fields[f"reason_{one.posting.pk}"] = forms.CharField(
                label=_("本人说明"), max_length=200, required=False
            )
        answers = list(answer_words().items())
        for question in settings.shipped().script(check.way).questions:
            self.fields[f"asked_{question.code}"] = forms.ChoiceField(
                label=in_own_language(question.text), choices=answers, widget=forms.RadioSelect
            )
        if check.way == Draw.Way.TELEPHONE:
            self.fields["called"] = forms.CharField(
                label=_("拨打号码"), max_length=40, required=False
            )
            self.fields["called_back"] = forms.BooleanField(
                label=_("已用登记号码回拨核实"), required=False
            )
        self.fields["met"] = forms.CharField(
            label=_("在场或接听人员"), max_length=60, required=False
        )
        self.fields["words"] = forms.CharField(
            label=_("检查情况"), max_length=1000, required=False, widget=long_text()
        )
        self.fields["proofs"] = EvidenceField(label=_("照片或材料（可不传）"))

    def clean(self) -> dict[str, Any]:
        """What stands in no visible field is said above the form."""
        given = super().clean() or {}
        if "on" in self.errors or "half" in self.errors:
            self.add_error(None, gettext("检查日期或上午下午无法识别，请重新选择。"))
        elif any(name.startswith("found_") and name not in self.fields for name in self.data):
            self.add_error(None, gettext("所选日期的派驻人员有变化，请核对名单后重新提交。"))
        return given

    @property
    def person_fields(self) -> list[dict[str, Any]]:
        """Each posted person with the two fields about them."""
        return [
            {
                "posting": one.posting,
                "expected": in_own_language(one.expected.label),
                "due": one.expected is Expected.ON_POST,
                "found": self[f"found_{one.posting.pk}"],
                "reason": self[f"reason_{one.posting.pk}"],
            }
            for one in self.people
        ]

    @property
    def question_fields(self) -> list[Any]:
        """The questions of the script."""
        return [field for field in self if field.name.startswith("asked_")]

    @property
    def other_fields(self) -> list[Any]:
        """What is asked beside persons and script."""
        names = ("called", "called_back", "met", "words", "proofs")
        return [self[name] for name in names if name in self.fields]

    def to_record(self) -> dict[str, Any]:
        """What the action asks for."""
        given = self.cleaned_data
        people: Mapping[int, Person] = {
            one.posting.pk: Person(
                Found.of(given[f"found_{one.posting.pk}"]), given[f"reason_{one.posting.pk}"]
            )
            for one in self.people
        }
        answers = {
            name.removeprefix("asked_"): value
            for name, value in given.items()
            if name.startswith("asked_")
        }
        more = ("called", "called_back", "met", "words")
        return {
            "people": people,
            "answers": answers,
            "on": given["on"],
            "half": Half.of(given["half"]),
            "files": given["proofs"],
            **{name: given[name] for name in more if name in given},
        }


class DropForm(forms.Form):
    """Why a check is not carried out."""

    reason = forms.CharField(
        label=_("不再检查的原因"),
        max_length=200,
        widget=long_text(2),
        error_messages={"required": _("请写明不再检查的原因。")},
    )


class FindingForm(forms.Form):
    """What a check found wrong, and who answers for it."""

    kind = forms.ChoiceField(label=_("问题类别"))
    title = forms.CharField(label=_("问题"), max_length=120)
    institution = forms.ModelChoiceField(
        label=_("责任单位"), queryset=Institution.objects.none(), empty_label=None
    )
    posting = forms.ChoiceField(label=_("涉及人员"), required=False)
    detail = forms.CharField(
        label=_("具体情况"), max_length=1000, required=False, widget=long_text()
    )

    def __init__(self, *args: Any, check: Check, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = settings.shipped().kinds
        rows = list(check.presences.select_related("posting__worker"))
        units = {check.host_id, *(row.posting.home_id for row in rows)}
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (one.code, in_own_language(one.title)) for one in kinds
        ]
        self.fields["institution"].queryset = (  # type: ignore[attr-defined]
            Institution.objects.filter(pk__in=units).order_by("pk")
        )
        self.initial.setdefault("institution", check.host_id)
        self.postings = {str(row.posting_id): row.posting for row in rows}
        self.fields["posting"].choices = [  # type: ignore[attr-defined]
            ("", _("不涉及个人")),
            *((key, posting.worker.name) for key, posting in self.postings.items()),
        ]

    def clean_posting(self) -> Any:
        """The posting itself."""
        return self.postings.get(self.cleaned_data["posting"])
