"""The sheets of a score table beside its items: head, blocks, grades, gates, vetoes and the rest.

A column is known by the field it states (``title.en``); a sheet's rows become plain tables, as they
would stand in a file, and back.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from bangfu.core.exchange.importing import Row
from bangfu.core.exchange.layouts import Column, Layout
from bangfu.core.programmes.words import Section, Text

from .reviewers import Reviewer
from .scheme import Absent, Ranking, Scheme, Term, Total
from .sheet_cells import choice, codes_of, number_cell, title_of, titles_of, words_cell
from .vocabulary import Filling, Ladder, Ties, Within

Cells = list[str | int | float | None]

_LONGEST = 1000
_YES_NO: Mapping[str, object] = {"是": True, "否": False}
_WAYS: Mapping[str, object] = {"直接定为": "sets", "最高只能评为": "at_most"}
_NEW = "已有的行请勿改动；新添的行不用填，由系统编号。"


class Head(Section, frozen=True, kw_only=True):
    """What a table says of itself as a whole, apart from code, year and kind."""

    title: Text
    total: Total
    absent: Absent = Absent()
    ranking: Ranking = Ranking()
    objections: Term | None = None


def head_layout(scheme: Scheme) -> Layout:
    """The one row of the head."""
    return Layout(
        "表头",
        "head",
        (
            _words("title.zh", "名称", "title", required=True, width=30),
            _words("title.en", "英文名称", "English title", width=24),
            _figure("total.base", "总分", "base", required=True),
            _figure("total.converted_to", "折算为", "converted to", note_zh="不折算则不填。"),
            _yes_no("total.may_exceed", "总分可以超过满分", "may exceed"),
            _figure("total.item_places", "项目小数位", "places of items"),
            _figure("total.places", "总分小数位", "places of the total"),
            _source(scheme, "total.source", "总分依据", "source of the total"),
            choice("absent.how", "项目不适用时", "if absent", codes_of(Filling), width=18),
            choice("absent.within", "剔除后分摊到", "within", codes_of(Within)),
            _figure("absent.peers_at_least", "同组至少家数", "peers at least"),
            _yes_no("absent.declared_only", "须人工认定", "declared only"),
            _source(scheme, "absent.source", "不适用的依据", "source if absent"),
            choice("ranking.ties", "名额边上并列时", "ties", codes_of(Ties), width=20),
            _yes_no("ranking.per_group", "名额按组计算", "quota per group"),
            _source(scheme, "ranking.source", "排名依据", "source of ranking"),
            _figure("objections.working_days", "异议期工作日", "working days for objections"),
            _source(scheme, "objections.source", "异议期依据", "source of objections"),
        ),
    )


def part_layouts(scheme: Scheme) -> dict[str, Layout]:
    """The sheets of the parts, in the order they are read; lists are those of the table so far."""
    source = partial(_source, scheme, "source", "依据", "source")
    blocks = titles_of((one.code, one.title) for one in scheme.blocks)
    bands = bands_by_title(scheme)
    named = (_code(), *_title())
    limits = (
        _figure("bonus_at_most", "加分最多", "bonus at most"),
        _figure("deduction_at_most", "扣分最多", "deduction at most"),
    )
    band = (
        *named,
        _figure("from_score", "总分不低于", "from score", required=True),
        _figure("below", "总分低于", "below", note_zh="不填则到上一档为止。"),
        _figure("share_at_most", "名额比例", "share at most", note_zh="例如30%，向下取整。"),
        _figure("count_at_most", "名额个数", "count at most"),
        source(),
    )
    return {
        "sources": Layout("依据", "sources", (_code(), *_text("what", "依据名称", "what"),
            *_text("why", "说明", "why"), _yes_no("assumed", "本地约定", "assumed"))),
        "inputs": Layout("自设数据", "inputs", (*named, *_text("unit", "单位", "unit"),
            _yes_no("rate", "是占比", "rate"), _yes_no("yes_no", "是或否", "yes or no"), source())),
        "blocks": Layout("板块", "blocks", (*named,
            _figure("base", "基本分", "base", note_zh="计分项与起点分的合计；只有加减分的填0。"),
            _figure("starts_with", "起点分", "starts with"),
            _figure("weight", "权重", "weight", note_zh="例如70%；要么都填，要么都不填。"),
            _figure("daily", "其中日常", "daily"), *limits,
            _yes_no("may_exceed", "可以超过基本分", "may exceed"), source())),
        "groups": Layout("分组", "groups", (*named,
            choice("block", "板块", "block", blocks, required=True),
            _figure("points", "合计分值", "points"), *limits, source())),
        "levels": Layout("评审层级", "levels", (*named, *_text("by", "由谁办理", "by", must=False),
            choice("reviewer", "谁来评", "reviewer", codes_of(Reviewer), width=18), source())),
        "grades": Layout("等次", "grades", band),
        "stars": Layout("星级", "stars", band),
        "gates": Layout("分项门槛", "gates", (
            choice("band", "等次或星级", "band", bands, required=True, width=24),
            choice("block", "板块", "block", blocks, note_zh="板块和项目二者选一。"),
            choice("item", "项目", "item", _items(scheme), width=24),
            _figure("at_least", "不低于", "at least", required=True), source())),
        "vetoes": Layout("一票否决", "vetoes", (_code("fact"), *_title(),
            choice("way", "一经查实", "once confirmed", _WAYS, required=True),
            choice("band", "等次或星级", "band", bands, required=True, width=24), source())),
        "climbs": Layout("逐级晋升", "climbs", (
            choice("ladder", "适用于", "ladder", codes_of(Ladder), required=True),
            _figure("steps", "最多升几档", "steps"),
            choice("first", "首次最高", "first", bands, width=24), source())),
        "tie_breakers": Layout("并列次序", "tie breakers", (
            choice("place", "板块或项目", "block or item", blocks | _items(scheme),
                required=True, width=30, note_zh="总分相同时，自上而下逐个比较。"),)),
    }  # fmt: skip


def bands_by_title(scheme: Scheme) -> dict[str, object]:
    """``等次·优秀`` and its like, each with its ladder and code."""
    return {
        f"{ladder.zh}·{title}": (ladder, code)
        for ladder in Ladder
        for title, code in titles_of((b.code, b.title) for b in scheme.bands(ladder)).items()
    }


def cells_of(layout: Layout, row: object) -> Cells:
    """A row as its cells; codes stand by their words."""
    return [_cell(column, row) for column in layout.columns]


def part_rows(scheme: Scheme, part: str) -> list[Cells]:
    """All rows of a part's sheet."""
    layout = part_layouts(scheme)[part]
    bands = bands_by_title(scheme)
    rows: Iterable[Any]
    if part == "gates":
        rows = [
            plain_of(gate) | {"band": title_of(bands, (ladder, band.code))}
            for ladder in Ladder
            for band in scheme.bands(ladder)
            for gate in band.gates
        ]
    elif part == "tie_breakers":
        rows = [{"place": code} for code in scheme.ranking.tie_breakers]
    elif part == "vetoes":
        rows = [
            plain_of(veto)
            | {
                "way": "sets" if veto.sets else "at_most",
                "band": title_of(bands, (veto.ladder, veto.sets or veto.at_most or "")),
            }
            for veto in scheme.vetoes
        ]
    elif part == "climbs":
        rows = [
            plain_of(one) | {"first": one.first and title_of(bands, (one.ladder, one.first))}
            for one in scheme.climbs
        ]
    else:
        rows = getattr(scheme, part)
    return [cells_of(layout, row) for row in rows]


