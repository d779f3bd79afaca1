"""An entry of the ledger as it is typed: built from its kind, checked as the ledger checks it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.apps.activities import actions
from bangfu.apps.activities.queries.entering import Person, Where
from bangfu.apps.evidence.forms import EvidenceField
from bangfu.core.activities import Entry, GivenLine, Line, Problem
from bangfu.core.programmes import ActivityKind
from bangfu.core.programmes.measured import Detail
from bangfu.core.refusal import Refusal
from bangfu.web.forms import DayField
from bangfu.web.wording import day, in_own_language, last_day

from .figures import FigureField, detail_field
from .lines import line_forms, lines_in, typed_lines

FIGURE, DETAIL = "figure_", "detail_"
BETWEEN_NAMES = re.compile(r"[、，,;；\n]+")
LONGEST_NAME = 60
AT_A_GLANCE = 9
"""So many names stand open: three lines of a phone. A host may have seventy."""


class EntryForm(forms.Form):
    """One piece of work of a kind, at a place: what nobody needs to type is proposed or left out.

    ``work`` is what was typed once the form is valid. ``asks_why`` is set where a figure stands
    only with a word of explanation.
    """

    on = DayField(label=gettext_lazy("日期"))
    last_day = DayField(label=gettext_lazy("结束日期（一天以上的填写）"), required=False)
    place = forms.CharField(label=gettext_lazy("地点"), max_length=120, required=False)
    workers = forms.TypedMultipleChoiceField(
        label=gettext_lazy("参加人员"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    names = forms.CharField(
        label=gettext_lazy("其他参加人员（用顿号隔开）"), max_length=300, required=False
    )
    explained = forms.CharField(
        label=gettext_lazy("情况说明"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    note = forms.CharField(label=gettext_lazy("备注"), max_length=500, required=False)
    proof = EvidenceField(label=gettext_lazy("照片、签到表"), holds=False)
    """Held by the draft that a refused entry becomes."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        kind: ActivityKind,
        where: Where,
        people: Sequence[Person],
        today: date,
        initial: Mapping[str, Any] | None = None,
        lines: list[dict[str, Any]] | None = None,
    ) -> None:
        self.kind, self.where, self.today = kind, where, today
        self.people = {person.worker.pk: person for person in people}
        proposed = {
            "on": today,
            "place": where.host.name if where.host else "",
            "workers": [pk for pk, person in self.people.items() if person.is_reader],
        }
        super().__init__(data, files, initial={**proposed, **(initial or {})})
        self._ask_for_kind()
        chips: Any = self.fields["workers"]
        chips.choices = [(pk, person.worker.name) for pk, person in self.people.items()]
        self.lines: BaseFormSet[Any] | None = (
            line_forms(kind.lists, data, initial=lines) if kind.lists else None
        )
        self.line_errors: list[str] = []
        self.asks_why = bool(data and data.get("explained"))

    def _ask_for_kind(self) -> None:
        for measured in self.kind.measures:
            self.fields[FIGURE + measured.code] = FigureField(measured)
        for asked in self.kind.fields:
            self.fields[DETAIL + asked.code] = detail_field(asked)

    # What the page lays out.

    @property
    def figures(self) -> list[BoundField]:
        """The figures, those always asked for first."""
        every = [(m.optional, self[FIGURE + m.code]) for m in self.kind.measures]
        return [bound for _optional, bound in sorted(every, key=lambda pair: pair[0])]

    @property
    def asked_first(self) -> list[BoundField]:
        """Answers without which the entry does not stand."""
        return [self[DETAIL + one.code] for one in self.kind.fields if not one.optional]

    @property
    def asked_more(self) -> list[BoundField]:
        """Answers that may be left out."""
        return [self[DETAIL + one.code] for one in self.kind.fields if one.optional]

    @property
    def chips(self) -> list[tuple[int, str, bool]]:
        """Who is ticked, then others there now, as far as a phone shows them at a glance."""
        return self._chips[: self._at_a_glance]

    @property
    def folded_chips(self) -> list[tuple[int, str, bool]]:
        """The others who may be ticked."""
        return self._chips[self._at_a_glance :]

    @cached_property
    def _chips(self) -> list[tuple[int, str, bool]]:
        ticked = {str(pk) for pk in self["workers"].value() or ()}
        found = [
            (pk, person.worker.name, str(pk) in ticked)
            for pk, person in self.people.items()
            if person.is_there or str(pk) in ticked
        ]
        return sorted(found, key=lambda chip: not chip[2])

    @property
    def _at_a_glance(self) -> int:
        return max(AT_A_GLANCE, sum(is_ticked for _pk, _name, is_ticked in self._chips))

    @property
    def has_more_typed(self) -> bool:
        """Whether something stands in what is folded away, or is wrong there."""
        folded = ("last_day", "names", "note")
        bound = [*(self[name] for name in folded), *self.asked_more]
        return any(one.errors or one.value() for one in bound) if self.is_bound else False

    @property
    def has_cases(self) -> bool:
        """Whether the lines are cases of referral."""
        return self.kind.lists is Detail.CASES

    @property
    def lines_total(self) -> Decimal:
        """What the lines of a donation come to."""
        found = lines_in(self.lines) if self.lines is not None and self.lines.is_bound else ()
        return sum((line.value for line in found if isinstance(line, GivenLine)), Decimal(0))

    @property
    def says_anything(self) -> bool:
        """Whether anything was typed beside what the page proposed."""
        typed = self.lines is not None and any(not row.is_empty for row in self.lines.forms)
        return typed or self.has_changed()

    # What is checked.

    @cached_property
    def work(self) -> actions.Work:
        """The piece of work, as far as it can be read."""
        given = self.cleaned_data
        workers = [self.people[pk].worker for pk in given.get("workers") or ()]
        return actions.Work(
            programme=self.where.ground.programme,
            kind=self.kind.code,
            giver=self.where.giver,
            host=self.where.host,
            posting=self.where.ground.posting,
            entry=self._entry(given),
            workers=tuple(workers),
            names=self._names(),
            lines=self._lines,
        )

    @cached_property
    def _lines(self) -> tuple[Line, ...]:
        return tuple(lines_in(self.lines)) if self.lines is not None else ()

    def _entry(self, given: Mapping[str, Any]) -> Entry:
        figures = {
            measured.code: amount
            for measured in self.kind.measures
            if (amount := given.get(FIGURE + measured.code)) is not None
        }
        first = self.kind.measures[0].code
        if self.kind.lists is Detail.ITEMS and first not in figures and self.lines_total:
            # Recorded once: the value of a donation is the sum of what was given.
            figures[first] = self.lines_total
        on = given.get("on") or self.today
        last = given.get("last_day")
        return Entry(
            on=on,
            last_day=last if last and last != on else None,
            figures=figures,
            place=given.get("place", ""),
            details={one.code: given.get(DETAIL + one.code, "") for one in self.kind.fields},
            note=given.get("note", ""),
            explained=given.get("explained", ""),
        )

    def _names(self) -> tuple[str, ...]:
        found = BETWEEN_NAMES.split(self.cleaned_data.get("names", ""))
        return tuple(dict.fromkeys(name.strip() for name in found if name.strip()))

    def clean_names(self) -> str:
        """Names short enough to be names."""
        typed: str = self.cleaned_data["names"]
        if any(len(name.strip()) > LONGEST_NAME for name in BETWEEN_NAMES.split(typed)):
            raise ValidationError(_("姓名过长，请用顿号把各人姓名隔开。"))
        return typed

    def clean(self) -> dict[str, Any]:
        """Everything at once: what cannot be read, and what the ledger would not take."""
        cleaned = super().clean() or {}
        self.line_errors += self._unreadable_lines()
        self._within_posting(cleaned.get("on"))
        try:
            self.take(actions.problems_of(self.work, today=self.today))
        except Refusal as refused:
            self.add_error(None, in_own_language(refused))
        if self.line_errors:
            self.add_error(None, _("明细有误，请按提示改正。"))
        return cleaned

    def take(self, problems: Iterable[Problem]) -> None:
        """Put each problem beside its field; one a field is enough."""
        for problem in problems:
            said = in_own_language(problem.said)
            self.asks_why = self.asks_why or problem.explainable
            if problem.field == "lines":
                self.line_errors.append(said)
                continue
            name = self._field_of(problem.field)
            if name is None or name not in self.errors:
                self.add_error(name, said)

    def _field_of(self, code: str) -> str | None:
        if self.kind.measure(code):
            return FIGURE + code
        if self.kind.field(code):
            return DETAIL + code
        return code if code in self.fields else None

    def _unreadable_lines(self) -> list[str]:
        if self.lines is None or self.lines.is_valid():
            return []
        return [
            _("第%(number)s行：%(said)s") % {"number": number, "said": said}
            for number, row in enumerate(self.lines.forms, 1)
            for every in row.errors.values()
            for said in every
        ] or [_("明细行数不对，请刷新页面后重新填写。")]

    def _within_posting(self, on: date | None) -> None:
        posting = self.where.ground.posting
        if posting is None or on is None or posting.starts_on <= on < posting.ends_before:
            return
        between = {"first": day(posting.starts_on), "last": last_day(posting.ends_before)}
        self.add_error("on", _("日期不在您的派驻期间（%(first)s至%(last)s），请核对。") % between)


def as_typed(form: EntryForm, data: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What was sent, as first values of a new form and of its lines: for one more line."""
    initial = {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in form.fields.items()
        if name != "proof"
    }
    return initial, typed_lines(form.kind.lists, data) if form.kind.lists else []
