"""The whole invented cast, built once: it needs no database."""

from datetime import date

import pytest

from bangfu.config.demonstration import dongying, fukang
from bangfu.config.demonstration.casting import Casting
from bangfu.config.demonstration.dongying import Dongying
from bangfu.config.demonstration.fukang import Fukang
from bangfu.config.demonstration.gazetteer import Gazetteer, gazetteer

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def areas() -> Gazetteer:
    return gazetteer()


@pytest.fixture
def casting() -> Casting:
    return Casting(on=TODAY)


@pytest.fixture
def city(casting: Casting, areas: Gazetteer) -> Dongying:
    return dongying.build(casting, areas)


@pytest.fixture
def pair(casting: Casting, areas: Gazetteer) -> Fukang:
    return fukang.build(casting, areas)
