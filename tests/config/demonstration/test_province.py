from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest

from bangfu.config.demonstration import province
from bangfu.config.demonstration.gazetteer import Gazetteer
from bangfu.config.demonstration.province import Province
from bangfu.config.demonstration.rounds import Stay

from .conftest import TODAY


@pytest.fixture(scope="module")
def whole(areas: Gazetteer) -> Province:
    return province.build(areas, on=TODAY)


class TestProvince:
    def test_has_the_size_that_is_measured(self, whole: Province) -> None:
        assert len(whole.cast.institutions) == 1_500
        assert len(whole.cast.workers) == 20_000
        assert len(whole.stays) == 10_000

    def test_is_the_same_every_time(self, whole: Province, areas: Gazetteer) -> None:
        assert province.build(areas, on=TODAY) == whole

    def test_posts_nobody_to_two_places_at_once(self, whole: Province) -> None:
        held: dict[tuple[str, str], list[Stay]] = defaultdict(list)
        for stay in whole.stays:
            held[stay.worker.key].append(stay)

        for stays in held.values():
            stays.sort(key=lambda stay: stay.starts_on)
            assert all(one.ends_before <= other.starts_on for one, other in pairwise(stays))

    def test_stays_within_what_the_host_asked_for(self, whole: Province) -> None:
        for stay in whole.stays:
            need = whole.needs[stay.need]

            assert need.starts_on <= stay.starts_on < stay.ends_before <= need.ends_before
            assert stay.worker.home != need.host
            assert stay.worker.home[2:6] == need.host[2:6]

    def test_has_many_on_post_on_the_day(self, whole: Province) -> None:
        def serving(day: date) -> int:
            return sum(stay.starts_on <= day < stay.ends_before for stay in whole.stays)

        assert serving(TODAY) > 2_500

    def test_gives_each_institution_its_own_code(self, whole: Province) -> None:
        assert len({one.code for one in whole.cast.institutions}) == 1_500
        assert len({worker.key for worker in whole.cast.workers}) == 20_000
