"""Anybody may check a certificate: what is printed and no more, and guessing leads nowhere."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries
from tests.apps.certificates.conftest import NOW, Open, revoked

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates import actions
from bangfu.apps.certificates.actions.verifying import MISSES_AN_HOUR
from bangfu.apps.certificates.models import Certificate, Misses
from bangfu.apps.certificates.papers import rows
from bangfu.apps.certificates.printed import from_plain
from bangfu.core.duty import certificate_code
from bangfu.core.duty.certificate_code import CodeMistyped


def path_of(code: str) -> str:
    return f"/verify/{code}/"


def main_of(answer: object) -> str:
    """The words of a page's own part."""
    html = answer.content.decode()  # type: ignore[attr-defined]
    inner = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", strip_tags(inner))


class TestVerify:
    def test_shows_what_is_printed(self, certificate: Certificate, seen: Open) -> None:
        said = main_of(seen(None, path_of(certificate.code)))

        assert "该证明有效" in said
        for _name, value in rows(from_plain(certificate.printed)):
            assert value in said
        assert certificate.number in said

    def test_shows_nothing_else_of_the_person_or_the_record(
        self, certificate: Certificate, seen: Open
    ) -> None:
        worker = certificate.posting.worker
        worker.id_number, worker.phone = "11010519491231002X", "13900001111"
        worker.practice_certificate = "110370500001234"
        worker.save()

        html = seen(None, path_of(certificate.code)).content.decode()

        for private in (worker.id_number, worker.phone, worker.practice_certificate, "/postings/"):
            assert private not in html

    def test_goes_on_to_say_what_was_printed_when_the_rows_change(
        self, certificate: Certificate, seen: Open
    ) -> None:
        host = certificate.posting.host
        before = main_of(seen(None, path_of(certificate.code)))
        host.name = "河口镇中心卫生院"
        host.save()

        assert main_of(seen(None, path_of(certificate.code))) == before

    def test_says_revoked_with_the_day_and_not_why(
        self, certificate: Certificate, seen: Open
    ) -> None:
        revoked(certificate)

        said = main_of(seen(None, path_of(certificate.code)))

        on = timezone.localtime(NOW)
        assert "该证明已撤销" in said
        assert f"{on.year}年{on.month}月{on.day}日" in said
        assert "期限有误" not in said
        assert "该证明有效" not in said

    def test_takes_a_code_as_people_type_it(self, certificate: Certificate, seen: Open) -> None:
        typed = certificate.code.replace("-", " ").lower()

        answer = seen(None, f"/verify/?code={typed}")

        assert answer["Location"] == path_of(certificate.code)
        assert "该证明有效" in main_of(seen(None, path_of(typed)))

    def test_tells_a_slip_of_the_pen_from_a_code_that_is_not_there(
        self,
        certificate: Certificate,
        seen: Open,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        last = certificate.code[-1]
        wrong = certificate.code[:-1] + ("1" if last != "1" else "2")

        with django_assert_num_queries(0):
            answer = Client().get(path_of(wrong))
        unknown = seen(None, path_of(certificate_code.new()))

        assert "可能抄错一位" in main_of(answer)
        assert unknown.status_code == 404
        assert "未查到" in main_of(unknown)

    def test_says_the_same_of_every_code_that_is_not_there(
        self, certificate: Certificate, seen: Open
    ) -> None:
        near = certificate.code[:-4]
        codes = [certificate_code.new() for _ in range(3)]

        said = {main_of(seen(None, path_of(code))) for code in codes}

        assert len(said) == 1
        assert near not in said.pop()

    @pytest.mark.parametrize("typed", ["", " ", "1234", "x" * 500, "<script>", "证明", "%2F"])
    def test_withstands_whatever_is_typed(self, db: None, seen: Open, typed: str) -> None:
        assert seen(None, f"/verify/?code={typed}").status_code in (200, 422)

    def test_is_neither_stored_nor_listed(self, certificate: Certificate, seen: Open) -> None:
        for path in ("/verify/", path_of(certificate.code), path_of(certificate_code.new())):
            answer = seen(None, path)
            assert answer["Cache-Control"] == "private, no-store"
            assert answer["X-Robots-Tag"] == "noindex, nofollow"
            assert b'content="noindex' in answer.content

    def test_asks_at_most_three_queries(
        self, certificate: Certificate, asked: Callable[[None, str], int]
    ) -> None:
        assert asked(None, path_of(certificate.code)) <= 3


class TestTampering:
    def test_with_what_is_kept_is_seen_by_whoever_checks(
        self, certificate: Certificate, seen: Open, clerk: User
    ) -> None:
        Certificate.objects.update(printed=certificate.printed | {"name": "顾清和"})

        answer = seen(None, path_of(certificate.code))

        assert "与出具时不一致" in main_of(answer)
        assert "顾清和" not in answer.content.decode()
        inside = seen(clerk, f"/certificates/{certificate.pk}/").content.decode()
        assert "存档与日志不一致" in inside

    def test_with_the_code_is_seen(self, certificate: Certificate, seen: Open) -> None:
        Certificate.objects.update(code=(other := certificate_code.new()))

        assert "与出具时不一致" in main_of(seen(None, path_of(other)))

    def test_to_bring_back_a_revoked_one_is_seen(
        self, certificate: Certificate, seen: Open
    ) -> None:
        revoked(certificate)
        Certificate.objects.update(revoked_at=None, revoke_reason="")

        said = main_of(seen(None, path_of(certificate.code)))

        assert "该证明有效" not in said
        assert "与出具时不一致" in said


class TestGuessing:
    def test_ends_after_so_many_misses_within_an_hour(self, certificate: Certificate) -> None:
        for _ in range(MISSES_AN_HOUR):
            assert (
                actions.look_up(typed=certificate_code.new(), visitor="192.0.2.1", at=NOW) is None
            )

        with pytest.raises(actions.TooManyMisses):
            actions.look_up(typed=certificate.code, visitor="192.0.2.1", at=NOW)

        assert actions.look_up(typed=certificate.code, visitor="192.0.2.2", at=NOW) == certificate
        later = NOW + timedelta(hours=1)
        assert actions.look_up(typed=certificate.code, visitor="192.0.2.1", at=later) == certificate

    def test_is_told_by_the_page_with_status_429(self, certificate: Certificate) -> None:
        client = Client(REMOTE_ADDR="192.0.2.9")
        for _ in range(MISSES_AN_HOUR):
            client.get(path_of(certificate_code.new()))

        answer = client.get(path_of(certificate.code))

        assert answer.status_code == 429
        assert "林知远" not in answer.content.decode()

    def test_does_not_count_slips_of_the_pen_or_codes_found(self, certificate: Certificate) -> None:
        for _ in range(MISSES_AN_HOUR + 1):
            actions.look_up(typed=certificate.code, visitor="192.0.2.1", at=NOW)
            with pytest.raises(CodeMistyped):
                actions.look_up(typed="1234", visitor="192.0.2.1", at=NOW)

        assert not Misses.objects.exists()

    def test_counts_a_household_of_addresses_as_one(self, certificate: Certificate) -> None:
        for number in range(MISSES_AN_HOUR):
            address = f"2001:db8:0:1::{number:x}"
            actions.look_up(typed=certificate_code.new(), visitor=address, at=NOW)

        with pytest.raises(actions.TooManyMisses):
            actions.look_up(typed=certificate.code, visitor="2001:db8:0:1::ffff", at=NOW)

    def test_keeps_no_address_and_forgets_within_two_hours(self, db: None) -> None:
        actions.look_up(typed=certificate_code.new(), visitor="192.0.2.1", at=NOW)
        assert "192.0.2.1" not in Misses.objects.get().visitor

        later = NOW + timedelta(hours=3)
        actions.look_up(typed=certificate_code.new(), visitor="192.0.2.2", at=later)
        assert Misses.objects.count() == 1

    def test_believes_a_proxy_only_where_there_is_one(
        self, certificate: Certificate, settings: object
    ) -> None:
        client = Client(REMOTE_ADDR="192.0.2.7")
        for number in range(MISSES_AN_HOUR):
            claimed = {"X-Forwarded-For": f"198.51.100.{number}"}
            client.get(path_of(certificate_code.new()), headers=claimed)
        assert client.get(path_of(certificate.code)).status_code == 429

        settings.PROXIES = 1  # type: ignore[attr-defined]
        through = client.get(
            path_of(certificate.code), headers={"X-Forwarded-For": "192.0.2.7, 198.51.100.200"}
        )
        assert through.status_code == 200
