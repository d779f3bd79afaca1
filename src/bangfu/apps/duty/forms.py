"""Forms of duty: shape only, the actions decide."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from bangfu.apps.duty import wording
from bangfu.apps.duty.actions import Typed
from bangfu.apps.intake.forms import LastDayField
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.forms.fields import WorkerField
from bangfu.apps.registry.models import Worker
from bangfu.core.duty import Days, Entered, Half, HalfDay, Session, Sessions, settings
from bangfu.core.programmes.vocabulary import Place
from bangfu.core.programmes.vocabulary_review import DutyException, Measure
from bangfu.web.forms import DayField
from bangfu.web.wording import WEEKDAYS

from .queries.weeks import Person

HOLD = "hold"
"""Chosen where somebody's week is not to be confirmed yet."""
LEAVE = "leave:"
"""Begins the choices that are kinds of leave."""


class PersonForm(forms.Form):
    """What the host types about one person's week; usually nothing."""

    kind = forms.CharField(max_length=80, required=False)
    half = forms.TypedMultipleChoiceField(coerce=int, required=False)
    instead = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    note = forms.CharField(max_length=200, required=False)
    arrived_on = DayField(label=_("到岗日期"), required=False)

    def __init__(self, given: QueryDict, *, person: Person) -> None:
        super().__init__(given, prefix=f"p{person.posting}")
        self.given = given
        self.person = person
        if person.arrived_on is None:
            del self.fields["arrived_on"]
        # Any half-day of the person's week: that it is the right one is for the action to say.
        every = [str(place.slot) for place in (*person.expected, *person.free)]
        choices = [(slot, slot) for slot in every]
        self.fields["half"].choices = choices  # type: ignore[attr-defined]
        self.fields["instead"].choices = [("", ""), *choices]  # type: ignore[attr-defined]

    def clean_kind(self) -> str:
        """One of the exceptions, a kind of leave, or that the person waits."""
        kind: str = self.cleaned_data["kind"]
        known = {code for code, _label in kinds_of(self.person)} | {""}
        if kind not in known:
            raise ValidationError(_("没有这种例外，请重新选择。"))
        return kind

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        kind = given.get("kind", "")
        if kind in ("", HOLD) or self.errors:
            return given
        if not given.get("half"):
            raise ValidationError(_("请勾选涉及的半天。"))
        if kind == DutyException.SWAP and (len(given["half"]) != 1 or given["instead"] is None):
            raise ValidationError(_("调班请勾选原班的一个半天，并选择改在哪个半天。"))
        return given

    @property
    def chosen(self) -> bool:
        """Whether anything but presence was chosen, or the person is new."""
        return bool(self.given.get(self.add_prefix("kind"))) or "arrived_on" in self.fields

    @property
    def holds(self) -> bool:
        """Whether the person's week is to wait."""
        return bool(self.cleaned_data["kind"] == HOLD)

    @property
    def came_on(self) -> date | None:
        """The day the host says somebody new came, where it is another than was proposed."""
        named: date | None = self.cleaned_data.get("arrived_on")
        return named if named != self.person.arrived_on else None

    def typed(self) -> list[Typed]:
        """The exceptions, one for each stretch of half-days ticked."""
        given = self.cleaned_data
        kind = given["kind"]
        if kind in ("", HOLD):
            return []
        leave_kind = kind.removeprefix(LEAVE) if kind.startswith(LEAVE) else ""
        exception = DutyException.LEAVE if leave_kind else DutyException.of(kind)
        if exception is DutyException.SWAP:
            left, instead = HalfDay.of_slot(given["half"][0]), HalfDay.of_slot(given["instead"])
            return [Typed(entered=Entered.swap(left, instead), note=given["note"])]
        return [
            Typed(
                entered=Entered(
                    exception=exception,
                    starts_at=HalfDay.of_slot(first),
                    ends_before=HalfDay.of_slot(end),
                    leave_kind=leave_kind,
                ),
                note=given["note"],
            )
            for first, end in runs(sorted(set(given["half"])))
        ]


def kinds_of(person: Person) -> list[tuple[str, str]]:
    """What may be chosen for a person, kinds of leave one by one."""
    found: list[tuple[str, str]] = []
    for exception in person.exceptions:
        if exception is DutyException.LEAVE:
            found += [
                (LEAVE + kind.code, wording.said(kind.title)) for kind in settings.shipped().leave
            ]
        else:
            found.append((exception.value, wording.called(exception)))
    if person.standing == "open":
        hold = _("尚未到岗，暂不确认") if person.arrived_on else _("暂不确认此人")
        found.append((HOLD, str(hold)))
    return found


def runs(slots: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Unbroken stretches of ascending numbers, half-open.

    >>> list(runs([4, 5, 6, 9]))
    [(4, 7), (9, 10)]
    """
    begin = None
    for index, slot in enumerate(slots):
        begin = slot if begin is None else begin
        if index + 1 == len(slots) or slots[index + 1] != slot + 1:
            yield begin, slot + 1
            begin = None


class HalfField(forms.TypedChoiceField):
    """Which half of a day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=lambda: [(half.value, wording.called(half)) for half in Half],
            coerce=Half.of,
            **kwargs,
        )


