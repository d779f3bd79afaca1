"""The workbook of institutions."""

from datetime import date

from bangfu.core.exchange import parsers
from bangfu.core.exchange.layouts import Column, Layout
from bangfu.core.standards import institutions

from .columns import DAY_NOTE, code, looked_up

_LEVELS = ("三级甲等", "三级乙等", "三级", "二级甲等", "二级乙等", "二级", "一级", "未定级")
_AREA_NOTE = "区划代码（如 370523、370523101），或全称（如 山东省东营市广饶县）。"


def layout(on: date) -> Layout:
    """One row for each institution, known by its code."""
    return Layout(
        zh="机构",
        en="Institutions",
        columns=(
            Column(
                "code",
                "机构代码",
                "Code",
                code,
                required=True,
                unique=True,
                synonyms=("统一社会信用代码", "社会信用代码", "机构编码", "信用代码"),
                note_zh="统一社会信用代码18位；没有的填登记的其他机构代码，最多22位。以此判断是否同一机构。",
                example="12370523MB00000025",
                width=24,
                as_text=True,
            ),
            Column(
                "name",
                "机构名称",
                "Name",
                parsers.text(longest=120),
                required=True,
                synonyms=("单位名称", "医疗机构名称", "名称"),
                note_zh="登记证书上的全称。已登记的机构填了新名称，即为更名，原名称保留。",
                example="广饶县南湖医院",
                width=30,
            ),
            Column(
                "short_name", "简称", "Short name", parsers.text(longest=60), example="南湖医院"
            ),
            Column(
                "category",
                "机构类别",
                "Category",
                looked_up(institutions.find, "机构类别列表中的一项，或 WS 218 的四位类别代码"),
                required=True,
                synonyms=("类别", "机构类型", "单位类别"),
                example="综合医院",
                choices=tuple(kind.zh for kind in institutions.every().values()),
                width=20,
            ),
            Column(
                "level",
                "医院等级",
                "Level and grade",
                parsers.found_by(
                    institutions.level_and_grade,
                    expected_zh="三级甲等、二级甲等、二级、一级、未定级等",
                    expected_en="三级甲等 (III-A) to 一级 (I), or 未定级 (none)",
                ),
                synonyms=("等级", "级别", "医院级别", "等级等次"),
                note_zh="级别和等次，如 三级甲等；没有评定的填 未定级 或不填。",
                example="二级甲等",
                choices=_LEVELS,
            ),
            Column(
                "area",
                "行政区划",
                "Area",
                parsers.text(longest=60),
                required=True,
                synonyms=("区划代码", "行政区划代码", "所在区划", "所属区划", "所在地区"),
                note_zh=_AREA_NOTE,
                example="370523",
                width=24,
                as_text=True,
            ),
            Column(
                "area_class",
                "地区类别",
                "Area class",
                parsers.whole_number(least=1, most=6),
                synonyms=("地区分类", "艰苦边远地区类别"),
                note_zh="1 至 6 类；没有划分的不填。",
                example="2",
            ),
            Column(
                "is_weak",
                "薄弱机构",
                "Weak",
                parsers.yes_or_no,
                synonyms=("是否薄弱", "薄弱卫生院", "是否薄弱机构"),
                choices=("是", "否"),
                example="是",
            ),
            Column(
                "parent",
                "上级机构",
                "Parent",
                parsers.text(longest=120),
                synonyms=("上级单位", "主管单位", "牵头医院"),
                note_zh="机构代码或全称；可以是本表中的另一行。",
                example="",
                width=26,
            ),
            Column("address", "地址", "Address", parsers.text(longest=200), width=30),
            Column(
                "phone",
                "联系电话",
                "Phone",
                parsers.text(longest=40),
                synonyms=("电话",),
                as_text=True,
            ),
            Column(
                "population_served",
                "服务人口",
                "Population served",
                parsers.whole_number(least=0, most=200_000_000),
                synonyms=("服务人口数",),
                note_zh="人数，不带单位。",
                example="32000",
            ),
            Column(
                "since",
                "成立日期",
                "Founded on",
                parsers.day(latest=on),
                synonyms=("登记日期", "启用日期"),
                note_zh=DAY_NOTE + "不填以导入当日为准；对已登记的机构不起作用。",
                example="2009-05-01",
            ),
        ),
    )
