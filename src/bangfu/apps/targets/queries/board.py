"""Every target of a programme on a day: the whole and each institution, judged and projected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction

from bangfu.core.duty.days import Days
from bangfu.core.programmes.section_wording import indicator_title
from bangfu.core.programmes.words import Text
from bangfu.core.programmes.work import Target
from bangfu.core.targets import (
    UNKNOWN,
    Bound,
    Course,
    Forecast,
    Spread,
    Standing,
    State,
    Sum,
    forecast,
    judge,
    last_day_due,
    share_due,
    spread_of,
    total,
)
from bangfu.core.targets.settings import shipped

from .facts import Came, Facts
from .stage import Member, Stage


class Projected(Enum):
    """For which amounts the end is projected: it takes longer than judging them."""

    NOTHING = "nothing"
    WHOLE = "whole"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One amount of a target: what was done, what is asked, how it stands, what will come of it.

    Without ``bound`` nobody said how much: what was done is a contribution to the whole.
    """

    done: Sum
    bound: Bound | None
    standing: Standing | None
    forecast: Forecast | None = None

    @property
    def state(self) -> State:
        """How it stands; nothing is said where nothing is asked."""
        return self.standing.state if self.standing else State.UNKNOWN


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One institution's part of a target."""

    member: Member
    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One target: the whole, and each institution that bears it.

    ``partial`` where the reader sees some of its institutions only: the whole is then theirs.
    """

    key: str
    target: Target
    title: Text
    window: Days
    share_due: float | None
    whole: Amount
    members: tuple[MemberLine, ...]
    reported: bool
    partial: bool
    came: Came

    @property
    def spread(self) -> Spread:
        """How many institutions lag, of those judged."""
        judged = [m.amount.state for m in self.members if m.amount.state.is_judged]
        return spread_of([state.lags for state in judged])

    def of(self, institution: int) -> MemberLine | None:
        """The part of an institution, by its key."""
        return next((one for one in self.members if one.member.pk == institution), None)


def lines(
    stage: Stage,
    *,
    on: date,
    keys: Iterable[str] | None = None,
    projected: Projected = Projected.ALL,
) -> list[Line]:
    """Every target, or some, as they stand on a day. A programme without a term has none.

    A reader of some institutions is shown the targets that these bear: of others' they would read
    that nothing was done.
    """
    if stage.term is None:
        return []
    known = list(stage.targets) if keys is None else [key for key in keys if key in stage.targets]
    wanted = [key for key in known if stage.whole or _bearers(stage, key, on)]
    facts = Facts(stage, wanted, on=on)
    return [_line(stage, key, facts, on=on, projected=projected) for key in wanted]


def _bearers(stage: Stage, key: str, on: date) -> list[Member]:
    target = stage.targets[key]
    return stage.bearers(target, stage.window(target, on))


def _line(stage: Stage, key: str, facts: Facts, *, on: date, projected: Projected) -> Line:
    target, came = stage.targets[key], facts.of(key)
    window = stage.window(target, on)
    due = share_due(target, window, on)
    bearers = stage.bearers(target, window)
    asked = stage.part_of(key, target, bearers)
    judged = _Judge(
        target=target,
        window=window,
        due=due,
        last_day=last_day_due(target, window),
        facts=facts,
        on=on,
    )
    missing = UNKNOWN if came.reported or stage.bound(target).rate else Sum()
    parts = tuple(
        MemberLine(
            member,
            judged.amount(
                asked.get(member.pk),
                came.done.get(member.pk, missing),
                came,
                [member.pk] if projected is Projected.ALL else [],
            ),
        )
        for member in bearers
    )
    bound = _whole(stage, target, asked, bearers)
    added = total(part.amount.done for part in parts)
    if came.whole is not None and stage.whole:
        added = came.whole
    elif not parts:
        added = missing
    return Line(
        key=key,
        target=target,
        title=_title(stage, target),
        window=window,
        share_due=due,
        whole=judged.amount(
            bound, added, came, [] if projected is Projected.NOTHING else [m.pk for m in bearers]
        ),
        members=parts,
        reported=came.reported,
        partial=not stage.whole,
        came=came,
    )


def _title(stage: Stage, target: Target) -> Text:
    """What is measured, and of which post group where it is of one."""
    title = target.title or indicator_title(target, stage.kinds)
    dispatch = stage.definition.dispatch
    posts = dispatch.posts_of(target.persons) if dispatch and target.persons else None
    if posts is None:
        return title
    of = posts.title
    return Text(zh=f"{title.zh}（{of.zh}）", en=f"{title.en or title.zh} ({of.en or of.zh})")


def _whole(
    stage: Stage, target: Target, asked: dict[int, Bound], bearers: Sequence[Member]
) -> Bound | None:
    """What the reader's institutions are to reach together; nothing where nobody said."""
    bound = stage.bound(target)
    if bound.rate or not bound.amount:
        return bound
    if target.each:
        return bound.of(bound.amount * len(bearers)) if bearers else None
    if stage.whole:
        return bound
    own = [asked[member.pk].amount for member in bearers if member.pk in asked]
    return bound.of(sum(own, Fraction(0))) if own and len(own) == len(bearers) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """Judges amounts of one target on one day."""

    target: Target
    window: Days
    due: float | None
    facts: Facts
    on: date
    last_day: date

    def amount(
        self, bound: Bound | None, done: Sum, came: Came, projected: Sequence[int]
    ) -> Amount:
        """One amount judged, and projected by what the institutions named did of late."""
        if bound is None:
            return Amount(done=done, bound=None, standing=None)
        standing = judge(
            bound,
            done,
            share_due=self.due,
            window=self.window,
            last_day=self.last_day,
            on=self.on,
        )
        return Amount(
            done=done,
            bound=bound,
            standing=standing,
            forecast=self._forecast(bound, done, came, projected) if projected else None,
        )

    def _forecast(
        self, bound: Bound, done: Sum, came: Came, institutions: Sequence[int]
    ) -> Forecast | None:
        value = done.value
        if value is None or not bound.amount:
            return None
        since, lately = self.on, value * 0
        if came.lately is not None:
            since = max(self.facts.since, self.window.starts_on - timedelta(days=1))
            lately = sum((came.lately.get(pk, lately) for pk in institutions), lately)
            lately = min(lately, value)
        course = Course(done=value, lately=lately, since=since, on=self.on)
        return forecast(self.target, bound, course, window=self.window, settings=shipped().forecast)
