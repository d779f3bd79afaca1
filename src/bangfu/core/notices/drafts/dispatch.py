"""Who is sent: posts, quota rules and the last day to be on post."""

import re
from collections.abc import Iterator
from typing import Any

from bangfu.core.notices.facts import EXACT, MAX, MIN, PLANNED, Fact
from bangfu.core.notices.resolving import sums_in
from bangfu.core.notices.word_lists import words

from .field import Builder, text
from .head import day_of

_STAYING = re.compile(r"驻点|派驻|连续|服务时间|服务期|工作时间|任期|为期|帮扶|下沉|期限|担任")
_NOT_SENT = re.compile(r"培训|培养|带教|进修|接收|村医|乡村医生|签约|参加|招|徒|学员|考核")
_SENT_OFTEN = re.compile(r"支医|派驻|选派|派出|专家")
_ROLE = re.compile(r"(?:担任|任)[^，。；]{0,12}“([^“”]{2,10})”")
_ON_POST = re.compile(r"到岗|报到|到位|开诊")
_PER = (("每年", "year"), ("全年", "year"), ("每季度", "quarter"), ("每月", "month"), ("每周", "week"))
_LEVELS = {"三级": "tertiary", "二级": "secondary", "一级": "primary"}
_FORM_WORDS = {"常驻": "resident", "驻点": "resident", "坐诊": "visiting"}
_MONTHS = {"months": 1, "years": 12}


def dispatch(builder: Builder) -> None:
    """The sending of people; nothing where the text only reports."""
    if not builder.is_programme:
        return
    forms = _forms(builder)
    posts, rules = _posts(builder, forms)
    rules += [*_conditions(builder), *_stays(builder), *_deadline(builder)]
    if not forms:
        if posts or rules:
            builder.lack("dispatch.forms", "未写明服务方式（常驻、坐诊、轮换等），暂按常驻。", "The form of service is not stated; resident is taken.")
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
        builder.lack("dispatch.posts", "未写明岗位和人数。", "Posts and their number are not stated.")
    builder.definition["dispatch"] = section


def _forms(builder: Builder) -> list[str]:
    seen: dict[str, Fact] = {}
    for fact in builder.of("form"):
        if fact.modality != "done":
            seen.setdefault(str(fact.value), fact)
    for number, (code, fact) in enumerate(seen.items(), 1):
        builder.say(f"dispatch.forms[{number}]", "服务方式", code, fact)
    return list(seen)


def _sent(builder: Builder) -> list[Fact]:
    """Numbers of people to be sent."""
    found = []
    for fact in builder.of("quantity", PLANNED):
        if fact.unit not in ("people", "person_times") or not isinstance(fact.value, int):
            continue
        if fact.value < 1:
            continue
        near = _clause(builder, fact)
        sends = any(word in fact.sentence for word in words("bodies", "sending"))
        sends = sends or re.search(r"推荐|组成|联合|下沉|支医", fact.sentence) is not None
        if fact.unit == "person_times" and not _SENT_OFTEN.search(near):
            continue
        if sends and not _NOT_SENT.search(near):
            found.append(fact)
    return found


def _clause(builder: Builder, fact: Fact) -> str:
    body, (start, end) = builder.notice.text.text, fact.place
    left = max(body.rfind(mark, 0, start) for mark in "，。；\n") + 1
    right = re.compile(r"[，。；\n]").search(body, end)
    return body[left : right.start() if right else len(body)]


