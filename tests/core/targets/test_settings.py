"""The settings of targets, and what is refused in them."""

import pytest

from bangfu.core.programmes import DefinitionRefused
from bangfu.core.targets.settings import read, shipped
from bangfu.definitions import FOLDER

TEXT = (FOLDER / "targets" / "settings.toml").read_text(encoding="utf-8")


def test_the_shipped_ones_name_their_sources() -> None:
    known = {source.code for source in shipped().sources}

    assert {shipped().review.source, shipped().forecast.source, shipped().common.source} <= known


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (TEXT.replace("month  = 6", "month  = 2"), "review.day"),
        (TEXT.replace("spread        = 0.2", "spread        = 2"), "forecast.spread"),
        (TEXT.replace('source       = "common_usual"', 'source = "nobody"'), "common.source"),
    ],
)
def test_a_mistake_is_named_with_its_place(wrong: str, place: str) -> None:
    with pytest.raises(DefinitionRefused, match=place.replace(".", r"\.")):
        read(wrong)
