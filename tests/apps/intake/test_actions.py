"""Needs and nominations: what may be stated, what is refused, and that nothing disappears."""

from datetime import date

import pytest
from tests.apps.intake.world import TERM, Places

from bangfu.apps.accounts.models import User
from bangfu.apps.intake import actions
from bangfu.apps.intake.models import Need, Nomination
from bangfu.apps.journal.models import Entry
from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.registry.models import Worker

TODAY = date(2025, 3, 17)


def asked(programme: Programme, places: Places, **changed: object) -> dict:
    stated = {
        "programme": programme,
        "host": places.north,
        "department_name": "内科",
        "subject_codes": ["03.04", "03"],
        "form": "leadership",
        "role_title": "业务院长",
        "starts_on": TERM[0],
        "ends_before": TERM[1],
    }
    return stated | changed


class TestStateNeed:
    def test_keeps_what_was_asked_and_by_whom(
        self, programme: Programme, places: Places, host_office: User
    ) -> None:
        stated = actions.state_need(**asked(programme, places), by=host_office)

        held = Need.objects.get()
        assert held == stated
        assert (held.state, held.stated_by) == (Need.State.OPEN, host_office)
        assert held.subject_codes == ["03.04", "03"]
        entry = Entry.objects.get()
        assert (entry.verb, entry.institution_code) == ("need.stated", "NORTH")
        assert (entry.area_code, entry.programme) == ("370523101", "deputies")

    def test_refuses_a_stranger_once_the_programme_has_enrolled_its_hosts(
        self, programme: Programme, places: Places, host_office: User
    ) -> None:
        Party.objects.create(
            programme=programme, institution=places.south, role="host", starts_on=TERM[0]
        )

        with pytest.raises(actions.HostNotEnrolled, match="不是"):
            actions.state_need(**asked(programme, places), by=host_office)
        actions.state_need(**asked(programme, places, host=places.south), by=host_office)

        assert Need.objects.get().host == places.south

    @pytest.mark.parametrize(
        ("changed", "refusal", "said"),
        [
            ({"ends_before": TERM[0]}, actions.DaysReversed, "截止日期"),
            ({"subject_codes": []}, actions.SubjectUnknown, "至少"),
            ({"subject_codes": ["03", "99.9"]}, actions.SubjectUnknown, "99.9"),
            ({"form": "visiting"}, actions.SessionsWrong, "坐诊"),
            ({"form": "visiting", "sessions_per_week": 11}, actions.SessionsWrong, "1至10"),
            ({"sessions_per_week": 2}, actions.SessionsWrong, "全脱产"),
            ({"form": "by_post"}, actions.FormUnknown, "by_post"),
            ({"headcount": 0}, actions.HeadcountWrong, "至少为1人"),
        ],
    )
    def test_refuses_what_cannot_be(
        self,
        programme: Programme,
        places: Places,
        clerk: User,
        changed: dict,
        refusal: type[Exception],
        said: str,
    ) -> None:
        with pytest.raises(refusal, match=said):
            actions.state_need(**asked(programme, places, **changed), by=clerk)

        assert not Need.objects.exists()
        assert not Entry.objects.exists()

    def test_refuses_a_host_that_sends_to_itself(
        self, programme: Programme, places: Places, clerk: User
    ) -> None:
        with pytest.raises(actions.SenderIsHost, match="河口镇卫生院"):
            actions.state_need(**asked(programme, places, sender=places.north), by=clerk)

    def test_refuses_the_same_need_twice(
        self, programme: Programme, places: Places, clerk: User
    ) -> None:
        actions.state_need(**asked(programme, places), by=clerk)

        with pytest.raises(actions.NeedRepeated, match="业务院长"):
            actions.state_need(**asked(programme, places), by=clerk)

    def test_takes_the_same_need_again_once_it_was_withdrawn(
        self, programme: Programme, places: Places, clerk: User
    ) -> None:
        stated = actions.state_need(**asked(programme, places), by=clerk)
        actions.withdraw_need(need=stated, reason="填错人数", by=clerk, on=TODAY)

        actions.state_need(**asked(programme, places, headcount=2), by=clerk)

        assert Need.objects.count() == 2

    def test_takes_many_with_as_many_queries_as_a_few(
        self, programme: Programme, places: Places, clerk: User, django_assert_max_num_queries
    ) -> None:
        needs = [Need(**asked(programme, places, role_title=f"业务院长{row}")) for row in range(40)]

        with django_assert_max_num_queries(13):
            actions.state_needs(needs=needs, by=clerk)

        assert Entry.objects.filter(verb="need.stated").count() == 40


