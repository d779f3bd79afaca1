"""A program that only knows the description asks everything, sense and nonsense: nothing breaks."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.apps.api.conftest import token_for
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.actions import adopt_edition
from bangfu.definitions import FOLDER

pytestmark = [
    pytest.mark.django_db,
    # What the description's generators say about themselves is not ours to mend.
    pytest.mark.filterwarnings("ignore"),
]
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
CASES = 2
"""For each of some six hundred operations: what is wrong with one shows within a minute."""


@pytest.fixture
def connected() -> Iterator[None]:
    """What is asked shares the test's connection: it is not closed after each answer.

    Django's own test client does the same.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class TestAStranger:
    @pytest.mark.usefixtures("connected")
    @pytest.mark.parametrize("part", range(4))
    def test_breaks_nothing_and_is_answered_as_described(
        self, part: int, places: world.Places, clerk: User
    ) -> None:
        text = (FOLDER / "programmes" / "dongying_clinical_deputies.toml").read_text()
        edition = adopt_edition(text=text, by=clerk, on=date(2025, 1, 1))
        world.need(places.north, edition.programme)
        world.worker("林知远", places.sender)
        headers = {"Authorization": f"Bearer {token_for(clerk)}"}
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
        operations = [one.ok() for one in schema.get_all_operations()][part::4]
        answered = set()

        for operation in operations:

            @hypothesis.settings(
                max_examples=CASES,
                derandomize=True,
                database=None,
                deadline=None,
                phases=[hypothesis.Phase.generate],
                suppress_health_check=list(hypothesis.HealthCheck),
            )
            @hypothesis.given(case=operation.as_strategy())
            def ask(case: Any) -> None:
                response = case.call(headers=headers)
                case.validate_response(response, checks=list(CHECKS), headers=headers)
                answered.add(response.status_code)

            ask()

        assert 200 in answered
        assert answered & {404, 409, 422}
