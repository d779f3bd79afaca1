"""What the database itself refuses of needs and nominations."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.apps.intake.world import TERM, Places, need

from bangfu.apps.intake.models import Nomination
from bangfu.apps.intake.service_form import BY_SESSIONS, ServiceForm
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Worker
from bangfu.core.programmes.vocabulary import Form


class TestServiceForm:
    def test_is_the_list_of_the_programme_definitions(self) -> None:
        assert set(ServiceForm.values) == {form.value for form in Form}
        assert {form.value: form.zh for form in Form} == dict(ServiceForm.choices)

    def test_says_which_forms_take_half_days(self) -> None:
        assert {form.value for form in ServiceForm if form.by_sessions} == set(BY_SESSIONS)


class TestNeed:
    @pytest.mark.parametrize(
        "changed",
        [
            {"ends_before": TERM[0]},
            {"form": "by_post"},
            {"form": "visiting"},
            {"form": "visiting", "sessions_per_week": 11},
            {"sessions_per_week": 3},
            {"rank_floor": 0},
            {"rank_floor": 5},
            {"headcount": 0},
            {"priority": 4},
            {"department_name": ""},
            {"state": "withdrawn"},
            {"state": "withdrawn", "withdrawn_on": date(2025, 3, 1)},
            {"withdrawal_reason": "没有状态的原因"},
        ],
    )
    def test_cannot_be_held(self, programme: Programme, places: Places, changed: dict) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            need(places.north, programme, **changed)

    def test_cannot_be_for_its_host_to_answer(self, programme: Programme, places: Places) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            need(places.north, programme, sender=places.north)


class TestNomination:
    def test_stands_once(self, programme: Programme, doctor: Worker) -> None:
        offered = {
            "programme": programme,
            "worker": doctor,
            "forms": ["resident"],
            "available_from": TERM[0],
            "available_before": TERM[1],
        }
        Nomination.objects.create(**offered)

        with pytest.raises(IntegrityError), transaction.atomic():
            Nomination.objects.create(**offered)
