"""Holding a draw: committed, drawn, published, redrawn; what is refused, what is on record."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.apps.intake import world
from tests.apps.spotchecks.conftest import BEFORE, NOW, SEED, TODAY, VALUE_AT, County, posted

from bangfu.apps.journal.models import Entry
from bangfu.apps.journal.queries import first_break
from bangfu.apps.registry.models import Worker
from bangfu.apps.spotchecks import actions
from bangfu.apps.spotchecks.models import Check, Draw, Seat, Subjects, Tie
from bangfu.apps.spotchecks.queries.listing import exclusions, pool_of
from bangfu.core.draws import ListRefused, verify
from bangfu.core.draws.drawing import PublicValueMissing


def verbs() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("verb", flat=True))


def reasons(county: County, **changed: Any) -> dict[tuple[str, str], str]:
    scheme = county.scheme(**changed)
    pool = pool_of(scheme)
    names = {row.key: row.host.code for row in pool}
    people = {f"account:{one.pk}": one.username for one in (county.assessor, county.second)}
    return {
        (people[row.checker], names[row.subject]): row.reason
        for row in exclusions(scheme, pool, [county.assessor, county.second])
    }


class TestCommit:
    def test_fixes_the_list_and_publishes_a_commitment(self, county: County) -> None:
        draw = county.committed()

        assert draw.state == Draw.State.COMMITTED
        assert draw.size == 2
        assert draw.take == 1
        assert [row["key"] for row in draw.listed["subjects"]] == ["host:NORTH", "host:SOUTH"]
        assert SEED.hex() not in json.dumps(draw.listed)
        assert verbs() == ["draw.committed"]
        assert draw.commitment in str(Entry.objects.get().facts)

    def test_takes_those_on_post_within_the_organisers_area_alone(self, county: County) -> None:
        elsewhere = county.places.far
        posted(elsewhere, county.programme, county.places.sender, "远方")
        posted(
            county.places.south,
            world.programme("other", "别的项目"),
            county.places.sender,
            "别人",
        )
        paused = county.postings[1]
        paused.suspended_from = TODAY - timedelta(10)
        paused.save()

        pool = pool_of(county.scheme(subjects=Subjects.POSTINGS))

        assert [row.key for row in pool] == [f"posting:{county.postings[0].pk}"]

    def test_makes_another_secret_every_time(self, county: County) -> None:
        first, other = (county.committed(seed=None) for _ in range(2))

        assert first.seed != other.seed
        assert first.commitment != other.commitment

    def test_refuses_a_list_of_nobody(self, county: County) -> None:
        with pytest.raises(actions.NobodyListed):
            county.committed(as_of=TODAY - timedelta(400))

    def test_names_the_place_nobody_may_check_and_commits_to_nothing(self, county: County) -> None:
        for account in (county.assessor, county.second):
            actions.declare_tie(
                account=account,
                institution=county.places.north,
                kind="relative",
                by=county.clerk,
                at=BEFORE,
            )

        with pytest.raises(ListRefused, match=r"河口镇卫生院.*近亲属在该单位工作"):
            county.committed()

        assert not Draw.objects.exists()
        assert "draw.committed" not in verbs()

    def test_refuses_a_value_that_may_be_known(self, county: County) -> None:
        with pytest.raises(ListRefused, match="晚于承诺"):
            county.committed(public_after=BEFORE)


class TestExclusions:
    def test_keep_checkers_from_their_own_place(self, county: County) -> None:
        own = world.worker("检查者", county.places.north)
        Worker.objects.filter(pk=own.pk).update(account=county.assessor)

        found = reasons(county)

        assert found == {("assessor", "NORTH"): "本人现工作单位：河口镇卫生院"}

    def test_keep_checkers_from_the_sender_of_whom_they_check(self, county: County) -> None:
        own = world.worker("检查者", county.places.sender)
        Worker.objects.filter(pk=own.pk).update(account=county.assessor)

        assert reasons(county) == {}
        assert set(reasons(county, subjects=Subjects.POSTINGS)) == {
            ("assessor", "NORTH"),
            ("assessor", "SOUTH"),
        }

    def test_hold_while_a_tie_stands(self, county: County) -> None:
        tie = actions.declare_tie(
            account=county.second,
            institution=county.places.south,
            kind="worked_there",
            by=county.second,
            at=BEFORE,
        )
        assert reasons(county) == {("second", "SOUTH"): "曾在该单位工作：清水镇卫生院"}

        actions.end_tie(tie=tie, by=county.clerk, at=NOW)

        assert reasons(county) == {}
        assert verbs() == ["tie.declared", "tie.ended"]

    def test_refuse_the_same_tie_twice(self, county: County) -> None:
        given = {
            "account": county.second,
            "institution": county.places.south,
            "kind": "interest",
            "by": county.clerk,
            "at": NOW,
        }
        tie = actions.declare_tie(**given)

        with pytest.raises(actions.TiedAlready):
            actions.declare_tie(**given)
        actions.end_tie(tie=tie, by=county.clerk, at=NOW)
        with pytest.raises(actions.TiedAlready):
            actions.end_tie(tie=tie, by=county.clerk, at=NOW)
        assert Tie.objects.count() == 1

    def test_keep_checkers_from_whom_they_just_checked(self, county: County) -> None:
        check = county.check()
        county.recorded(check)

        found = reasons(county, as_of=TODAY)

        assert list(found) == [(county.who(check).username, check.host.code)]
        assert "12个月内检查过" in next(iter(found.values()))

    def test_keep_checkers_within_their_area(self, county: County) -> None:
        far = world.user("far", "assessor", area="370523102")
        scheme = county.scheme()
        found = {row.subject: row.reason for row in exclusions(scheme, pool_of(scheme), [far])}

        assert found == {"host:NORTH": "不在其检查范围内"}


class TestReveal:
    def test_draws_gives_checks_out_and_keeps_a_record_that_verifies(self, county: County) -> None:
        draw = county.drawn()

        assert draw.state == Draw.State.DRAWN
        assert draw.public_value == "03179"
        assert verify(draw.record, published=draw.commitment) == []
        assert verify(json.loads(json.dumps(draw.record))) == []
        check = draw.checks.get()
        assert Seat.objects.get().check_to_do == check
        assert verbs() == ["draw.committed", "draw.revealed"]
        assert first_break() is None

    def test_draws_postings_by_form_of_service(self, county: County) -> None:
        for name in ("甲", "乙", "丙"):
            posted(
                county.places.north,
                county.programme,
                county.places.sender,
                name,
                form="visiting",
                sessions_per_week=2,
            )

        draw = county.drawn(subjects=Subjects.POSTINGS, strata_by="form", seats=2)

        strata = {row["key"]: row["take"] for row in draw.listed["strata"]}
        assert strata == {"visiting": 2, "resident": 1}
        assert draw.checks.filter(posting__form="visiting").count() == 2
        assert Seat.objects.count() == 6

    def test_waits_for_the_public_value(self, county: County) -> None:
        draw = county.committed(public_after=NOW + timedelta(hours=1))

        with pytest.raises(actions.ValueToCome):
            actions.reveal_draw(draw=draw, value="0317", by=county.clerk, at=NOW)

    def test_draws_once(self, county: County) -> None:
        draw = county.drawn()

        with pytest.raises(actions.NotDrawnYet, match="已抽取"):
            actions.reveal_draw(draw=draw, value="1111", by=county.deputy, at=NOW)
        assert Draw.objects.get().public_value == "03179"

    @pytest.mark.parametrize("value", [" ", "！@#", "待定"])
    def test_needs_the_value(self, county: County, value: str) -> None:
        with pytest.raises(PublicValueMissing):
            actions.reveal_draw(draw=county.committed(), value=value, by=county.clerk, at=NOW)

    @pytest.mark.parametrize("field", ["listed", "seed", "commitment"])
    def test_refuses_a_list_or_a_seed_altered_since(self, county: County, field: str) -> None:
        draw = county.committed()
        changed = {
            "listed": {**draw.listed, "subjects": draw.listed["subjects"][:1]},
            "seed": "00" * 32,
            "commitment": "00" * 32,
        }
        Draw.objects.filter(pk=draw.pk).update(**{field: changed[field]})

        with pytest.raises(actions.ListAltered):
            actions.reveal_draw(draw=draw, value="0317", by=county.clerk, at=NOW)


class TestPublish:
    def test_waits_until_all_checks_are_done(self, county: County) -> None:
        draw = county.drawn()

        with pytest.raises(actions.StillChecking, match="还有1项"):
            actions.publish_draw(draw=draw, by=county.clerk, at=NOW)

        county.recorded(draw.checks.in_full().get())
        actions.publish_draw(draw=draw, by=county.clerk, at=NOW)
        assert Draw.objects.get().state == Draw.State.PUBLISHED

    def test_counts_a_dropped_check_as_done(self, county: County) -> None:
        draw = county.drawn()
        actions.drop_check(check=draw.checks.get(), reason="台风停诊", by=county.clerk, at=NOW)

        assert actions.publish_draw(draw=draw, by=county.clerk, at=NOW).published_at == NOW


class TestRedraw:
    def test_needs_two_persons_and_a_reason_and_stays_on_record(self, county: County) -> None:
        draw = county.drawn()
        with pytest.raises(actions.NotDrawnYet, match="原因"):
            actions.ask_redraw(draw=draw, reason=" ", by=county.clerk, at=NOW)

        actions.ask_redraw(draw=draw, reason="名单漏列两家", by=county.clerk, at=NOW)
        with pytest.raises(actions.SamePerson):
            actions.agree_redraw(draw=draw, by=county.clerk, at=NOW)
        given_up = actions.agree_redraw(draw=draw, by=county.deputy, at=NOW)
        anew = county.committed(replaces=given_up, seed=None)

        given_up.refresh_from_db()
        assert given_up.state == Draw.State.REPLACED
        assert verify(given_up.record) == []
        assert given_up.redraw_reason == "名单漏列两家"
        assert given_up.checks.get().state == Check.State.DROPPED
        assert anew.round == 2
        assert anew.listed["round"] == 2
        assert given_up.replaced_by == anew
        assert verbs()[2:4] == ["draw.redraw_asked", "draw.redraw_agreed"]

    def test_is_refused_once_a_check_is_on_record(self, county: County) -> None:
        draw = county.drawn()
        county.recorded(draw.checks.in_full().get())

        with pytest.raises(actions.CheckedAlready):
            actions.ask_redraw(draw=draw, reason="不满意", by=county.clerk, at=NOW)

    def test_is_refused_where_a_check_was_recorded_meanwhile(self, county: County) -> None:
        draw = county.drawn()
        actions.ask_redraw(draw=draw, reason="名单有误", by=county.clerk, at=NOW)
        county.recorded(draw.checks.in_full().get())

        with pytest.raises(actions.CheckedAlready):
            actions.agree_redraw(draw=draw, by=county.deputy, at=NOW)

    def test_may_be_refused_and_asked_again(self, county: County) -> None:
        draw = county.committed()
        actions.ask_redraw(draw=draw, reason="名单有误", by=county.clerk, at=NOW)
        with pytest.raises(actions.NotDrawnYet):
            actions.ask_redraw(draw=draw, reason="再来", by=county.deputy, at=NOW)

        actions.refuse_redraw(draw=draw, by=county.deputy)

        actions.ask_redraw(draw=draw, reason="公共数停发", by=county.deputy, at=NOW)
        assert Draw.objects.get().redraw_reason == "公共数停发"

    def test_replaces_only_what_was_given_up_and_once(self, county: County) -> None:
        draw = county.committed()
        with pytest.raises(actions.NotDrawnYet):
            county.committed(replaces=draw, seed=None)
        actions.ask_redraw(draw=draw, reason="名单有误", by=county.clerk, at=NOW)
        actions.agree_redraw(draw=draw, by=county.deputy, at=NOW)
        county.committed(replaces=draw, seed=None)

        with pytest.raises(actions.NotDrawnYet):
            county.committed(replaces=draw, seed=None)


class TestConstraints:
    @pytest.mark.parametrize(
        "changed",
        [
            {"public_after": BEFORE - timedelta(1)},
            {"state": "drawn"},
            {"state": "published"},
            {"state": "replaced"},
            {"public_value": "0317"},
            {"take": 3},
            {"revealed_at": BEFORE, "public_value": "1", "state": "drawn"},
        ],
        ids=str,
    )
    def test_hold_in_the_database(self, county: County, changed: dict[str, Any]) -> None:
        draw = county.committed()

        with pytest.raises(IntegrityError), transaction.atomic():
            Draw.objects.filter(pk=draw.pk).update(**changed)

    def test_a_redraw_by_one_person_cannot_be_stored(self, county: County) -> None:
        draw = county.committed()

        with pytest.raises(IntegrityError), transaction.atomic():
            Draw.objects.filter(pk=draw.pk).update(
                state="replaced",
                redraw_reason="x",
                redraw_asked_by=county.clerk,
                redraw_asked_at=VALUE_AT,
                redraw_agreed_by=county.clerk,
                redraw_agreed_at=VALUE_AT,
            )
