"""Which tables a problem has, and which columns: headings in Chinese and in English."""

from dataclasses import dataclass, field

import msgspec

from bangfu.core.planner.problem import (
    Department,
    Duty,
    Forbidden,
    Hospital,
    Host,
    Pairing,
    Person,
    Post,
    Problem,
    Programme,
)

from .cells import (
    DAY,
    FLAG,
    LEAVES,
    SPAN,
    TEXT,
    WHOLE,
    Kind,
    Language,
    amounts,
    choice,
    items,
)

FORM = choice({"resident": "驻点", "rotating": "轮换", "leadership": "任职", "visiting": "坐诊"})
TIER = choice({"tertiary": "三级", "secondary": "二级", "primary": "一级"})
UNIT = choice({"months": "月", "weeks": "周", "days": "日"})
GOAL = choice({"coverage": "覆盖", "stability": "稳定", "quality": "质量", "fairness": "公平"})
RANK = choice({"1": "正高", "2": "副高", "3": "中级", "4": "助理级", "5": "员级"})


def _rank() -> Kind:
    """A rank by its word or its number, 1 to 5."""
    return Kind(
        lambda value, language: RANK.write(str(value), language),
        lambda cell: int(RANK.read(cell)),
    )


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``key`` is the field it fills, ``quota.lower`` one inside another."""

    key: str
    zh: str
    kind: Kind
    also: tuple[str, ...] = ()

    def heading(self, language: Language) -> str:
        """What stands above the column."""
        return self.zh if language == "zh" else self.key


@dataclass(frozen=True, slots=True)
class Layout:
    """One table: ``section`` is the key of the problem it fills, ``problem`` the problem itself."""

    section: str
    zh: str
    shape: type[msgspec.Struct]
    columns: tuple[Column, ...]
    needed: bool = False
    by_heading: dict[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        found = {
            name: column
            for column in self.columns
            for name in (column.zh, column.key, *column.also)
        }
        object.__setattr__(self, "by_heading", found)

    def file(self, language: Language) -> str:
        """The file's name."""
        return f"{self.zh if language == 'zh' else self.section}.csv"

    def column_at(self, path: str) -> Column | None:
        """The column that a path such as ``quota.lower`` or ``travel`` stands in."""
        fitting = [c for c in self.columns if path == c.key or path.startswith(f"{c.key}.")]
        within = [c for c in self.columns if c.key.startswith(f"{path}.")] if path else []
        return next(iter([*fitting, *within]), None)


ID = Column("id", "编号", TEXT)
NAME = Column("name", "名称", TEXT, ("姓名",))
AREA = Column("area", "行政区划", TEXT)
START, END = Column("start", "开始期", WHOLE), Column("end", "结束期", WHOLE)
AMOUNTS, TEXTS, FORMS, SPANS = amounts(TEXT), items(TEXT), items(FORM), items(SPAN)

LAYOUTS = (
    Layout(
        "problem",
        "规划",
        Problem,
        (
            Column("title", "标题", TEXT),
            Column("horizon.unit", "周期单位", UNIT),
            Column("horizon.starts_on", "开始日期", DAY),
            Column("horizon.count", "期数", WHOLE),
            Column("goals", "目标次序", items(GOAL)),
            Column("burden.cap", "负担上限", WHOLE),
            Column("burden.full_time", "全职负担", WHOLE),
            Column("burden.visiting", "坐诊负担", WHOLE),
            Column("weights.specialty", "专业权重", WHOLE),
            Column("weights.rank", "职称权重", WHOLE),
            Column("weights.preference", "意愿权重", WHOLE),
            Column("weights.owed", "晋升前服务权重", WHOLE),
            Column("weights.travel", "路程权重", WHOLE),
            Column("weights.change", "轮换成本", WHOLE),
        ),
        needed=True,
    ),
    Layout(
        "hospitals",
        "医院",
        Hospital,
        (
            ID,
            NAME,
            Column("tier", "级别", TIER),
            Column("quota.lower", "派出下限", WHOLE),
            Column("quota.upper", "派出上限", WHOLE),
            Column("quota.forms", "计入方式", FORMS),
            AREA,
        ),
        needed=True,
    ),
    Layout(
        "departments",
        "科室",
        Department,
        (
            ID,
            Column("hospital", "医院", TEXT),
            NAME,
            Column("staff", "人数", WHOLE, ("编制",)),
            Column("minimum", "最低在岗", WHOLE),
            Column("leave", "休假", LEAVES),
        ),
    ),
    Layout("hosts", "受援单位", Host, (ID, NAME, AREA), needed=True),
    Layout(
        "people",
        "人员",
        Person,
        (
            ID,
            Column("name", "姓名", TEXT, ("名称",)),
            Column("hospital", "医院", TEXT),
            Column("department", "科室", TEXT),
            Column("specialties", "专业", TEXTS),
            Column("rank", "职称", _rank(), ("职称级别",)),
            Column("available", "可派时段", SPANS),
            Column("served_months", "已服务月数", WHOLE),
            Column("owed_months", "尚欠月数", WHOLE),
            Column("preferences", "意愿", AMOUNTS),
            Column("travel", "路程小时", AMOUNTS),
            Column("sessions", "每周可派半天", WHOLE),
            Column("forms", "同意方式", FORMS),
            Column("registered", "已备案单位", TEXTS),
            Column("burden_cap", "负担上限", WHOLE),
        ),
        needed=True,
    ),
    Layout(
        "posts",
        "岗位",
        Post,
        (
            ID,
            NAME,
            Column("host", "受援单位", TEXT),
            Column("form", "方式", FORM),
            Column("specialties", "接受专业", AMOUNTS, ("专业",)),
            Column("rank_floor", "职称底线", _rank()),
            Column("priority", "优先级", WHOLE),
            Column("term", "任期", SPAN),
            Column("stints.shortest", "最短期数", WHOLE),
            Column("stints.longest", "最长期数", WHOLE),
            Column("stints.step", "期数间隔", WHOLE),
            Column("stints.starts_every", "起始间隔", WHOLE),
            Column("stays", "可选派驻期", SPANS),
            Column("overlap", "交接期数", WHOLE),
            Column("rest", "休整期数", WHOLE),
            Column("senders", "派出医院", TEXTS),
            Column("headcount", "人数", WHOLE),
            Column("sessions", "每周半天", WHOLE),
            Column("never_uncovered", "不得空岗", FLAG),
            Column("programme", "项目", TEXT),
        ),
        needed=True,
    ),
    Layout(
        "programmes",
        "项目",
        Programme,
        (
            ID,
            NAME,
            Column("tiers", "分级名额", amounts(TIER)),
            Column("person_times", "人次下限", WHOLE),
        ),
    ),
    Layout(
        "pairings",
        "结对",
        Pairing,
        (Column("sender", "派出医院", TEXT), Column("host", "受援单位", TEXT)),
    ),
    Layout(
        "pinned",
        "锁定",
        Duty,
        (Column("person", "人员", TEXT), Column("post", "岗位", TEXT), START, END),
    ),
    Layout(
        "forbidden",
        "不派",
        Forbidden,
        (Column("person", "人员", TEXT), Column("post", "岗位", TEXT)),
    ),
)
"""All tables, in the order of the problem file."""
