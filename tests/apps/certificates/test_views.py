"""The pages of certificates: who sees what, how many queries, what is said where it is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.apps.certificates.conftest import (
    BEGAN,
    ENDED,
    Open,
    account_of,
    closed,
    confirmed,
    issued,
    revoked,
)
from tests.apps.duty.conftest import World
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates.models import Certificate
from bangfu.apps.postings.models import Posting

Count = Callable[[User | None, str], int]


def seen_again(answer: Any) -> str:
    """The page that an answer sends its reader to."""
    page: str = answer.client.get(answer["Location"]).content.decode()
    return page


class TestCertificateList:
    @pytest.mark.parametrize("who", ["clerk", "sender", "host"])
    def test_shows_the_certificates_within_reach(
        self, who: str, certificate: Certificate, seen: Open, request: pytest.FixtureRequest
    ) -> None:
        page = seen(request.getfixturevalue(who), "/certificates/").content.decode()

        assert "林知远" in page
        assert certificate.number in page

    def test_shows_the_worker_their_own(self, certificate: Certificate, seen: Open) -> None:
        own = account_of(certificate.posting)

        assert certificate.number in seen(own, "/certificates/").content.decode()

    def test_hides_those_out_of_reach(self, certificate: Certificate, seen: Open) -> None:
        for stranger in (
            world.user("far", "commission_clerk", area="65"),
            world.user("south", "host_office", at="SOUTH"),
            world.user("someone", "posted_worker"),
        ):
            assert certificate.number not in seen(stranger, "/certificates/").content.decode()
            assert seen(stranger, f"/certificates/{certificate.pk}/").status_code == 404
            assert seen(stranger, f"/certificates/{certificate.pk}/paper.pdf").status_code == 404

    def test_finds_by_name_unit_pinyin_and_number(
        self, certificate: Certificate, seen: Open, clerk: User
    ) -> None:
        for words in ("林知远", "lzy", "河口", "东海市中心", str(certificate.serial)):
            page = seen(clerk, f"/certificates/?words={words}").content.decode()
            assert certificate.number in page, words
        assert certificate.number not in seen(clerk, "/certificates/?words=沈").content.decode()

    def test_asks_as_much_for_many_as_for_one(
        self, here: World, certificate: Certificate, asked: Count, clerk: User
    ) -> None:
        few = asked(clerk, "/certificates/")
        for number in range(4):
            issued(closed(confirmed(here.post(f"甲{number}", starts_on=BEGAN, ends_before=ENDED))))

        assert asked(clerk, "/certificates/") == few <= 12


class TestReadyList:
    def test_names_closed_postings_without_a_certificate(
        self, here: World, over: Posting, seen: Open, clerk: User
    ) -> None:
        here.post("沈若谷")

        page = seen(clerk, "/certificates/ready/").content.decode()
        assert "林知远" in page
        assert "沈若谷" not in page

        issued(over)
        assert "林知远" not in seen(clerk, "/certificates/ready/").content.decode()

    def test_names_those_again_whose_certificate_was_revoked(
        self, certificate: Certificate, seen: Open, clerk: User
    ) -> None:
        revoked(certificate)

        assert "林知远" in seen(clerk, "/certificates/ready/").content.decode()

    def test_is_the_authoritys(self, seen: Open, sender: User, host: User) -> None:
        for other in (sender, host):
            assert seen(other, "/certificates/ready/").status_code == 403


class TestIssueSeveral:
    def test_issues_those_that_can_be_and_says_why_not_of_the_others(
        self, here: World, over: Posting, seen: Open, clerk: User
    ) -> None:
        other = closed(confirmed(here.post("沈若谷", starts_on=BEGAN, ends_before=ENDED)))
        never = closed(here.post("顾清和", starts_on=BEGAN, ends_before=ENDED))

        answer = seen(clerk, "/certificates/issue/", posting=[over.pk, other.pk, never.pk])

        assert answer["Location"] == "/certificates/ready/"
        assert set(Certificate.objects.values_list("posting", flat=True)) == {over.pk, other.pk}
        page = seen_again(answer)
        assert "已出具2份证明" in page
        assert "顾清和暂不能出具：没有经受援单位确认的服务时间" in page

    def test_leaves_out_what_is_not_the_readers_or_nonsense(
        self, over: Posting, seen: Open, clerk: User
    ) -> None:
        far = world.user("far", "commission_clerk", area="65")

        seen(far, "/certificates/issue/", posting=[over.pk])
        seen(clerk, "/certificates/issue/", posting=["abc", "9" * 40, "-1", ""])

        assert not Certificate.objects.exists()

    def test_pressed_twice_issues_once(self, over: Posting, seen: Open, clerk: User) -> None:
        for _ in range(2):
            seen(clerk, "/certificates/issue/", posting=[over.pk])

        assert Certificate.objects.count() == 1


class TestIssueCertificate:
    def test_shows_what_it_will_say_before_it_is_issued(
        self, over: Posting, seen: Open, clerk: User
    ) -> None:
        page = seen(clerk, f"/certificates/issue/{over.pk}/").content.decode()

        assert "2025年3月3日至2025年6月1日" in page
        assert "东海市卫生健康委员会" in page
        assert not Certificate.objects.exists()

    def test_issues_with_one_press(self, over: Posting, seen: Open, clerk: User) -> None:
        answer = seen(clerk, f"/certificates/issue/{over.pk}/", yes="1")

        row = Certificate.objects.get()
        assert answer["Location"] == f"/certificates/{row.pk}/"
        assert row.issued_by == clerk

    def test_says_why_it_cannot_and_offers_no_button(
        self, here: World, over: Posting, seen: Open, clerk: User
    ) -> None:
        serving = here.post("沈若谷", starts_on=BEGAN, ends_before=date(2099, 1, 1))

        page = seen(clerk, f"/certificates/issue/{serving.pk}/").content.decode()
        answer = seen(clerk, f"/certificates/issue/{serving.pk}/", yes="1")

        assert "暂不能出具" in page
        assert "出具证明</button>" not in page
        assert answer.status_code == 409
        assert not Certificate.objects.exists()

    def test_says_why_where_no_authority_is_registered(
        self, here: World, seen: Open, clerk: User
    ) -> None:
        posting = closed(confirmed(here.post(starts_on=BEGAN, ends_before=ENDED)))

        page = seen(clerk, f"/certificates/issue/{posting.pk}/").content.decode()

        assert "尚未登记可以出具证明的卫生健康行政部门" in page

    def test_is_refused_out_of_reach(self, over: Posting, seen: Open) -> None:
        far = world.user("far", "commission_clerk", area="65")

        assert seen(far, f"/certificates/issue/{over.pk}/", yes="1").status_code == 404

    def test_asks_at_most_twenty_queries(self, over: Posting, asked: Count, clerk: User) -> None:
        assert asked(clerk, f"/certificates/issue/{over.pk}/") <= 20


class TestCertificate:
    def test_is_printed_as_pdf_for_everybody_in_reach(
        self, certificate: Certificate, seen: Open, clerk: User, sender: User, host: User
    ) -> None:
        for reader in (clerk, sender, host, account_of(certificate.posting)):
            answer = seen(reader, f"/certificates/{certificate.pk}/paper.pdf")
            assert answer.content.startswith(b"%PDF-")
            assert answer["Content-Type"] == "application/pdf"
            assert answer["Cache-Control"] == "private, no-store"

    def test_is_revoked_with_a_reason(
        self, certificate: Certificate, seen: Open, clerk: User
    ) -> None:
        path = f"/certificates/{certificate.pk}/"
        assert seen(clerk, f"{path}revoke/", reason=" ").status_code == 422

        assert seen(clerk, f"{path}revoke/", reason="期限有误").status_code == 302

        page = seen(clerk, path).content.decode()
        assert "该证明已撤销" in page
        assert "期限有误" in page
        assert seen(clerk, f"{path}paper.pdf").status_code == 409

    def test_is_revoked_by_the_authority_alone(
        self, certificate: Certificate, seen: Open, sender: User, host: User
    ) -> None:
        for other in (sender, host):
            answer = seen(other, f"/certificates/{certificate.pk}/revoke/", reason="不认可")
            assert answer.status_code == 403
        assert Certificate.objects.standing().exists()

    def test_is_told_a_second_time_that_it_is_revoked(
        self, certificate: Certificate, seen: Open, clerk: User
    ) -> None:
        revoked(certificate)

        answer = seen(clerk, f"/certificates/{certificate.pk}/revoke/", reason="再撤")

        assert answer.status_code == 422

    def test_tells_its_issuer_where_the_record_has_moved_on(
        self, certificate: Certificate, seen: Open, clerk: User, sender: User
    ) -> None:
        path = f"/certificates/{certificate.pk}/"
        assert "出具后有变动" not in seen(clerk, path).content.decode()

        certificate.posting.confirmations.filter(starts_on=date(2025, 3, 10)).delete()

        page = seen(clerk, path).content.decode()
        assert "经确认的服务时间：证明为" in page
        assert "出具后有变动" not in seen(sender, path).content.decode()

    def test_asks_at_most_twelve_queries_and_of_its_issuer_twenty(
        self, certificate: Certificate, asked: Count, clerk: User, sender: User
    ) -> None:
        assert asked(sender, f"/certificates/{certificate.pk}/") <= 12
        assert asked(clerk, f"/certificates/{certificate.pk}/") <= 20


class TestRegistrationForm:
    def test_is_there_for_the_worker_and_the_own_unit(
        self, over: Posting, seen: Open, sender: User
    ) -> None:
        for reader in (sender, account_of(over)):
            assert "林知远" in seen(reader, "/certificates/forms/").content.decode()
            answer = seen(reader, f"/certificates/forms/{over.pk}.pdf")
            assert answer.content.startswith(b"%PDF-")

    def test_is_nobody_elses(self, over: Posting, seen: Open, clerk: User, host: User) -> None:
        for other in (clerk, host):
            assert seen(other, f"/certificates/forms/{over.pk}.pdf").status_code == 403
        stranger = world.user("far", "sender_office", at="FAR")
        assert seen(stranger, f"/certificates/forms/{over.pk}.pdf").status_code == 404
