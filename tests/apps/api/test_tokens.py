"""Tokens: told once, kept as a digest, ended at once, never reaching further than their holder."""

from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from tests.apps.api.conftest import token_for
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.api import actions, queries
from bangfu.apps.api.authentication import with_token
from bangfu.apps.api.models import Token
from bangfu.apps.journal.models import Entry

pytestmark = pytest.mark.django_db


@with_token(section="registry")
def who(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.user))


def asked(secret: str, **headers: str) -> HttpResponse:
    request = RequestFactory().get("/", headers={"Authorization": f"Bearer {secret}"} | headers)
    return who(request)


class TestMakeToken:
    def test_keeps_a_digest_only_and_tells_the_journal_once(self, clerk: User) -> None:
        before = Entry.objects.count()

        secret = token_for(clerk)

        token = Token.objects.get()
        assert secret not in str(vars(token))
        assert token.digest == actions.digest_of(secret)
        assert secret.startswith(token.start)
        assert len(token.start) < 12
        assert Entry.objects.count() == before + 1
        assert secret not in str(Entry.objects.values_list("facts", "subject"))

    @pytest.mark.parametrize("days", [0, 366])
    def test_refuses_more_than_a_year_and_less_than_a_day(self, clerk: User, days: int) -> None:
        with pytest.raises(actions.TooLong):
            actions.make_token(
                holder=clerk, title="甲", days=days, may_act=False, by=clerk, at=timezone.now()
            )

    def test_refuses_a_section_that_does_not_exist(self, clerk: User) -> None:
        with pytest.raises(actions.UnknownSection):
            token_for(clerk, sections=("everything",))

    def test_refuses_a_token_for_a_person_who_signs_in(self, clerk: User) -> None:
        admin = world.user("admin", "security_administrator", area="")

        with pytest.raises(actions.NotOfAProgram):
            actions.make_token(
                holder=clerk, title="甲", days=1, may_act=False, by=admin, at=timezone.now()
            )

    def test_is_made_for_a_program_that_nobody_signs_in_as(self, clerk: User) -> None:
        program = actions.open_program_account(username="platform", name="市级平台", by=clerk)

        token, _ = actions.make_token(
            holder=program, title="甲", days=1, may_act=False, by=clerk, at=timezone.now()
        )

        assert token.holder == program
        assert not program.has_usable_password()


class TestWithToken:
    def test_acts_as_the_holder(self, clerk: User) -> None:
        assert asked(token_for(clerk)).content.decode() == "clerk"

    @pytest.mark.parametrize(
        "header", ["", "Bearer", "Bearer x", "Basic bf_x", f"Bearer {'x' * 999}"]
    )
    def test_refuses_whatever_is_no_token(self, header: str) -> None:
        response = who(RequestFactory().get("/", headers={"Authorization": header}))

        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
        assert response.headers["Content-Type"] == "application/problem+json"

    def test_a_revoked_token_ends_with_the_next_request(self, clerk: User) -> None:
        secret = token_for(clerk)
        assert asked(secret).status_code == 200

        actions.revoke_token(token=Token.objects.get(), by=clerk, at=timezone.now())

        assert asked(secret).status_code == 401

    def test_an_expired_token_and_one_of_a_closed_account_look_like_none(self, clerk: User) -> None:
        late, closed = token_for(clerk), token_for(world.user("gone", "auditor", area="37"))
        Token.objects.filter(holder=clerk).update(
            made_at=timezone.now() - timedelta(days=2),
            expires_at=timezone.now() - timedelta(days=1),
        )
        User.objects.filter(username="gone").update(is_active=False)

        assert asked(late).content == asked(closed).content == asked("bf_none").content

    def test_refuses_what_lies_outside_its_sections(self, clerk: User) -> None:
        assert asked(token_for(clerk, sections=("voice",))).status_code == 403
        assert asked(token_for(clerk, sections=("registry", "voice"))).status_code == 200

    def test_notes_its_use_but_not_with_every_request(self, clerk: User) -> None:
        secret = token_for(clerk)
        asked(secret)
        first = Token.objects.get().used_at

        asked(secret)

        assert first is not None
        assert Token.objects.get().used_at == first


class TestThePageOfTokens:
    def test_shows_the_secret_once_and_is_not_cached(self, clerk: User, client: Client) -> None:
        client.force_login(clerk)

        made = client.post("/tokens/", {"title": "市级平台", "days": "90"})

        secret = made.context["page"].secret
        assert secret in made.content.decode()
        assert made.headers["Cache-Control"] == "no-store"
        assert secret not in client.get("/tokens/").content.decode()

    def test_lists_ones_own_alone_and_revokes_them(self, clerk: User, client: Client) -> None:
        other = world.user("other", "commission_clerk", area="3705")
        token_for(other)
        token_for(clerk)
        foreign, own = Token.objects.get(holder=other), Token.objects.get(holder=clerk)
        client.force_login(clerk)

        assert [row.pk for row in queries.rows(clerk, at=timezone.now())] == [own.pk]
        assert client.post(f"/tokens/{foreign.pk}/revoke/").status_code == 404
        assert client.post(f"/tokens/{own.pk}/revoke/").status_code == 302
        assert Token.objects.get(pk=own.pk).revoked_by == clerk

    def test_a_security_administrator_makes_tokens_for_programs_alone(
        self, clerk: User, client: Client
    ) -> None:
        program = actions.open_program_account(username="platform", name="市级平台", by=clerk)
        admin = User.objects.create(username="admin", name="admin")
        admin.grants.create(
            role="security_administrator", reach="everywhere", starts_on=world.SINCE
        )
        client.force_login(admin)

        fine = client.post("/tokens/", {"title": "甲", "days": "30", "holder": program.pk})
        personal = client.post("/tokens/", {"title": "乙", "days": "30", "holder": clerk.pk})

        assert fine.status_code == 200
        assert personal.status_code == 422
        assert Token.objects.get().holder == program
