"""A round: every subject by every item, then what peers decide, then blocks, totals and grades.

Two passes. The first gives every item its points by its rule, with what review levels made of
them; the second fills what does not apply, by the peers where the table says so, and puts sheets
together.
Subjects are sorted by key first, and all sums are exact, so the order they come in never matters.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from bangfu.core.refusal import Refusal

from .arithmetic import rounded, told
from .assembling import Assembled, Assembler
from .changes import columns_of, require_sound
from .gating import in_order
from .grading import graded
from .peering import Groups
from .reading import Meanings, catalogue
from .results import ItemLine, RoundResult, Sheet
from .rules import Inputs, Scored
from .scheme import Item, Scheme
from .subjects import Subject
from .vocabulary import Filling, Ladder, Reason, State, Step, Within

Points = Decimal | None
_LARGEST_RATE = 10
"""Ten times the target is conceivable, 60 % typed as 60 is not a share."""


class PeerMeanOfNobody(Refusal):
    """An item that does not apply takes the mean of peers, and too few of them have points."""


class NothingApplies(Refusal):
    """Not one item applies to a subject."""


class SubjectTwice(Refusal):
    """Two subjects of a round have the same key."""


class UnknownCode(Refusal):
    """A subject brings a figure, a judgement or a fact that the table does not ask for."""


class RateNotAShare(Refusal):
    """A rate was given as a figure of percent."""


class NotJudged(Refusal):
    """Points were typed for an item that is computed."""


@dataclass(slots=True)
class _Row:
    """One subject while it is scored: items as computed, and points in each level's column."""

    subject: Subject
    scored: dict[str, Scored]
    columns: tuple[dict[str, Points], ...]


def score_round(
    scheme: Scheme, subjects: Iterable[Subject], *, inputs: Meanings | None = None
) -> RoundResult:
    """The sheets of all subjects.

    ``inputs`` are the meanings that sentences use, the catalogue of this installation by default.
    Raises a ``Refusal`` that names subject and item where figures contradict the table.
    """
    ordered = sorted(subjects, key=lambda subject: subject.key)
    _require_known(scheme, ordered)
    rows = [*_first_pass(scheme, ordered, inputs)]
    return RoundResult(_second_pass(scheme, rows))


def _require_known(scheme: Scheme, subjects: Sequence[Subject]) -> None:
    previous = None
    for subject in subjects:
        if subject.key == previous:
            raise SubjectTwice(
                zh=f"“{previous}”在本轮出现了两次，请去掉一个。",
                en=f'"{previous}" is in the round twice; take one out.',
            )
        previous = subject.key
        for given, known, zh, en in (
            (subject.measured, scheme.needs, "数据项", "input"),
            (subject.facts, scheme.facts, "一票否决事项", "veto fact"),
            (subject.typed, scheme.by_item, "项目", "item"),
            (subject.declared, scheme.by_item, "项目", "item"),
        ):
            for code in given:
                if code not in known:
                    raise UnknownCode(
                        zh=f"“{subject.key}”带有评分表没有的{zh}“{code}”，请核对代码。",
                        en=f'"{subject.key}" brings the {en} "{code}", which the table does not '
                        "know; check the code.",
                    )
        for code in subject.typed:
            if scheme.judged_at(scheme.by_item[code]) is None:
                raise NotJudged(
                    zh=f"“{subject.key}”的项目“{code}”由系统计算，不能直接评分；"
                    "需要调整的，请在考核层级中改分并写明理由。",
                    en=f'"{subject.key}": item "{code}" is computed; change it at a review level, '
                    "with a reason.",
                )
        require_sound(scheme, subject)


def _require_shares(subject: Subject, given: Inputs) -> None:
    """95 typed for 0.95 would earn full points everywhere."""
    for code in subject.measured:
        meaning = given.meaning(code)
        value = given.now(code) if meaning.rate else None
        if value is not None and abs(value) > _LARGEST_RATE:
            raise RateNotAShare(
                zh=f"“{subject.key}”的“{meaning.title.zh}”为{told(value)}，比率应写成小数"
                "（95%写成0.95），请核对。",
                en=f'"{subject.key}": "{meaning.title.in_language("en")}" is {told(value)}; write '
                "a rate as a share (95 % is 0.95).",
            )


def _first_pass(
    scheme: Scheme, subjects: Sequence[Subject], inputs: Meanings | None
) -> Iterable[_Row]:
    meanings = {**(catalogue() if inputs is None else inputs)}
    meanings.update((own.code, own) for own in scheme.inputs)
    items, groups = in_order(scheme.items), Groups(subjects)
    titles = {item.code: item.title for item in items}
    for subject in subjects:
        scored: dict[str, Scored] = {}
        given = Inputs(
            measured=subject.measured,
            typed=subject.typed,
            reached=scored,
            meanings=meanings,
            group=subject.group,
            places=scheme.total.item_places,
            subject=subject.key,
            titles=titles,
        )
        _require_shares(subject, given)
        for item in items:
            scored[item.code] = _scored(scheme, item, subject, given, groups)
        computed = {item.code: scored[item.code].points for item in scheme.items}
        yield _Row(subject, scored, columns_of(scheme, subject, computed))


def _scored(scheme: Scheme, item: Item, subject: Subject, given: Inputs, groups: Groups) -> Scored:
    if item.code in subject.declared:
        step = Step(
            "认定不适用：{0}", "declared not applicable: {0}", (subject.declared[item.code],)
        )
        return Scored(State.NOT_APPLICABLE, steps=(step,))
    found = item.rule.points(given, item, groups)
    if found.state is State.NOT_APPLICABLE and scheme.absent_for(item).declared_only:
        step = Step(
            "等待数据或认定不适用", "waiting for a figure, or to be declared not applicable"
        )
        return replace(found, state=State.AWAITING, steps=(*found.steps, step))
    return found


