"""Laws of whole rounds, on tables and figures that nobody chose."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.core.appraisal import (
    Change,
    Measured,
    Scheme,
    Sheet,
    Subject,
    Typed,
    freeze,
    read,
    replay,
    score_round,
)
from bangfu.core.appraisal.rules import Meaning
from bangfu.core.programmes import Text

INPUTS = {f"i{n}": Meaning(code=f"i{n}", title=Text(zh=f"i{n}")) for n in range(8)}
LEVELS = ("self", "city")
RULES = (
    'kind = "ratio_to_target", input = "i{n}", target = 70',
    'kind = "per_unit_deduction", input = "i{n}", each = 0.3, per = 7',
    'kind = "judgement", reason = false',
    'kind = "full_or_nothing", input = "i{n}", at_least = 30',
)
HOW = ('how = "rescale", within = "{}"', 'how = "full"')


@st.composite
def tables(draw: st.DrawFn) -> Scheme:
    """Two or three blocks of items by groups, with or without weights, a conversion, a bonus."""
    blocks = draw(st.integers(2, 3))
    full = [draw(st.lists(st.integers(1, 30), min_size=1, max_size=3)) for _ in range(blocks)]
    weighted = draw(st.booleans())
    base = draw(st.sampled_from([100, 600, 1000])) if weighted else sum(map(sum, full))
    converted = draw(st.sampled_from(["", "converted_to = 100\n"]))
    exceed = draw(st.sampled_from(["", "may_exceed = true\n"]))
    head = 'code = "t"\nedition = 1\ntitle = { zh = "表" }\nkind = "unit"\n'
    text = [f"{head}[total]\nbase = {base}\n{converted}{exceed}"]
    weights = {2: (0.35, 0.65), 3: (0.2, 0.45, 0.35)}[blocks]
    for n, points in enumerate(full):
        weight = f"weight = {weights[n]}\n" if weighted else ""
        text.append(
            f'[[blocks]]\ncode = "b{n}"\ntitle = {{ zh = "b{n}" }}\nbase = {sum(points)}\n{weight}'
        )
        text.append(f'[[groups]]\ncode = "g{n}"\ntitle = {{ zh = "g{n}" }}\nblock = "b{n}"\n')
    text.append('[[blocks]]\ncode = "more"\ntitle = { zh = "more" }\nbonus_at_most = 3\n')
    number = 0
    for n, points in enumerate(full):
        for one in points:
            grouped = draw(st.booleans())
            within = draw(st.sampled_from(["group", "block", "total"] if grouped else ["block"]))
            how = draw(st.sampled_from(HOW)).format(within)
            rule = draw(st.sampled_from(RULES)).format(n=number % 8)
            group = f'group = "g{n}"\n' if grouped else ""
            text.append(
                f'[[items]]\ncode = "t{number}"\ntitle = {{ zh = "项" }}\nblock = "b{n}"\n{group}'
                f"points = {one}\nrule = {{ {rule} }}\nabsent = {{ {how} }}\n"
            )
            number += 1
    text.append(
        '[[items]]\ncode = "extra"\ntitle = { zh = "加" }\nblock = "more"\nsort = "bonus"\n'
        'points = 5\nrule = { kind = "per_unit_bonus", input = "i0", each = 0.37, per = 9 }\n'
    )
    text.extend(f'[[levels]]\ncode = "{code}"\ntitle = {{ zh = "{code}" }}\n' for code in LEVELS)
    return read("\n".join(text), inputs=INPUTS)


@st.composite
def rounds(draw: st.DrawFn) -> tuple[Scheme, list[Subject]]:
    """A table and a few subjects, some figures missing, some items declared, some changed."""
    scheme = draw(tables())
    known = draw(st.integers(1, 4))
    return scheme, [draw(subjects(scheme, f"s{n}")) for n in range(known)]


@st.composite
def subjects(draw: st.DrawFn, scheme: Scheme, key: str) -> Subject:
    figures = {
        code: draw(st.none() | st.decimals(0, 150, places=2)) for code in sorted(scheme.needs)
    }
    typed, declared, changes = {}, {}, []
    for item in scheme.items:
        most = int(item.highest * 100)
        if scheme.judged_at(item):
            typed[item.code] = Typed(points=Decimal(draw(st.integers(0, most))) / 100)
        elif item.code != "t0" and draw(st.integers(0, 5)) == 0:
            declared[item.code] = "不适用"
        if draw(st.integers(0, 5)) == 0:
            points = Decimal(draw(st.integers(0, most))) / 100
            level = draw(st.sampled_from(LEVELS))
            changes.append(Change(level=level, item=item.code, points=points, reason="核实"))
    # One item at least always applies.
    if "t0" not in typed:
        changes = [c for c in changes if c.item != "t0"]
        changes.append(Change(level="self", item="t0", points=Decimal(0), reason="核实"))
    return Subject(
        key=key,
        measured={code: Measured(value=v) for code, v in figures.items() if v is not None},
        typed=typed,
        declared=declared,
        changes=tuple(changes),
        closed=LEVELS,
    )


def require_sums(scheme: Scheme, sheet: Sheet) -> None:
    """Whatever a sheet shows adds up, to the last place."""
    for block in sheet.blocks:
        shown = [
            line.points or Decimal(0)
            for line in sheet.items
            if scheme.by_item[line.code].block == block.code
        ]
        assert sum(shown) == block.items
        assert block.starts_with + block.items + block.rescaled + block.capped == block.points
    assert sheet.total == sum(block.contribution for block in sheet.blocks) + sheet.capped


@settings(max_examples=100)
@given(rounds())
def test_sheets_add_up(made: tuple[Scheme, list[Subject]]) -> None:
    scheme, known = made

    for sheet in score_round(scheme, known, inputs=INPUTS).sheets:
        require_sums(scheme, sheet)
        assert sheet.total is not None
        assert sheet.total >= 0
        assert scheme.total.may_exceed or sheet.total <= scheme.full


@settings(max_examples=40)
@given(rounds(), st.randoms(use_true_random=False))
def test_order_never_matters_and_replay_is_identity(
    made: tuple[Scheme, list[Subject]], chance: Any
) -> None:
    scheme, known = made
    frozen = freeze(scheme, known, score_round(scheme, known, inputs=INPUTS))
    turned = [replace(one, changes=tuple(reversed(one.changes))) for one in known]
    chance.shuffle(turned)

    again = freeze(scheme, turned, score_round(scheme, turned, inputs=INPUTS))

    assert again == frozen
    assert replay(frozen, inputs=INPUTS).identical


@settings(max_examples=60)
@given(tables(), st.data())
def test_dropping_items_keeps_full_points_within_reach(scheme: Scheme, data: st.DataObject) -> None:
    """Whoever has full points in whatever applies has full points."""
    items = [item for item in scheme.items if item.code != "extra"]
    kept = data.draw(st.sampled_from([item.code for item in items]))
    dropped = data.draw(st.sets(st.sampled_from([item.code for item in items])))
    best = tuple(
        Change(level="self", item=i.code, points=Decimal(str(i.points)), reason="满")
        for i in items
        if i.code not in dropped - {kept}
    )
    one = Subject(
        key="s",
        declared=dict.fromkeys(sorted(dropped - {kept}), "不适用"),
        changes=best,
        closed=LEVELS,
    )

    (sheet,) = score_round(scheme, [one], inputs=INPUTS).sheets

    assert not sheet.awaiting
    assert sheet.total is not None
    assert Fraction(sheet.total) == scheme.full


@settings(max_examples=60)
@given(rounds(), st.data())
def test_more_points_of_an_item_never_make_a_smaller_total(
    made: tuple[Scheme, list[Subject]], data: st.DataObject
) -> None:
    scheme, known = made
    (first, *_) = known
    (before,) = score_round(scheme, [first], inputs=INPUTS).sheets
    line = data.draw(st.sampled_from([line for line in before.items if line.points is not None]))
    highest = int(scheme.by_item[line.code].highest * 100)
    more = Decimal(data.draw(st.integers(int((line.points or 0) * 100), highest))) / 100
    raised = Change(level="city", item=line.code, points=more, reason="上调")
    others = tuple(c for c in first.changes if (c.level, c.item) != ("city", line.code))

    (after,) = score_round(
        scheme, [replace(first, changes=(*others, raised))], inputs=INPUTS
    ).sheets

    assert before.total is not None
    assert after.total is not None
    assert after.total >= before.total
