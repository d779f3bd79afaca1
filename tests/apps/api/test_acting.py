"""Acting: the page's own view, its grants, its refusals, its one entry in the journal; once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.api.acts import operations
from bangfu.apps.api.models import KeptAnswer
from bangfu.apps.intake.models import Need
from bangfu.apps.journal.models import Entry
from bangfu.apps.programmes.models import Programme

pytestmark = pytest.mark.django_db
AsProgram = Callable[..., Client]


@pytest.fixture
def stated(places: world.Places, programme: Programme) -> dict[str, Any]:
    """A need as a program states it."""
    return {
        "programme": programme.code,
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


def sent(program: Client, path: str, body: object, **headers: str) -> Any:
    return program.post(
        f"/api/v1/{path}", body, content_type="application/json", headers=headers or None
    )


class TestAnAct:
    def test_does_what_the_page_does_and_the_journal_names_the_token(
        self, stated: dict[str, Any], clerk: User, as_program: AsProgram
    ) -> None:
        answer = sent(as_program(clerk), "needs", stated)

        assert answer.status_code == 201, answer.content.decode()
        need = Need.objects.get()
        assert str(need.ends_before) == "2026-01-01"
        assert answer.json()["record"]["id"] == need.pk
        assert answer.headers["Location"] == f"/api/v1/needs/{need.pk}"
        entry = Entry.objects.get(verb="need.stated")
        assert entry.actor_id == clerk.pk
        assert entry.facts["token"].startswith("平台（bf_")

    def test_refuses_unknown_keys_in_words_and_writes_nothing(
        self, stated: dict[str, Any], clerk: User, as_program: AsProgram
    ) -> None:
        answer = sent(as_program(clerk), "needs", stated | {"colour": "red", "ends_before": "x"})

        assert answer.status_code == 422
        assert {one["field"] for one in answer.json()["errors"]} == {"colour", "ends_before"}
        assert not Need.objects.exists()

    def test_refuses_what_the_form_refuses_field_by_field(
        self, stated: dict[str, Any], clerk: User, as_program: AsProgram
    ) -> None:
        answer = sent(as_program(clerk), "needs", stated | {"host": "FAR", "headcount": -1})

        assert answer.status_code == 422
        assert {one["field"] for one in answer.json()["errors"]} == {"host", "headcount"}
        assert not Need.objects.exists()

    def test_rows_of_others_look_absent(
        self, places: world.Places, programme: Programme, clerk: User, as_program: AsProgram
    ) -> None:
        foreign, program = world.need(places.far, programme), as_program(clerk)

        hidden = sent(program, f"needs/{foreign.pk}/withdraw", {"reason": "不再需要"})
        absent = sent(program, "needs/99999999/withdraw", {"reason": "不再需要"})

        assert (hidden.status_code, hidden.content) == (404, absent.content)

    def test_says_what_stands_against_it(
        self, places: world.Places, programme: Programme, clerk: User, as_program: AsProgram
    ) -> None:
        need, program = world.need(places.north, programme), as_program(clerk)
        path, reason = f"needs/{need.pk}/withdraw", {"reason": "不再需要"}
        assert sent(program, path, reason).status_code == 200

        again = sent(program, path, reason)

        assert again.status_code in (409, 422) or not again.json()["changed"]
        assert Entry.objects.filter(verb="need.withdrawn").count() == 1

    def test_needs_a_token_that_may_act_there(
        self, stated: dict[str, Any], clerk: User, as_program: AsProgram
    ) -> None:
        reading = sent(as_program(clerk, may_act=False), "needs", stated)
        elsewhere = sent(as_program(clerk, sections=("voice",)), "needs", stated)
        unauthorised = sent(as_program(world.user("v", "auditor", area="37")), "needs", stated)

        assert {reading.status_code, elsewhere.status_code, unauthorised.status_code} == {403}
        assert not Need.objects.exists()

    def test_is_not_done_to_what_somebody_else_changed(
        self, places: world.Places, programme: Programme, clerk: User, as_program: AsProgram
    ) -> None:
        need, program = world.need(places.north, programme), as_program(clerk)
        tag = program.get(f"/api/v1/needs/{need.pk}").headers["ETag"]
        Need.objects.update(headcount=4)
        path, reason = f"needs/{need.pk}/withdraw", {"reason": "不再需要"}

        stale = sent(program, path, reason, **{"If-Match": tag})
        fresh = program.get(f"/api/v1/needs/{need.pk}").headers["ETag"]
        current = sent(program, path, reason, **{"If-Match": fresh})

        assert (stale.status_code, current.status_code) == (412, 200)


class TestWhatIsSent:
    @pytest.mark.parametrize(
        ("content", "kind", "status"),
        [
            (b"[" * 50_000, "application/json", 400),
            (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "application/json", 400),
            (b"[]", "application/json", 400),
            (b"\xff\xfe", "application/json", 400),
            (b'{"department_name": "\\u0000"}', "application/json", 422),
            (b'{"department_name": {"x": 1}}', "application/json", 422),
            (b'{"department_name": true}', "application/json", 422),
            (b'{"department_name": ["a", "b"]}', "application/json", 422),
            (b"a=1", "application/x-www-form-urlencoded", 415),
            (b'{"department_name": "' + b"x" * 1_100_000 + b'"}', "application/json", 413),
        ],
    )
    def test_is_refused_before_anything_is_done(
        self, content: bytes, kind: str, status: int, clerk: User, as_program: AsProgram
    ) -> None:
        answer = as_program(clerk).post("/api/v1/needs", content, content_type=kind)

        assert answer.status_code == status
        assert answer.headers["Content-Type"] == "application/problem+json"


class TestARepeatedRequest:
    def test_gets_the_first_answer_and_is_done_once(
        self, stated: dict[str, Any], clerk: User, as_program: AsProgram
    ) -> None:
        program = as_program(clerk)

        first = sent(program, "needs", stated, **{"Idempotency-Key": "k1"})
        again = sent(program, "needs", stated, **{"Idempotency-Key": "k1"})

        assert again.json() == first.json()
        assert again.status_code == first.status_code == 201
        assert again.headers["Location"] == first.headers["Location"]
        assert again.headers["Idempotency-Replayed"] == "true"
        assert Need.objects.count() == Entry.objects.filter(verb="need.stated").count() == 1

    def test_is_refused_where_the_key_was_used_for_something_else(
        self, stated: dict[str, Any], clerk: User, as_program: AsProgram
    ) -> None:
        program = as_program(clerk)
        sent(program, "needs", stated, **{"Idempotency-Key": "k1"})

        other = sent(program, "needs", stated | {"headcount": 2}, **{"Idempotency-Key": "k1"})

        assert (other.status_code, other.json()["code"]) == (422, "key_of_another")
        assert Need.objects.count() == 1

    def test_a_refusal_leaves_the_key_free(
        self, stated: dict[str, Any], clerk: User, as_program: AsProgram
    ) -> None:
        program = as_program(clerk)

        refused = sent(program, "needs", stated | {"host": "FAR"}, **{"Idempotency-Key": "k1"})
        mended = sent(program, "needs", stated, **{"Idempotency-Key": "k1"})

        assert (refused.status_code, mended.status_code) == (422, 201)

    def test_is_done_anew_after_a_day(
        self, stated: dict[str, Any], clerk: User, as_program: AsProgram
    ) -> None:
        program = as_program(clerk)
        sent(program, "needs", stated, **{"Idempotency-Key": "k1"})
        KeptAnswer.objects.update(kept_at="2025-01-01T00:00:00+08:00")
        Need.objects.all().delete()

        anew = sent(program, "needs", stated, **{"Idempotency-Key": "k1"})

        assert "Idempotency-Replayed" not in anew.headers
        assert Need.objects.count() == KeptAnswer.objects.count() == 1

    def test_keys_of_two_tokens_are_apart(
        self, stated: dict[str, Any], clerk: User, as_program: AsProgram
    ) -> None:
        for department in ("内科", "外科"):
            body = stated | {"department_name": department}
            answer = sent(as_program(clerk), "needs", body, **{"Idempotency-Key": "k1"})
            assert answer.status_code == 201

        assert Need.objects.count() == 2


class TestEveryAct:
    @pytest.mark.parametrize("code", operations())
    def test_is_refused_to_whoever_has_no_grant_and_never_breaks(
        self, code: str, as_program: AsProgram
    ) -> None:
        nobody = User.objects.create(username="nobody", name="nobody")
        before = Entry.objects.count()

        answer = sent(as_program(nobody), filled(operations()[code].path), {})

        assert answer.status_code in (403, 404, 422), answer.content.decode()
        assert Entry.objects.count() == before + 1  # the token's own

    @pytest.mark.parametrize("code", operations())
    def test_of_nothing_says_what_is_missing(
        self, code: str, places: world.Places, clerk: User, as_program: AsProgram
    ) -> None:
        answer = sent(as_program(clerk), filled(operations()[code].path), {})

        assert answer.status_code in (200, 201, 403, 404, 409, 422), answer.content.decode()
        if answer.status_code >= 400:
            assert answer.json()["title"]


def filled(path: str) -> str:
    """The address with numbers and words that lead to nothing."""
    words = path.replace("<int:year>", "2025").replace("<int:number>", "3")
    for kind in ("int", "slug", "str"):
        while f"<{kind}:" in words:
            before, _, rest = words.partition(f"<{kind}:")
            words = before + "1" + rest.partition(">")[2]
    return words
