"""Posts and how many are sent, from the numbers of people a notice plans to send."""

import re
from typing import Any

from bangfu.core.notices.facts import EXACT, MAX, MIN, PLANNED, Fact
from bangfu.core.notices.resolving import Sum, sums_in
from bangfu.core.notices.word_lists import words

from .field import Builder, text

_NOT_SENT = re.compile(r"培训|培养|带教|进修|接收|村医|乡村医生|签约|参加|招(?!募)|徒|学员|考核")
_SENT_OFTEN = re.compile(r"支医|派驻|选派|派出|专家")
_ROLE = re.compile(r"(?:担任|任)[^，。；]{0,12}“([^“”]{2,10})”")
_PER = (
    ("每年", "year"),
    ("全年", "year"),
    ("每季度", "quarter"),
    ("每月", "month"),
    ("每周", "week"),
    ("每半年", "half_year"),
    ("每批", "batch"),
)
_FIGURE = re.compile(r"\d[\d.]*[\u4e00-\u9fff%％]")
_LEVELS = {"三级": "tertiary", "二级": "secondary", "一级": "primary"}
_FORM_WORDS = {"常驻": "resident", "驻点": "resident", "坐诊": "visiting"}


def _sent(builder: Builder) -> list[Fact]:
    """Numbers of people to be sent."""
    found = []
    for fact in builder.of("quantity", PLANNED):
        if fact.unit not in ("people", "person_times") or not isinstance(fact.value, int):
            continue
        if fact.value < 1:
            continue
        near = clause_of(builder, fact)
        sends = any(word in fact.sentence for word in words("bodies", "sending"))
        sends = sends or re.search(r"推荐|组成|联合|下沉|支医|招募", fact.sentence) is not None
        if fact.unit == "person_times" and not _SENT_OFTEN.search(near):
            continue
        if sends and not _NOT_SENT.search(near):
            found.append(fact)
    return found


def clause_of(builder: Builder, fact: Fact) -> str:
    body, (start, end) = builder.notice.text.text, fact.place
    left = max(body.rfind(mark, max(0, start - 500), start) for mark in "，。；\n") + 1
    right = re.compile(r"[，。；\n]").search(body, end)
    return body[left : right.start() if right else len(body)]


def posts_and_rules(
    builder: Builder, forms: list[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Posts from numbers that are exact, rules from the others."""
    making = _Posts(builder, next(iter(forms), "resident"))
    sent = _sent(builder)
    for added in sums_in(builder.notice, builder.facts):
        making.add_sum(added, sent)
    for fact in sent:
        if id(fact) not in making.used:
            making.add_single(fact)
    return making.posts, making.rules


class _Posts:
    """Posts and number rules while they are gathered; ``form`` is taken where none is told."""

    def __init__(self, builder: Builder, form: str) -> None:
        self.builder = builder
        self.form = form
        self.posts: list[dict[str, Any]] = []
        self.rules: list[dict[str, Any]] = []
        self.used: set[int] = set()

    def add_sum(self, added: Sum, sent: list[Fact]) -> None:
        """A total that agrees with its parts: posts by form, or all together."""
        builder, total = self.builder, self.builder.facts[added.total]
        parts = [builder.facts[number] for number in added.parts]
        agrees = sum(float(part.value) for part in parts) == total.value
        if not agrees or not any(fact is total for fact in sent):
            return
        self.used |= {id(total), *map(id, parts)}
        split = [_form_of(builder, part) for part in parts]
        if all(split) and len(set(split)) == len(parts):
            for part in parts:
                self._post(part)
        else:
            self._post(total)
        self.rules += _tiers(builder, parts, len(self.rules))

    def add_single(self, fact: Fact) -> None:
        """A number that stands alone: posts where it is exact, of each sender where it says so."""
        each = _each(self.builder, fact)
        senders = _before_each(self.builder, fact) if each and fact.bound == EXACT else []
        if senders:
            for sender in senders:
                self._post(fact, sender)
        elif fact.bound != EXACT or each or fact.unit != "people":
            self.rules.append(_number_rule(self.builder, fact, len(self.rules)))
        elif not _is_part(fact, self.posts):
            self._post(fact)

    def _post(self, fact: Fact, sender: Fact | None = None) -> None:
        form = _form_of(self.builder, fact) or self.form
        _post(self.builder, self.posts, fact, form, sender)


def _is_part(fact: Fact, posts: list[dict[str, Any]]) -> bool:
    """A title within those already counted (主任医师8名) is no post of its own."""
    return bool(posts) and re.search(r"医师$|职称|管理人员", fact.object) is not None


def _form_of(builder: Builder, fact: Fact) -> str:
    near = clause_of(builder, fact) if not fact.object else fact.object
    return next((code for word, code in _FORM_WORDS.items() if word in near), "")


def _each(builder: Builder, fact: Fact) -> bool:
    before = builder.notice.text.text[max(0, fact.place[0] - 12) : fact.place[0]]
    return re.search(r"各(?:自)?(?:选派|派|派出|推荐)?$|每[家个所名]", before) is not None


def _before_each(builder: Builder, fact: Fact) -> list[Fact]:
    """The senders named right before 各: one number stands for each of them."""
    left = builder.notice.text.text[max(0, fact.place[0] - 60) : fact.place[0]]
    start = fact.place[0] - len(left) + max(left.rfind(mark) for mark in "，。；\n") + 1
    return [
        f
        for f in builder.of("party")
        if f.object == "sender" and start <= f.place[0] < fact.place[0]
    ]


def _post(
    builder: Builder, posts: list[dict[str, Any]], fact: Fact, form: str, sender: Fact | None = None
) -> None:
    """Posts of one number; of one sender alone where the number is said of each."""
    place = f"dispatch.posts[{len(posts) + 1}]"
    named = _ROLE.search(fact.sentence) if form == "leadership" else None
    title = named[1] if named else fact.object or "派驻人员"
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
    if fact.unit == "person_times" and key == "exactly":
        # So many who come and go are never the number of posts.
        key = "at_least"
    rule: dict[str, Any] = {"kind": "number", key: fact.value, "source": "notice"}
    if fact.unit == "person_times":
        rule["of"] = "person_times"
    if _each(builder, fact):
        rule["each"] = "sender"
    if per := per_of(builder, fact):
        rule["per"] = per
    if fact.object:
        rule["note"] = text(fact.object)
    builder.say(f"dispatch.rules[{before + 1}].{key}", "人数要求", fact.value, fact)
    return rule


def per_of(builder: Builder, fact: Fact) -> str:
    """The stretch of time a figure is counted over, or nothing.

    Its own clause tells first; else what was said last before it in its sentence, unless that was
    said of another figure and this one counts people: 每周坐诊不少于3个半天，带教不少于2名.
    """
    clause = clause_of(builder, fact)
    if told := _last_per(clause):
        return told
    earlier = builder.notice.text.text[_sentence_start(builder, fact) : fact.place[0]]
    if fact.unit == "people":
        earlier = _FIGURE.split(earlier)[-1]
    return _last_per(earlier)


def _last_per(text: str) -> str:
    found = [(text.rfind(word), per) for word, per in _PER if word in text]
    return max(found)[1] if found else ""


def _sentence_start(builder: Builder, fact: Fact) -> int:
    sentence = builder.notice.sentence_at(fact.place[0])
    return sentence.start if sentence else fact.place[0]


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
    builder.say(
        f"dispatch.rules[{before + 1}].exactly",
        "按医院等级分配",
        " + ".join(str(p.value) for p in parts),
        *parts,
    )
    return [{"kind": "tier_quota", "exactly": levels, "source": "notice"}]
