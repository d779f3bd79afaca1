"""The workbook of a city's branches: one row for each branch, or each unit of a joint branch."""

from datetime import date

from bangfu.apps.registry.workbooks.columns import DAY_NOTE, home
from bangfu.core.exchange import parsers
from bangfu.core.exchange.cells import Raw, shown
from bangfu.core.exchange.layouts import Column, Layout

MOST_MEMBERS = 10_000


def layout(on: date) -> Layout:
    """Columns; a branch is known by the institution that keeps it and its name."""
    return Layout(
        zh="党支部",
        en="Party branches",
        keys=(("institution", "name"),),
        columns=(
            home("institution", "所在单位", "Institution", ("单位", "机构", "单位名称")),
            Column(
                "name",
                "党支部名称",
                "Branch",
                parsers.text(longest=120),
                required=True,
                synonyms=("支部名称", "党支部"),
                note_zh="以单位和名称判断是否同一党支部；联合党支部的各单位填同一名称。",
                example="内科党支部",
                width=26,
            ),
            Column(
                "lead",
                "联合党支部牵头单位",
                "Lead of a joint branch",
                parsers.text(longest=120),
                synonyms=("牵头单位",),
                note_zh="单独成立的不填；联合党支部每个单位一行，每行都填同一牵头单位。",
                width=28,
            ),
            Column(
                "founded_on",
                "成立日期",
                "Founded on",
                parsers.day(latest=on),
                required=True,
                synonyms=("成立时间",),
                note_zh=DAY_NOTE,
                example="2019-06-28",
            ),
            Column(
                "departments",
                "覆盖科室",
                "Departments",
                several,
                synonyms=("科室",),
                note_zh="登记的科室名称，多个用顿号隔开。只在新增党支部时读取。",
                example="心血管内科、呼吸内科",
                width=28,
            ),
            Column(
                "secretary",
                "书记",
                "Secretary",
                parsers.text(longest=60),
                synonyms=("党支部书记", "支部书记"),
                note_zh="本单位在册人员会自动关联。",
                example="",
            ),
            Column(
                "is_backbone",
                "书记为业务骨干",
                "A professional",
                parsers.yes_or_no,
                synonyms=("业务骨干",),
                choices=("是", "否"),
                example="是",
            ),
            Column(
                "is_head",
                "书记为科室负责人",
                "Head of department",
                parsers.yes_or_no,
                synonyms=("科室负责人",),
                choices=("是", "否"),
                example="是",
            ),
            Column(
                "full",
                "正式党员",
                "Full members",
                parsers.whole_number(least=0, most=MOST_MEMBERS),
                synonyms=("正式党员数", "党员人数"),
                note_zh="只填人数，不填姓名。",
                example="18",
            ),
            Column(
                "probationary",
                "预备党员",
                "Probationary members",
                parsers.whole_number(least=0, most=MOST_MEMBERS),
                synonyms=("预备党员数",),
                example="2",
            ),
        ),
    )


def several(raw: Raw) -> tuple[str, ...]:
    """Names in one cell, without repetition, in their order."""
    words = shown(raw)
    for other in ",，;；\n":
        words = words.replace(other, "、")
    return tuple(dict.fromkeys(word.strip() for word in words.split("、") if word.strip()))
