"""Opening, recalling and replacing: what is done, what is refused, and in which words."""

from datetime import date

import pytest
from tests.apps.intake.world import TERM, Places, need, worker

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.actions import NotInService, SessionsWrong, withdraw_need
from bangfu.apps.intake.models import Need
from bangfu.apps.journal.models import Entry
from bangfu.apps.postings import actions
from bangfu.apps.postings.actions import Draft, open_posting, open_postings, recall_posting
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Worker
from bangfu.core.duty.posting_steps import EndNotEarlier
from bangfu.core.duty.sides import NotNow
from bangfu.core.reasons import ReasonMissing

SPRING = {"starts_on": date(2025, 3, 1), "ends_before": date(2025, 6, 1)}
SUMMER = {"starts_on": date(2025, 6, 1), "ends_before": date(2025, 9, 1)}
MAY_ON = {"starts_on": date(2025, 5, 31), "ends_before": date(2025, 9, 1)}


class TestOpenPosting:
    def test_keeps_facts_as_they_stand_and_one_entry(
        self, post: Need, outgoing: Worker, places: Places, clerk: User
    ) -> None:
        opened = open_posting(
            need=post, worker=outgoing, **SPRING, by=clerk, appointment_document="东卫发〔2025〕8号"
        )

        held = Posting.objects.get()
        assert held == opened
        assert (held.home, held.host) == (places.sender, places.north)
        assert (held.role_title, held.form, held.sessions_per_week) == (
            "业务院长",
            "resident",
            None,
        )
        entry = Entry.objects.get()
        assert (entry.verb, entry.subject_id) == ("posting.opened", str(held.pk))
        assert entry.facts["appointment_document"] == "东卫发〔2025〕8号"
        assert entry.facts["starts_on"] == "2025-03-01"

    def test_refuses_a_second_place_naming_who_where_and_when(
        self, post: Need, elsewhere: Need, outgoing: Worker, clerk: User
    ) -> None:
        open_posting(need=post, worker=outgoing, **SPRING, by=clerk)

        with pytest.raises(actions.AlreadyPosted) as refused:
            open_posting(need=elsewhere, worker=outgoing, **MAY_ON, by=clerk)

        for part in ("林知远", "河口镇卫生院", "2025年3月1日至2025年5月31日", "清水镇卫生院"):
            assert part in refused.value.zh
        assert "2025-03-01 to before 2025-06-01" in refused.value.en
        assert Posting.objects.count() == 1
        assert Entry.objects.count() == 1

    def test_takes_the_day_after_the_last_day(
        self, post: Need, elsewhere: Need, outgoing: Worker, clerk: User
    ) -> None:
        open_posting(need=post, worker=outgoing, **SPRING, by=clerk)
        open_posting(need=elsewhere, worker=outgoing, **SUMMER, by=clerk)

        assert Posting.objects.count() == 2

    def test_takes_clinics_up_to_ten_half_days_a_week(
        self, clinic: Need, places: Places, programme: Programme, outgoing: Worker, clerk: User
    ) -> None:
        six = need(places.north, programme, form="visiting", sessions_per_week=6)
        one = need(places.far, programme, form="visiting", sessions_per_week=1)
        open_posting(need=clinic, worker=outgoing, **SPRING, by=clerk)
        open_posting(need=six, worker=outgoing, **SPRING, by=clerk)

        with pytest.raises(actions.AlreadyPosted, match="每周6个半天"):
            open_posting(need=one, worker=outgoing, **MAY_ON, by=clerk)

        open_posting(need=one, worker=outgoing, **SUMMER, by=clerk)

    @pytest.mark.parametrize("first", ["post", "clinic"])
    def test_refuses_a_clinic_while_the_whole_person_is_away(
        self, post: Need, clinic: Need, outgoing: Worker, clerk: User, first: str
    ) -> None:
        order = [post, clinic] if first == "post" else [clinic, post]
        open_posting(need=order[0], worker=outgoing, **SPRING, by=clerk)

        with pytest.raises(actions.AlreadyPosted):
            open_posting(need=order[1], worker=outgoing, **SPRING, by=clerk)

    def test_refuses_ones_own_institution(self, post: Need, places: Places, clerk: User) -> None:
        with pytest.raises(actions.HostIsHome, match="顾明川"):
            open_posting(need=post, worker=worker("顾明川", places.north), **SPRING, by=clerk)

    def test_refuses_a_rank_below_the_floor(self, post: Need, places: Places, clerk: User) -> None:
        attending = worker("苏亦辰", places.sender, rank=3)

        with pytest.raises(actions.RankBelowFloor, match=r"中级，低于.*副高级"):
            open_posting(need=post, worker=attending, **SPRING, by=clerk)

    @pytest.mark.parametrize(
        "days",
        [
            {"starts_on": date(2024, 12, 31), "ends_before": date(2025, 6, 1)},
            {"starts_on": date(2025, 6, 1), "ends_before": date(2026, 1, 2)},
            {"starts_on": date(2025, 6, 1), "ends_before": date(2025, 6, 1)},
        ],
    )
    def test_refuses_days_outside_the_term(
        self, post: Need, outgoing: Worker, clerk: User, days: dict
    ) -> None:
        with pytest.raises(actions.OutsideTerm, match="2025年1月1日至2025年12月31日"):
            open_posting(need=post, worker=outgoing, **days, by=clerk)

    def test_refuses_a_withdrawn_need(self, post: Need, outgoing: Worker, clerk: User) -> None:
        withdraw_need(need=post, reason="已自行招聘", by=clerk, on=date(2025, 2, 1))

        with pytest.raises(actions.NeedNotOpen):
            open_posting(need=post, worker=outgoing, **SPRING, by=clerk)

    def test_refuses_a_sender_the_need_is_not_tied_to(
        self, places: Places, programme: Programme, outgoing: Worker, clerk: User
    ) -> None:
        tied = need(places.north, programme, sender=places.far)

        with pytest.raises(actions.OtherSender, match="远山县医院"):
            open_posting(need=tied, worker=outgoing, **SPRING, by=clerk)

    def test_refuses_who_leaves_before_the_end(
        self, post: Need, outgoing: Worker, clerk: User
    ) -> None:
        Worker.objects.filter(pk=outgoing.pk).update(valid_to=date(2025, 5, 1))

        with pytest.raises(NotInService, match="2025年5月1日"):
            open_posting(need=post, worker=outgoing, **SPRING, by=clerk)

    def test_refuses_half_days_for_a_resident(
        self, post: Need, outgoing: Worker, clerk: User
    ) -> None:
        with pytest.raises(SessionsWrong):
            open_posting(need=post, worker=outgoing, **SPRING, sessions_per_week=3, by=clerk)


