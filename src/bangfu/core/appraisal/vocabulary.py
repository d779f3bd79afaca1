"""The closed lists of score tables, and sentences whose figures are filled in when read."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from bangfu.core.programmes.words import Coded, Text

from .arithmetic import told


class Worded(Protocol):
    """Anything that has a text in both languages."""

    def in_language(self, language: str) -> str:
        """Its text in a language code."""


class Kind(Coded):
    """Who or what a score table appraises; one table appraises one kind."""

    PAIRING = "pairing", "结对关系", "pairing"
    HOST = "host", "受援单位", "host"
    SENDER = "sender", "派出单位", "sending unit"
    UNIT = "unit", "单位", "unit"
    DEPARTMENT = "department", "科室", "department"
    BRANCH = "branch", "党支部", "Party branch"
    POSTING = "posting", "派驻人员", "posting"


class Sort(Coded):
    """What an item does to the score."""

    SCORED = "scored", "计分", "scored"
    BONUS = "bonus", "加分", "bonus"
    DEDUCTION = "deduction", "扣分", "deduction"


class Part(Coded):
    """When an item is looked at: over the whole period, day by day, or at the end of the year."""

    WHOLE = "whole", "全期", "whole period"
    DAILY = "daily", "日常", "daily"
    YEAR_END = "year_end", "年终", "year-end"


class Filling(Coded):
    """What becomes of an item that does not apply."""

    RESCALE = "rescale", "剔除折算", "dropped, the rest rescaled"
    PEER_MEAN = "peer_mean", "取同组平均", "the peers' mean"
    FULL = "full", "按满分计", "full points"


class Within(Coded):
    """Among which items the points of a dropped one are shared out."""

    GROUP = "group", "本组", "its group"
    BLOCK = "block", "本板块", "its block"
    TOTAL = "total", "全表", "the whole table"


class Ties(Coded):
    """What happens to equals where a quota ends among them."""

    BELOW = "below", "并列的均不入选", "all of them fall below"
    ABOVE = "above", "并列的均入选", "all of them stay"


class Ladder(Coded):
    """The two ladders of a result."""

    GRADES = "grades", "等次", "grade"
    STARS = "stars", "星级", "star"


class State(Coded):
    """How an item stands."""

    SCORED = "scored", "已计分", "scored"
    NOT_APPLICABLE = "not_applicable", "不适用", "not applicable"
    AWAITING = "awaiting", "待评", "awaiting"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit; a share is shown as a percentage.

    >>> Quantity(Fraction(95, 100), Text(zh="%", en="%"), as_percent=True).in_language("zh")
    '95%'
    """

    value: Fraction
    unit: Text
    as_percent: bool = False
    as_yes_no: bool = False

    def in_language(self, language: str) -> str:
        """The figure and its unit."""
        english = language.startswith("en")
        if self.as_yes_no and self.value in (0, 1):
            return (("no", "yes") if english else ("否", "是"))[int(self.value)]
        if self.as_percent:
            return f"{told(self.value * 100)}%"
        if english:
            # One of something: the unit is a plural, and the title says what it is.
            return "1" if self.value == 1 else f"{told(self.value)} {self.unit.in_language('en')}"
        return told(self.value) + self.unit.zh


Figure = Fraction | str | Worded


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a reckoning in words. Thousands are kept and few are read: filled in on asking.

    >>> Step("应到{0}周，扣{1}分", "{0} weeks expected, {1} off", (Fraction(52), Fraction(1))).zh
    '应到52周，扣1分'
    """

    template_zh: str
    template_en: str
    figures: tuple[Figure, ...] = ()

    @property
    def zh(self) -> str:
        """The sentence in Chinese."""
        return self.template_zh.format(*(_shown(figure, "zh") for figure in self.figures))

    @property
    def en(self) -> str:
        """The sentence in English."""
        return self.template_en.format(*(_shown(figure, "en") for figure in self.figures))

    def in_language(self, language: str) -> str:
        """The sentence in a language code such as ``zh-hans`` or ``en``."""
        return self.en if language.startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a result is what it is: a code that is frozen, and its sentence."""

    code: str
    step: Step

    def in_language(self, language: str) -> str:
        """The sentence in a language code."""
        return self.step.in_language(language)


def _shown(figure: Figure, language: str) -> str:
    if isinstance(figure, Fraction):
        return told(figure)
    return figure if isinstance(figure, str) else figure.in_language(language)
