"""Mistakes of grades and stars: holes, overlaps, quotas, gates, vetoes, climbs."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bangfu.core.programmes.problems import Path, Problem

from .arithmetic import exact, told
from .scheme import Band, Scheme
from .vocabulary import Ladder


def band_problems(scheme: Scheme) -> Iterator[Problem]:
    """Every mistake of the two ladders and of what refers to them."""
    for ladder in Ladder:
        bands = scheme.bands(ladder)
        yield from _edges(bands, str(ladder), scheme)
        for index, band in enumerate(bands):
            yield from _quota(band, (str(ladder), index))
            yield from _gates(band, (str(ladder), index), scheme)
    yield from _vetoes(scheme)
    yield from _climbs(scheme)
    yield from _ranking(scheme)


def _edges(bands: Sequence[Band], name: str, scheme: Scheme) -> Iterator[Problem]:
    if not bands:
        return
    for index, (better, worse) in enumerate(pairwise(bands), start=1):
        ends = better.from_score if worse.below is None else worse.below
        if worse.from_score >= better.from_score or ends > better.from_score:
            yield Problem(
                (name, index, "from_score" if worse.below is None else "below"),
                f"“{worse.title.zh}”与“{better.title.zh}”的分数段重叠；应从高到低排列，"
                f"到{better.from_score}分为止。",
                f'"{worse.title.in_language("en")}" overlaps '
                f'"{better.title.in_language("en")}"; bands stand from the best, each below the '
                "one before.",
            )
        elif ends < better.from_score:
            yield Problem(
                (name, index, "below"),
                f"{ends}分至{better.from_score}分之间没有档次，请补上。",
                f"no band holds {ends} to {better.from_score} points; close the hole.",
            )
    if bands[-1].from_score != 0:
        yield Problem(
            (name, len(bands) - 1, "from_score"),
            f"低于{bands[-1].from_score}分的没有档次，最低一档应从0分起。",
            f"nothing holds less than {bands[-1].from_score} points; the last band begins at 0.",
        )
    if exact(bands[0].from_score) > scheme.full and not scheme.total.may_exceed:
        yield Problem(
            (name, 0, "from_score"),
            f"“{bands[0].title.zh}”从{bands[0].from_score}分起，总分最高只有{told(scheme.full)}分。",
            f'"{bands[0].title.in_language("en")}" begins above the most points, '
            f"{told(scheme.full)}.",
        )


def _quota(band: Band, path: Path) -> Iterator[Problem]:
    share = band.share_at_most
    if share is not None and not 0 <= share <= 1:
        yield Problem(
            (*path, "share_at_most"),
            f"名额比例 {share} 应在0至1之间（0.3 即30%），不能超过100%。",
            f"a quota of {share} is not between 0 and 1 (0.3 is 30 %).",
        )


def _gates(band: Band, path: Path, scheme: Scheme) -> Iterator[Problem]:
    blocks = {block.code: block for block in scheme.blocks}
    for index, gate in enumerate(band.gates):
        place = (*path, "gates", index)
        if (gate.block is None) == (gate.item is None):
            yield Problem(
                (*place, "block"),
                "门槛应指明一个板块或一个项目，二者选一。",
                "a gate names one block or one item.",
            )
        elif gate.block is not None and gate.block not in blocks:
            yield _unknown(gate.block, (*place, "block"), "板块", "block")
        elif gate.item is not None and gate.item not in scheme.by_item:
            yield _unknown(gate.item, (*place, "item"), "项目", "item")
        else:
            most = (
                exact(blocks[gate.block].base)
                if gate.block is not None
                else scheme.by_item[str(gate.item)].highest
            )
            can_exceed = gate.block is not None and blocks[gate.block].may_exceed
            if exact(gate.at_least) > most and not can_exceed:
                yield Problem(
                    (*place, "at_least"),
                    f"门槛 {gate.at_least} 分高于满分{told(most)}分，永远达不到。",
                    f"the gate of {gate.at_least} lies above full points, {told(most)}.",
                )


def _vetoes(scheme: Scheme) -> Iterator[Problem]:
    for index, veto in enumerate(scheme.vetoes):
        path: Path = ("vetoes", index)
        if (veto.sets is None) == (veto.at_most is None):
            yield Problem(
                (*path, "sets"),
                "一票否决应写明直接定为（sets）或最高只能评为（at_most），二者选一。",
                "a veto either sets a result or holds it down; give one of sets and at_most.",
            )
            continue
        code = veto.sets or veto.at_most or ""
        if code not in {band.code for band in scheme.bands(veto.ladder)}:
            field = "sets" if veto.sets else "at_most"
            yield _unknown(code, (*path, field), veto.ladder.zh, veto.ladder.en)


def _climbs(scheme: Scheme) -> Iterator[Problem]:
    for index, climb in enumerate(scheme.climbs):
        codes = {band.code for band in scheme.bands(climb.ladder)}
        if not codes:
            yield Problem(
                ("climbs", index, "ladder"),
                f"本表没有{climb.ladder.zh}，不越级的规定无处适用，请删去。",
                f"the table has no {climb.ladder.en}s that could be skipped; delete this.",
            )
        elif climb.first is not None and climb.first not in codes:
            yield _unknown(climb.first, ("climbs", index, "first"), climb.ladder.zh, "band")


def _ranking(scheme: Scheme) -> Iterator[Problem]:
    known = {block.code for block in scheme.blocks} | set(scheme.by_item)
    for index, code in enumerate(scheme.ranking.tie_breakers):
        if code not in known:
            yield _unknown(code, ("ranking", "tie_breakers", index), "板块或项目", "block or item")


def _unknown(code: str, path: Path, zh: str, en: str) -> Problem:
    return Problem(
        path,
        f"没有代码为“{code}”的{zh}，请改正。",
        f'there is no {en} "{code}"; please correct it.',
    )
