"""What a plan leaves over, held against the checker; what changes cost, against the tallies."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.core.planner.problems import duties, excess, possible, problems, sound, tiny

from bangfu.core.planner import Duty, Plan, Stints
from bangfu.core.planner.price import Ledger, added_up
from bangfu.core.planner.standing import Standing
from bangfu.core.planner.tally import tally


class TestStanding:
    @given(st.data())
    @settings(max_examples=120, deadline=None)
    def test_refuses_just_what_the_checker_would(self, data: st.DataObject) -> None:
        problem = data.draw(problems())
        plan = data.draw(sound(problem))
        (stay, *_) = data.draw(duties(problem).filter(bool))
        term = problem.term(problem.post(stay.post))
        if stay in plan.duties or not term.start <= stay.start < stay.end <= term.end:
            return
        standing = Standing(problem, plan)

        told = {*standing.refused(stay.post, stay.person), *standing.against(stay)}

        assert told == excess(problem, Plan(duties=(*plan.duties, stay)))

    @given(st.data())
    @settings(max_examples=80, deadline=None)
    def test_strikes_and_adds_duties_beforehand(self, data: st.DataObject) -> None:
        problem = data.draw(problems(most_people=4, most_posts=3))
        plan = data.draw(sound(problem))
        options = possible(problem)
        if not plan.duties or not options:
            return
        gone = data.draw(st.sampled_from(plan.duties))
        stay, come = data.draw(st.sampled_from(options)), data.draw(st.sampled_from(options))
        rest = [duty for duty in plan.duties if duty != gone]
        if len({*rest, stay, come}) < len(rest) + 2 or excess(problem, Plan(duties=(*rest, come))):
            return

        standing = Standing(problem, plan)
        number = np.array([standing.tables.person_number[stay.person]])
        span = [(stay.start, stay.end)]

        grid = standing.grid(stay.post, number, span, without=[gone], plus=[come])

        assert set(grid.rules(0, 0)) == excess(problem, Plan(duties=(*rest, come, stay)))

    def test_gives_nobody_a_second_seat_at_the_same_time(self) -> None:
        post = structs.replace(
            tiny().posts[0], headcount=2, sessions=1, stints=Stints(shortest=2, longest=6)
        )
        duty = Duty(person="w0", post="p0", start=0, end=4)
        standing = Standing(tiny(posts=(post,)), Plan(duties=(duty,)))
        again, later = structs.replace(duty, start=3, end=6), structs.replace(duty, start=4, end=6)

        assert standing.against(again) == ("one_seat",)
        assert standing.against(later) == ()
        assert standing.against(again, without=[duty]) == ()

    def test_knows_who_is_still_wanted_when(self) -> None:
        duty = Duty(person="w0", post="p0", start=0, end=4)

        assert Standing(tiny(), Plan(duties=(duty,))).open_periods("p0") == [4, 5]


class TestLedger:
    @given(st.data())
    @settings(max_examples=120, deadline=None)
    def test_prices_add_up_to_the_difference_of_the_tallies(self, data: st.DataObject) -> None:
        problem = data.draw(problems())
        first, second = data.draw(duties(problem)), data.draw(duties(problem))
        ledger = Ledger(problem, Plan(duties=first))

        steps = [*map(ledger.strike, first), *map(ledger.put, second)]

        before = dict(tally(problem, Plan(duties=first)).levels)
        after = dict(tally(problem, Plan(duties=second)).levels)
        apart = {goal: after[goal] - before[goal] for goal in after if after[goal] != before[goal]}
        assert added_up(steps, ledger.order).goals == apart

    @given(st.data())
    @settings(max_examples=50, deadline=None)
    def test_asking_for_a_price_changes_nothing(self, data: st.DataObject) -> None:
        problem = data.draw(problems())
        first, second = data.draw(duties(problem)), data.draw(duties(problem))
        ledger = Ledger(problem, Plan(duties=first))

        asked = ledger.change(strike=first, put=second)

        assert ledger.change(strike=first, put=second) == asked
        assert added_up([asked, ledger.change()], ledger.order) == asked
