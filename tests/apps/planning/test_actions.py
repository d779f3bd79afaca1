"""From a request to published postings: what is done, what is refused, nothing half done."""

from datetime import date

import pytest
from django.utils import translation

from bangfu.apps.intake.actions import withdraw_need
from bangfu.apps.intake.models import Nomination
from bangfu.apps.journal.models import Entry
from bangfu.apps.journal.queries import first_break
from bangfu.apps.planning import actions
from bangfu.apps.planning.formulation import key_of
from bangfu.apps.planning.models import Decision, Run
from bangfu.apps.postings.models import Posting
from bangfu.core import planner

from .conftest import PERIOD, Islands

pytestmark = pytest.mark.django_db
TODAY = date(2025, 8, 20)


@pytest.fixture
def found(islands: Islands) -> Run:
    return planned(islands)


def planned(islands: Islands) -> Run:
    run = actions.request_run(programme=islands.programme, period=PERIOD, by=islands.clerk)
    return actions.perform_run(run=run)


def publish(run: Run, islands: Islands) -> list[Posting]:
    return actions.publish_run(
        run=run, by=islands.clerk, on=TODAY, batch="首批", appointment_document="海卫〔2025〕1号"
    )


class TestRequestRun:
    def test_refuses_a_period_without_needs(self, islands: Islands) -> None:
        for need in islands.needs:
            withdraw_need(need=need, reason="暂缓", by=islands.clerk, on=TODAY)

        with pytest.raises(actions.NothingToPlan, match="没有待安排的需求"):
            planned(islands)

        assert not Run.objects.exists()

    def test_refuses_a_period_without_people(self, islands: Islands) -> None:
        Nomination.objects.update(consented=False)

        with pytest.raises(actions.NothingToPlan, match="没有可派人选"):
            planned(islands)

    def test_names_the_contradiction_before_any_search(self, islands: Islands) -> None:
        Nomination.objects.filter(worker__home__code="T").update(consented=False)

        with pytest.raises(actions.Contradictory, match="三级"):
            planned(islands)

    def test_is_not_searched_twice_for_two_clicks(self, islands: Islands) -> None:
        asked = [
            actions.request_run(programme=islands.programme, period=PERIOD, by=islands.clerk)
            for _ in range(2)
        ]

        assert asked[0] == asked[1]
        assert Run.objects.count() == 1

    def test_is_searched_again_once_the_first_is_finished(
        self, found: Run, islands: Islands
    ) -> None:
        assert planned(islands) != found


class TestPerformRun:
    def test_finds_a_proven_plan_with_exactly_the_tiers_asked_for(self, found: Run) -> None:
        problem, plan = found.stated_problem, found.found_plan
        homes = [problem.person(duty.person).hospital for duty in plan.duties]

        assert (found.state, found.status, found.gap) == ("finished", "optimal", 0)
        assert sorted(homes) == ["S", "T", "T"]
        assert planner.check(problem, plan) == []

    def test_leaves_a_finished_run_as_it_is(self, found: Run) -> None:
        entries = Entry.objects.count()

        again = actions.perform_run(run=found)

        assert again.plan == found.plan
        assert Entry.objects.count() == entries

    def test_keeps_the_best_plan_when_asked_to_stop(self, islands: Islands) -> None:
        run = actions.request_run(programme=islands.programme, period=PERIOD, by=islands.clerk)
        for _ in "ab":
            actions.request_stop(run=run, by=islands.clerk)

        stopped = actions.perform_run(run=run)

        assert stopped.state == "finished"
        assert Entry.objects.filter(verb="plan.stop_requested").count() == 1
        breaches = planner.check(stopped.stated_problem, stopped.found_plan)
        assert [breach for breach in breaches if not breach.short] == []
        assert stopped.status != Run.Status.OPTIMAL or breaches == []


