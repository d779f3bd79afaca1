"""Laws of filling: any history ends where one filling would; what was said before stays said."""

import random
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from tests.apps.indicators.conftest import TODAY, at, fact

from bangfu.apps.indicators import actions
from bangfu.apps.indicators.models import FACT_MODELS, Filling, Restatement, Snapshot
from bangfu.apps.journal.models import Entry
from bangfu.core.indicators import Fact

pytestmark = [pytest.mark.database, pytest.mark.django_db]
MONTHS = (202502, 202503, 202504)
PLACES = (("A", "370523101"), ("B", "370523"), ("C", "370611"))
Key = tuple[Any, ...]


class MachineOffError(Exception):
    """The machine went off."""


def some(chance: random.Random) -> list[Fact]:
    """Facts of a few institutions, months and programmes, none twice."""
    found = []
    for month in MONTHS:
        for code, area in PLACES:
            for programme in ("p", "q"):
                if chance.random() < 0.6:
                    expected = chance.randint(1, 4)
                    served = chance.randint(0, expected)
                    found.append(
                        fact(
                            "duty",
                            code,
                            area,
                            month,
                            programme=programme,
                            expected=expected,
                            served=served,
                        )
                    )
    chance.shuffle(found)
    return found


def fill(first: int = MONTHS[0], last: int = MONTHS[-1], reason: str = "补登") -> actions.Filled:
    return actions.refill(first=first, last=last, by=None, at=at(), on=TODAY, reason=reason)


def shown() -> dict[Key, tuple[int, int]]:
    columns = ("indicator", "side", "level", "place", "month", "numerator", "denominator")
    return {row[:5]: row[5:] for row in Snapshot.objects.values_list(*columns)}


def said_before() -> dict[Key, list[tuple[int, int, int, int]]]:
    """What each restatement turned into what, by cell, in the order they came."""
    found: dict[Key, list[tuple[int, int, int, int]]] = defaultdict(list)
    columns = ("indicator", "side", "level", "place", "month", "numerator_before")
    more = ("denominator_before", "numerator", "denominator")
    for row in Restatement.objects.order_by("pk").values_list(*columns, *more):
        found[row[:5]].append(row[5:])
    return found


def everything() -> list[list[dict[str, Any]]]:
    """Every row that filling writes."""
    models = [Snapshot, Restatement, Filling, Entry, *FACT_MODELS.values()]
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def forget() -> None:
    for model in (Snapshot, Restatement, Filling, *FACT_MODELS.values()):
        model._default_manager.all().delete()


def goes_off(monkeypatch: pytest.MonkeyPatch, name: str, *, after: int) -> None:
    """The machine goes off once a step has been taken so many times, its writing done."""
    usual: Callable[..., object] = getattr(actions.filling, name)
    taken = 0

    def step(*args: Any, **rest: Any) -> object:
        nonlocal taken
        answer = usual(*args, **rest)
        taken += 1
        if taken > after:
            raise MachineOffError
        return answer

    monkeypatch.setattr(actions.filling, name, step)


class TestAnyHistory:
    @pytest.mark.parametrize("seed", range(8))
    def test_ends_where_one_filling_of_the_last_facts_would(
        self, facts: list[Fact], monkeypatch: pytest.MonkeyPatch, seed: int
    ) -> None:
        chance = random.Random(seed)  # noqa: S311
        for _round in range(4):
            facts[:] = some(chance)
            with monkeypatch.context() as patching:
                if chance.random() < 0.5:
                    name = chance.choice(("_replace", "_bring_in_step"))
                    goes_off(patching, name, after=chance.randint(0, 2))
                try:
                    fill()
                except MachineOffError:
                    continue
        fill()
        found = shown()

        forget()
        facts.sort(key=repr)
        fill()

        assert found
        assert found == shown()

    @pytest.mark.parametrize("seed", range(8))
    def test_every_restated_value_leads_to_the_next_and_the_last_to_what_stands(
        self, facts: list[Fact], seed: int
    ) -> None:
        chance = random.Random(seed)  # noqa: S311
        facts[:] = some(chance)
        fill()
        first = shown()
        for number in range(4):
            facts[:] = some(chance)
            fill(reason=f"第{number + 1}次补登")
        last = shown()

        chains = said_before()

        # What an indicator says of a month for the first time restates nothing.
        said = {(key[0], key[4]) for key in first}
        assert chains
        for key, chain in chains.items():
            if (key[0], key[4]) in said:
                assert chain[0][:2] == first.get(key, (0, 0))
            assert chain[-1][2:] == last.get(key, (0, 0))
            assert all(one[2:] == after[:2] for one, after in pairwise(chain))
        unsaid = {key for key in first.keys() | last.keys() if first.get(key) != last.get(key)}
        assert {key for key in unsaid if (key[0], key[4]) in said} <= chains.keys()
        assert not Restatement.objects.exclude(reason__startswith="第").exists()


class TestMachineGoesOff:
    @pytest.mark.parametrize("step", ["_replace", "_bring_in_step"])
    def test_in_the_middle_of_a_month_leaves_it_as_it_was(
        self, facts: list[Fact], monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        facts += [fact("duty", "A", "370523", MONTHS[0], expected=4, served=3)]
        fill()
        before = everything()
        facts[:] = [fact("duty", "A", "370523", MONTHS[0], expected=4, served=4)]

        with monkeypatch.context() as patching:
            goes_off(patching, step, after=0)
            with pytest.raises(MachineOffError):
                fill()

        assert everything() == before
        assert fill().restated
        assert fill() == actions.Filled(months=len(MONTHS))