class TestWithdrawNeed:
    def test_keeps_the_row_with_its_reason(
        self, programme: Programme, places: Places, host_office: User
    ) -> None:
        stated = actions.state_need(**asked(programme, places), by=host_office)

        actions.withdraw_need(need=stated, reason=" 已自行招聘 ", by=host_office, on=TODAY)

        held = Need.objects.get()
        assert held.state == Need.State.WITHDRAWN
        assert (held.withdrawn_on, held.withdrawal_reason) == (TODAY, "已自行招聘")
        assert Entry.objects.get(verb="need.withdrawn").facts == {"reason": "已自行招聘"}

    def test_refuses_silence(self, programme: Programme, places: Places, clerk: User) -> None:
        stated = actions.state_need(**asked(programme, places), by=clerk)

        with pytest.raises(actions.ReasonMissing):
            actions.withdraw_need(need=stated, reason="  ", by=clerk, on=TODAY)

    def test_refuses_a_second_time_naming_the_day(
        self, programme: Programme, places: Places, clerk: User
    ) -> None:
        stated = actions.state_need(**asked(programme, places), by=clerk)
        actions.withdraw_need(need=stated, reason="重复", by=clerk, on=TODAY)

        with pytest.raises(actions.AlreadyWithdrawn, match="2025年3月17日"):
            actions.withdraw_need(need=stated, reason="重复", by=clerk, on=TODAY)


class TestNominate:
    def offered(self, programme: Programme, doctor: Worker, **changed: object) -> dict:
        stated = {
            "programme": programme,
            "worker": doctor,
            "forms": ["resident", "leadership"],
            "available_from": TERM[0],
            "available_before": TERM[1],
            "consented": True,
        }
        return stated | changed

    def test_stands_once_per_programme_and_worker(
        self, programme: Programme, doctor: Worker, sender_office: User
    ) -> None:
        actions.nominate(**self.offered(programme, doctor), by=sender_office)

        with pytest.raises(actions.AlreadyNominated, match="林知远"):
            actions.nominate(**self.offered(programme, doctor), by=sender_office)

        assert Entry.objects.get().institution_code == "SENDER"

    def test_stands_again_after_it_was_withdrawn(
        self, programme: Programme, doctor: Worker, sender_office: User
    ) -> None:
        nomination = actions.nominate(**self.offered(programme, doctor), by=sender_office)
        actions.withdraw_nomination(
            nomination=nomination, reason="身体原因", by=sender_office, on=TODAY
        )

        actions.nominate(**self.offered(programme, doctor), by=sender_office)

        assert Nomination.objects.count() == 2
        assert Nomination.objects.standing().count() == 1

    @pytest.mark.parametrize(
        ("changed", "refusal"),
        [
            ({"forms": []}, actions.FormUnknown),
            ({"forms": ["resident", "by_post"]}, actions.FormUnknown),
            ({"available_before": TERM[0]}, actions.DaysReversed),
        ],
    )
    def test_refuses_what_cannot_be(
        self,
        programme: Programme,
        doctor: Worker,
        sender_office: User,
        changed: dict,
        refusal: type[Exception],
    ) -> None:
        with pytest.raises(refusal):
            actions.nominate(**self.offered(programme, doctor, **changed), by=sender_office)

    def test_refuses_days_after_the_worker_left(
        self, programme: Programme, doctor: Worker, sender_office: User
    ) -> None:
        doctor.valid_to = date(2025, 6, 1)

        with pytest.raises(actions.NotInService, match="2025年6月1日"):
            actions.nominate(**self.offered(programme, doctor), by=sender_office)
