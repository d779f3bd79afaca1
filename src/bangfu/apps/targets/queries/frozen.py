"""The figures of a review as they are kept, their digest, and what has changed since."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.targets import Sum

from .board import Amount, Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A figure that is not what it was when the review was kept."""

    target: str
    title: str
    institution: str
    was: Fraction | None
    now: Fraction | None


def figures_of(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Lines as plain values: titles, amounts as exact fractions, states; whole and parts alike."""
    return [
        {
            "target": line.key,
            "title": {"zh": line.title.zh, "en": line.title.en},
            "unit": unit.value if (unit := unit_of(line)) else "",
            "window": [line.window.starts_on.isoformat(), line.window.ends_before.isoformat()],
            "share_due": None if line.share_due is None else round(line.share_due, 6),
            "whole": _amount(line.whole),
            "members": [
                {"institution": one.member.code, "name": one.member.name, **_amount(one.amount)}
                for one in line.members
            ],
        }
        for line in lines
    ]


def unit_of(line: Line) -> Unit | None:
    """What a target is counted in."""
    bound = line.whole.bound or next((one.amount.bound for one in line.members), None)
    return bound.unit if bound else line.target.unit


def digest_of(figures: object) -> str:
    """SHA-256 over the figures, written in one way."""
    written = json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def changes(kept: Iterable[Mapping[str, Any]], now: Iterable[Line]) -> list[Change]:
    """Figures that differ from the kept ones, in the order they were kept."""
    today = {
        (line["target"], one["institution"]): one
        for line in figures_of(now)
        for one in line["members"]
    }
    found = []
    for line in kept:
        for one in line["members"]:
            later = today.get((line["target"], one["institution"]))
            was, is_now = value_of(one), value_of(later) if later else None
            if was != is_now:
                found.append(
                    Change(
                        target=line["target"],
                        title=line["title"]["zh"],
                        institution=one["name"],
                        was=was,
                        now=is_now,
                    )
                )
    return found


def value_of(kept: Mapping[str, Any]) -> Fraction | None:
    """The value of a kept amount, a rate divided."""
    if not kept["known"]:
        return None
    of = Fraction(kept["of"]) if kept["of"] is not None else None
    return Sum(Fraction(kept["done"]), of).value


def _amount(amount: Amount) -> dict[str, Any]:
    standing, sum_ = amount.standing, amount.done
    return {
        "done": str(sum_.done),
        "of": None if sum_.of is None else str(sum_.of),
        "known": sum_.known,
        "waiting": str(sum_.waiting),
        "asked": str(amount.bound.amount) if amount.bound else None,
        "state": amount.state.value,
        "behind": str(standing.behind) if standing else None,
        "verdict": amount.forecast.verdict.value if amount.forecast else None,
    }
