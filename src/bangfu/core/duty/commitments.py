"""What a programme's rules ask of one sender, held against the people it has sent.

A figure for every sender, or for this one's party, is the sender's own; one that names nobody is
asked of all senders together and shown as such: how it is shared out is agreed elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from bangfu.core.programmes.quota_rules import (
    Counted,
    Coverage,
    MinimumStay,
    Number,
    Rule,
    TierQuota,
)
from bangfu.core.programmes.vocabulary import Each, Per
from bangfu.core.programmes.wording import listed
from bangfu.core.programmes.words import Text

from .days import Days, merged, months_later, whole_months, without, year_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One posting of a sender: who, on which post group, in which batch, from when to when.

    ``planned`` are the days as appointed; ``days`` end earlier where somebody was recalled.
    """

    worker: str
    post: str
    days: Days
    planned: Days
    batch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends: the parties it is in the programme, its level (3 tertiary), what it has sent."""

    parties: frozenset[str]
    level: int
    sent: Sequence[Sent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One figure asked and what this sender gave of it.

    ``together`` where it is asked of all senders together: then ``given`` is only this one's part,
    and falling short of it means nothing. ``at_most`` where it is a ceiling.
    """

    rule: Rule
    what: Text
    needed: int
    given: int
    unit: Text
    together: bool = False
    at_most: bool = False

    @property
    def short(self) -> int:
        """What this sender still owes; nothing where others share it or it is a ceiling."""
        return 0 if self.together or self.at_most else max(0, self.needed - self.given)


def commitments(
    rules: Iterable[Rule],
    sender: Sender,
    *,
    on: date,
    posts: Mapping[str, Text] = MappingProxyType({}),
) -> list[Commitment]:
    """What rules ask of a sender as of a day, in the order of the definition.

    ``posts`` are the titles of post groups, for rules that name some.
    """
    found: list[Commitment] = []
    for rule in rules:
        if rule.senders and not sender.parties & set(rule.senders):
            continue
        own = [one for one in sender.sent if not rule.posts or one.post in rule.posts]
        named = [posts[code] for code in rule.posts if code in posts]
        found += (_about(named, one) for one in _asked(rule, own, sender.level, on=on))
    return found


def _asked(rule: Rule, own: Sequence[Sent], level: int, *, on: date) -> Iterable[Commitment]:
    if isinstance(rule, Number):
        return _number(rule, own, on=on)
    if isinstance(rule, TierQuota):
        return _tier(rule, own, level)
    if isinstance(rule, MinimumStay):
        return _stays(rule, own)
    if isinstance(rule, Coverage) and rule.each is Each.SENDER:
        return _covered(rule, own, on=on)
    return ()


def _about(posts: Sequence[Text], one: Commitment) -> Commitment:
    """With the post groups that the rule names said first."""
    if not posts:
        return one
    named = listed(posts)
    what = Text(zh=f"{named.zh}：{one.what.zh}", en=f"{named.en}: {one.what.en}")
    return replace(one, what=what)


def _number(rule: Number, own: Sequence[Sent], *, on: date) -> Iterator[Commitment]:
    """How many are sent; figures for each host, county or pair are no sender's own."""
    if rule.each not in (None, Each.SENDER):
        return
    per_year = rule.per is Per.YEAR
    year = year_of(on)
    counted = [one for one in own if one.days and (not per_year or one.days.starts_on in year)]
    if rule.per is Per.BATCH and counted:
        # Whoever follows somebody within a batch may carry another name of it: who is out counts.
        latest = max(counted, key=lambda one: one.days.starts_on).batch
        out = [one for one in counted if on in one.days]
        counted = out or [one for one in counted if one.batch == latest]
    people = rule.of is Counted.PEOPLE
    given = len({one.worker for one in counted}) if people else len(counted)
    together = rule.each is None and not rule.senders
    for needed, at_most in (
        (rule.exactly or rule.at_least or rule.about, False),
        (rule.at_most, True),
    ):
        if needed is not None:
            yield Commitment(
                rule=rule,
                what=_what(rule, together=together, at_most=at_most),
                needed=needed,
                given=given,
                unit=rule.of.label,
                together=together,
                at_most=at_most,
            )


def _what(rule: Number, *, together: bool, at_most: bool) -> Text:
    who = ("各派出单位合计", "all senders together") if together else ("派出", "sent")
    per = (rule.per.zh, rule.per.en)
    limit = ("至多", "at most") if at_most else ("应达", "due")
    return Text(zh=f"{per[0]}{who[0]}{limit[0]}", en=f"{who[1]}, {limit[1]} {per[1]}")


def _tier(rule: TierQuota, own: Sequence[Sent], level: int) -> Iterator[Commitment]:
    """The share of all senders of this one's level."""
    asked = rule.exactly or rule.at_least
    if asked is None:
        return
    names = {3: ("三级", asked.tertiary), 2: ("二级", asked.secondary), 1: ("一级", asked.primary)}
    english = {3: "tertiary", 2: "secondary", 1: "primary"}
    if level not in names:
        return
    zh, needed = names[level]
    if needed:
        yield Commitment(
            rule=rule,
            what=Text(zh=f"{zh}医院合计应派", en=f"due of all {english[level]} hospitals"),
            needed=needed,
            given=len({one.worker for one in own if one.days}),
            unit=Counted.PEOPLE.label,
            together=True,
        )


def _stays(rule: MinimumStay, own: Sequence[Sent]) -> Iterator[Commitment]:
    """How many of the people sent are appointed for as long as is asked."""
    served = [one for one in own if one.days]
    if not served:
        return
    long = [one for one in served if _lasts(one.planned, rule)]
    length = (
        (f"{rule.months}个月", f"{rule.months} months")
        if rule.months
        else (f"{rule.days}天", f"{rule.days} days")
    )
    yield Commitment(
        rule=rule,
        what=Text(zh=f"每人连续服务不少于{length[0]}", en=f"each stays {length[1]} or more"),
        needed=len(served),
        given=len(long),
        unit=Counted.PERSON_TIMES.label,
    )


def _lasts(days: Days, rule: MinimumStay) -> bool:
    if rule.months:
        return whole_months(days) >= rule.months
    return len(days) >= (rule.days or 0)


def _covered(rule: Coverage, own: Sequence[Sent], *, on: date) -> Iterator[Commitment]:
    """Days since the beginning of the year, or of the first posting, with somebody on the post."""
    known = merged(one.days for one in own)
    if not known:
        return
    year = year_of(on)
    span = Days(max(year.starts_on, known[0].starts_on), on) if on > year.starts_on else None
    if span is None or span.starts_on >= on:
        return
    empty = sum(len(gap) for gap in without(span, known))
    yield Commitment(
        rule=rule,
        what=Text(zh="本年每天有人在岗", en="somebody on the post every day of the year"),
        needed=len(span),
        given=len(span) - empty,
        unit=Text(zh="天", en="days"),
    )


def given_months(sent: Iterable[Sent], *, on: date) -> int:
    """Whole months that people were away for, each by itself, up to a day."""
    return sum(
        whole_months(days)
        for one in sent
        if (days := one.days.within(Days(date.min, on))) and months_later(days.starts_on, 1) <= on
    )