def _posts(builder: Builder, forms: list[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    posts: list[dict[str, Any]] = []
    rules: list[dict[str, Any]] = []
    sent = _sent(builder)
    numbers = {id(fact) for fact in sent}
    used: set[int] = set()
    for added in sums_in(builder.notice, builder.facts):
        total = builder.facts[added.total]
        parts = [builder.facts[number] for number in added.parts]
        if id(total) not in numbers or sum(float(p.value) for p in parts) != total.value:
            continue
        used |= {id(total), *map(id, parts)}
        split = [_form_of(builder, part) for part in parts]
        if all(split) and len(set(split)) == len(parts):
            for part, form in zip(parts, split, strict=True):
                _post(builder, posts, part, str(form))
        else:
            _post(builder, posts, total, _form_of(builder, total) or next(iter(forms), "resident"))
        rules += _tiers(builder, parts, len(rules))
    for fact in sent:
        if id(fact) in used:
            continue
        each = _each(builder, fact)
        if fact.bound == EXACT and each and (senders := _before_each(builder, fact)):
            for sender in senders:
                _post(builder, posts, fact, _form_of(builder, fact) or next(iter(forms), "resident"), sender)
        elif fact.bound == EXACT and not each and fact.unit == "people":
            if not _is_part(fact, posts):
                _post(builder, posts, fact, _form_of(builder, fact) or next(iter(forms), "resident"))
        else:
            rules.append(_number_rule(builder, fact, len(rules)))
    return posts, rules


def _is_part(fact: Fact, posts: list[dict[str, Any]]) -> bool:
    """A title within those already counted (主任医师8名) is no post of its own."""
    return bool(posts) and re.search(r"医师$|职称|管理人员", fact.object) is not None


def _form_of(builder: Builder, fact: Fact) -> str:
    near = _clause(builder, fact) if not fact.object else fact.object
    return next((code for word, code in _FORM_WORDS.items() if word in near), "")


def _each(builder: Builder, fact: Fact) -> bool:
    before = builder.notice.text.text[max(0, fact.place[0] - 12) : fact.place[0]]
    return re.search(r"各(?:自)?(?:选派|派|派出|推荐)?$|每[家个所名]", before) is not None


def _before_each(builder: Builder, fact: Fact) -> list[Fact]:
    """The senders named right before 各: one number stands for each of them."""
    left = builder.notice.text.text[max(0, fact.place[0] - 60) : fact.place[0]]
    start = fact.place[0] - len(left) + max(left.rfind(mark) for mark in "，。；\n") + 1
    return [f for f in builder.of("party") if f.object == "sender" and start <= f.place[0] < fact.place[0]]


def _post(
    builder: Builder, posts: list[dict[str, Any]], fact: Fact, form: str, sender: Fact | None = None
) -> None:
    """Posts of one number; of one sender alone where the number is said of each."""
    place = f"dispatch.posts[{len(posts) + 1}]"
    role = _ROLE.search(fact.sentence) if form == "leadership" else None
    title = role[1] if role else fact.object or "派驻人员"
    entry: dict[str, Any] = {
        "code": f"post_{len(posts) + 1}",
        "title": text(f"{sender.value}{title}" if sender else title),
        "form": form,
        "count": fact.value,
        "source": "notice",
    }
    for key, role in (("senders", "sender"), ("hosts", "host")):
        if known := [code for code in builder.codes.values() if code.startswith(role)]:
            entry[key] = known
    if sender and (code := builder.code_for(str(sender.value))):
        entry["senders"] = [code]
    posts.append(entry)
    builder.say(f"{place}.count", f"人数：{title}", fact.value, fact, *([sender] if sender else []))


def _number_rule(builder: Builder, fact: Fact, before: int) -> dict[str, Any]:
    key = {EXACT: "exactly", MIN: "at_least", MAX: "at_most"}.get(fact.bound, "about")
    rule: dict[str, Any] = {"kind": "number", key: fact.value, "source": "notice"}
    if fact.unit == "person_times":
        rule["of"] = "person_times"
    if _each(builder, fact):
        rule["each"] = "sender"
    if per := per_of(fact.sentence):
        rule["per"] = per
    if fact.object:
        rule["note"] = text(fact.object)
    builder.say(f"dispatch.rules[{before + 1}].{key}", "人数要求", fact.value, fact)
    return rule


def per_of(sentence: str) -> str:
    """The stretch of time a sentence counts over, or nothing."""
    return next((per for word, per in _PER if word in sentence), "")


def _tiers(builder: Builder, parts: list[Fact], before: int) -> list[dict[str, Any]]:
    """How many from hospitals of each level, where the parts name levels."""
    levels: dict[str, int] = {}
    for part in parts:
        near = builder.notice.text.text[max(0, part.place[0] - 14) : part.place[1]]
        found = [(near.rfind(word), code) for word, code in _LEVELS.items() if word in near]
        if found:
            levels[max(found)[1]] = int(float(part.value))
    if len(levels) != len(parts):
        return []
    builder.say(f"dispatch.rules[{before + 1}].exactly", "按医院等级分配", " + ".join(str(p.value) for p in parts), *parts)
    return [{"kind": "tier_quota", "exactly": levels, "source": "notice"}]


def _conditions(builder: Builder) -> Iterator[dict[str, Any]]:
    for fact in builder.of("rank_floor", PLANNED):
        builder.say("dispatch.rules.rank_floor", "职称下限", fact.value, fact)
        members = re.search(r"不少于\s?(\d{1,3})名", fact.sentence[fact.sentence.find(fact.object) :][:24])
        rule: dict[str, Any] = {"kind": "rank_floor", "rank": fact.value, "source": "notice"}
        yield rule | ({"members": int(members[1])} if members else {})
    wanted: dict[str, Fact] = {}
    for fact in builder.of("qualification"):
        wanted.setdefault(str(fact.value), fact)
    if wanted:
        builder.say("dispatch.rules.qualification", "人选条件", "、".join(f.object for f in wanted.values()), *wanted.values())
        yield {"kind": "qualification", "requires": list(wanted), "source": "notice"}


def _stays(builder: Builder) -> Iterator[dict[str, Any]]:
    for fact in builder.of("quantity", PLANNED):
        if fact.unit not in ("months", "years", "days") or fact.bound == MAX or not isinstance(fact.value, int):
            continue
        clause = _clause(builder, fact)
        if not _STAYING.search(clause) or re.search(r"有效期|协议|公示|交接|培训|进修", clause):
            continue
        length = {"days": fact.value} if fact.unit == "days" else {"months": fact.value * _MONTHS[fact.unit]}
        builder.say("dispatch.rules.minimum_stay", "每次服务时长", f"{fact.value} {fact.unit}", fact)
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
                builder.lack("dispatch.rules", f"到岗期限写作{month_day}，年份未知，请补充。", "The day to be on post has no year.")
            return
