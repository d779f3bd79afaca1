"""The description: valid OpenAPI 3.1, its examples keep its promises, and so do real answers."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.api.describing import description
from bangfu.apps.api.nouns import resources
from bangfu.apps.programmes.models import Programme

pytestmark = pytest.mark.django_db
AsProgram = Callable[..., Client]


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return description()


def content_of(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema with its examples, by where it stands."""
    for path, ways in described["paths"].items():
        for way, one in ways.items():
            if body := one.get("requestBody"):
                yield f"{way} {path} sent", body["content"]["application/json"]
            for status, response in one["responses"].items():
                for content in response.get("content", {}).values():
                    yield f"{way} {path} {status}", content


def validator_of(described: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    whole = schema | {"components": described["components"]}
    return Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)


class TestTheDescription:
    def test_names_every_operation_once(self, described: dict[str, Any]) -> None:
        names = [
            one["operationId"] for ways in described["paths"].values() for one in ways.values()
        ]

        assert len(names) == len(set(names)) > 300

    def test_has_schemas_that_are_schemas_and_examples_that_keep_to_them(
        self, described: dict[str, Any]
    ) -> None:
        for place, content in content_of(described):
            Draft202012Validator.check_schema(content["schema"])
            validator = validator_of(described, content["schema"])
            for example in content["examples"].values():
                faults = [fault.message for fault in validator.iter_errors(example["value"])]
                assert not faults, (place, faults[:3])

    def test_names_each_part_of_an_address(self, described: dict[str, Any]) -> None:
        for path, ways in described["paths"].items():
            for one in ways.values():
                named = {p["name"] for p in one["parameters"] if p["in"] == "path"}
                assert {f"{{{name}}}" for name in named} == {
                    part for part in path.split("/") if part.startswith("{")
                }, path

    def test_is_read_by_anybody_in_both_languages(self, client: Client) -> None:
        chinese = client.get("/api/v1/openapi.json").json()
        english = client.get("/api/v1/openapi.json", headers={"Accept-Language": "en"}).json()

        assert chinese["openapi"] == "3.1.0"
        assert chinese["paths"].keys() == english["paths"].keys()

    def test_holds_for_real_answers(
        self,
        places: world.Places,
        programme: Programme,
        clerk: User,
        as_program: AsProgram,
        described: dict[str, Any],
    ) -> None:
        world.need(places.north, programme)
        world.worker("林知远", places.sender)
        clerk.grants.create(role="auditor", reach="area", area_prefix="37", starts_on=world.SINCE)
        program, full = as_program(clerk), 0

        for code in resources():
            operation = described["paths"][f"/api/v1/{code}"]["get"]
            content = operation["responses"]["200"]["content"]["application/json"]
            answer = program.get(f"/api/v1/{code}").json()
            faults = [
                f.message for f in validator_of(described, content["schema"]).iter_errors(answer)
            ]
            assert not faults, (code, faults[:3])
            full += bool(answer["items"])

        assert full >= 4


class TestThePageOfDocumentation:
    def test_shows_every_noun_and_act(self, clerk: User, client: Client) -> None:
        client.force_login(clerk)

        text = client.get("/api/v1/docs/").content.decode()

        for code in resources():
            assert f"GET /api/v1/{code}</code>" in text
