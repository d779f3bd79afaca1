"""Registering workers and changing what is known of them."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError

from bangfu.apps.accounts.models import User
from bangfu.apps.journal.models import Entry
from bangfu.apps.registry import actions
from bangfu.apps.registry.drafts import draft_of_worker
from bangfu.apps.registry.models import Institution, Worker

from .conftest import LONG_AGO, TODAY, granted, physician

pytestmark = pytest.mark.django_db

SAMPLE = "11010519491231002X"


def reread(worker: Worker) -> Worker:
    return Worker.objects.select_related("home", "department").get(pk=worker.pk)


class TestRegisterWorker:
    def test_derives_rank_birth_date_sex_and_spelling(self, north: Institution) -> None:
        draft = physician(north, title_code="232", id_number=SAMPLE.lower())

        worker = reread(actions.register_worker(draft=draft, on=TODAY, by=None))

        assert worker.rank == 2
        assert (worker.birth_date, worker.sex) == (date(1949, 12, 31), "female")
        assert (worker.name_pinyin, worker.name_initials) == ("zengxiaoming", "zxm")
        assert worker.id_number == SAMPLE

    def test_opens_department_employment_and_specialties(self, doctor: Worker) -> None:
        assert doctor.department is not None
        assert doctor.department.subject_code == "03.04"
        assert [(s.subject_code, s.is_primary) for s in doctor.specialties.all()] == [
            ("03.04", True),
            ("03", False),
        ]
        employment = doctor.employments.get()
        assert (employment.starts_on, employment.ends_before) == (LONG_AGO, None)

    def test_never_writes_an_identity_number_into_the_journal(self, north: Institution) -> None:
        worker = actions.register_worker(
            draft=physician(north, id_number=SAMPLE), on=LONG_AGO, by=None
        )
        actions.revise_worker(
            worker=worker,
            draft=replace(draft_of_worker(worker), id_number="", phone="1"),
            on=TODAY,
            by=None,
        )

        assert not any(SAMPLE in str(entry.facts) for entry in Entry.objects.all())

    @pytest.mark.parametrize(
        ("change", "refusal"),
        [
            ({"title_code": "239"}, actions.UnknownTitle),
            ({"subject_codes": ("99",)}, actions.UnknownSubject),
            ({"id_number": "110105194912310021"}, actions.IdNumberWrong),
            ({"id_number": SAMPLE}, actions.IdNumberTaken),
            ({"staff_number": "0001"}, actions.StaffNumberTaken),
            ({"home_code": "nowhere"}, actions.UnknownInstitution),
        ],
    )
    def test_refuses_and_leaves_nothing(
        self, north: Institution, change: dict[str, object], refusal: type[Exception]
    ) -> None:
        actions.register_worker(draft=physician(north, id_number=SAMPLE), on=TODAY, by=None)
        drafts = [physician(north, "0002"), replace(physician(north, "0003"), **change)]

        with pytest.raises(refusal):
            actions.register_workers(drafts=drafts, on=TODAY, by=None)

        assert Worker.objects.count() == 1

    def test_refuses_the_same_staff_number_twice_in_one_step(self, north: Institution) -> None:
        with pytest.raises(actions.StaffNumberTaken):
            actions.register_workers(
                drafts=[physician(north, "7"), physician(north, "7")], on=TODAY, by=None
            )

    def test_refuses_a_home_outside_reach(self, far: Institution, clerk: User) -> None:
        with pytest.raises(actions.OutOfReach):
            actions.register_worker(draft=physician(far), on=TODAY, by=clerk)

    def test_lets_a_sending_hospital_enter_its_own_staff_only(
        self, north: Institution, south: Institution
    ) -> None:
        office = granted("office", "sender_office", institution_code=north.code)

        assert actions.register_worker(draft=physician(north), on=TODAY, by=office).pk
        with pytest.raises(actions.OutOfReach):
            actions.register_worker(draft=physician(south), on=TODAY, by=office)

    def test_refuses_a_closed_home(self, north: Institution) -> None:
        actions.close_institution(institution=north, on=TODAY, by=None)

        with pytest.raises(actions.AlreadyEnded):
            actions.register_worker(draft=physician(north), on=TODAY, by=None)


class TestConstraints:
    def test_keeps_rank_within_bounds_in_the_database(self, doctor: Worker) -> None:
        doctor.rank = 5

        with pytest.raises(IntegrityError, match="worker_rank_is_1_to_4"):
            doctor.save()


class TestTransferWorker:
    def test_closes_one_employment_and_opens_the_next(
        self, doctor: Worker, south: Institution
    ) -> None:
        actions.transfer_worker(worker=doctor, to=south, department="内科", on=TODAY, by=None)

        moved = reread(doctor)
        assert (moved.home, str(moved.department)) == (south, "内科")
        last, first = moved.employments.all()
        assert (first.ends_before, last.starts_on, last.ends_before) == (TODAY, TODAY, None)
        entry = Entry.objects.latest("number")
        assert (entry.verb, entry.institution_code) == ("worker.transferred", south.code)

    def test_corrects_the_employment_on_the_day_it_began(
        self, doctor: Worker, south: Institution
    ) -> None:
        actions.transfer_worker(worker=doctor, to=south, on=LONG_AGO, by=None)

        employment = doctor.employments.get()
        assert (employment.institution, employment.starts_on) == (south, LONG_AGO)

    def test_refuses_a_day_before_the_employment_began(
        self, doctor: Worker, south: Institution
    ) -> None:
        with pytest.raises(actions.DayTooEarly):
            actions.transfer_worker(worker=doctor, to=south, on=date(2014, 1, 1), by=None)

        assert reread(doctor).home != south

    def test_refuses_to_send_somebody_where_the_account_has_no_say(
        self, doctor: Worker, far: Institution, clerk: User
    ) -> None:
        with pytest.raises(actions.OutOfReach):
            actions.transfer_worker(worker=doctor, to=far, on=TODAY, by=clerk)


class TestReviseWorkers:
    def test_lets_two_workers_exchange_their_numbers(self, north: Institution) -> None:
        one, other = actions.register_workers(
            drafts=[physician(north, "1", id_number=SAMPLE), physician(north, "2")],
            on=LONG_AGO,
            by=None,
        )
        pairs = [
            (one, replace(draft_of_worker(one), staff_number="2", id_number="")),
            (other, replace(draft_of_worker(other), staff_number="1", id_number=SAMPLE)),
        ]

        assert actions.revise_workers(pairs=pairs, on=TODAY, by=None) == 2
        assert [(w.staff_number, w.id_number) for w in map(reread, (one, other))] == [
            ("2", None),
            ("1", SAMPLE),
        ]

    def test_replaces_specialties_and_rank(self, doctor: Worker) -> None:
        draft = replace(draft_of_worker(doctor), title_code="231", subject_codes=("04.03",))

        actions.revise_worker(worker=doctor, draft=draft, on=TODAY, by=None)

        worker = reread(doctor)
        assert worker.rank == 1
        assert [s.subject_code for s in worker.specialties.all()] == ["04.03"]
        assert draft_of_worker(worker) == draft

    def test_writes_nothing_where_nothing_differs(self, doctor: Worker) -> None:
        written = Entry.objects.count()

        assert (
            actions.revise_workers(pairs=[(doctor, draft_of_worker(doctor))], on=TODAY, by=None)
            == 0
        )
        assert Entry.objects.count() == written


class TestRetireWorker:
    def test_ends_service_and_employment(self, doctor: Worker) -> None:
        actions.retire_worker(worker=doctor, on=TODAY, by=None)

        assert doctor.employments.get().ends_before == TODAY
        assert not Worker.objects.valid_on(TODAY).exists()
        with pytest.raises(actions.AlreadyEnded):
            actions.retire_worker(worker=doctor, on=TODAY, by=None)


class TestLinkAccount:
    def test_makes_the_account_the_workers_own(self, doctor: Worker) -> None:
        account = granted("doctor", "posted_worker")

        actions.link_account(worker=doctor, account=account, by=None)

        assert account.worker == doctor
