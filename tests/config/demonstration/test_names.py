from itertools import islice
from random import Random

from bangfu.config.demonstration.names import every_name, invented_names


class TestInventedNames:
    def test_gives_the_same_names_for_the_same_seed(self) -> None:
        one = list(islice(invented_names(Random(7)), 50))
        again = list(islice(invented_names(Random(7)), 50))
        other = list(islice(invented_names(Random(8)), 50))

        assert one == again
        assert one != other

    def test_repeats_no_name_before_the_supply_is_used_up(self) -> None:
        supply = len(every_name())

        drawn = [name.full for name in islice(invented_names(Random(7)), supply)]

        assert supply > 25_000
        assert len(set(drawn)) == supply

    def test_is_a_surname_and_two_characters(self) -> None:
        assert {len(name.full) for name in every_name()} == {3}
