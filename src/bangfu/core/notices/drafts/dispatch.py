"""Who is sent: posts, quota rules and the last day to be on post."""

import re
from collections.abc import Iterator
from typing import Any

from bangfu.core.notices.facts import MAX, PLANNED, Fact
from bangfu.core.programmes.vocabulary import DutyUnit, Form, Rank

from .field import Builder
from .head import day_of
from .posts import clause_of, posts_and_rules

_STAYING = re.compile(r"驻点|派驻|连续|服务时间|服务期|工作时间|任期|为期|帮扶|下沉|期限|担任")
_ON_POST = re.compile(r"到岗|报到|到位|开诊")
_MONTHS = {"months": 1, "years": 12}


def dispatch(builder: Builder) -> None:
    """The sending of people; nothing where the text only reports."""
    if not builder.is_programme:
        return
    forms = _forms(builder)
    posts, rules = posts_and_rules(builder, forms)
    rules += [*_conditions(builder), *_stays(builder), *_deadline(builder)]
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


def _conditions(builder: Builder) -> Iterator[dict[str, Any]]:
    for fact in builder.of("rank_floor", PLANNED):
        builder.say("dispatch.rules.rank_floor", "职称下限", Rank.of(str(fact.value)).zh, fact)
        members = re.search(
            r"不少于\s?(\d{1,3})名", fact.sentence[fact.sentence.find(fact.object) :][:24]
        )
        rule: dict[str, Any] = {"kind": "rank_floor", "rank": fact.value, "source": "notice"}
        yield rule | ({"members": int(members[1])} if members else {})
    wanted: dict[str, Fact] = {}
    for fact in builder.of("qualification"):
        wanted.setdefault(str(fact.value), fact)
    if wanted:
        builder.say(
            "dispatch.rules.qualification",
            "人选条件",
            "、".join(f.object for f in wanted.values()),
            *wanted.values(),
        )
        yield {"kind": "qualification", "requires": list(wanted), "source": "notice"}


def _stays(builder: Builder) -> Iterator[dict[str, Any]]:
    for fact in builder.of("quantity", PLANNED):
        if (
            fact.unit not in ("months", "years", "days")
            or fact.bound == MAX
            or not isinstance(fact.value, int)
        ):
            continue
        clause = clause_of(builder, fact)
        if not _STAYING.search(clause) or re.search(r"有效期|协议|公示|交接|培训|进修", clause):
            continue
        length = (
            {"days": fact.value}
            if fact.unit == "days"
            else {"months": fact.value * _MONTHS[fact.unit]}
        )
        told = f"{fact.value}{DutyUnit.of(fact.unit).zh}"
        builder.say("dispatch.rules.minimum_stay", "每次服务时长", told, fact)
        yield {"kind": "minimum_stay", **length, "source": "notice"}
        return


def _deadline(builder: Builder) -> Iterator[dict[str, Any]]:
    for fact in builder.of("deadline"):
        if _ON_POST.search(fact.object):
            if day := day_of(fact):
                builder.say("dispatch.rules.on_post_by", "到岗期限", fact.value, fact)
                yield {"kind": "on_post_by", "on": day, "source": "notice"}
            else:
                month_day = str(fact.value)[2:].replace("-", "月") + "日"
                builder.lack(
                    "dispatch.rules",
                    f"到岗期限写作{month_day}，年份未知，请补充。",
                    "The day to be on post has no year.",
                )
            return
