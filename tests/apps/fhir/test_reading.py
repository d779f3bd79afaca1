"""What programs read: the same rows as pages, as valid resources, and every refusal in words."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.capabilitystatement import CapabilityStatement
from fhir.resources.R4B.operationoutcome import OperationOutcome
from fhirpy import SyncFHIRClient
from pytest_django import DjangoAssertNumQueries
from pytest_django.live_server_helper import LiveServer
from tests.apps.api.conftest import token_for
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Department, Institution

KINDS = ("Organization", "Location", "Practitioner", "PractitionerRole", "HealthcareService")
AsProgram = Callable[..., Client]


def names(answer: Any) -> list[str]:
    return [entry["resource"]["name"] for entry in answer.json().get("entry", [])]


def words_of(answer: Any) -> str:
    issue = OperationOutcome.model_validate(answer.json()).issue[0]
    return str(issue.details.text)


class TestTheStatement:
    def test_is_open_and_valid(self, db: None, client: Client) -> None:
        answer = client.get("/fhir/metadata")

        stated = CapabilityStatement.model_validate(answer.json())
        assert answer["Content-Type"] == "application/fhir+json"
        assert {one.type for one in stated.rest[0].resource} == set(KINDS)

    def test_says_what_is_answered(
        self, as_program: AsProgram, clerk: User, posting: Posting
    ) -> None:
        program = as_program(clerk)
        Department.objects.create(institution=posting.host, name="外科")

        for one in program.get("/fhir/metadata").json()["rest"][0]["resource"]:
            kind = one["type"]
            first = program.get(f"/fhir/{kind}").json()["entry"][0]["resource"]
            assert program.get(f"/fhir/{kind}/{first['id']}").json() == first
            for parameter in one["searchParam"]:
                value = "true" if parameter["name"] == "active" else "1"
                asked = program.get(f"/fhir/{kind}", {parameter["name"]: value})
                assert asked.status_code == 200, parameter
            assert program.get(f"/fhir/{kind}", {"_lastUpdated": "gt2020"}).status_code == 400
            assert program.get(f"/fhir/{kind}/{first['id']}/_history").status_code == 404


class TestReading:
    @pytest.mark.parametrize("kind", KINDS)
    def test_bundles_are_valid(
        self, kind: str, as_program: AsProgram, clerk: User, posting: Posting
    ) -> None:
        Department.objects.create(institution=posting.host, name="外科")

        found = Bundle.model_validate(as_program(clerk).get(f"/fhir/{kind}").json())

        assert found.total == len(found.entry) >= 1

    def test_a_posting_leads_to_its_worker_and_host(
        self, as_program: AsProgram, clerk: User, posting: Posting
    ) -> None:
        program = as_program(clerk)

        role = program.get(f"/fhir/PractitionerRole/{posting.pk}").json()

        assert role["period"] == {"start": "2025-03-01", "end": "2026-02-28"}
        worker = program.get(f"/fhir/{role['practitioner']['reference']}").json()
        host = program.get(f"/fhir/{role['organization']['reference']}").json()
        assert worker["name"][0]["text"] == "某甲"
        assert host["name"] == "河口镇卫生院"

    def test_nothing_out_of_reach_is_referred_to(
        self, as_program: AsProgram, host: User, posting: Posting
    ) -> None:
        program = as_program(host)

        role = program.get(f"/fhir/PractitionerRole/{posting.pk}").json()

        for end in ("practitioner", "organization"):
            if reference := role[end].get("reference"):
                assert program.get(f"/fhir/{reference}").status_code == 200
        assert "reference" not in role["practitioner"]

    def test_numbers_of_people_are_never_told(
        self, as_program: AsProgram, clerk: User, posting: Posting
    ) -> None:
        worker = posting.worker
        worker.id_number, worker.phone = "11010119900101001X", "13900000000"
        worker.save()

        told = as_program(clerk).get(f"/fhir/Practitioner/{worker.pk}").content.decode()

        assert "某甲" in told
        assert "11010119900101001X" not in told
        assert "13900000000" not in told

    def test_what_is_held_is_not_sent_again(
        self, as_program: AsProgram, clerk: User, places: world.Places
    ) -> None:
        program, address = as_program(clerk), f"/fhir/Organization/{places.north.pk}"
        tag = program.get(address)["ETag"]

        assert program.get(address, headers={"If-None-Match": tag}).status_code == 304
        Institution.objects.filter(pk=places.north.pk).update(phone="0546-1")
        assert program.get(address, headers={"If-None-Match": tag}).status_code == 200


class TestSearching:
    def test_sees_what_pages_show(
        self, as_program: AsProgram, clerk: User, places: world.Places
    ) -> None:
        found = names(as_program(clerk).get("/fhir/Organization"))

        assert sorted(found) == sorted(["东海市中心医院", "河口镇卫生院", "清水镇卫生院"])
        missing = as_program(clerk).get(f"/fhir/Organization/{places.far.pk}")
        assert missing.status_code == 404
        assert "没有这条记录" in words_of(missing)

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"name": "河口"}, ["河口镇卫生院"]),
            ({"name": "河口,清水"}, ["河口镇卫生院", "清水镇卫生院"]),
            ({"identifier": "urn:x-bangfu:institution-code|SOUTH"}, ["清水镇卫生院"]),
            ({"identifier": "SOUTH"}, ["清水镇卫生院"]),
            ({"identifier": "urn:other|SOUTH"}, []),
            ({"active": "false"}, []),
            ({"_id": "no-such-id"}, []),
        ],
    )
    def test_narrows(
        self,
        asked: dict[str, str],
        found: list[str],
        as_program: AsProgram,
        clerk: User,
        places: world.Places,
    ) -> None:
        assert names(as_program(clerk).get("/fhir/Organization", asked)) == found

    def test_pages_follow_each_other(
        self, as_program: AsProgram, clerk: User, places: world.Places
    ) -> None:
        program, address, seen = as_program(clerk), "/fhir/Organization?_count=1&name=河口,清水", []
        while address:
            page = program.get(address)
            seen += names(page)
            links = {one["relation"]: one["url"] for one in page.json()["link"]}
            address = links.get("next", "")

        assert seen == ["河口镇卫生院", "清水镇卫生院"]

    def test_asks_as_often_for_ten_postings_as_for_a_hundred(
        self,
        as_program: AsProgram,
        clerk: User,
        posting: Posting,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for number in range(100):
            posting.pk, posting.worker = None, world.worker(f"某乙{number}", posting.home)
            posting.save(force_insert=True)
        program = as_program(clerk)
        program.get("/fhir/PractitionerRole?_count=1")  # notes the token's first use today
        asked = []
        for count in (10, 100):
            with django_assert_max_num_queries(12) as counted:
                page = program.get(f"/fhir/PractitionerRole?_count={count}")
            assert len(page.json()["entry"]) == count
            asked.append(len(counted))

        assert asked[0] == asked[1]

    def test_asks_as_often_for_ten_as_for_a_hundred(
        self,
        as_program: AsProgram,
        clerk: User,
        posting: Posting,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for number in range(100):
            world.institution(f"N{number}", f"第{number}卫生院", "370523")
        program = as_program(clerk)
        program.get("/fhir/Organization?_count=1")  # notes the token's first use today
        asked = []
        for count in (10, 100):
            with django_assert_max_num_queries(12) as counted:
                page = program.get(f"/fhir/Organization?_count={count}")
            assert len(names(page)) == count
            asked.append(len(counted))

        assert asked[0] == asked[1]


class TestRefusing:
    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("/fhir/Patient", 404),
            ("/fhir", 404),
            ("/fhir/Organization/1/2/3", 404),
            ("/fhir/Organization?colour=red", 400),
            ("/fhir/Organization?active=maybe", 400),
            ("/fhir/Organization?_count=many", 400),
            ("/fhir/Organization?_format=xml", 406),
            ("/fhir/Organization/²", 404),
        ],
    )
    def test_in_words(self, address: str, status: int, as_program: AsProgram, clerk: User) -> None:
        answer = as_program(clerk).get(address)

        assert answer.status_code == status
        assert words_of(answer)

    def test_strangers(self, db: None, client: Client) -> None:
        answer = client.get("/fhir/Organization")

        assert answer.status_code == 401
        assert "令牌" in words_of(answer)

    def test_tokens_for_something_else(self, as_program: AsProgram, clerk: User) -> None:
        program = as_program(clerk, sections=("registry",))

        assert program.get("/fhir/Organization").status_code == 403

    @pytest.mark.parametrize("address", ["/fhir", "/fhir/Organization", "/fhir/metadata"])
    def test_bundles_with_broken_references_write_nothing(
        self, address: str, as_program: AsProgram, clerk: User, places: world.Places
    ) -> None:
        broken = {
            "resourceType": "Organization",
            "name": "无根医院",
            "partOf": {"reference": "Organization/0"},
        }
        sent = {
            "resourceType": "Bundle",
            "type": "transaction",
            "entry": [{"resource": broken, "request": {"method": "POST", "url": "Organization"}}],
        }
        before = Institution.objects.count()

        answer = as_program(clerk).post(
            address, json.dumps(sent), content_type="application/fhir+json"
        )

        assert answer.status_code == 405
        assert "只供读取" in words_of(answer)
        assert Institution.objects.count() == before


def test_a_public_client_reads_it_unchanged(
    live_server: LiveServer, clerk: User, posting: Posting
) -> None:
    client = SyncFHIRClient(f"{live_server.url}/fhir", authorization=f"Bearer {token_for(clerk)}")

    everything = client.resources("Organization").limit(1).fetch_all()
    role = client.resources("PractitionerRole").search(organization=str(posting.host_id)).first()

    assert len(everything) == Institution.objects.exclude(code="FAR").count()
    assert role["practitioner"].to_resource()["name"][0]["text"] == "某甲"
