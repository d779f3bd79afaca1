"""Two at the same moment: one certificate, one number each, nothing lost."""

from collections.abc import Callable

import pytest
from django.db import connection
from tests.apps.certificates.conftest import BEGAN, ENDED, NOW, closed, confirmed, issued, revoked
from tests.apps.duty.conftest import World
from tests.apps.postings.test_concurrency import together

from bangfu.apps.certificates import actions
from bangfu.apps.certificates.models import CalendarAddress, Certificate
from bangfu.apps.journal.queries import first_break
from bangfu.apps.postings.models import Posting
from bangfu.core.duty.sides import NotNow

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="the embedded database has one writer at a time: no two writes ever meet",
    ),
]


def issuing(posting: Posting) -> Callable[[], None]:
    return lambda: issued(posting) and None


@pytest.mark.parametrize("attempt", range(3))
class TestTogether:
    def test_one_posting_gets_one_certificate(self, over: Posting, attempt: int) -> None:
        ended = together(issuing(over), issuing(over))

        assert sorted(ended, key=str) == sorted([None, NotNow], key=str)
        assert Certificate.objects.count() == 1
        assert first_break() is None

    def test_two_postings_get_two_numbers(self, here: World, over: Posting, attempt: int) -> None:
        other = closed(confirmed(here.post("沈若谷", starts_on=BEGAN, ends_before=ENDED)))

        assert together(issuing(over), issuing(other)) == [None, None]

        assert sorted(Certificate.objects.values_list("serial", flat=True)) == [1, 2]

    def test_one_is_revoked_once(self, certificate: Certificate, attempt: int) -> None:
        ended = together(
            lambda: revoked(certificate) and None, lambda: revoked(certificate) and None
        )

        assert sorted(ended, key=str) == sorted([None, NotNow], key=str)

    def test_one_owner_has_one_address(self, over: Posting, attempt: int) -> None:
        def renew() -> None:
            actions.renew_address(owner=over.worker, by=None, at=NOW)

        assert together(renew, renew) == [None, None]
        assert CalendarAddress.objects.count() == 1
