"""What targets may measure: activities kept in the ledger, and indicators the system computes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from .vocabulary import Unit
from .words import Code, Coded, Count, Section, Text


class Measured(Section, frozen=True, kw_only=True):
    """One figure kept with an activity of a kind, such as the people reached.

    ``usual`` stands in the form before anything is typed. More than ``most`` in one entry is taken
    only with a word of explanation: it is a slip of the hand more often than a fact.
    """

    code: Code
    title: Text
    unit: Unit
    usual: Count | None = None
    most: Count | None = None
    optional: bool = False


class FieldKind(Coded):
    """What can be asked of an activity beside its figures."""

    TEXT = "text", "文字", "text"
    CHOICE = "choice", "选择", "a choice"
    YES_NO = "yes_no", "是否", "yes or no"
    SUBJECT = "subject", "诊疗科目", "a clinical subject"


class Option(Section, frozen=True, kw_only=True):
    """One answer of a choice."""

    code: Code
    title: Text


class Field(Section, frozen=True, kw_only=True):
    """Something asked of an activity of a kind that is not counted, such as a topic."""

    code: Code
    title: Text
    kind: FieldKind = FieldKind.TEXT
    options: tuple[Option, ...] = ()
    optional: bool = True


class Detail(Coded):
    """Rows an entry of a kind may list one by one."""

    ITEMS = "items", "物品清单", "items given"
    CASES = "cases", "转诊个案", "cases referred"


class Lasting(Coded):
    """What stays behind: such a kind is entered once, as the thing that then has a life."""

    PUPIL = "pupil", "师带徒", "pupil"
    TECHNIQUE = "technique", "新技术", "technique"
    SPECIALTY = "specialty", "特色专科", "specialty"
    RULES = "rules", "管理制度", "set of rules"
    CHANNEL = "channel", "转诊绿色通道", "referral green channel"
    TRAINEE = "trainee", "进修人员", "trainee"


class ActivityKind(Section, frozen=True, kw_only=True):
    """A kind of activity the ledger knows, with the figures kept for it.

    ``icon`` names one of tools/icons.txt, with an underscore for each hyphen.
    """

    code: Code
    title: Text
    measures: Annotated[tuple[Measured, ...], Meta(min_length=1)]
    fields: tuple[Field, ...] = ()
    lists: Detail | None = None
    lasting: Lasting | None = None
    icon: Code = "clipboard_list"

    def measure(self, code: str) -> Measured | None:
        """The measure of a code, or nothing."""
        return next((measured for measured in self.measures if measured.code == code), None)

    def field(self, code: str) -> Field | None:
        """The field of a code, or nothing."""
        return next((field for field in self.fields if field.code == code), None)

    def indicator(self, measured: Measured) -> str:
        """The indicator code under which a measure of this kind is summed."""
        return f"{self.code}.{measured.code}"


class ActivityFile(Section, frozen=True, kw_only=True):
    """One file of activity kinds: a theme and its kinds."""

    title: Text
    kinds: Annotated[tuple[ActivityKind, ...], Meta(min_length=1)]


Kinds = Mapping[str, ActivityKind]


@dataclass(frozen=True, slots=True)
class Measurable:
    """What an indicator code of a target stands for; a percentage is written as a share of 1.

    ``adds_up`` tells a count that grows with the year (free clinics) from a level that holds at
    any time (a rate, a satisfaction).
    """

    title: Text
    unit: Unit
    adds_up: bool = True


def _computed(zh: str, en: str, unit: Unit) -> Measurable:
    return Measurable(Text(zh=zh, en=en), unit)


def _level(zh: str, en: str, unit: Unit = Unit.PERCENT) -> Measurable:
    return Measurable(Text(zh=zh, en=en), unit, adds_up=False)


COMPUTED: Mapping[str, Measurable] = {
    "on_post_rate": _level("在岗率", "on-post rate"),
    "uncovered_days": _level("岗位空缺天数", "uncovered post-days", Unit.DAYS),
    "people_posted": _computed("派驻人数", "people posted", Unit.PEOPLE),
    "person_times_posted": _computed("派驻人次", "person-times posted", Unit.PERSON_TIMES),
    "task_progress": _computed("任务完成进度", "progress of tasks", Unit.PERCENT),
    "host_satisfaction": _level("受援单位满意度", "satisfaction of hosts"),
    "patient_satisfaction": _level("群众满意度", "satisfaction of patients"),
    "techniques_alone": _computed(
        "本地人员独立开展的技术", "techniques done alone by local staff", Unit.ITEMS
    ),
    "county_inpatient_share": _level("县域内住院率", "in-county share of inpatients"),
    "primary_visit_share": _level("基层诊疗占比", "share of visits at primary level"),
    "down_referral_share": _level("下转占比", "share of referrals going down"),
    "branch_coverage": _level("党组织覆盖率", "coverage by Party branches"),
    "members_developed": _computed("发展党员数", "Party members developed", Unit.PEOPLE),
    "model_posts": _computed("示范岗数", "model posts", Unit.UNITS),
    "star_branches": _computed("星级党支部数", "Party branches with a star", Unit.UNITS),
    "requests_solved": _computed("解决群众诉求数", "public requests solved", Unit.ITEMS),
    "request_solved_rate": _level("群众诉求办结率", "share of requests solved"),
}
"""Indicators worked out from other records than the ledger of activities."""


def measurable(indicator: str, kinds: Kinds) -> Measurable | None:
    """What an indicator code measures: ``kind.measure`` of the ledger, or a computed one."""
    kind_code, dot, measure_code = indicator.partition(".")
    if not dot:
        return COMPUTED.get(indicator)
    kind = kinds.get(kind_code)
    measured = kind.measure(measure_code) if kind else None
    if kind is None or measured is None:
        return None
    return Measurable(measured.title, measured.unit)


def indicator_codes(kinds: Kinds) -> list[str]:
    """Every indicator code a target may name."""
    kept = [f"{kind.code}.{m.code}" for kind in kinds.values() for m in kind.measures]
    return [*COMPUTED, *kept]
