"""Indicators over facts handed in by tests, and over a city's own records."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings
from tests.apps.intake import world
from tests.apps.targets.conftest import City, clerk, far_clerk, here, host_office, sender_office

from bangfu.apps.indicators.sources import Source
from bangfu.apps.registry.models import Area, Institution
from bangfu.core.indicators import TABLES, Fact

__all__ = ["City", "clerk", "far_clerk", "here", "host_office", "sender_office"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2025, 6, 30)

FACTS: list[Fact] = []
"""What the source of tests hands over; ``facts`` empties it."""


def _read(first: date, ends_before: date, *, on: date) -> Iterator[Fact]:
    yield from FACTS


SOURCES = (Source("test", _read),)


def at(day: date = TODAY) -> datetime:
    return datetime.combine(day, time(9), tzinfo=SHANGHAI)


def fact(
    table: str,
    institution: str,
    area: str,
    month: int,
    *kinds: str,
    side: str = "host",
    programme: str = "p",
    **amounts: int,
) -> Fact:
    columns = TABLES[table]
    assert set(amounts) <= set(columns.amounts)
    return Fact(
        table=table,
        side=side,
        institution=institution,
        area=area,
        programme=programme,
        month=month,
        kinds=kinds or ("",) * len(columns.kinds),
        amounts=tuple(amounts.get(name, 0) for name in columns.amounts),
    )


@pytest.fixture
def facts(settings: Settings) -> Iterator[list[Fact]]:
    """Facts that the one source of this test hands over: append to it."""
    settings.FACT_SOURCES = "tests.apps.indicators.conftest.SOURCES"
    FACTS.clear()
    yield FACTS
    FACTS.clear()


@pytest.fixture
def hospital(db: None) -> Callable[[str, str], Institution]:
    """Makes an institution of a code in an area."""
    return lambda code, area: world.institution(code, f"{code}卫生院", area, "township_hospital")


@pytest.fixture
def areas(db: None) -> None:
    """A province with two cities and their counties."""
    rows = [
        ("37", "山东省", 1, ""),
        ("3705", "东营市", 2, "37"),
        ("370502", "东营区", 3, "3705"),
        ("370523", "广饶县", 3, "3705"),
        ("3706", "烟台市", 2, "37"),
        ("370611", "福山区", 3, "3706"),
    ]
    Area.objects.bulk_create(
        Area(code=code, name=name, level=level, parent_code=parent, valid_from=date(2000, 1, 1))
        for code, name, level, parent in rows
    )
