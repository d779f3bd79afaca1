"""Whoever is signed out signs in and stands again where they stood."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
HERE = {"SERVER_NAME": "localhost"}
FORM = "http://localhost/needs/new/?programme=a"


class TestSignedOut:
    def test_comes_back_to_the_page_asked_for(self, client: Client) -> None:
        answer = client.get("/needs/?page=2")

        assert answer["Location"] == "/sign-in/?next=/needs/%3Fpage%3D2"

    def test_comes_back_to_the_form_and_not_to_where_it_was_sent(self, client: Client) -> None:
        answer = client.post("/planning/1/again/", headers={"referer": FORM}, **HERE)

        assert answer["Location"] == "/sign-in/?next=/needs/new/%3Fprogramme%3Da"

    @pytest.mark.parametrize("before", ["", "https://elsewhere.example/x", "javascript:alert(1)"])
    def test_comes_to_the_first_page_where_no_page_of_ours_was_left(
        self, client: Client, before: str
    ) -> None:
        answer = client.post("/planning/1/again/", headers={"referer": before})

        assert answer["Location"] == "/sign-in/?next=/"

    def test_is_sent_there_whole_where_htmx_asked_for_a_part(self, client: Client) -> None:
        asked = {"hx-request": "true", "hx-current-url": "http://localhost/planning/1/"}

        answer = client.get("/planning/1/progress/", headers=asked, **HERE)

        assert answer["HX-Redirect"] == "/sign-in/?next=/planning/1/"
        assert answer.status_code == 200
