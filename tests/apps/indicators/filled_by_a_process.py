"""Run as a process of its own: fill some months, and tell what was there before and after.

A step of filling and a number kill the process once the step was taken so many times, its writing
done and nothing of the month committed.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

MONTHS = (202501, 202502, 202503, 202504, 202505)
PLACES = (("A", "370523101"), ("B", "370523"), ("C", "370611"))
OWN = {"id", "filled_at", "at"}


def main(asked: list[str]) -> None:
    """Fill, then print every row of indicators as JSON."""
    import django

    django.setup()
    from django.conf import settings
    from tests.apps.indicators.conftest import FACTS, TODAY, at, fact

    from bangfu.apps.indicators import actions

    settings.FACT_SOURCES = "tests.apps.indicators.conftest.SOURCES"
    for month in MONTHS:
        for served, (code, area) in enumerate(PLACES, start=month % 5):
            FACTS.append(fact("duty", code, area, month, expected=10, served=served))
    before = told()
    if asked:
        step, times = asked
        killed_after(actions.filling, step, int(times))
    actions.refill(first=MONTHS[0], last=MONTHS[-1], by=None, at=at(), on=TODAY)
    print(json.dumps({"before": before, "after": told()}, default=str))  # noqa: T201 - what the parent reads


def killed_after(filling: Any, step: str, times: int) -> None:
    """The process is killed once a step was taken so many times."""
    usual: Callable[..., object] = getattr(filling, step)
    taken = 0

    def taking(*args: Any, **rest: Any) -> object:
        nonlocal taken
        answer = usual(*args, **rest)
        taken += 1
        if taken == times:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(filling, step, taking)


def told() -> dict[str, list[dict[str, Any]]]:
    """Every row that filling writes, in one order, without keys and moments."""
    from bangfu.apps.indicators.models import FACT_MODELS, Filling, Restatement, Snapshot
    from bangfu.apps.journal.models import Entry

    models = [Snapshot, Restatement, Filling, *FACT_MODELS.values()]
    found = {
        model._meta.model_name or "": sorted(
            (
                {name: value for name, value in row.items() if name not in OWN}
                for row in model._default_manager.values()
            ),
            key=repr,
        )
        for model in models
    }
    entries = Entry.objects.filter(verb="indicators.refilled").order_by("pk")
    found["entry"] = [dict(one.facts) for one in entries]
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