class TestOpenPostings:
    def test_opens_all_or_none(
        self, post: Need, elsewhere: Need, outgoing: Worker, clerk: User
    ) -> None:
        drafts = [Draft(need=each, worker=outgoing, **SPRING) for each in (post, elsewhere)]

        with pytest.raises(actions.AlreadyPosted):
            open_postings(drafts=drafts, by=clerk)

        assert not Posting.objects.exists()
        assert not Entry.objects.exists()

    def test_links_each_to_whom_it_relieves(
        self, post: Need, outgoing: Worker, incoming: Worker, clerk: User
    ) -> None:
        first = open_posting(
            need=post, worker=incoming, starts_on=TERM[0], ends_before=date(2025, 3, 5), by=clerk
        )
        later = Draft(need=post, worker=incoming, **SUMMER)
        earlier = Draft(need=post, worker=outgoing, **SPRING)

        opened = open_postings(drafts=[later, earlier], by=clerk)

        assert [each.worker for each in opened] == [incoming, outgoing]
        assert Posting.objects.get(pk=opened[0].pk).predecessor == opened[1]
        assert Posting.objects.get(pk=opened[1].pk).predecessor == first

    def test_links_as_drafted_where_several_serve_at_once(
        self, places: Places, programme: Programme, outgoing: Worker, incoming: Worker, clerk: User
    ) -> None:
        pair = need(places.north, programme, headcount=2)
        spring = Draft(need=pair, worker=outgoing, **SPRING)
        summer = Draft(need=pair, worker=incoming, **SUMMER, predecessor=spring)

        opened = open_postings(drafts=[spring, summer], by=clerk)

        assert Posting.objects.get(pk=opened[1].pk).predecessor == opened[0]
        assert Posting.objects.get(pk=opened[0].pk).predecessor is None

    def test_opens_many_with_as_many_queries_as_a_few(
        self, places: Places, programme: Programme, clerk: User, django_assert_max_num_queries
    ) -> None:
        drafts = [
            Draft(
                need=need(places.north, programme, role_title=str(row)),
                worker=worker(f"人员{row}", places.sender),
                **SPRING,
            )
            for row in range(40)
        ]

        with django_assert_max_num_queries(15):
            open_postings(drafts=drafts, by=clerk, batch="第一批", plan_reference="方案7")

        assert Posting.objects.filter(batch="第一批", plan_reference="方案7").count() == 40
        assert Entry.objects.filter(verb="posting.opened").count() == 40


