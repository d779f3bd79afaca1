"""The pages of planning: who sees which plan, what they say, what they refuse."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from bangfu.apps.accounts.actions import give_grant
from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Nomination
from bangfu.apps.planning import actions
from bangfu.apps.planning.models import Run
from bangfu.apps.postings.models import Posting
from bangfu.core import planner
from bangfu.core.planner import check
from bangfu.core.planner.files import read_plan, read_problem

from .conftest import OPENED, PERIOD, Islands
from .test_actions import planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(islands: Islands) -> Run:
    return planned(islands)


@pytest.fixture
def office(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


@pytest.fixture
def stranger(db: None) -> User:
    """A clerk of another province."""
    stranger = User.objects.create(username="stranger", name="外省经办")
    give_grant(user=stranger, role="commission_clerk", area_prefix="65", by=None, on=OPENED)
    return stranger


def text_of(answer: object) -> str:
    return answer.content.decode()


class TestRunList:
    def test_asks_as_much_for_many_runs_as_for_one(
        self, office: Client, found: Run, django_assert_max_num_queries
    ) -> None:
        Run.objects.bulk_create(
            Run(
                programme=found.programme,
                starts_on=PERIOD.starts_on,
                ends_before=PERIOD.ends_before,
                problem=found.problem,
                problem_digest=found.problem_digest,
                requested_by=found.requested_by,
            )
            for _ in range(80)
        )

        with django_assert_max_num_queries(6):
            office.get(reverse("run_list"))


class TestRun:
    def test_shows_each_assignment_with_its_reason(self, office: Client, found: Run) -> None:
        page = text_of(office.get(reverse("run", args=[found.pk])))

        for duty in found.found_plan.duties:
            assert found.stated_problem.label("person", duty.person) in page
        assert page.count("名符合条件的人选中居第") == 3
        assert "已证明最优" in page

    def test_names_the_rules_that_the_search_does_not_weigh(
        self, office: Client, found: Run
    ) -> None:
        assert "有管理经验" in text_of(office.get(reverse("run", args=[found.pk])))

    def test_looks_absent_to_a_clerk_of_another_province(
        self, client: Client, found: Run, stranger: User
    ) -> None:
        client.force_login(stranger)

        answers = [
            client.get(reverse("run", args=[found.pk])),
            client.get(reverse("problem_file", args=[found.pk])),
            client.post(reverse("replan", args=[found.pk])),
            client.post(reverse("publish_run", args=[found.pk]), {"batch": "x"}),
        ]

        assert [answer.status_code for answer in answers] == [404] * 4

    def test_tells_what_had_to_move_from_what_followed(
        self, office: Client, islands: Islands, found: Run
    ) -> None:
        left = found.found_plan.duties[0]
        name = found.stated_problem.label("person", left.person)
        Nomination.objects.filter(worker__name=name).update(consented=False)
        islands.add_worker(next(w.home for w in islands.workers if w.name == name))
        again = actions.perform_run(run=actions.replan(run=found, by=islands.clerk))

        page = text_of(office.get(reverse("run", args=[again.pk])))

        forced, followed = page.split("因条件变化必须变动")[1].split("随之新增或调整")
        assert f"{name}已不在可派人员之列" in forced
        assert "岗位覆盖减少" in forced
        assert "新增" in followed
        assert "项安排相同" in page

    def test_reloads_by_itself_without_scripts_while_it_waits(
        self, office: Client, islands: Islands
    ) -> None:
        run = actions.request_run(programme=islands.programme, period=PERIOD, by=islands.clerk)

        page = text_of(office.get(reverse("run", args=[run.pk])))

        assert "等待计算" in page
        assert 'http-equiv="refresh"' in page

    def test_tells_htmx_to_go_on_once_it_is_finished(self, office: Client, found: Run) -> None:
        answer = office.get(
            reverse("run_progress", args=[found.pk]), headers={"HX-Request": "true"}
        )

        assert answer["HX-Redirect"] == reverse("run", args=[found.pk])


class TestRunComparison:
    def test_sets_a_plan_beside_another_of_its_programme(
        self, office: Client, islands: Islands, found: Run
    ) -> None:
        problem = found.stated_problem
        best = planner.solve(problem).quality
        # Somebody without whom no plan is as good, however ties are broken.
        left = next(
            duty.person
            for duty in found.found_plan.duties
            if planner.solve(planner.without_people(problem, [duty.person])).quality < best
        )
        name = problem.label("person", left)
        Nomination.objects.filter(worker__name=name).update(consented=False)
        other = planned(islands)
        address = reverse("run_comparison", args=[other.pk])

        chosen = text_of(office.get(address))
        page = text_of(office.get(address, {"with": str(found.pk)}))

        assert f'<option value="{found.pk}">' in chosen
        assert "本方案不如所选方案" in page
        assert f"{name}已不在可派人员之列" in page
        assert "派出单位承担的时段" in page
        assert "匹配质量的构成" in page
        assert page.count("<table") == 5

    def test_of_a_plan_that_stands_alone_says_so(self, office: Client, found: Run) -> None:
        page = text_of(office.get(reverse("run_comparison", args=[found.pk])))

        assert "没有可以对比的方案" in page

    def test_does_not_reach_into_plans_out_of_sight(
        self, office: Client, found: Run, client: Client, stranger: User
    ) -> None:
        address = reverse("run_comparison", args=[found.pk])

        assert office.get(address, {"with": "0"}).status_code == 404
        client.force_login(stranger)
        assert client.get(address).status_code == 404


class TestPostReasons:
    def test_says_why_this_person_and_who_else_could(self, office: Client, found: Run) -> None:
        post = found.found_plan.duties[0].post

        page = text_of(office.get(reverse("post_reasons", args=[found.pk, post])))

        assert "为什么是这个人" in page
        assert "其他人选" in page

    def test_offers_to_swap_only_with_those_who_could_serve(
        self, office: Client, islands: Islands
    ) -> None:
        home = islands.workers[0].home
        able, junior = islands.add_worker(home, rank=2), islands.add_worker(home, rank=4)
        found = planned(islands)
        posts = {duty.post for duty in found.found_plan.duties}

        pages = "".join(
            text_of(office.get(reverse("post_reasons", args=[found.pk, post]))) for post in posts
        )

        assert f"{junior.name}（" in pages or f"{junior.name}：" in pages
        assert "改派" in pages
        assert f"改派{junior.name}" not in pages
        assert able.name in pages

    def test_says_why_not_somebody_who_is_asked_about(self, office: Client, found: Run) -> None:
        duty = found.found_plan.duties[0]
        serving = {other.person for other in found.found_plan.duties}
        spare = next(p.id for p in found.stated_problem.people if p.id not in serving)

        page = text_of(
            office.get(reverse("post_reasons", args=[found.pk, duty.post]), {"person": spare})
        )

        assert found.stated_problem.label("person", spare) in page

    def test_says_why_a_post_stands_empty(self, office: Client, islands: Islands) -> None:
        islands.needs[0].subject_codes = ["07"]
        islands.needs[0].save()
        run = planned(islands)
        (empty,) = {p.id for p in run.stated_problem.posts} - {
            duty.post for duty in run.found_plan.duties
        }

        page = text_of(office.get(reverse("post_reasons", args=[run.pk, empty])))

        assert "为什么空缺" in page
        assert "专业不符" in page

    def test_says_what_a_remedy_costs_others(self, office: Client, islands: Islands) -> None:
        department = islands.workers[0].department
        department.minimum_staff = department.staff - 1
        department.save()
        run = planned(islands)
        (empty,) = {p.id for p in run.stated_problem.posts} - {
            duty.post for duty in run.found_plan.duties
        }

        page = text_of(office.get(reverse("post_reasons", args=[run.pk, empty])))

        assert "怎样可以补上" in page
        assert "放宽科室最低在岗，由" in page
        assert "在岗仅" in page

    def test_of_an_unknown_post_is_absent(self, office: Client, found: Run) -> None:
        assert office.get(reverse("post_reasons", args=[found.pk, "need-0"])).status_code == 404


class TestNewRun:
    def test_refuses_an_end_before_its_start_in_words(
        self, office: Client, islands: Islands
    ) -> None:
        answer = office.post(
            reverse("new_run"),
            {
                "programme": "island_deputies",
                "starts_on": "2025-09-01",
                "last_day": "2025-08-01",
                "seconds": "10",
            },
        )

        assert answer.status_code == 422
        assert "结束日期早于开始日期" in text_of(answer)
        assert not Run.objects.exists()

    def test_shows_what_contradicts_what(self, office: Client, islands: Islands) -> None:
        islands.programme.nominations.filter(worker__home__code="T").update(consented=False)

        answer = office.post(
            reverse("new_run"),
            {
                "programme": "island_deputies",
                "starts_on": "2025-09-01",
                "last_day": "2027-08-31",
                "seconds": "10",
            },
        )

        assert answer.status_code == 422
        assert "规则相互矛盾" in text_of(answer)


class TestDecide:
    def test_refuses_a_kind_that_does_not_exist(self, office: Client, found: Run) -> None:
        assert office.post(reverse("decide", args=[found.pk, "promote"])).status_code == 404

    def test_answers_a_conflict_in_words(self, office: Client, found: Run) -> None:
        answer = office.post(
            reverse("decide", args=[found.pk, "lock"]),
            {"person": "worker-0", "post": "need-0", "start": "0", "end": "1"},
        )

        assert answer.status_code == 409
        assert "没有该人员或该岗位" in text_of(answer)


class TestPublishRun:
    def test_of_a_second_click_shows_what_the_first_has_done(
        self, office: Client, found: Run
    ) -> None:
        address, filled = (
            reverse("publish_run", args=[found.pk]),
            {
                "batch": "首批",
                "notice_days": 7,
                "short_notice": "on",
            },
        )
        office.post(address, filled)

        again = office.post(address, filled, follow=True)

        assert again.redirect_chain == [(reverse("run", args=[found.pk]), 302)]
        assert "无需再次发布" in text_of(again)
        assert Posting.objects.count() == 3
        assert office.get(address).status_code == 302


class TestFiles:
    def test_can_be_checked_by_anybody_without_the_database(
        self, office: Client, found: Run, tmp_path: Path
    ) -> None:
        for name in ("problem", "plan"):
            content = office.get(reverse(f"{name}_file", args=[found.pk])).content
            (tmp_path / f"{name}.json").write_bytes(content)

        problem = read_problem(tmp_path / "problem.json")

        assert check(problem, read_plan(tmp_path / "plan.json", problem)) == []
