"""The two ground pieces of a definition: a bilingual text and a code that knows its names."""

from enum import StrEnum
from typing import Annotated, Self

import msgspec
from msgspec import Meta


def _told(zh: str, en: str) -> dict[str, str]:
    """What a refused value should have looked like, for the walker's sentence."""
    return {"zh": zh, "en": en}


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A table of a definition: frozen, and an unknown key in it is an error."""


class Text(Section, frozen=True, kw_only=True):
    """A text in Chinese and, where given, in English.

    >>> Text(zh="对口支援", en="Counterpart support").in_language("en")
    'Counterpart support'
    >>> Text(zh="对口支援").in_language("en")
    '对口支援'
    """

    zh: Annotated[str, Meta(min_length=1, extra=_told("一段中文文字", "a Chinese text"))]
    en: str = ""

    def in_language(self, language: str) -> str:
        """The text in a language code such as ``zh-hans`` or ``en``; Chinese if no English."""
        return self.en if language.startswith("en") and self.en else self.zh


class Coded(StrEnum):
    """A closed list of codes, each with its Chinese and its English name.

    >>> class Colour(Coded):
    ...     RED = "red", "红", "red"
    >>> Colour("red").label.zh
    '红'
    """

    zh: str
    en: str

    def __new__(cls, code: str, zh: str, en: str) -> Self:
        word = str.__new__(cls, code)
        word._value_ = code
        word.zh = zh
        word.en = en
        return word

    @classmethod
    def of(cls, code: str) -> Self:
        """The word of a code; raises ``ValueError`` where there is none."""
        found = cls._value2member_map_.get(code)
        if not isinstance(found, cls):
            raise ValueError(f"{code!r} is no {cls.__name__}")
        return found

    @property
    def label(self) -> Text:
        """Its name in both languages."""
        return Text(zh=self.zh, en=self.en)


Code = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9_]{0,63}\Z",
        extra=_told(
            "小写英文字母、数字和下划线组成的代码，以字母开头，不超过64个字符",
            "a code of lower-case letters, digits and underscores, beginning with a letter, "
            "at most 64 characters",
        ),
    ),
]
AreaCode = Annotated[
    str,
    Meta(
        pattern=r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|)\Z",
        extra=_told(
            "GB/T 2260 行政区划代码（2、4、6 或 9 位数字，不补零；全国留空）",
            "a GB/T 2260 area code (2, 4, 6 or 9 digits without padding; empty for the nation)",
        ),
    ),
]
Count = Annotated[
    int,
    Meta(
        ge=1,
        le=10_000_000,
        extra=_told("1 至 10000000 的整数", "a whole number of 1 to 10 million"),
    ),
]
Whole = Annotated[
    int,
    Meta(
        ge=0,
        le=10_000_000,
        extra=_told("0 至 10000000 的整数", "a whole number of 0 to 10 million"),
    ),
]
Share = Annotated[
    float,
    Meta(
        ge=0,
        le=1,
        extra=_told("0 至 1 之间的数（0.3 即 30%）", "a number from 0 to 1 (0.3 is 30 %)"),
    ),
]
Amount = (
    Annotated[
        int, Meta(ge=0, le=10**12, extra=_told("不小于 0 的数", "a number that is not negative"))
    ]
    | Annotated[
        float, Meta(ge=0, le=1e12, extra=_told("不小于 0 的数", "a number that is not negative"))
    ]
)