class TestRecallPosting:
    def test_ends_it_early_and_keeps_what_was_planned(
        self, post: Need, outgoing: Worker, clerk: User
    ) -> None:
        opened = open_posting(need=post, worker=outgoing, **SPRING, by=clerk)

        recall_posting(posting=opened, on=date(2025, 4, 10), reason="单位急需", by=clerk)

        held = Posting.objects.get()
        assert (held.ends_before, held.planned_ends_before) == (date(2025, 4, 10), date(2025, 6, 1))
        assert held.ended_early_on == date(2025, 4, 10)
        assert held.state_on(date(2025, 4, 9)) == Posting.State.SERVING
        assert held.state_on(date(2025, 4, 10)) == Posting.State.RECALLED
        assert Entry.objects.get(verb="posting.recalled").facts["reason"] == "单位急需"

    def test_frees_the_worker_from_that_day(
        self, post: Need, elsewhere: Need, outgoing: Worker, clerk: User
    ) -> None:
        opened = open_posting(need=post, worker=outgoing, **SPRING, by=clerk)
        recall_posting(posting=opened, on=date(2025, 4, 10), reason="调整", by=clerk)

        open_posting(
            need=elsewhere,
            worker=outgoing,
            starts_on=date(2025, 4, 10),
            ends_before=date(2025, 6, 1),
            by=clerk,
        )

        assert Posting.objects.on(date(2025, 4, 10)).get().host.code == "SOUTH"

    def test_leaves_no_day_of_one_that_never_began(
        self, post: Need, elsewhere: Need, outgoing: Worker, clerk: User
    ) -> None:
        opened = open_posting(need=post, worker=outgoing, **SPRING, by=clerk)

        recall_posting(posting=opened, on=date(2025, 1, 5), reason="方案调整", by=clerk)

        held = Posting.objects.get()
        assert held.ends_before == held.starts_on
        assert not Posting.objects.overlapping(*TERM).exists()
        open_posting(need=elsewhere, worker=outgoing, **SPRING, by=clerk)

    def test_refuses_one_that_is_over(self, post: Need, outgoing: Worker, clerk: User) -> None:
        opened = open_posting(need=post, worker=outgoing, **SPRING, by=clerk)

        with pytest.raises(EndNotEarlier, match="2025年5月31日"):
            recall_posting(posting=opened, on=date(2025, 6, 1), reason="晚了", by=clerk)

    def test_refuses_a_second_time_what_never_began(
        self, post: Need, outgoing: Worker, clerk: User
    ) -> None:
        opened = open_posting(need=post, worker=outgoing, **SPRING, by=clerk)
        recall_posting(posting=opened, on=date(2025, 1, 5), reason="方案调整", by=clerk)

        with pytest.raises(NotNow, match="未成行"):
            recall_posting(posting=opened, on=date(2025, 1, 5), reason="方案调整", by=clerk)

        assert Entry.objects.filter(verb="posting.recalled").count() == 1

    def test_refuses_silence(self, post: Need, outgoing: Worker, clerk: User) -> None:
        opened = open_posting(need=post, worker=outgoing, **SPRING, by=clerk)

        with pytest.raises(ReasonMissing):
            recall_posting(posting=opened, on=date(2025, 4, 1), reason=" ", by=clerk)


class TestReplacePosting:
    def test_lets_the_successor_arrive_for_the_hand_over(
        self, post: Need, outgoing: Worker, incoming: Worker, clerk: User
    ) -> None:
        opened = open_posting(need=post, worker=outgoing, **SPRING, by=clerk)

        successor = actions.replace_posting(
            posting=opened,
            worker=incoming,
            on=date(2025, 4, 10),
            reason="产假",
            hand_over_days=5,
            by=clerk,
        )

        assert successor.predecessor_id == opened.pk
        assert (successor.starts_on, successor.ends_before) == (
            date(2025, 4, 5),
            date(2025, 6, 1),
        )
        assert Posting.objects.on(date(2025, 4, 9)).count() == 2
        assert Posting.objects.on(date(2025, 4, 10)).get() == successor

    def test_changes_nothing_where_the_successor_is_refused(
        self, post: Need, outgoing: Worker, places: Places, clerk: User
    ) -> None:
        opened = open_posting(need=post, worker=outgoing, **SPRING, by=clerk)

        with pytest.raises(actions.RankBelowFloor):
            actions.replace_posting(
                posting=opened,
                worker=worker("苏亦辰", places.sender, rank=4),
                on=date(2025, 4, 10),
                reason="产假",
                by=clerk,
            )

        assert Posting.objects.get().ends_before == date(2025, 6, 1)
        assert not Entry.objects.filter(verb="posting.recalled").exists()
