"""Quota rules: how many, of what rank, for how long, by whom and for whom.

Each kind is one struct, chosen by ``kind = "..."``. A rule applies to every post group unless it
names ``posts``, and to every party unless it names ``senders`` or ``hosts``. A rule only states;
the planner and the passbook compute.
"""

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta

from .vocabulary import Category, DutyUnit, Each, Form, Per, Place, Qualification, Rank
from .words import Amount, Code, Coded, Count, Section, Text, Whole


class Counted(Coded):
    """What a number rule counts."""

    PEOPLE = "people", "人", "people"
    PERSON_TIMES = "person_times", "人次", "person-times"


class Rule(Section, frozen=True, kw_only=True, tag_field="kind"):
    """What every rule may say beside its own figures.

    ``posts``, ``senders`` and ``hosts`` are codes; ``source`` is a basis document or an assumption.
    """

    posts: tuple[Code, ...] = ()
    senders: tuple[Code, ...] = ()
    hosts: tuple[Code, ...] = ()
    source: Code | None = None
    note: Text | None = None


class Number(Rule, frozen=True, kw_only=True, tag="number"):
    """How many are sent: a floor, a ceiling, or an exact figure."""

    label: ClassVar[Text] = Text(zh="人数", en="number of people")

    exactly: Count | None = None
    at_least: Count | None = None
    at_most: Count | None = None
    about: Count | None = None
    of: Counted = Counted.PEOPLE
    per: Per = Per.TERM
    each: Each | None = None
    starts_on: date | None = None


class ByLevel(Section, frozen=True, kw_only=True):
    """A figure for each sending level."""

    tertiary: Whole = 0
    secondary: Whole = 0
    primary: Whole = 0

    @property
    def total(self) -> int:
        """The figures of all levels together."""
        return self.tertiary + self.secondary + self.primary


class TierQuota(Rule, frozen=True, kw_only=True, tag="tier_quota"):
    """How many come from hospitals of each level: exactly, at least or at most."""

    label: ClassVar[Text] = Text(zh="按医院等级分配", en="share of each hospital level")

    exactly: ByLevel | None = None
    at_least: ByLevel | None = None
    at_most: ByLevel | None = None


class PlaceShare(Section, frozen=True, kw_only=True):
    """A floor for some classes of place."""

    places: Annotated[tuple[Place, ...], Meta(min_length=1)]
    at_least: Count


class PlaceQuota(Rule, frozen=True, kw_only=True, tag="place_quota"):
    """How many go to each class of place, as part of a total."""

    label: ClassVar[Text] = Text(zh="按地点分配", en="share of each class of place")

    shares: Annotated[tuple[PlaceShare, ...], Meta(min_length=1)]
    total: Count | None = None
    per: Per = Per.YEAR


class RankFloor(Rule, frozen=True, kw_only=True, tag="rank_floor"):
    """The lowest rank accepted: for everyone, or for at least so many members of a team."""

    label: ClassVar[Text] = Text(zh="职称下限", en="rank floor")

    rank: Rank
    members: Count | None = None


class Qualified(Rule, frozen=True, kw_only=True, tag="qualification"):
    """What people must bring beyond their rank."""

    label: ClassVar[Text] = Text(zh="人选条件", en="qualification")

    requires: Annotated[tuple[Qualification, ...], Meta(min_length=1)]


Subject = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{2}([.][0-9]{2})*\Z",
        extra={
            "zh": "诊疗科目代码，例如 03 或 03.04",
            "en": "a clinical subject code such as 03 or 03.04",
        },
    ),
]


class Specialties(Rule, frozen=True, kw_only=True, tag="specialties"):
    """Which clinical subjects (诊疗科目) are wanted, and how many different ones at least."""

    label: ClassVar[Text] = Text(zh="专业要求", en="specialties")

    accept: tuple[Subject, ...] = ()
    different_at_least: Count | None = None


class Continuity(Coded):
    """To what a minimum stay applies."""

    PERSON = "person", "每人", "each person"
    BATCH = "batch", "每批", "each batch"


class MinimumStay(Rule, frozen=True, kw_only=True, tag="minimum_stay"):
    """How long one stay lasts at least; unbroken unless said otherwise."""

    label: ClassVar[Text] = Text(zh="最短连续服务", en="minimum stay")

    months: Count | None = None
    days: Count | None = None
    of: Continuity = Continuity.PERSON
    unbroken: bool = True


