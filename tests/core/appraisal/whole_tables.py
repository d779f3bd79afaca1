"""Sound score tables that nobody chose, in which every part a table may have occurs."""

from typing import Any

import msgspec
from hypothesis import strategies as st

from bangfu.core.appraisal import Scheme, problems
from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.writing import as_toml

KINDS = ("pairing", "host", "sender", "unit", "department", "branch", "posting")
WORDS = st.text("甲乙丙丁考核在岗率讲座AZ（）、；=12", min_size=1, max_size=8)
POINTS = st.integers(1, 4000).map(lambda n: n / 100 if n % 100 else n // 100)
SMALL = st.integers(1, 99).map(lambda n: n / 100)


@st.composite
def texts(draw: st.DrawFn) -> dict[str, str]:
    """A text, sometimes with English."""
    return {"zh": draw(WORDS), "en": draw(st.sampled_from(["", "words", "more, words"]))}


def sometimes(draw: st.DrawFn, **fields: st.SearchStrategy[Any]) -> dict[str, Any]:
    """Some of the fields."""
    return {name: draw(value) for name, value in fields.items() if draw(st.booleans())}


def _rule(draw: st.DrawFn, number: int, sort: str, points: float) -> dict[str, Any]:
    code = st.sampled_from(["own_1", "on_post_rate", "lecture.times"])
    deductions: list[dict[str, Any]] = [
        {"kind": "full_or_nothing", "input": draw(code), "at_least": draw(SMALL)},
        {"kind": "judgement"}
        | sometimes(
            draw,
            level=st.sampled_from(["l0", "l1"]),
            reason=st.just(False),
            evidence=st.integers(0, 3),
            guide=texts(),
        ),
    ]
    unit = {"input": draw(code), "each": draw(SMALL)}
    unit |= sometimes(draw, per=POINTS, whole_units=st.just(True))
    fewer = {"kind": "per_unit_deduction"} | unit | sometimes(draw, target=POINTS)
    others: list[dict[str, Any]] = [
        {"kind": "per_unit_bonus"} | unit | sometimes(draw, above=POINTS),
        {"kind": "ratio_to_target", "input": draw(code), "target": draw(POINTS)}
        | sometimes(draw, nothing_below=SMALL, lower_is_better=st.just(True)),
        {
            "kind": "tiers",
            "input": draw(code),
            "tiers": [{"bound": 0.95, "points": points}, {"bound": 0.00001, "points": 0}],
        },
        {"kind": "growth", "input": draw(code), "full_at": 0.1, "zero_at": -0.05},
        {"kind": "peer_mean", "input": draw(code)}
        | sometimes(draw, pooled=st.just(True), peers_at_least=st.integers(1, 9)),
    ]
    if number:
        others.append({"kind": "threshold_gate", "item": "item_0", "at_least": 0.01})
    if sort == "deduction":
        return draw(st.sampled_from([*deductions, fewer]))
    if sort == "scored":
        return draw(st.sampled_from([*deductions, fewer, *others]))
    return draw(st.sampled_from([*deductions, *others]))


def _absent(grouped: bool) -> st.SearchStrategy[dict[str, Any]]:
    """What becomes of an absent item; where its points go is asked of a dropped one only."""
    within = ["block", "total", *(["group"] if grouped else [])]
    more: dict[str, st.SearchStrategy[Any]] = {
        "peers_at_least": st.integers(1, 9),
        "declared_only": st.just(True),
        "source": st.sampled_from(["s0", "s1"]),
    }
    dropped = {"within": st.sampled_from(within), **more}
    return st.one_of(
        st.fixed_dictionaries({"how": st.just("rescale")}, optional=dropped),
        st.fixed_dictionaries({"how": st.sampled_from(["peer_mean", "full"])}, optional=more),
    )


def _bands(draw: st.DrawFn, stem: str, items: list[str]) -> list[dict[str, Any]]:
    found = []
    for n, start in enumerate((90, 60.5, 0)):
        gates = [
            {"item": one, "at_least": 0, **sometimes(draw, source=st.just("s0"))}
            for one in draw(st.lists(st.sampled_from(items), max_size=6))
        ]
        gates += [{"block": "b0", "at_least": 0.01}] if draw(st.booleans()) else []
        band = {"code": f"{stem}{n}", "title": draw(texts()), "from_score": start, "gates": gates}
        band |= sometimes(
            draw, share_at_most=SMALL, count_at_most=st.integers(1, 50), source=st.just("s1")
        )
        found.append(band)
    return found


@st.composite
def whole_tables(draw: st.DrawFn) -> Scheme:
    """A table with blocks, groups, every kind of rule, both ladders, vetoes, climbs, levels."""
    source = st.sampled_from(["s0", "s1"])
    items: list[dict[str, Any]] = []
    blocks = []
    weights = draw(st.sampled_from([(None, None), (0.7, 0.3), (0.35, 0.65)]))
    for n, weight in enumerate(weights):
        own = []
        for _each in range(draw(st.integers(1, 4))):
            number = len(items)
            sort = draw(st.sampled_from(["scored", "scored", "bonus", "deduction"]))
            sort = "scored" if not own else sort
            points, grouped = draw(POINTS), draw(st.booleans())
            item = {"code": f"item_{number}", "title": draw(texts()), "block": f"b{n}"}
            item |= {"sort": sort, "points": points, "rule": _rule(draw, number, sort, points)}
            item |= {"group": f"g{n}"} if grouped else {}
            item |= sometimes(
                draw,
                part=st.sampled_from(["daily", "year_end"]),
                absent=_absent(grouped),
                note=texts(),
                source=source,
            )
            own.append(item)
            items.append(item)
        started = draw(st.sampled_from([0, 0, 30]))
        full = sum(round(one["points"] * 100) for one in own if one["sort"] == "scored")
        block = {"code": f"b{n}", "title": draw(texts()), "base": (full + started * 100) / 100}
        block |= {"starts_with": started, "weight": weight}
        block |= sometimes(
            draw,
            bonus_at_most=POINTS,
            deduction_at_most=POINTS,
            may_exceed=st.just(True),
            source=source,
        )
        blocks.append(block)
    base = draw(st.sampled_from([100, 600, 1000]))
    if weights[0] is None:
        base = sum(round(block["base"] * 100) for block in blocks) / 100
    codes = [item["code"] for item in items]
    plain: dict[str, Any] = {
        "code": "t",
        "edition": 2026,
        "title": draw(texts()),
        "kind": draw(st.sampled_from(KINDS)),
        "sources": [
            {"code": f"s{n}", "what": draw(texts()), "why": draw(texts()), "assumed": n == 0}
            for n in range(2)
        ],
        # Bands begin at 90, so the whole has at least that many points.
        "total": {"base": base, "converted_to": 100, "item_places": draw(st.integers(0, 4))}
        | sometimes(draw, may_exceed=st.just(True), places=st.integers(0, 4), source=source),
        "blocks": blocks,
        "groups": [
            {"code": f"g{n}", "title": draw(texts()), "block": f"b{n}"}
            | sometimes(draw, bonus_at_most=POINTS, deduction_at_most=POINTS, source=source)
            for n in range(2)
        ],
        "items": items,
        "absent": draw(_absent(grouped=False)),
        "inputs": [
            {"code": "own_1", "title": draw(texts())}
            | sometimes(draw, unit=texts(), rate=st.just(True), yes_no=st.just(True), source=source)
        ],
        "vetoes": [
            {"fact": f"v{n}", "title": draw(texts()), "ladder": ladder, way: band}
            for n, (ladder, way, band) in enumerate(
                (("grades", "sets", "g2"), ("stars", "at_most", "s1"))
            )
        ],
        "grades": _bands(draw, "g", codes),
        "stars": _bands(draw, "s", codes),
        "ranking": {"tie_breakers": draw(st.permutations([*codes, "b1"]))}
        | sometimes(draw, ties=st.just("above"), per_group=st.just(True), source=source),
        "climbs": [{"ladder": "stars", "steps": draw(st.integers(1, 3)), "first": "s1"}]
        + ([{"ladder": "grades"}] if draw(st.booleans()) else []),
        "levels": [
            {"code": f"l{n}", "title": draw(texts())}
            | sometimes(draw, by=texts(), reviewer=st.sampled_from(["own", "unit", "authority"]))
            for n in range(draw(st.integers(2, 4)))
        ],
    }
    plain |= sometimes(draw, objections=st.fixed_dictionaries({"working_days": st.integers(1, 60)}))
    return read_table(as_toml_of(plain), Scheme, file="t.toml", check=problems)


def as_toml_of(plain: dict[str, Any]) -> str:
    """The text of a plain table."""
    return as_toml(msgspec.convert(_without_none(plain), Scheme))


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(each) for key, each in value.items() if each is not None}
    return [_without_none(each) for each in value] if isinstance(value, list) else value
