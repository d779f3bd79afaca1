"""The workbook of the ledger: one row for each piece of work."""

from datetime import date
from decimal import Decimal, InvalidOperation

from bangfu.apps.registry.workbooks.columns import DAY_NOTE, home
from bangfu.core.exchange import parsers
from bangfu.core.exchange.cell_errors import BadValue
from bangfu.core.exchange.cells import Raw, shown
from bangfu.core.exchange.layouts import Column, Layout
from bangfu.core.programmes import ActivityKind, shipped_kinds
from bangfu.core.standards.code_lists import plain

PLACES = ("amount", "second_amount", "third_amount")
"""Columns of a kind's figures, in the order of its measures."""


def kinds() -> dict[str, ActivityKind]:
    """The kinds that one row can tell, by code: nothing that lasts, nothing that needs a list."""
    every = shipped_kinds().items()
    return {code: kind for code, kind in every if not kind.lasting and kind.lists is None}


def layout(on: date) -> Layout:
    """Columns; an entry is known by all that it says."""
    return Layout(
        zh="工作台账",
        en="Ledger of work",
        columns=(
            Column(
                "on",
                "日期",
                "Day",
                parsers.day(latest=on),
                required=True,
                synonyms=("开始日期", "活动日期", "时间", "活动时间"),
                note_zh=DAY_NOTE,
                example="2025-03-17",
            ),
            Column(
                "last_day",
                "结束日期",
                "Last day",
                parsers.day(latest=on),
                note_zh=DAY_NOTE + "一天的不填。",
            ),
            Column(
                "kind",
                "类别",
                "Kind",
                _kind,
                required=True,
                synonyms=("活动类别", "工作类别", "工作内容", "项目类别"),
                choices=tuple(kind.title.zh for kind in kinds().values()),
                note_zh="见下拉列表。捐赠、转诊和长期事项有各自的明细，请在页面登记。",
                example="义诊",
            ),
            *_figures(),
            home("giver", "帮扶单位", "Given by", ("支援单位", "支援医院", "派出单位", "单位")),
            Column(
                "host",
                "受援单位",
                "Received by",
                parsers.text(longest=120),
                synonyms=("受援医院", "受援机构", "派驻单位"),
                note_zh="机构代码，或登记的机构全称；本单位自己开展的不填。",
                width=28,
            ),
            Column(
                "place",
                "地点",
                "Place",
                parsers.text(longest=120),
                synonyms=("活动地点",),
                note_zh="不填为受援单位。",
                width=24,
            ),
            Column(
                "people",
                "参加人员",
                "Taking part",
                _names,
                synonyms=("参加人", "人员"),
                note_zh="几人之间用顿号隔开；帮扶单位登记的同名人员会自动关联。",
                width=24,
            ),
            Column(
                "detail",
                "内容",
                "About",
                parsers.text(longest=200),
                synonyms=("题目", "主题", "手术名称", "会诊科室"),
                note_zh="义诊主题、讲课题目、手术名称等。",
                width=24,
            ),
            Column("note", "备注", "Remark", parsers.text(longest=500), width=24),
            Column(
                "explained",
                "情况说明",
                "Explanation",
                parsers.text(longest=300),
                note_zh="数量明显偏大时，写明原因。",
                width=24,
            ),
            Column(
                "programme",
                "项目",
                "Programme",
                parsers.text(longest=200),
                synonyms=("帮扶项目", "所属项目"),
                note_zh="项目名称或代码；本单位只参加一个项目的不填。",
                width=30,
            ),
        ),
    )


def _figures() -> list[Column]:
    """A column for each place in a kind's measures; any measure's own name is a heading too."""
    named = (
        ("数量", "Amount", "如 86人次的义诊填次数1；门急诊填人次，手术填台次。", "1"),
        ("人次", "People", "义诊服务、听讲、培训等的人次。", "86"),
        ("医务人员人次", "Staff", "参加义诊的医务人员人次。", "6"),
    )
    columns = []
    for place, (zh, en, note, example) in enumerate(named):
        titles = [k.measures[place].title.zh for k in kinds().values() if len(k.measures) > place]
        own = tuple(dict.fromkeys(title for title in titles if title != zh))
        columns.append(
            Column(
                PLACES[place],
                zh,
                en,
                _amount,
                required=False,
                synonyms=own,
                note_zh=note,
                example=example,
            )
        )
    return columns


def _kind(raw: Raw) -> str:
    word = plain(shown(raw))
    for code, kind in kinds().items():
        if word in (code, kind.title.zh, kind.title.en):
            return code
    raise parsers.unknown_word("下拉列表中的一项", "a kind of the list")


def _amount(raw: Raw) -> Decimal:
    word = plain(shown(raw)).replace(",", "")
    try:
        found = Decimal(word)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or isinstance(raw, bool):
        raise BadValue(
            "not_a_number",
            zh="应为数字。",
            en="A number belongs here.",
            remedy_zh="请填数字，不带单位。",
            remedy_en="Enter a number without a unit.",
        )
    return found


def _names(raw: Raw) -> tuple[str, ...]:
    words = shown(raw)
    for other in ",，;；\n":
        words = words.replace(other, "、")
    names = tuple(dict.fromkeys(word.strip() for word in words.split("、") if word.strip()))
    if any(len(name) > 60 for name in names):
        raise BadValue(
            "too_long",
            zh="姓名过长。",
            en="A name is too long.",
            remedy_zh="请用顿号把各人姓名隔开。",
            remedy_en="Put 、 between the names.",
        )
    return names
