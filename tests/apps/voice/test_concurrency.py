"""Two at the same moment: one is taken, the other is told why not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.apps.voice.conftest import NOW, TODAY, Hall

from bangfu.apps.voice import actions
from bangfu.apps.voice.models import PublicRequest, RequestStep
from bangfu.core.refusal import Refusal
from bangfu.core.voice.request_life import Way

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="the embedded database has one writer at a time: no two writes ever meet",
    ),
]


def both(one: Callable[[], object], other: Callable[[], object]) -> list[object]:
    """What came of two calls made at the same moment; a refusal is its class."""

    def told(call: Callable[[], object]) -> object:
        try:
            return call()
        except Refusal as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return [future.result() for future in [pool.submit(told, one), pool.submit(told, other)]]


class TestAtTheSameMoment:
    def test_two_triages_take_one(self, hall: Hall) -> None:
        found = hall.request()

        results = both(
            lambda: actions.accept(
                request=found, way=Way.AT_ONCE, by=hall.office, on=TODAY, at=NOW
            ),
            lambda: actions.refuse_request(
                request=found, words="重复", by=hall.second, on=TODAY, at=NOW
            ),
        )

        assert sum(isinstance(one, PublicRequest) for one in results) == 1
        assert RequestStep.objects.count() == 1

    def test_the_same_form_sent_twice_is_one_request(self, hall: Hall) -> None:
        results = both(lambda: hall.asked(7).receipt, lambda: hall.asked(7).receipt)

        assert results[0] == results[1]
        assert PublicRequest.objects.count() == 1