def plain_of(row: Section) -> dict[str, Any]:
    """A row's fields by name."""
    return {name: getattr(row, name) for name in row.__struct_fields__}


def stated(row: Row) -> dict[str, Any]:
    """A row as the plain table it states; empty cells are left out."""
    plain: dict[str, Any] = {}
    for key, value in row.values.items():
        *around, last = key.split(".")
        if value in (None, ""):
            continue
        inside = plain
        for name in around:
            inside = inside.setdefault(name, {})
        inside[last] = value
    return plain


def _cell(column: Column, row: object) -> str | int | float | None:
    value: Any = row
    for name in column.key.split("."):
        value = value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
    if isinstance(value, bool):
        return "是" if value else "否"
    if column.choices and value is not None:
        return value if value in column.choices else column_word(column, value)
    return value if value != "" else None


def column_word(column: Column, value: object) -> str:
    """The word of a list that stands for a value, or the value itself where none does."""
    return next((word for word in column.choices if column.parse(word) == value), str(value))


def _items(scheme: Scheme) -> dict[str, object]:
    """Items by title, apart from blocks of the same name."""
    blocks = {one.title.zh for one in scheme.blocks}
    named = titles_of((one.code, one.title) for one in scheme.items)
    return {str(code) if title in blocks else title: code for title, code in named.items()}


def _words(key: str, zh: str, en: str, **rest: Any) -> Column:
    return Column(key, zh, en, words_cell(longest=_LONGEST), **rest)


def _figure(key: str, zh: str, en: str, **rest: Any) -> Column:
    return Column(key, zh, en, number_cell, **rest)


def _yes_no(key: str, zh: str, en: str) -> Column:
    return choice(key, zh, en, _YES_NO)


def _source(scheme: Scheme, key: str, zh: str, en: str) -> Column:
    return choice(key, zh, en, titles_of((s.code, s.what) for s in scheme.sources), width=24)


def _code(key: str = "code") -> Column:
    return _words(key, "代码", "code", unique=True, note_zh=_NEW, as_text=True)


def _title() -> Sequence[Column]:
    return _text("title", "名称", "title")


def _text(key: str, zh: str, en: str, *, must: bool = True) -> Sequence[Column]:
    return (
        _words(f"{key}.zh", zh, en, required=must, width=28),
        _words(f"{key}.en", f"{zh}英文", f"{en} in English", width=24),
    )
