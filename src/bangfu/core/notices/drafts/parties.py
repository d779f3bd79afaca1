"""Parties by role, leading groups and meetings."""

import re
from typing import Any

from bangfu.core.notices.facts import Fact
from bangfu.core.notices.names import Name, names_in
from bangfu.core.notices.word_lists import words

from .field import Builder, text
from .head import day_of

_MEETING = re.compile(r"(?:召开|举行)(?:了)?([^，。；]{4,40}?(?:会议|大会|会|仪式))")
_LEVELS = {"三级": "tertiary", "二级": "secondary", "一级": "primary"}
_ORDER = ("authority", "government", "sender", "host")
_COUNTED = ("institutions", "units")
_LABELS = {
    "authority": "主管部门",
    "government": "地方政府",
    "sender": "派出单位",
    "host": "受援单位",
}


def parties(builder: Builder) -> None:
    """The parties; each name once, a short name under its long one."""
    members: list[dict[str, Any]] = []
    for role in _ORDER:
        for fact in _of_role(builder, role):
            name = str(fact.value)
            if not _known(builder, name):
                _add(builder, members, role, fact)
    for role, zh, en in (
        ("sender", "未写明派出单位。", "No sender is named."),
        ("host", "未写明受援单位。", "No host is named."),
    ):
        if builder.is_programme and not any(member["role"] == role for member in members):
            builder.lack("parties", zh, en)
    if not members:
        return
    section: dict[str, Any] = {"members": members}
    if groups := _groups(builder):
        section["leading_groups"] = groups
    if meetings := _meetings(builder):
        section["meetings"] = meetings
    builder.definition["parties"] = section


def _of_role(builder: Builder, role: str) -> list[Fact]:
    """Facts of a role, longest names first, so that short ones find theirs."""
    found = [fact for fact in builder.of("party") if fact.object == role]
    if role == "authority" and (issuer := builder.first("issuer")):
        found.insert(0, issuer)
    first: dict[str, Fact] = {}
    for fact in found:
        first.setdefault(str(fact.value), fact)
    longest = sorted(first.values(), key=lambda fact: -len(str(fact.value)))
    kept = [
        f
        for n, f in enumerate(longest)
        if not any(is_short_for(str(f.value), str(o.value)) for o in longest[:n])
    ]
    return sorted(kept, key=lambda fact: fact.place[0])


def is_short_for(short: str, name: str) -> bool:
    """A name that is the end or the beginning of a longer one.

    >>> is_short_for("市人民医院", "柏河市人民医院"), is_short_for("市医院", "市人民医院")
    (True, False)
    >>> is_short_for("青泽市卫生健康委", "青泽市卫生健康委员会")
    True
    """
    return short != name and (name.endswith(short) or name.startswith(short))


def _known(builder: Builder, name: str) -> bool:
    return any(name == known or is_short_for(name, known) for known in builder.codes)


def _add(builder: Builder, members: list[dict[str, Any]], role: str, fact: Fact) -> None:
    name = str(fact.value)
    code = f"{role}_{sum(member['role'] == role for member in members) + 1}"
    builder.codes[name] = code
    entry: dict[str, Any] = {"code": code, "title": text(name), "role": role, "source": "notice"}
    found = next(iter(names_in(name)), None)
    category = found.category if found else "other"
    category = "commission" if category == "authority" else category
    used = [fact]
    if found and found.is_generic and role in ("sender", "host"):
        if selects := _selection(found):
            entry["selects"] = selects
        if count := _count(builder, name):
            entry["count"] = int(float(count.value))
            used.append(count)
    elif name.startswith("各"):
        entry["selects"] = {"categories": ["commission"]}
    elif role != "government":
        entry["institutions"] = [{"title": text(name), "category": category}]
    members.append(entry)
    place = f"parties.members[{len(members)}]"
    builder.say(f"{place}.title", _LABELS[role], name, fact)
    if len(used) > 1:
        builder.say(f"{place}.count", f"{_LABELS[role]}数量", entry["count"], used[1])


def _selection(found: Name) -> dict[str, Any]:
    """What institutions of a class are, as the registry can be asked for them."""
    levels = [code for word, code in _LEVELS.items() if word in found.text]
    selects: dict[str, Any] = {"levels": levels} if levels else {}
    if found.category in ("township_hospital", "community_health_centre"):
        selects["categories"] = [found.category]
    return selects


def _count(builder: Builder, name: str) -> Fact | None:
    """How many there are of a class, where a quantity counts just these."""
    for fact in builder.of("quantity"):
        counts = fact.unit in _COUNTED and fact.bound == "exact" and fact.modality != "done"
        if counts and (
            name in fact.object or (len(fact.object) >= 3 and fact.object.endswith(name[-3:]))
        ):
            return fact
    return None


def _came(fact: Fact) -> bool:
    """A number of people who were at a meeting."""
    return fact.unit == "people" and any(word in fact.sentence for word in words("cues", "context"))


def _groups(builder: Builder) -> list[dict[str, Any]]:
    groups: dict[str, Fact] = {}
    for fact in builder.of("leading_group"):
        groups.setdefault(str(fact.value), fact)
    for number, (name, fact) in enumerate(groups.items(), 1):
        builder.say(f"parties.leading_groups[{number}].title", "领导小组", name, fact)
    return [{"title": text(name), "source": "notice"} for name in groups]


def _meetings(builder: Builder) -> list[dict[str, Any]]:
    """The meeting a report is about, its day and how many came."""
    if builder.notice.head.kind not in ("news", "meeting"):
        return []
    for sentence in builder.notice.sentences[:6]:
        found = _MEETING.search(sentence.text)
        if not found:
            continue
        entry: dict[str, Any] = {"title": text(found[1]), "source": "notice"}
        day = next(
            (f for f in builder.of("date") if sentence.start <= f.place[0] < sentence.end), None
        )
        if day and (known := day_of(day)):
            entry["on"] = known
            builder.say("parties.meetings[1].on", "会议日期", day.value, day)
        came = next((f for f in builder.of("quantity", "context") if _came(f)), None)
        if came:
            entry["people"] = int(float(came.value))
            if came.bound != "exact":
                entry["or_more"] = True
            builder.say("parties.meetings[1].people", "参会人数", came.value, came)
        return [entry]
    return []
