"""Who sees which needs and nominations, and how lists are narrowed."""

from datetime import date

import pytest
from tests.apps.intake import world
from tests.apps.intake.world import TERM, Places

from bangfu.apps.accounts.models import User
from bangfu.apps.intake import actions, queries
from bangfu.apps.intake.models import Need, Nomination
from bangfu.apps.programmes.models import Pairing, Programme
from bangfu.apps.registry.models import Worker


def seen_by(user: User) -> set[str]:
    return {need.host.code for need in queries.needs_visible_to(user)}


class TestNeedsVisibleTo:
    @pytest.fixture(autouse=True)
    def needs(self, places: Places, programme: Programme) -> list[Need]:
        return [world.need(host, programme) for host in (places.north, places.south, places.far)]

    @pytest.mark.parametrize(
        ("role", "reach", "codes"),
        [
            ("commission_clerk", {"area": "37"}, {"NORTH", "SOUTH"}),
            ("commission_clerk", {"area": "370523101"}, {"NORTH"}),
            ("commission_clerk", {"area": "65"}, {"FAR"}),
            ("host_office", {"at": "SOUTH"}, {"SOUTH"}),
            ("sender_office", {"at": "SENDER"}, set()),
            ("posted_worker", {}, set()),
        ],
    )
    def test_are_those_of_hosts_in_reach(self, role: str, reach: dict, codes: set[str]) -> None:
        assert seen_by(world.user("reader", role, **reach)) == codes

    def test_include_what_is_tied_to_a_sender(
        self, needs: list[Need], places: Places, sender_office: User
    ) -> None:
        Need.objects.filter(pk=needs[2].pk).update(sender=places.sender)

        assert seen_by(sender_office) == {"FAR"}
        assert not queries.needs_changeable_by(sender_office).exists()

    def test_include_what_a_paired_host_asks_of_the_same_programme(
        self, places: Places, programme: Programme, sender_office: User
    ) -> None:
        Pairing.objects.create(
            programme=programme, sender=places.sender, host=places.south, starts_on=TERM[0]
        )
        world.need(places.north, world.programme("other"))

        assert seen_by(sender_office) == {"SOUTH"}


class TestNominationsVisibleTo:
    @pytest.mark.parametrize(
        ("role", "reach", "count"),
        [
            ("commission_clerk", {"area": "3705"}, 1),
            ("commission_clerk", {"area": "3706"}, 0),
            ("sender_office", {"at": "SENDER"}, 1),
            ("sender_office", {"at": "FAR"}, 0),
            ("host_office", {"at": "NORTH"}, 0),
        ],
    )
    def test_are_those_of_home_units_in_reach(
        self, programme: Programme, doctor: Worker, role: str, reach: dict, count: int
    ) -> None:
        Nomination.objects.create(
            programme=programme,
            worker=doctor,
            forms=["resident"],
            available_from=TERM[0],
            available_before=TERM[1],
        )

        found = queries.nominations_visible_to(world.user("reader", role, **reach))

        assert found.count() == count


class TestNeedRows:
    def test_puts_the_most_urgent_first(
        self, programme: Programme, places: Places, clerk: User
    ) -> None:
        world.need(places.north, programme, priority=2)
        world.need(places.south, programme, priority=1)

        rows = queries.need_rows(clerk, by=queries.NeedFilter()).object_list

        assert [row.priority for row in rows] == ["急需", "一般"]

    @pytest.mark.parametrize(
        ("by", "hosts"),
        [
            ({"words": "清水"}, {"清水镇卫生院"}),
            ({"words": "qszw"}, {"清水镇卫生院"}),
            ({"words": "qingshui"}, {"清水镇卫生院"}),
            ({"words": "外科"}, {"清水镇卫生院"}),
            ({"form": "visiting"}, {"清水镇卫生院"}),
            ({"state": "withdrawn"}, {"河口镇卫生院"}),
            ({"programme": "nothing"}, set()),
            ({"programme": "deputies"}, {"清水镇卫生院", "河口镇卫生院"}),
        ],
    )
    def test_narrows(
        self, programme: Programme, places: Places, clerk: User, by: dict, hosts: set[str]
    ) -> None:
        world.need(
            places.south,
            programme,
            department_name="外科",
            form="visiting",
            sessions_per_week=2,
        )
        gone = world.need(places.north, programme)
        actions.withdraw_need(need=gone, reason="重复", by=clerk, on=date(2025, 3, 1))

        rows = queries.need_rows(clerk, by=queries.NeedFilter(**by)).object_list

        assert {row.host for row in rows} == hosts


class TestNominationRows:
    def test_narrows_by_a_form_among_several(
        self, programme: Programme, doctor: Worker, sender_office: User
    ) -> None:
        actions.nominate(
            programme=programme,
            worker=doctor,
            forms=["resident", "visiting"],
            available_from=TERM[0],
            available_before=TERM[1],
            consented=True,
            by=sender_office,
        )

        def count(form: str) -> int:
            by = queries.NominationFilter(form=form)
            return len(queries.nomination_rows(sender_office, by=by).object_list)

        assert [count(form) for form in ("visiting", "resident", "rotating", "")] == [1, 1, 0, 1]
