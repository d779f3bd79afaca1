"""How Word's styles add up: what a run says itself, over its styles, over the defaults.

Properties are kept as the elements that state them, by name; the nearest wins. Values are in the
file's own units until they are asked for: twentieths of a point, half-points, hundredths of a
character.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .paper import Face

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Stated = Mapping[str, "_Element"]

SINGLE = 1.3
"""The height of a single-spaced line of Chinese type, in its size: what Word gives 宋体."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by their identifiers, and its defaults."""

    by_id: Mapping[str, "_Element"] = field(default_factory=dict)
    usual: Mapping[str, str] = field(default_factory=dict)
    paragraph: Stated = field(default_factory=dict)
    run: Stated = field(default_factory=dict)

    def stated(self, style: str | None, kind: str, part: str) -> dict[str, "_Element"]:
        """What a style and those it is based on say of ``pPr`` or ``rPr``, the nearest first."""
        found: dict[str, _Element] = {}
        name = style or self.usual.get(kind, "")
        seen: set[str] = set()
        while name and name not in seen and (element := self.by_id.get(name)) is not None:
            seen.add(name)
            for key, value in properties(element.find(W + part)).items():
                found.setdefault(key, value)
            base = element.find(W + "basedOn")
            name = "" if base is None else value_of(base)
        return found


def read_styles(root: "_Element | None") -> Styles:
    """The styles of ``word/styles.xml``; without one, Word's own defaults."""
    if root is None:
        return Styles()
    named = {one.get(W + "styleId", ""): one for one in root.iter(W + "style")}
    usual = {
        one.get(W + "type", ""): key for key, one in named.items() if one.get(W + "default") == "1"
    }
    defaults = root.find(W + "docDefaults")
    paragraph = None if defaults is None else defaults.find(f"{W}pPrDefault/{W}pPr")
    run = None if defaults is None else defaults.find(f"{W}rPrDefault/{W}rPr")
    return Styles(named, usual, properties(paragraph), properties(run))


def properties(element: "_Element | None") -> dict[str, "_Element"]:
    """The properties an element states, by their names without the namespace."""
    if element is None:
        return {}
    return {str(one.tag).removeprefix(W): one for one in element if isinstance(one.tag, str)}


def over(*stated: Stated) -> dict[str, "_Element"]:
    """Several statements as one; the first wins."""
    found: dict[str, _Element] = {}
    for one in stated:
        for key, value in one.items():
            found.setdefault(key, value)
    return found


def value_of(element: "_Element | None", name: str = "val") -> str:
    """An attribute of Word's namespace, empty where it is not there."""
    return "" if element is None else element.get(W + name, "")


def number(element: "_Element | None", name: str = "val", *, unit: float = 20.0) -> float | None:
    """An attribute as a number divided by ``unit``; ``None`` where it says none."""
    said = value_of(element, name)
    try:
        return float(said) / unit
    except ValueError:
        return None


def is_on(stated: Stated, name: str, *, usually: bool = False) -> bool:
    """Whether a property that needs no value is set: ``<w:b/>`` is on, ``<w:b w:val="0"/>`` not."""
    element = stated.get(name)
    if element is None:
        return usually
    return value_of(element) not in ("0", "false", "off", "none")


def face_of(names: Iterable[str]) -> Face:
    """The kind of type that a font's name stands for, the first that says one; 宋体 otherwise.

    >>> face_of(["", "仿宋_GB2312"]), face_of(["方正小标宋简体"]), face_of(["Arial"])
    ('fangsong', 'title', 'song')
    """
    for name in names:
        for sign, face in _FACES:
            if sign in name.casefold():
                return face
    return "song"


_FACES: tuple[tuple[str, Face], ...] = (
    ("仿宋", "fangsong"),
    ("fangsong", "fangsong"),
    ("小标宋", "title"),
    ("xiaobiaosong", "title"),
    ("楷", "kai"),
    ("kai", "kai"),
    ("黑", "hei"),
    ("hei", "hei"),
    ("yahei", "hei"),
    ("sans", "hei"),
)
