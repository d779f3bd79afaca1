"""Tasks, reviews and forms."""

import re
from typing import Any

from bangfu.core.notices.facts import DONE, Fact
from bangfu.core.programmes.vocabulary import Per

from .field import Builder, text
from .head import day_of

MOST_TASKS = 60
LONGEST_TITLE = 60
_ROUNDS = {
    "half_year": "半年考核",
    "year_end": "年终考核",
    "term_end": "期满考核",
    "ad_hoc": "不定期督查",
}
_CHECKED = ("month", "quarter")
_PAPERS = (
    ("work_rules", r"工作制度|管理制度"),
    ("registration_form", r"登记表"),
    ("evaluation_form", r"考核表|评价表"),
    ("posting_list", r"名单|安排表|汇总表"),
    ("score_sheet", r"评分表|打分表"),
    ("agreement", r"协议"),
    ("responsibility_letter", r"责任书"),
)


def tasks(builder: Builder) -> None:
    """The sections ``tasks``, ``appraisal`` and ``documents``."""
    if builder.notice.head.kind != "report" or builder.of("task"):
        _tasks(builder)
    _appraisal(builder)
    _documents(builder)


def _tasks(builder: Builder) -> None:
    items: list[dict[str, Any]] = []
    seen: set[str] = set()
    for fact in [*builder.of("task"), *builder.of("requirement")]:
        title = str(fact.value)[:LONGEST_TITLE]
        if title in seen or len(items) >= MOST_TASKS:
            continue
        seen.add(title)
        entry: dict[str, Any] = {
            "code": f"task_{len(items) + 1}",
            "title": text(title),
            "source": "notice",
        }
        if fact.kind == "requirement" and fact.object:
            entry["office"] = text(fact.object)
        day = _due(builder, fact)
        if day:
            entry["due"] = day_of(day)
        items.append(entry)
        place = f"tasks.items[{len(items)}]"
        builder.say(f"{place}.title", "任务", title, fact)
        if day:
            builder.say(f"{place}.due", "完成期限", day.value, day)
    section: dict[str, Any] = {}
    if items:
        section["items"] = items
    for fact in builder.of("review"):
        if fact.value in _CHECKED and fact.modality != DONE:
            section["checked"] = fact.value
            builder.say("tasks.checked", "检查周期", Per.of(str(fact.value)).zh, fact)
            break
    if section:
        builder.definition["tasks"] = section


def _due(builder: Builder, fact: Fact) -> Fact | None:
    """A deadline within the task's own words, or before them in its sentence."""
    own = [d for d in builder.of("deadline") if fact.place[0] <= d.place[0] < fact.place[1]]
    if not own:
        own = [
            d
            for d in builder.of("deadline")
            if d.sentence == fact.sentence and 0 <= fact.place[0] - d.place[1] < 12
        ]
    return next((day for day in own if day_of(day)), None)


def _appraisal(builder: Builder) -> None:
    rounds: dict[str, Fact] = {}
    for fact in builder.of("review"):
        if fact.value in _ROUNDS and fact.modality != DONE:
            rounds.setdefault(str(fact.value), fact)
    levels = builder.of("review_level")
    if not rounds and not levels:
        if builder.is_programme:
            builder.lack("appraisal", "未写考核办法。", "How work is appraised is not stated.")
        return
    section: dict[str, Any] = {
        "subjects": ["branch" if _about_branches(levels) else "sender"],
        "source": "notice",
    }
    methods = list(
        dict.fromkeys(str(f.value) for f in builder.of("review_method") if f.modality != DONE)
    )
    if rounds:
        section["rounds"] = []
        for number, (kind, fact) in enumerate(rounds.items(), 1):
            entry = {"code": kind, "title": text(_ROUNDS[kind]), "kind": kind, "source": "notice"}
            if methods and (kind == "ad_hoc" or len(rounds) == 1):
                entry["methods"] = methods
            section["rounds"].append(entry)
            builder.say(f"appraisal.rounds[{number}]", "考核轮次", _ROUNDS[kind], fact)
    if levels:
        section["levels"] = []
        for number, fact in enumerate(levels, 1):
            section["levels"].append(
                {
                    "code": f"level_{number}",
                    "title": text(str(fact.value)),
                    "office": text(fact.object),
                    "source": "notice",
                }
            )
            builder.say(f"appraisal.levels[{number}]", "考核层级", fact.value, fact)
    builder.definition["appraisal"] = section


def _about_branches(levels: list[Fact]) -> bool:
    return any("支部" in fact.object for fact in levels)


def _documents(builder: Builder) -> None:
    papers = []
    for fact in builder.of("annex"):
        kind = next((kind for kind, named in _PAPERS if re.search(named, str(fact.value))), "")
        if kind:
            papers.append({"kind": kind, "title": text(str(fact.value)), "source": "notice"})
            builder.say(f"documents[{len(papers)}].title", "用表", fact.value, fact)
    if papers:
        builder.definition["documents"] = papers
