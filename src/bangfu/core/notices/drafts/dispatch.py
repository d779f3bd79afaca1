"""Who is sent: posts, quota rules and the last day to be on post."""

import re
from typing import Any

from bangfu.core.notices.facts import MAX, MIN, PLANNED, Fact
from bangfu.core.programmes.vocabulary import DutyUnit, Form, Rank

from .field import Builder
from .head import day_of
from .posts import clause_of, posts_and_rules

_STAYING = re.compile(r"驻点|派驻|连续|服务时间|服务期|工作时间|任期|为期|帮扶|下沉|期限|担任")
_ON_POST = re.compile(r"到岗|报到|到位|开诊")
_NOT_A_STAY = re.compile(r"有效期|协议|公示|交接|培训|进修")
_LENGTHS = {"days": ("days", 1), "months": ("months", 1), "years": ("months", 12)}

_Said = tuple[str, str, str | int | float]


def dispatch(builder: Builder) -> None:
    """The sending of people; nothing where the text only reports."""
    if not builder.is_programme:
        return
    forms = _forms(builder)
    posts, rules = posts_and_rules(builder, forms)
    for section_of_rules in (_conditions, _stay, _deadline):
        section_of_rules(builder, rules)
    if not forms:
        if posts or rules:
            builder.lack(
                "dispatch.forms",
                "未写明服务方式（常驻、坐诊、轮换等），暂按常驻。",
                "The form of service is not stated; resident is taken.",
            )
            forms = ["resident"]
        else:
            return
    forms += [post["form"] for post in posts if post["form"] not in forms]
    section: dict[str, Any] = {"forms": list(dict.fromkeys(forms))}
    if posts:
        section["posts"] = posts
    if rules:
        section["rules"] = rules
    if not posts:
        builder.lack(
            "dispatch.posts", "未写明岗位和人数。", "Posts and their number are not stated."
        )
    builder.definition["dispatch"] = section


def _forms(builder: Builder) -> list[str]:
    seen: dict[str, Fact] = {}
    for fact in builder.of("form"):
        if fact.modality != "done":
            seen.setdefault(str(fact.value), fact)
    for number, (code, fact) in enumerate(seen.items(), 1):
        builder.say(f"dispatch.forms[{number}]", "服务方式", Form.of(code).zh, fact)
    return list(seen)


def _add(
    builder: Builder, rules: list[dict[str, Any]], rule: dict[str, Any], said: _Said, *facts: Fact
) -> None:
    """A rule with what is said of it: the key of its figure, a label, the figure in words."""
    rules.append(rule | {"source": "notice"})
    key, label, value = said
    builder.say(f"dispatch.rules[{len(rules)}].{key}", label, value, *facts)


def _conditions(builder: Builder, rules: list[dict[str, Any]]) -> None:
    """Rank floors, of everybody or of some members, and other conditions."""
    for fact in builder.of("rank_floor", PLANNED):
        behind = fact.sentence[fact.sentence.find(fact.object) :][:24]
        members = re.search(r"不少于\s?(\d{1,3})名", behind)
        rule: dict[str, Any] = {"kind": "rank_floor", "rank": fact.value}
        rule |= {"members": int(members[1])} if members else {}
        said = ("rank", "职称下限", Rank.of(str(fact.value)).zh)
        _add(builder, rules, rule, said, fact)
    wanted: dict[str, Fact] = {}
    for fact in builder.of("qualification"):
        wanted.setdefault(str(fact.value), fact)
    if wanted:
        told = "、".join(fact.object for fact in wanted.values())
        rule = {"kind": "qualification", "requires": list(wanted)}
        _add(builder, rules, rule, ("requires", "人选条件", told), *wanted.values())


def _stay(builder: Builder, rules: list[dict[str, Any]]) -> None:
    """How long one stay lasts at least: the first least length that is said of staying.

    通过一年的帮扶 is how long the work goes on; it tells the stay only where nothing else does.
    """
    for fact in sorted(builder.of("quantity", PLANNED), key=lambda fact: fact.bound != MIN):
        if fact.unit not in _LENGTHS or fact.bound == MAX or not isinstance(fact.value, int):
            continue
        clause = clause_of(builder, fact)
        if not _STAYING.search(clause) or _NOT_A_STAY.search(clause):
            continue
        key, times = _LENGTHS[fact.unit]
        rule = {"kind": "minimum_stay", key: fact.value * times}
        told = f"{fact.value}{DutyUnit.of(fact.unit).zh}"
        _add(builder, rules, rule, (key, "每次服务时长", told), fact)
        return


def _deadline(builder: Builder, rules: list[dict[str, Any]]) -> None:
    """The last day to be on post; without a year it is told, not guessed."""
    fact = next((f for f in builder.of("deadline") if _ON_POST.search(f.object)), None)
    if fact is None:
        return
    if day := day_of(fact):
        rule = {"kind": "on_post_by", "on": day}
        _add(builder, rules, rule, ("on", "到岗期限", fact.value), fact)
        return
    month, day_of_month = str(fact.value)[2:].split("-")
    builder.lack(
        "dispatch.rules",
        f"到岗期限写作{int(month)}月{int(day_of_month)}日，年份未知，请补充。",
        "The day to be on post has no year.",
    )
