"""What a result says of itself."""

from bangfu.core.planner import Level, Result, examples, solve
from bangfu.core.planner.result import result_of


def claiming(*levels: Level) -> Result:
    return result_of((), levels, covered=3, required=4, status="feasible", seconds=0.0)


class TestSummary:
    def test_says_that_every_goal_is_proven(self) -> None:
        told = solve(examples.leadership()).summary()

        assert told.zh.startswith("覆盖336/336岗期（100.0%），质量")
        assert told.zh.endswith("分，各目标均已证明最优。")
        assert told.en.endswith("; every goal is proven best.")

    def test_names_the_first_goal_that_is_open_and_its_distance(self) -> None:
        told = claiming(
            Level(goal="rules", value=0, bound=0),
            Level(goal="coverage 1", value=3, bound=4),
            Level(goal="quality", value=3, bound=90),
        ).summary()

        assert "“第1优先级覆盖”，与上界相差1（25.00%）" in told.zh
        assert "coverage 1, 1 from its bound (25.00%)" in told.en

    def test_tells_of_minimums_that_are_not_met(self) -> None:
        told = claiming(
            Level(goal="rules", value=-2, bound=-2), Level(goal="quality", value=3, bound=3)
        ).summary()

        assert "最低要求尚差2，" in told.zh
        assert "minimums fall short by 2; " in told.en
