"""What a programme asks every host to build, from targets and tasks alone."""

from bangfu.core.capacity import Standing, standing_of, things_of
from bangfu.core.programmes import read, shipped_kinds
from bangfu.core.programmes.measured import Lasting

PROGRAMME = """
code = "harbour"
edition = 2026
area = "3705"
title = { zh = "港湾帮扶" }

[term]
starts_on = 2026-01-01
ends_before = 2027-01-01

[[parties.members]]
code = "hosts"
role = "host"
title = { zh = "受援医院" }

[activities]
kinds = ["technique", "rules_built", "lecture"]

[[targets]]
indicator = "technique.items"
at_least = 2
unit = "items"
party = "hosts"
each = true

[[targets]]
indicator = "lecture.times"
at_least = 2
unit = "times"
party = "hosts"
each = true

[tasks]
[[tasks.items]]
code = "backbone"
title = { zh = "培养一批骨干" }
party = "hosts"
each = true
builds = "pupil"
"""


class TestThingsOf:
    def test_reads_targets_of_lasting_kinds_and_tasks_that_build(self) -> None:
        things = things_of(read(PROGRAMME), shipped_kinds())

        assert [(thing.lasting, thing.least) for thing in things] == [
            (Lasting.PUPIL, 1),
            (Lasting.TECHNIQUE, 2),
        ]
        assert things[0].title.zh == "培养一批骨干"

    def test_asks_nothing_where_the_file_asks_nothing(self) -> None:
        text = PROGRAMME.partition("[[targets]]")[0]

        assert things_of(read(text), shipped_kinds()) == []


class TestStandingOf:
    def test_is_built_only_with_as_many_as_asked(self) -> None:
        assert standing_of(built=1, under_way=3, least=2) is Standing.UNDER_WAY
        assert standing_of(built=0, under_way=1, least=1) is Standing.UNDER_WAY
        assert standing_of(built=0, under_way=0, least=1) is Standing.NOT_BEGUN
