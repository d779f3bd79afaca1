"""Code, title, issuer, area, basis, aims and term."""

import re
from datetime import date, timedelta
from functools import cache

from pypinyin import Style, lazy_pinyin

from bangfu.core.notices.facts import Fact
from bangfu.core.standards import area_table, areas

from .field import Builder, text

LONGEST_CODE = 40
_DOCUMENT_ROLE = {"plan": "issued", "announcement": "issued", "agreement": "issued"}
_LEADING = re.compile(r"(?:工作)?(?:领导小组|指导委员会|工作专班|指挥部)$")


def head(builder: Builder) -> None:
    """The head of the definition; the code is made of the title's initials."""
    title, fact = _title(builder)
    definition = builder.definition
    definition["code"] = code_of(title)
    definition["edition"] = _edition(builder)
    if area := _area(builder):
        definition["area"] = area
    definition["title"] = text(title)
    if fact:
        builder.say("title", "项目名称", title, fact)
    else:
        builder.lack("title", "文中没有标题，请填写项目名称。", "The text has no title.")
    _issuer(builder)
    _basis(builder, title)
    _aims(builder)
    _term(builder)


def code_of(title: str) -> str:
    """A code for a title: the initials of its characters.

    >>> code_of("2024年对口支援方案")
    'p2024ndkzyfa'
    """
    letters = "".join(lazy_pinyin(title, style=Style.FIRST_LETTER, errors=_plain))
    kept = re.sub(r"[^a-z0-9]", "", letters.lower())[:LONGEST_CODE]
    return kept if kept[:1].isalpha() else f"p{kept}"