class TestDecide:
    def test_keeps_a_locked_person_in_the_next_plan(self, found: Run, islands: Islands) -> None:
        duty = found.found_plan.duties[0]
        actions.decide(run=found, duty=duty, kind=Decision.Kind.LOCK, by=islands.clerk)

        again = actions.perform_run(run=actions.replan(run=found, by=islands.clerk))

        assert duty in again.found_plan.duties

    def test_keeps_an_excluded_person_away_from_the_post(
        self, found: Run, islands: Islands
    ) -> None:
        duty = found.found_plan.duties[0]
        actions.decide(run=found, duty=duty, kind=Decision.Kind.FORBID, by=islands.clerk)

        again = actions.perform_run(run=actions.replan(run=found, by=islands.clerk))

        assert duty not in again.found_plan.duties
        assert again.covered == found.covered

    def test_replaces_the_opposite_decision(self, found: Run, islands: Islands) -> None:
        duty = found.found_plan.duties[0]
        for kind in (Decision.Kind.LOCK, Decision.Kind.FORBID, Decision.Kind.FORBID):
            actions.decide(run=found, duty=duty, kind=kind, by=islands.clerk)

        assert [d.kind for d in found.decisions.all()] == ["forbid"]

    def test_refuses_somebody_the_plan_does_not_know(self, found: Run, islands: Islands) -> None:
        stranger = planner.Duty(
            person="worker-0", post=found.found_plan.duties[0].post, start=0, end=1
        )

        with pytest.raises(actions.NotInPlan):
            actions.decide(run=found, duty=stranger, kind=Decision.Kind.LOCK, by=islands.clerk)

    def test_refuses_a_published_plan(self, found: Run, islands: Islands) -> None:
        publish(found, islands)
        found.refresh_from_db()

        with pytest.raises(actions.NotFinished):
            actions.decide(
                run=found,
                duty=found.found_plan.duties[0],
                kind=Decision.Kind.LOCK,
                by=islands.clerk,
            )


class TestSwap:
    def test_puts_the_other_person_there_and_moves_little_else(
        self, found: Run, islands: Islands
    ) -> None:
        out = next(
            d
            for d in found.found_plan.duties
            if found.stated_problem.person(d.person).hospital == "T"
        )
        serving = {duty.person for duty in found.found_plan.duties}
        spare = next(
            p.id for p in found.stated_problem.people if p.hospital == "T" and p.id not in serving
        )

        swapped = actions.perform_run(
            run=actions.swap(run=found, duty=out, instead=spare, by=islands.clerk)
        )

        served = {duty.post: duty.person for duty in swapped.found_plan.duties}
        assert served[out.post] == spare
        kept = set(found.found_plan.duties) & set(swapped.found_plan.duties)
        assert len(kept) == 2


class TestPublishRun:
    def test_opens_a_posting_for_every_duty(self, found: Run, islands: Islands) -> None:
        opened = publish(found, islands)

        assert {(p.worker_id, p.need_id) for p in opened} == {
            (key_of(d.person), key_of(d.post)) for d in found.found_plan.duties
        }
        assert all(p.plan_reference == actions.reference_of(found) for p in opened)
        assert first_break() is None

    def test_does_not_mind_in_which_language_it_is_read(self, found: Run, islands: Islands) -> None:
        with translation.override("en"):
            assert len(publish(found, islands)) == 3

    def test_refuses_a_second_time(self, found: Run, islands: Islands) -> None:
        publish(found, islands)

        with pytest.raises(actions.AlreadyPublished, match="已发布"):
            publish(found, islands)

        assert Posting.objects.count() == 3

    def test_refuses_a_plan_whose_needs_changed_since(self, found: Run, islands: Islands) -> None:
        withdraw_need(need=islands.needs[0], reason="已自行解决", by=islands.clerk, on=TODAY)

        with pytest.raises(actions.PlanOutOfDate):
            publish(found, islands)

        assert not Posting.objects.exists()

    def test_refuses_a_plan_that_was_altered(self, found: Run, islands: Islands) -> None:
        first, *rest = found.found_plan.duties
        altered = planner.Plan(duties=(first, first, *rest))
        found.plan = actions.as_json(altered)
        found.save()

        with pytest.raises(actions.PlanBreaksRules):
            publish(found, islands)

        assert not Posting.objects.exists()


class TestRequeueAbandoned:
    def test_queues_what_was_running_when_its_process_died(self, islands: Islands) -> None:
        run = actions.request_run(programme=islands.programme, period=PERIOD, by=islands.clerk)
        Run.objects.filter(pk=run.pk).update(
            state=Run.State.RUNNING, heartbeat_at="2020-01-01T00:00Z"
        )

        assert actions.requeue_abandoned() == 1
        assert actions.requeue_abandoned() == 0
        assert actions.perform_run(run=run).state == "finished"
