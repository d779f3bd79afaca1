"""Nobody confirms what their own side entered."""

from itertools import product

import pytest

from bangfu.core.activities import Side, confirming
from bangfu.core.programmes.vocabulary import PartyRole


@pytest.mark.parametrize(
    ("side", "has_host", "asked"), list(product(Side, (True, False), PartyRole))
)
def test_the_side_that_confirms_is_another(side: Side, has_host: bool, asked: PartyRole) -> None:
    found = confirming(entered_by=side, has_host=has_host, asked=asked)

    assert found is not side
    assert has_host or found is not Side.HOST
