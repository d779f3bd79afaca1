"""The same key twice at the same moment: one act, one answer."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.apps.api.conftest import token_for
from tests.apps.intake import world

from bangfu.apps.api.models import KeptAnswer
from bangfu.apps.intake.models import Need
from bangfu.apps.journal.models import Entry

BODY: dict[str, Any] = {
    "programme": "deputies",
    "host": "NORTH",
    "department_name": "内科",
    "subject_codes": "03",
    "form": "resident",
    "rank_floor": 2,
    "headcount": 1,
    "starts_on": "2025-01-01",
    "last_day": "2025-12-31",
    "priority": 2,
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="the embedded database has one writer at a time: no two writes ever meet",
)
class TestTheSameKeyAtTheSameMoment:
    def test_is_done_once_and_answered_alike(self) -> None:
        world.places()
        world.programme()
        secret = token_for(world.user("clerk", "commission_clerk", area="3705"))
        answers: list[Any] = []
        together = threading.Barrier(4)

        def ask() -> None:
            try:
                together.wait(timeout=20)
                program = Client(headers={"Authorization": f"Bearer {secret}"})
                headers = {"Idempotency-Key": "one"}
                kind = "application/json"
                answers.append(program.post("/api/v1/needs", BODY, kind, headers=headers))
            finally:
                connection.close()

        asking = [threading.Thread(target=ask) for _ in range(4)]
        for one in asking:
            one.start()
        for one in asking:
            one.join(timeout=60)

        assert [answer.status_code for answer in answers] == [201] * 4
        assert len({answer.content for answer in answers}) == 1
        assert Need.objects.count() == KeptAnswer.objects.count() == 1
        assert Entry.objects.filter(verb="need.stated").count() == 1
