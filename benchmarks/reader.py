"""Notices read: a 20-page one in time, and how much is found and right, also of damaged copies

At first sight: what was written down of the newest notices before any rule was mended by them.
"""

from collections.abc import Iterator, Sequence

from bangfu.core.notices import read_notice, read_text
from benchmarks._notice_damage import DAMAGES, Damage
from benchmarks._notice_scores import NOTHING, Score, first_sights, notices, score, stated, text_of
from benchmarks.bar import Bar, Row, clock, median

CHARACTERS_A_PAGE = 22 * 28
"""A page of an official paper, by GB/T 9704-2012."""
PAGES = 20
SECONDS = 2.0
RECALL, PRECISION = 0.90, 0.95
ROUNDS = 10
"""Rounds of some four notices each; a few alone are too few to tell much."""


def measure(_size: str) -> Iterator[Bar | Row]:
    """A row a notice, then the bars."""
    for name in notices():
        found = score(read_text(text_of(name)), stated(name))
        yield Row(
            {
                "notice": name,
                "needed": found.wanted,
                "found": found.found,
                "offered": found.offered,
                "right": found.right,
                "missed or wrong": "; ".join((*found.missed, *found.wrong))[:60],
            }
        )
    long = _twenty_pages()
    read_notice(long)
    seconds = []
    for _ in range(3):
        with clock() as taken:
            read_notice(long)
        seconds.append(taken.seconds)
    yield Bar(f"{PAGES} pages of {CHARACTERS_A_PAGE} characters", SECONDS, median(seconds))
    newest = list(first_sights().values())[-ROUNDS:]
    yield from _bars(f"at first sight, last {ROUNDS} rounds", sum(newest, NOTHING))
    yield from _bars("all, now", _all(notices()))
    for title, damage in DAMAGES:
        yield from _bars(f"all, {title}", _all(notices(), damage))


def _bars(title: str, found: Score) -> Iterator[Bar]:
    yield Bar(f"found of what a clerk needs: {title}", RECALL, found.recall, "", at_least=True)
    yield Bar(f"right of what is offered: {title}", PRECISION, found.precision, "", at_least=True)


def _all(names: Sequence[str], damage: Damage | None = None) -> Score:
    total = NOTHING
    for name in names:
        text = text_of(name)
        content = damage(text) if damage else text.encode()
        total += score(read_notice(content), stated(name))
    return total


def _twenty_pages() -> bytes:
    """Notices one behind the other until they fill the pages."""
    pages = "\n".join(text_of(name) for name in notices())
    while len(pages) < PAGES * CHARACTERS_A_PAGE:
        pages += pages
    return pages[: PAGES * CHARACTERS_A_PAGE].encode("gb18030")
