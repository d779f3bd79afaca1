"""What each kind of paper says of itself: its fields, its template, and where its values come from.

A kind is a module of this package with one ``KIND``. What it gathers are the words of the paper,
in Chinese, by field: texts, lists of rows, addresses that become QR codes. Values are plain, so
that an issued paper keeps them as JSON.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.core.documents.filling import Line, Picture
from bangfu.core.documents.numbering import Series
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Text
from bangfu.core.refusal import Refusal
from bangfu.web.printing import qr_png

Shape = Literal["line", "paragraphs", "rows", "qr", "flag"]

QR_WIDTH = 82.0
"""Points: 29 mm, read by any phone from an arm's length."""

OFFICE, NUMBER, DAY = "office", "number", "day"
"""Fields that every paper has: who issues it, its number, the day of issue."""


class SubjectGone(Refusal):
    """What a paper was to be about is not on record, or not in reach."""

    def __init__(self) -> None:
        super().__init__(
            zh="没有找到要制作文书的对象，可能已被撤销；请返回重新选择。",
            en="What the paper is to be about was not found; it may have been withdrawn.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a template: its name in braces, what it is, and an example for the page of fields.

    ``typed`` fields are the office's own words; a list has the fields of its ``rows``;
    ``width`` is that of a QR code, in points.
    """

    name: str
    label: Text
    example: str = ""
    shape: Shape = "line"
    rows: tuple["Field", ...] = ()
    typed: bool = False
    needed: bool = False
    width: float = QR_WIDTH

    @property
    def example_value(self) -> Any:
        """A value of this shape, for trying templates."""
        match self.shape:
            case "rows":
                return [{one.name: one.example_value for one in self.rows}]
            case "paragraphs":
                return [Line(self.example)]
            case "flag":
                return bool(self.example)
        return self.example


def said(name: str, zh: str, en: str, example: str = "", **more: Any) -> Field:
    """A field in one line."""
    return Field(name=name, label=Text(zh=zh, en=en), example=example, **more)


def listed(name: str, zh: str, en: str, *rows: Field) -> Field:
    """A list with a row for each."""
    return Field(name=name, label=Text(zh=zh, en=en), shape="rows", rows=rows)


GROUND = (
    said(OFFICE, "发文单位", "issuing office", "某县卫生健康委员会"),
    said(NUMBER, "文号", "number", "某卫帮〔2026〕12号"),
    said(DAY, "签发日期", "day of issue", "2026年7月3日"),
    said("office_long", "发文单位名称较长", "whether its name is long", shape="flag"),
)


MOST = 50
"""How many things are offered at once; typing part of a name finds the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which subjects are looked for: by part of a name, or the one of a key; so many at most."""

    words: str = ""
    key: str = ""
    most: int = MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Something that a paper may be about: its key, and how it is told from others."""

    key: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a paper as it is said, and the page that shows its rows."""

    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What is on record for one paper.

    ``behind`` are its figures with the addresses of their rows. ``initial`` proposes words for
    typed fields.
    """

    title: str
    values: Mapping[str, Any]
    programme: Programme | None = None
    behind: Sequence["Figure"] = ()
    initial: Mapping[str, str] = field(default_factory=dict)


class Absolute(Protocol):
    """Makes the whole address of a page from its path."""

    def __call__(self, path: str, /) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of paper.

    ``subjects`` are those the reader may make it about, narrowed by words typed or to one key;
    ``gather`` raises ``SubjectGone``. ``draw`` makes the template that comes with the product.
    """

    code: DocumentKind
    series: Series
    about: Text
    fields: tuple[Field, ...]
    draw: Callable[[], bytes]
    subjects: Callable[[User, Asked], Sequence[Subject]]
    gather: Callable[[str, date, Absolute], Gathered]

    def subject(self, user: User, key: str) -> Subject | None:
        """What a key stands for, where the reader may make a paper about it."""
        return next((one for one in self.subjects(user, Asked(key=key)) if one.key == key), None)

    def offered(self, user: User) -> bool:
        """Whether there is anything that a reader could make it about."""
        return bool(self.subjects(user, Asked(most=1)))

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """The fields of every paper and its own."""
        return (*GROUND, *self.fields)

    @property
    def typed(self) -> tuple[Field, ...]:
        """The fields that the office fills in."""
        return tuple(one for one in self.fields if one.typed)

    @property
    def example(self) -> dict[str, Any]:
        """A value for every field."""
        return {one.name: one.example_value for one in self.all_fields}


def as_filled(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the filler takes them: addresses become QR codes.

    A field that an older paper does not have is left empty.
    """
    return {one.name: _filled(one, values.get(one.name)) for one in kind.all_fields}


def _filled(one: Field, value: Any) -> Any:
    match one.shape:
        case "rows":
            return [
                {each.name: _filled(each, row.get(each.name)) for each in one.rows}
                for row in value or ()
            ]
        case "paragraphs":
            return [Line(one) for one in value or ()]
        case "flag":
            return bool(value)
        case "qr":
            return Picture(qr_png(value), width=one.width) if value else ""
    return str(value or "")


def paragraphs_of(words: str) -> list[str]:
    """What was typed in several lines, as paragraphs."""
    return list(_paragraphs(words))


def _paragraphs(words: str) -> Iterator[str]:
    for line in words.splitlines():
        if one := line.strip():
            yield one
