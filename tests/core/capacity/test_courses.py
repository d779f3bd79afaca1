"""Courses as data: every lasting kind has one, and mistakes are named."""

import pytest

from bangfu.core.capacity import course_of, shipped_courses
from bangfu.core.capacity.courses import read
from bangfu.core.capacity.settings import shipped
from bangfu.core.programmes import shipped_kinds
from bangfu.core.programmes.problems import DefinitionRefused

COURSE = """
[[sources]]
code = "usual"
what = {{ zh = "按常规" }}
why = {{ zh = "未写明" }}

[[courses]]
code = "broadcast"
lasting = "technique"
kinds = ["broadcast"]
title = {{ zh = "健康广播" }}
named = {{ zh = "栏目" }}
source = "usual"
{milestones}
"""


def milestones(*flags: str) -> str:
    return "".join(
        f'[[courses.milestones]]\ncode = "step_{number}"\ntitle = {{ zh = "步骤" }}\n{flag}\n'
        for number, flag in enumerate(flags)
    )


class TestShippedCourses:
    def test_give_every_lasting_kind_its_life(self) -> None:
        lasting = [kind for kind in shipped_kinds().values() if kind.lasting]

        assert len(lasting) == 7
        assert [kind.code for kind in lasting if course_of(kind) is None] == []

    def test_say_on_which_day_each_counts(self) -> None:
        counting = {code: course.counting.code for code, course in shipped_courses().items()}

        assert counting == {
            "pupil": "agreed",
            "trainee": "received",
            "technique": "first_case",
            "specialty": "accepted",
            "rules": "issued",
            "channel": "opened",
        }

    def test_warn_a_month_before_the_end(self) -> None:
        assert shipped().soon.days == 30


class TestRead:
    def test_takes_a_course_for_kinds_of_its_own(self) -> None:
        text = COURSE.format(milestones=milestones("", "counts = true\nbuilt = true"))

        (course,) = read(text).courses

        assert course.kinds == ("broadcast",)
        assert course.counting is course.building

    @pytest.mark.parametrize(
        ("flags", "said"),
        [
            (("built = true",), "counts"),
            (("counts = true",), "built"),
            (("counts = true", "counts = true\nbuilt = true"), "counts"),
            (("counts = true\nbuilt = true\nneeds_skills = true",), "needs_skills"),
            (("counts = true\nbuilt = true", "alone = true", "alone = true"), "alone"),
        ],
    )
    def test_names_what_cannot_stand(self, flags: tuple[str, ...], said: str) -> None:
        with pytest.raises(DefinitionRefused, match=said):
            read(COURSE.format(milestones=milestones(*flags)))

    def test_refuses_a_source_nobody_describes(self) -> None:
        text = COURSE.format(milestones=milestones("counts = true\nbuilt = true"))

        with pytest.raises(DefinitionRefused, match="来源"):
            read(text.replace('source = "usual"', 'source = "elsewhere"'))
