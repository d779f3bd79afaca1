from itertools import islice
from random import Random

from bangfu.config.demonstration.names import PersonalName, every_name, invented_names


def drawn(seed: int, count: int) -> list[PersonalName]:
    return list(islice(invented_names(Random(seed)), count))  # noqa: S311 - not for secrets


class TestInventedNames:
    def test_gives_the_same_names_for_the_same_seed(self) -> None:
        assert drawn(7, 50) == drawn(7, 50)
        assert drawn(7, 50) != drawn(8, 50)

    def test_repeats_no_name_before_the_supply_is_used_up(self) -> None:
        supply = len(every_name())

        names = {name.full for name in drawn(7, supply)}

        assert supply > 25_000
        assert len(names) == supply

    def test_is_a_surname_and_two_characters(self) -> None:
        assert {len(name.full) for name in every_name()} == {3}