def _second_pass(scheme: Scheme, rows: Sequence[_Row]) -> tuple[Sheet, ...]:
    assembler = Assembler(scheme)
    means = [_PeerPoints(scheme, rows, place) for place in range(len(scheme.levels))]
    sheets = [_sheet(scheme, assembler, row, means) for row in rows]
    by_key = {row.subject.key: row.subject for row in rows}
    grades = graded(scheme, Ladder.GRADES, sheets, by_key)
    stars = graded(scheme, Ladder.STARS, sheets, by_key)
    nothing: tuple[None, tuple[Reason, ...]] = (None, ())
    return tuple(
        replace(
            sheet,
            grade=grades.get(sheet.key, nothing)[0],
            star=stars.get(sheet.key, nothing)[0],
            reasons=grades.get(sheet.key, nothing)[1] + stars.get(sheet.key, nothing)[1],
        )
        for sheet in sheets
    )


class _PeerPoints:
    """Means of items' points in one level's column, by group."""

    def __init__(self, scheme: Scheme, rows: Sequence[_Row], place: int) -> None:
        self._scheme = scheme
        self._found: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
        self._waiting: set[tuple[str, str]] = set()
        wanted = [i.code for i in scheme.items if scheme.absent_for(i).how is Filling.PEER_MEAN]
        for row in rows:
            for code in wanted:
                key = row.subject.group, code
                points = row.columns[place][code]
                if points is not None:
                    self._found[key].append(Fraction(points))
                elif row.scored[code].state is State.AWAITING:
                    self._waiting.add(key)

    def wait_for(self, row: _Row, item: Item) -> bool:
        """Whether an item takes a mean of peers who are not all judged yet."""
        return (row.subject.group, item.code) in self._waiting

    def mean(self, row: _Row, item: Item) -> Decimal:
        """The mean of those who have points; raises ``PeerMeanOfNobody`` of too few."""
        found = self._found.get((row.subject.group, item.code), [])
        least = self._scheme.absent_for(item).peers_at_least
        if len(found) < least:
            raise PeerMeanOfNobody(
                zh=f"“{row.subject.key}”的项目“{item.title.zh}”不适用，应取同组平均，但同组只有"
                f"{len(found)}个有得分，至少要{least}个；请调整分组，或改用其他缺项处理办法。",
                en=f'"{row.subject.key}": "{item.title.in_language("en")}" does not apply and '
                f"takes its peers' mean; {len(found)} have points, {least} needed. Change the "
                "groups, or what becomes of absent items.",
            )
        return rounded(sum(found, Fraction(0)) / len(found), self._scheme.total.item_places)


@dataclass(frozen=True, slots=True)
class _Filled:
    """A column with its gaps filled: points that count, how each gap was filled, where the points
    of dropped items go, and which items wait."""

    points: Mapping[str, Points]
    fillings: Mapping[str, Filling]
    dropped: Mapping[str, Within]
    awaiting: tuple[str, ...]


def _sheet(scheme: Scheme, assembler: Assembler, row: _Row, means: Sequence[_PeerPoints]) -> Sheet:
    columns = [
        _filled(scheme, row, column, peers)
        for column, peers in zip(row.columns, means, strict=True)
    ]
    levels: list[Assembled] = []
    for place, column in enumerate(columns):
        same = place > 0 and column == columns[place - 1]
        levels.append(levels[-1] if same else assembler.assemble(column.points, column.dropped))
    final, result = columns[-1], levels[-1]
    if result.total is None and not final.awaiting:
        raise NothingApplies(
            zh=f"“{row.subject.key}”没有一个计分项目适用，无法评分；请核对数据，或不列入本轮。",
            en=f'not one scored item applies to "{row.subject.key}"; check the figures or leave it '
            "out of the round.",
        )
    return Sheet(
        key=row.subject.key,
        items=tuple(_line(item, row, final) for item in scheme.items),
        blocks=result.blocks,
        capped=result.capped,
        total=result.total,
        levels=tuple(level.total for level in levels),
        awaiting=final.awaiting,
    )


def _filled(scheme: Scheme, row: _Row, column: Mapping[str, Points], peers: _PeerPoints) -> _Filled:
    points: dict[str, Points] = dict(column)
    fillings: dict[str, Filling] = {}
    dropped: dict[str, Within] = {}
    awaiting: list[str] = []
    for code, given in column.items():
        if given is not None:
            continue
        item = scheme.by_item[code]
        absent = scheme.absent_for(item)
        if row.scored[code].state is State.AWAITING or peers.wait_for(row, item):
            # Until it is judged: the total of what is known so far, never a zero.
            dropped[code] = Within.BLOCK
            awaiting.append(code)
            continue
        fillings[code] = absent.how
        if absent.how is Filling.RESCALE:
            dropped[code] = absent.within
        elif absent.how is Filling.FULL:
            points[code] = rounded(item.highest, scheme.total.item_places)
        else:
            points[code] = peers.mean(row, item)
    return _Filled(points, fillings, dropped, tuple(awaiting))


def _line(item: Item, row: _Row, final: _Filled) -> ItemLine:
    scored = row.scored[item.code]
    by_level = tuple(column[item.code] for column in row.columns)
    typed = row.subject.typed.get(item.code)
    measured = row.subject.measured
    sources = tuple(
        reference
        for code in item.rule.needs
        if code in measured
        for reference in measured[code].sources
    )
    return ItemLine(
        code=item.code,
        state=State.SCORED if by_level[-1] is not None else scored.state,
        computed=scored.points,
        by_level=by_level,
        points=final.points[item.code],
        filled=final.fillings.get(item.code),
        steps=scored.steps,
        sources=sources + (typed.evidence if typed else ()),
    )
