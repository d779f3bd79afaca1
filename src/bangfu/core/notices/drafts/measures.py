"""Targets from what is planned, results from what was done; never one from the other."""

from collections.abc import Iterator
from typing import Any

from bangfu.core.notices.facts import APPROX, EXACT, MAX, MIN, PLANNED, Fact
from bangfu.core.notices.word_lists import codes
from bangfu.core.programmes import measurable, shipped_kinds
from bangfu.core.programmes.vocabulary import Unit

from .field import Builder, text
from .posts import per_of

_INDICATORS = codes("services", "indicators")
_UNITS = {unit.value for unit in Unit}
_SAME = {
    ("cases", "times"),
    ("times", "sessions"),
    ("sessions", "times"),
    ("units", "items"),
    ("items", "units"),
    ("cases", "person_times"),
    ("times", "person_times"),
}
LONGEST_TITLE = 40


def measures(builder: Builder) -> None:
    """The sections ``activities``, ``targets`` and ``results``."""
    targets = list(_targets(builder)) if builder.is_programme else []
    if targets:
        named = [code for t in targets for code in (t["indicator"], *t.get("together_with", ()))]
        kinds = {code.partition(".")[0] for code in named if "." in code}
        if kinds:
            builder.definition["activities"] = {"kinds": sorted(kinds), "source": "notice"}
        builder.definition["targets"] = targets
    if results := list(_results(builder)):
        builder.definition["results"] = results


def _targets(builder: Builder) -> Iterator[dict[str, Any]]:
    seen: set[tuple[str, object]] = set()
    number = 0
    for fact in builder.of("quantity", PLANNED):
        code = indicator_of(fact)
        if not code or (code, fact.value) in seen:
            continue
        seen.add((code, fact.value))
        meant = measurable(code, shipped_kinds())
        if meant is None:
            continue
        number += 1
        key = {EXACT: "at_least", MIN: "at_least", MAX: "at_most", APPROX: "at_least"}[fact.bound]
        value: float | int = float(fact.value)
        value = (
            round(value / 100, 4)
            if fact.unit == "percent"
            else (int(value) if value == int(value) else value)
        )
        entry: dict[str, Any] = {
            "indicator": code,
            "title": text(_title(fact)),
            key: value,
            "unit": meant.unit.value,
            "per": per_of(builder, fact) or "term",
            "source": "notice",
        }
        if others := _others(fact, code):
            entry["together_with"] = others
        builder.say(f"targets[{number}].{key}", f"指标：{meant.title.zh}", fact.value, fact)
        yield entry


def indicator_of(fact: Fact) -> str:
    """The indicator a quantity is about, by the thing counted; its unit must be the indicator's."""
    for place in (fact.object, _near(fact)):
        for word, code in _INDICATORS:
            if word in place and _fits(code, fact.unit):
                return code
    return ""


def _others(fact: Fact, code: str) -> list[str]:
    """What a thing joined by 或 counts beside its first indicator: a course or a lecture."""
    if "或" not in fact.object:
        return []
    found = [
        other for word, other in _INDICATORS if word in fact.object and _fits(other, fact.unit)
    ]
    return [other for other in dict.fromkeys(found) if other != code]


def _near(fact: Fact) -> str:
    """The clause a quantity stands in, found in its sentence by its thing or the whole of it."""
    clauses = fact.sentence.replace("；", "，").split("，")
    shown = str(fact.value)
    return next((clause for clause in clauses if shown in clause), "")


def _fits(code: str, unit: str) -> bool:
    meant = measurable(code, shipped_kinds())
    return meant is not None and (meant.unit.value == unit or (unit, meant.unit.value) in _SAME)


def _title(fact: Fact) -> str:
    return (fact.object or _near(fact) or fact.sentence)[:LONGEST_TITLE]


def _results(builder: Builder) -> Iterator[dict[str, Any]]:
    number = 0
    for fact in builder.past():
        if fact.unit not in _UNITS and fact.unit not in ("cases",):
            continue
        number += 1
        value: float | int = float(fact.value)
        if fact.unit == "percent":
            value = round(value / 100, 4)
        entry: dict[str, Any] = {
            "title": text(_title(fact)),
            "value": int(value) if value == int(value) else value,
            "unit": "times" if fact.unit == "cases" else fact.unit,
            "source": "notice",
        }
        code = indicator_of(fact)
        meant = measurable(code, shipped_kinds()) if code else None
        if meant:
            entry |= {"indicator": code, "unit": meant.unit.value}
        if fact.bound in (APPROX, MIN):
            entry["or_more"] = True
        builder.say(f"results[{number}].value", f"已完成：{_title(fact)}", fact.value, fact)
        yield entry
