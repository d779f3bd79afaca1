"""Milestones in their order, skills step by step, witnesses who are somebody else."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.capacity import (
    NotAWitness,
    SkillStep,
    StepRefused,
    Surroundings,
    Witness,
    WitnessMissing,
    next_check,
    next_of,
    next_step,
    refuse_skill,
    refuse_step,
    refuse_witness,
    removable,
    shipped_courses,
    use_of,
)
from bangfu.core.capacity.courses import Verified
from bangfu.core.months import months_after
from bangfu.core.programmes.words import Text

TODAY = date(2026, 6, 15)
TECHNIQUE, PUPIL = shipped_courses()["technique"], shipped_courses()["pupil"]
STEPS = tuple(SkillStep)


def take(code: str, reached: dict[str, date], on: date, cases: int | None = None) -> None:
    step = TECHNIQUE.milestone(code)
    assert step is not None
    refuse_step(TECHNIQUE, reached, step, on=on, cases=cases, within=Surroundings(TODAY))


class TestRefuseStep:
    def test_takes_the_next_milestone(self) -> None:
        take("first_case", {"planned": date(2026, 3, 1)}, date(2026, 3, 1))

    def test_wants_the_earlier_ones_first(self) -> None:
        with pytest.raises(StepRefused, match="请先登记“专家带做首例”"):
            take("alone", {"planned": date(2026, 3, 1)}, date(2026, 4, 1))

    def test_refuses_days_to_come_and_days_before_the_step_before(self) -> None:
        with pytest.raises(StepRefused, match="今天之后"):
            take("first_case", {"planned": date(2026, 3, 1)}, TODAY + timedelta(1))
        with pytest.raises(StepRefused, match="不能早于“列入计划”") as refused:
            take("first_case", {"planned": date(2026, 3, 1)}, date(2026, 2, 28))

        assert refused.value.field == "on"

    def test_wants_as_many_cases_as_the_course_says(self) -> None:
        reached = {"planned": date(2026, 3, 1), "first_case": date(2026, 3, 2)}

        with pytest.raises(StepRefused, match="至少5例"):
            take("cases_with_expert", reached, date(2026, 4, 1), cases=4)
        take("cases_with_expert", reached, date(2026, 4, 1), cases=5)

    def test_lets_nobody_be_independent_with_a_skill_open(self) -> None:
        step = PUPIL.milestone("independent")
        assert step is not None

        with pytest.raises(StepRefused, match="未经见证独立完成"):
            refuse_step(
                PUPIL,
                {"agreed": date(2026, 1, 1)},
                step,
                on=TODAY,
                cases=None,
                within=Surroundings(TODAY, skills_alone=False),
            )

    @given(st.lists(st.dates(date(2025, 1, 1), TODAY), min_size=5, max_size=5))
    def test_what_was_taken_is_in_order(self, days: list[date]) -> None:
        reached: dict[str, date] = {}
        for step, day in zip(TECHNIQUE.milestones, days, strict=True):
            try:
                take(step.code, reached, day, cases=9)
            except StepRefused:
                break
            reached[step.code] = day

        assert list(reached.values()) == sorted(reached.values())
        assert list(reached) == [one.code for one in TECHNIQUE.milestones][: len(reached)]


class TestNextOf:
    def test_names_optional_ones_beside_the_required(self) -> None:
        assert [one.code for one in next_of(PUPIL, {"agreed"})] == ["midterm", "independent"]

    def test_forgets_an_optional_one_that_was_passed_over(self) -> None:
        assert [one.code for one in next_of(PUPIL, {"agreed", "independent"})] == ["final_check"]

    def test_gives_back_only_the_last(self) -> None:
        assert removable(PUPIL, {"agreed"}) is None
        last = removable(PUPIL, {"agreed", "independent"})
        assert last is not None
        assert last.code == "independent"


class TestSkills:
    def test_go_from_taught_to_alone(self) -> None:
        days = {SkillStep.TAUGHT: date(2026, 3, 1)}

        assert next_step(STEPS, days) is SkillStep.GUIDED
        refuse_skill(STEPS, days, SkillStep.ALONE, on=date(2026, 3, 1), today=TODAY)

    @pytest.mark.parametrize(
        ("step", "on"),
        [
            (SkillStep.TAUGHT, date(2026, 4, 1)),
            (SkillStep.GUIDED, date(2026, 2, 1)),
            (SkillStep.ALONE, TODAY + timedelta(1)),
        ],
    )
    def test_are_not_taken_twice_backwards_or_tomorrow(self, step: SkillStep, on: date) -> None:
        with pytest.raises(StepRefused):
            refuse_skill(STEPS, {SkillStep.TAUGHT: date(2026, 3, 1)}, step, on=on, today=TODAY)

    def test_are_not_taught_once_done_alone(self) -> None:
        with pytest.raises(StepRefused, match="无需补登"):
            refuse_skill(
                STEPS,
                {SkillStep.ALONE: date(2026, 3, 1)},
                SkillStep.GUIDED,
                on=date(2026, 2, 1),
                today=TODAY,
            )


class TestRefuseWitness:
    def test_takes_somebody_else(self) -> None:
        refuse_witness(Witness("周见山", "内科主任"), teacher="林知远", learner="陈小满")

    @pytest.mark.parametrize("name", ["林知远", "陈小满", " 陈 小满 "])
    def test_refuses_teacher_and_pupil(self, name: str) -> None:
        with pytest.raises(NotAWitness, match="不能为自己见证"):
            refuse_witness(Witness(name, "医师"), teacher="林知远", learner="陈小满")

    @pytest.mark.parametrize("witness", [Witness("", "主任"), Witness("周见山", " ")])
    def test_wants_name_and_function(self, witness: Witness) -> None:
        with pytest.raises(WitnessMissing):
            refuse_witness(witness, teacher="林知远", learner="陈小满")


class TestNextCheck:
    RULE = Verified(after_months=6, every_months=12, question=Text(zh="仍在？"), source="x")
    ONCE = Verified(after_months=6, question=Text(zh="仍在？"), source="x")

    def test_counts_from_the_day_it_was_there_then_from_the_last(self) -> None:
        built = date(2025, 3, 1)

        assert next_check(self.RULE, built_on=built, checked=[]) == date(2025, 9, 1)
        assert next_check(self.RULE, built_on=built, checked=[date(2025, 9, 20)]) == date(
            2026, 9, 20
        )
        assert next_check(self.ONCE, built_on=built, checked=[date(2025, 9, 20)]) is None
        assert next_check(self.RULE, built_on=None, checked=[]) is None

    @given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 240))
    def test_falls_in_the_month_it_says(self, day: date, months: int) -> None:
        later = months_after(day, months)

        assert (later.year - day.year) * 12 + later.month - day.month == months
        assert later.day <= day.day


class TestUseOf:
    def test_says_how_soon_and_how_many_were_late(self) -> None:
        first = date(2026, 5, 1)
        cases = [(first, first), (first, first + timedelta(4)), (first, None)]

        use = use_of(cases, agreed=2)

        assert (use.cases, use.answered, use.late, use.median_days) == (3, 2, 1, 2)

    def test_knows_no_median_of_nothing(self) -> None:
        assert use_of([], agreed=1).median_days is None