class AskLeaveForm(forms.Form):
    """What kind of leave, from when to when, and why."""

    kind = forms.ChoiceField(
        label=_("假别"),
        choices=lambda: [(k.code, wording.said(k.title)) for k in settings.shipped().leave],
    )
    starts_on = DayField(label=_("起始日期"))
    starts_half = HalfField(label=_("起始时段"), initial=Half.MORNING.value)
    last_day = DayField(label=_("最后一天"))
    last_half = HalfField(label=_("结束时段"), initial=Half.AFTERNOON.value)
    reason = forms.CharField(label=_("事由"), max_length=200, required=False)

    @property
    def starts_at(self) -> HalfDay:
        """The first half-day of leave."""
        return HalfDay(self.cleaned_data["starts_on"], self.cleaned_data["starts_half"])

    @property
    def ends_before(self) -> HalfDay:
        """The first half-day back on post."""
        last = HalfDay(self.cleaned_data["last_day"], self.cleaned_data["last_half"])
        return HalfDay.of_slot(last.slot + 1)


class EnterLeaveForm(AskLeaveForm):
    """Leave entered for somebody else: who, and the same as they would ask themselves."""

    posting = forms.TypedChoiceField(label=_("派驻人员"), coerce=int)

    def __init__(self, *args: Any, postings: Sequence[Posting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {posting.pk: posting for posting in postings}
        self.fields["posting"].choices = [  # type: ignore[attr-defined]
            (pk, f"{one.worker.name}（{one.host.short_name or one.host.name}）")
            for pk, one in self.known.items()
        ]
        self.order_fields(["posting"])

    @property
    def chosen(self) -> Posting:
        """Whose leave it is."""
        return self.known[self.cleaned_data["posting"]]


class SubstituteForm(forms.Form):
    """Who stands in during leave; ``among`` are the sender's people."""

    worker = WorkerField(label=_("替班人员"), max_length=60, help_text=_("工号、姓名或拼音首字母"))

    def __init__(self, *args: Any, among: QuerySet[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].among = among  # type: ignore[attr-defined]


class ReportBackForm(forms.Form):
    """From which half-day on somebody is back."""

    day = DayField(label=_("返岗日期"))
    half = HalfField(label=_("返岗时段"), initial=Half.MORNING.value)

    @property
    def back_at(self) -> HalfDay:
        """The first half-day back on post."""
        return HalfDay(self.cleaned_data["day"], self.cleaned_data["half"])


class RefuseLeaveForm(forms.Form):
    """Why leave is refused."""

    reason = forms.CharField(label=_("不批准的理由"), max_length=200)


class CorrectionForm(forms.Form):
    """Which closed days, and what is to be put right."""

    starts_on = DayField(label=_("起始日期"))
    ends_before = LastDayField(label=_("最后一天"))
    what = forms.CharField(
        label=_("更正内容"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明哪天、原记录是什么、应当是什么。"),
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        first, end = given.get("starts_on"), given.get("ends_before")
        if first and end and end <= first:
            raise ValidationError(_("最后一天不能早于起始日期。"))
        return given

    @property
    def days(self) -> Days:
        """The days named."""
        return Days(self.cleaned_data["starts_on"], self.cleaned_data["ends_before"])


class DecisionForm(forms.Form):
    """What an authority found, and what follows of what the programme provides."""

    finding = forms.ChoiceField(
        label=_("认定结论"),
        choices=[("upheld", _("情况属实")), ("not_upheld", _("有正当理由或情况不实，不予认定"))],
        widget=forms.RadioSelect,
    )
    measures = forms.MultipleChoiceField(
        label=_("处理措施"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("只列项目方案规定的措施；不予认定的，不作处理。"),
    )
    text = forms.CharField(
        label=_("认定意见"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明了解的情况和依据，本人和双方单位都能看到。"),
    )

    def __init__(self, *args: Any, measures: Sequence[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, wording.called(one)) for one in measures]
        self.fields["measures"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["measures"]

    @property
    def upheld(self) -> bool:
        """Whether the case was found to hold."""
        return bool(self.cleaned_data["finding"] == "upheld")


class EarlierServiceForm(forms.Form):
    """Where, how many years, and what proves it."""

    place = forms.TypedChoiceField(
        label=_("服务地点类别"),
        choices=lambda: [(place.value, wording.called(place)) for place in Place],
        coerce=Place.of,
    )
    years = forms.IntegerField(label=_("年数"), min_value=1, max_value=50)
    proof = forms.CharField(
        label=_("证明材料"), max_length=200, help_text=_("名称和文号，原件存本人人事档案。")
    )


class RosterForm(forms.Form):
    """The half-days of every week on which a posting is expected."""

    sessions = forms.MultipleChoiceField(
        label=_("每周排班"), widget=forms.CheckboxSelectMultiple, choices=lambda: session_choices()
    )
    starts_on = DayField(label=_("自哪天起"))

    def __init__(self, *args: Any, starts_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("starts_on", starts_on)

    @property
    def pattern(self) -> Sessions:
        """The sessions ticked."""
        return Sessions(tuple(session_of(code) for code in self.cleaned_data["sessions"]))


def session_choices() -> list[tuple[str, str]]:
    """Each half-day of a week with its name."""
    return [
        (f"{weekday}{half.value}", wording.half_day(HalfDay(_MONDAY + timedelta(weekday), half)))
        for weekday in range(len(WEEKDAYS))
        for half in Half
    ]


def session_of(code: str) -> Session:
    """The session of a choice."""
    return Session(int(code[0]), Half.of(code[1:]))


_MONDAY = date(2024, 1, 1)