def _plain(piece: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", piece)


def _title(builder: Builder) -> tuple[str, Fact | None]:
    """The title, else the name of the group that leads the work, else words for none."""
    if fact := builder.first("title"):
        return str(fact.value), fact
    if (group := builder.first("leading_group")) and (
        name := _LEADING.sub("", str(group.value)).strip()
    ):
        return name, group
    return "未命名项目", None


def _edition(builder: Builder) -> int:
    """The year of issue, else of the title, else of a day; 1 where no year is written.

    A paper of December about the year to come belongs to the year its title names.
    """
    stated = builder.first("issued_on") or builder.first("published_on")
    title = builder.first("title")
    ahead = re.search(r"(?:19|20)\d\d", str(title.value)) if title and stated else None
    if stated and not (ahead and ahead[0] > str(stated.value)[:4]):
        builder.say("edition", "版本（年份）", int(str(stated.value)[:4]), stated)
        return int(str(stated.value)[:4])
    for fact in (
        *([title] if title else []),
        *builder.of("starts_on"),
        *builder.of("deadline"),
        *builder.of("date"),
    ):
        if found := re.search(r"(?:19|20)\d\d", str(fact.value)):
            builder.say("edition", "版本（年份）", int(found[0]), fact)
            return int(found[0])
    builder.lack(
        "edition", "文中没有写年份，版本暂记为1。", "No year is written; the edition is 1."
    )
    return 1


def _issuer(builder: Builder) -> None:
    fact = builder.first("issuer")
    if fact:
        builder.definition["issuer"] = text(str(fact.value))
        builder.say("issuer", "发文单位", fact.value, fact)
    else:
        builder.lack("issuer", "未写发文单位。", "No issuer is named.")


def _basis(builder: Builder, title: str) -> None:
    kind = builder.notice.head.kind
    own: dict[str, object] = {
        "code": "notice",
        "role": _DOCUMENT_ROLE.get(kind, "report"),
        "title": text(title),
    }
    place = "basis.documents[1]"
    if number := builder.first("number"):
        own["number"] = str(number.value)
        builder.say(f"{place}.number", "发文字号", number.value, number)
    publisher = builder.first("issuer") or builder.first("publisher")
    if publisher:
        own["publisher"] = text(str(publisher.value))
    day = builder.first("issued_on") or builder.first("published_on")
    if day and (known := day_of(day)):
        own["on"] = known
        label = "成文日期" if day.kind == "issued_on" else "发布日期"
        builder.say(f"{place}.on", label, day.value, day)
    elif builder.is_programme:
        builder.lack(f"{place}.on", "未写成文日期。", "No day of issue is written.")
    documents = [own, *_cited(builder)]
    basis: dict[str, object] = {"documents": documents}
    if principles := builder.of("principle"):
        basis["principles"] = [text(str(fact.value)) for fact in principles]
        for position, fact in enumerate(principles, 1):
            builder.say(f"basis.principles[{position}]", "原则", fact.value, fact)
    builder.definition["basis"] = basis


def _cited(builder: Builder) -> list[dict[str, object]]:
    """The papers a notice rests on, and its annexes; each named once."""
    found: list[dict[str, object]] = []
    for kind, role, label in (("basis", "legal_basis", "依据文件"), ("annex", "annex", "附件")):
        named = {str(fact.value): fact for fact in reversed(builder.of(kind))}
        for position, (name, fact) in enumerate(reversed(named.items()), 1):
            entry: dict[str, object] = {"code": f"{kind}_{position}", "role": role}
            entry["title"] = text(name)
            if fact.object and kind == "basis":
                entry["number"] = fact.object
            found.append(entry)
            # The notice itself is the first document.
            builder.say(f"basis.documents[{len(found) + 1}].title", label, name, fact)
    return found


def _aims(builder: Builder) -> None:
    seen: set[str] = set()
    aims: list[dict[str, object]] = []
    for fact in builder.of("aim"):
        if fact.value in seen:
            continue
        seen.add(str(fact.value))
        aims.append(
            {"code": f"aim_{len(aims) + 1}", "title": text(str(fact.value)), "source": "notice"}
        )
        builder.say(f"aims[{len(aims)}].title", "目标", fact.value, fact)
    if aims:
        builder.definition["aims"] = aims


def _term(builder: Builder) -> None:
    """From one day to another where both are written; a length alone is told as a gap."""
    starts, ends = builder.of("starts_on"), builder.of("ends_on") + builder.of("deadline")
    for first in starts:
        last = next((end for end in ends if end.sentence == first.sentence), None)
        begins, finishes = day_of(first), day_of(last) if last else None
        if not (begins and finishes and last and (finishes - begins).days > 27):
            continue
        builder.definition["term"] = {
            "starts_on": begins,
            "ends_before": finishes + timedelta(days=1),
            "source": "notice",
        }
        builder.say("term.starts_on", "起始日期", first.value, first)
        builder.say("term.ends_before", "截止日期（含当日）", last.value, last)
        return
    if not builder.is_programme:
        return
    length = next((f for f in builder.of("quantity", "planned") if f.unit == "years"), None)
    if length:
        zh = (
            f"写明期限{length.value:g}年，未写起止日期，请补充。"
            if isinstance(length.value, int | float)
            else ""
        )
        builder.lack("term", zh, "The length is stated, its first and last day are not.")
    else:
        builder.lack("term", "未写项目起止日期。", "The days of the term are not written.")


def day_of(fact: Fact) -> date | None:
    """The day a fact states, or nothing where its year is not known."""
    try:
        return date.fromisoformat(str(fact.value))
    except ValueError:
        return None


def _area(builder: Builder) -> str:
    """The area whose name the issuer, the title or an authority begins with."""
    names = [builder.first("issuer"), builder.first("title"), *builder.of("party")[:6]]
    for fact in names:
        if fact and (code := area_named(str(fact.value))):
            builder.say("area", "行政区划", code, fact)
            return code
    return ""


def area_named(name: str) -> str:
    """The code of the one area down to counties that a name begins with, or nothing."""
    table = _areas_by_name()
    for length in range(min(12, len(name)), 1, -1):
        if codes := table.get(name[:length]):
            return codes[0] if len(codes) == 1 else ""
    return ""


@cache
def _areas_by_name() -> dict[str, list[str]]:
    try:
        rows = area_table.read()
    except area_table.NoAreaTable:
        return {}
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.level < areas.TOWN:
            found.setdefault(row.name, []).append(row.code)
    return found
