"""What stays behind, handed over to indicators: which step was reached in which month."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from bangfu.apps.capacity.models import Item, Skill, Verification
from bangfu.core.capacity import Found
from bangfu.core.indicators.facts import GIVER, HOST, Fact, month_number
from bangfu.core.indicators.gathering import Gathering, Owner

_SIDES = ("giver__code", "giver__area_code", "host__code", "host__area_code", "programme__code")
STEPS = {
    "begun": "begun_on",
    "built": "built_on",
    "alone": "alone_on",
    "stopped": "stopped_on",
}
"""Steps of a thing and the day of each; what was taken back counts nowhere."""


def lasting_facts(first: date, ends_before: date, *, on: date) -> Iterator[Fact]:
    """Things, skills and verifications by the month of their steps, until a day: three queries.

    What has stopped is no longer built or done alone; that it was begun and stopped remains.
    """
    found = Gathering("lasting")
    until = min(ends_before, on + timedelta(days=1))
    for row in Item.objects.exclude(state=Item.State.WITHDRAWN).values(
        *_SIDES, "lasting", "state", *STEPS.values()
    ):
        for step, name in STEPS.items():
            day = row[name]
            stands = row["state"] == Item.State.STANDING or step in ("begun", "stopped")
            if day and first <= day < until and stands:
                _add(found, row, day, row["lasting"], step)
                if step == "stopped":
                    _add(found, row, day, "any", step)
    _add_skills(found, first, until)
    _add_verifications(found, first, until)
    return found.facts()


def _add_skills(found: Gathering, first: date, until: date) -> None:
    rows = Skill.objects.filter(
        confirmed_at__isnull=False,
        alone_on__gte=first,
        alone_on__lt=until,
        item__state=Item.State.STANDING,
    )
    for row in _through(rows.values(*_lookups(), "alone_on")):
        _add(found, row, row["alone_on"], "skill", "alone")


def _add_verifications(found: Gathering, first: date, until: date) -> None:
    rows = Verification.objects.filter(on__gte=first, on__lt=until)
    rows = rows.exclude(item__state=Item.State.WITHDRAWN)
    for row in _through(rows.values(*_lookups(), "on", "found")):
        kept = row["found"] == Found.KEPT.value
        _add(found, row, row["on"], "verification", "kept" if kept else "lost")


def _lookups() -> list[str]:
    return [f"item__{name}" for name in _SIDES]


def _through(rows: Any) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {name.removeprefix("item__"): value for name, value in row.items()}


def _add(found: Gathering, row: Mapping[str, Any], day: date, sort: str, step: str) -> None:
    month, programme = month_number(day), row["programme__code"]
    for side, name in ((GIVER, "giver"), (HOST, "host")):
        owner = Owner(side, row[f"{name}__code"], row[f"{name}__area_code"], programme, month)
        found.add(owner, sort, step, count=1)
