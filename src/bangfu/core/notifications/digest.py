"""The words of one message a day: kinds of things that wait, their number, and where to open them.

A message travels through gateways of others, so it names kinds and figures, never a person or a
place: 补齐空缺：某医院 becomes 补齐空缺.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

MOST_LINES = 12
"""Kinds named in one message; the rest are behind the address of all."""
_NAMED = re.compile(r"[：:]")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: its kind in words, how many, and its address within the site."""

    kind: str
    count: int
    path: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A message: title and text."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class _Words:
    head: str
    one: str
    more: str
    everything: str
    sign_in: str


_ZH = _Words("您有{}项新的待办", "{}（{}）", "另有{}类", "全部待办：", "请登录帮扶系统办理。")
_EN = _Words("New things to do: {}", "{} ({})", "and {} more kinds", "All: ", "Sign in to Bangfu.")


def digest(items: Iterable[Item], *, site: str, page: str, language: str) -> Digest:
    """One message of everything new, the most urgent first.

    ``site`` begins the addresses, without a slash at its end; where it is empty there are none.
    ``page`` is the path of the page of everything that waits. ``language`` is ``en`` or Chinese.

    >>> made = digest([Item("审批请假", 2, "/leave/")], site="", page="/notices/", language="zh")
    >>> print(made.text)
    您有2项新的待办
    1. 审批请假（2）
    请登录帮扶系统办理。
    """
    words = _EN if language == "en" else _ZH
    merged = _merged(items)
    title = words.head.format(sum(item.count for item in merged))
    lines = [
        f"{number}. {words.one.format(item.kind, item.count)}"
        + (f" {site}{item.path}" if site else "")
        for number, item in enumerate(merged[:MOST_LINES], 1)
    ]
    if len(merged) > MOST_LINES:
        lines.append(words.more.format(len(merged) - MOST_LINES))
    last = f"{words.everything}{site}{page}" if site else words.sign_in
    return Digest(title, "\n".join((title, *lines, last)))


def _merged(items: Iterable[Item]) -> list[Item]:
    """One item of each kind, in the order in which the kinds first appear."""
    first: dict[str, Item] = {}
    for item in items:
        kind = _NAMED.split(item.kind)[0].strip()
        known = first.get(kind, Item(kind, 0, item.path))
        first[kind] = Item(kind, known.count + item.count, known.path)
    return list(first.values())