class YearlyDays(Rule, frozen=True, kw_only=True, tag="yearly_days"):
    """How many days each person serves in a year, added up."""

    label: ClassVar[Text] = Text(zh="全年服务天数", en="days a year")

    at_least: Annotated[
        int, Meta(ge=1, le=366, extra={"zh": "1 至 366 的整数", "en": "a whole number 1 to 366"})
    ]
    working_days: bool = False
    unbroken: bool = False


class Presence(Rule, frozen=True, kw_only=True, tag="presence"):
    """How much of each week or month a person is on post."""

    label: ClassVar[Text] = Text(zh="每周或每月在岗", en="presence a week or month")

    at_least: Count
    unit: DutyUnit = DutyUnit.WORKING_DAYS
    per: Per = Per.WEEK


class FullTime(Rule, frozen=True, kw_only=True, tag="full_time"):
    """People leave their own unit's work entirely (全脱产)."""

    label: ClassVar[Text] = Text(zh="全脱产", en="full time")


class SameUnit(Rule, frozen=True, kw_only=True, tag="same_unit"):
    """Only service at one and the same unit counts together."""

    label: ClassVar[Text] = Text(zh="限同一单位", en="same unit only")


class DesignatedHosts(Rule, frozen=True, kw_only=True, tag="designated_hosts"):
    """Only hosts on the programme's list count."""

    label: ClassVar[Text] = Text(zh="指定受援单位", en="designated hosts")


class Paired(Rule, frozen=True, kw_only=True, tag="pairing"):
    """How senders and hosts are tied: one to one, department to department, person to person."""

    label: ClassVar[Text] = Text(zh="结对", en="pairing")

    one_to_one: bool = False
    departments: bool = False
    persons: bool = False
    count: Count | None = None


class Conversion(Rule, frozen=True, kw_only=True, tag="conversion"):
    """Service of one form counts as another amount: a year of pairing as three months."""

    label: ClassVar[Text] = Text(zh="折算", en="conversion")

    form: Form
    amount: Amount
    unit: DutyUnit
    counts: Amount
    counts_unit: DutyUnit


class PlaceMonths(Section, frozen=True, kw_only=True):
    """Months that must lie in a class of place."""

    place: Place
    months: Count


class ServiceBeforeTitle(Rule, frozen=True, kw_only=True, tag="service_before_title"):
    """Service owed before a title: so many months, part of them in a class of place."""

    label: ClassVar[Text] = Text(zh="晋升前服务", en="service before a title")

    title: Rank
    months: Count
    each_stay_months: Count | None = None
    of_which: tuple[PlaceMonths, ...] = ()
    places: tuple[Place, ...] = ()


class Exemption(Rule, frozen=True, kw_only=True, tag="exemption"):
    """Who need not serve: by age, or by years already served in a class of place."""

    label: ClassVar[Text] = Text(zh="免予派驻", en="exemption")

    age_at_least: Count | None = None
    served_years: Count | None = None
    served_at: tuple[Place, ...] = ()


class SenderCap(Rule, frozen=True, kw_only=True, tag="sender_cap"):
    """How many a sender or department gives at most, or keeps at least.

    ``share_at_most`` is a part of its staff; ``categories`` narrows the cap to kinds of sender.
    """

    label: ClassVar[Text] = Text(zh="派出上限", en="cap on sending")

    each: Each = Each.DEPARTMENT
    at_most: Count | None = None
    share_at_most: (
        Annotated[
            float,
            Meta(gt=0, le=1, extra={"zh": "0 至 1 之间的数", "en": "a number from 0 to 1"}),
        ]
        | None
    ) = None
    keeps_at_least: Count | None = None
    categories: tuple[Category, ...] = ()


class Coverage(Rule, frozen=True, kw_only=True, tag="coverage"):
    """Never a day without: each host or sender's post has so many people at every moment."""

    label: ClassVar[Text] = Text(zh="不得空岗", en="coverage")

    at_least: Count = 1
    each: Each = Each.HOST
    fixed_person: bool = False


class OnPostBy(Rule, frozen=True, kw_only=True, tag="on_post_by"):
    """The last day by which everyone is on post."""

    label: ClassVar[Text] = Text(zh="到岗期限", en="on post by")

    on: date


QuotaRule = (
    Number
    | TierQuota
    | PlaceQuota
    | RankFloor
    | Qualified
    | Specialties
    | MinimumStay
    | YearlyDays
    | Presence
    | FullTime
    | SameUnit
    | DesignatedHosts
    | Paired
    | Conversion
    | ServiceBeforeTitle
    | Exemption
    | SenderCap
    | Coverage
    | OnPostBy
)
