"""Certificates are issued from what is on record, once, and revoked with a reason."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.apps.certificates.conftest import BEGAN, ENDED, NOW, closed, confirmed, issued, revoked
from tests.apps.duty.conftest import World, at
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates import actions
from bangfu.apps.certificates.models import Certificate
from bangfu.apps.certificates.printed import digest_of, from_plain
from bangfu.apps.duty import actions as duty
from bangfu.apps.duty.models import ClosedMonth, Correction
from bangfu.apps.duty.queries import passbooks
from bangfu.apps.journal.models import Entry
from bangfu.apps.journal.queries import first_break
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution
from bangfu.core.duty import Days, certificate_code
from bangfu.core.duty.posting_steps import NothingConfirmed, WeeksWaiting
from bangfu.core.duty.sides import NotNow, NotYours, Side
from bangfu.core.reasons import ReasonMissing


class TestIssueCertificate:
    def test_states_what_the_passbook_states(self, over: Posting) -> None:
        printed = from_plain(issued(over).printed)

        shown = passbooks.passbook(over.worker, Posting.objects.all(), on=ENDED)
        line = shown.lines[0]
        assert printed.amount_said.zh == line.amount
        assert (printed.name, printed.home) == (shown.worker, shown.home)
        assert printed.host == line.host
        assert (printed.starts_on, printed.ends_before) == (BEGAN, ENDED)

    def test_has_the_core_code_and_the_next_number_of_its_authority(
        self, here: World, over: Posting, commission: Institution
    ) -> None:
        other = closed(confirmed(here.post("沈若谷", starts_on=BEGAN, ends_before=ENDED)))

        first, second = issued(over), issued(other)

        assert (first.serial, second.serial) == (1, 2)
        assert first.issuer == commission
        assert first.number == f"帮扶证〔{NOW.year}〕1号"
        assert certificate_code.read(first.code) == first.code != second.code

    def test_is_journalled_with_what_stands_on_it(self, over: Posting) -> None:
        row = issued(over)

        entry = Entry.objects.get(verb="certificate.issued")
        assert entry.facts["digest"] == digest_of(row.code, row.printed)
        assert entry.facts["certificate"] == row.number
        assert first_break() is None

    def test_refuses_a_second_one_while_the_first_stands(self, over: Posting) -> None:
        issued(over)

        with pytest.raises(NotNow):
            issued(over)

        assert Certificate.objects.count() == 1

    def test_gives_a_new_code_and_number_after_a_revocation(self, over: Posting) -> None:
        wrong = revoked(issued(over))

        right = issued(over)

        assert right.code != wrong.code
        assert right.serial == wrong.serial + 1

    def test_refuses_what_is_not_closed(self, here: World, commission: Institution) -> None:
        posting = confirmed(here.post(starts_on=BEGAN, ends_before=ENDED))

        with pytest.raises(NotNow):
            issued(posting)

    @pytest.mark.parametrize("side", [Side.HOST, Side.SENDER, Side.WORKER])
    def test_is_the_authoritys_alone(self, over: Posting, side: Side) -> None:
        with pytest.raises(NotYours):
            actions.issue_certificate(posting=over, side=side, by=None, at=NOW)

    def test_refuses_service_that_nobody_confirmed(
        self, here: World, commission: Institution
    ) -> None:
        posting = closed(here.post(starts_on=BEGAN, ends_before=ENDED))

        with pytest.raises(NothingConfirmed):
            issued(posting)

    def test_waits_for_weeks_that_can_still_be_confirmed(
        self, here: World, commission: Institution
    ) -> None:
        posting = closed(
            confirmed(
                here.post(starts_on=BEGAN, ends_before=ENDED), skip=frozenset({date(2025, 5, 26)})
            )
        )

        with pytest.raises(WeeksWaiting, match="10个半天"):
            actions.issue_certificate(
                posting=posting, side=Side.AUTHORITY, by=None, at=at(date(2025, 6, 5))
            )

    def test_leaves_out_what_closed_unconfirmed(
        self, here: World, over: Posting, commission: Institution
    ) -> None:
        worker = world.worker("沈若谷", here.places.sender)
        short = closed(
            confirmed(
                here.post(starts_on=BEGAN, ends_before=ENDED, worker=worker),
                skip=frozenset({date(2025, 3, 10)}),
            )
        )

        whole, less = from_plain(issued(over).printed), from_plain(issued(short).printed)

        assert whole.half_days - less.half_days == 10

    def test_waits_while_a_correction_is_asked_for(self, over: Posting) -> None:
        week = Days(date(2025, 3, 10), date(2025, 3, 17))
        row = duty.ask_correction(posting=over, days=week, what="漏记", by=None, at=NOW)

        with pytest.raises(actions.CorrectionUnderWay):
            issued(over)

        duty.answer_correction(row=row, granted=False, answer="记录无误", by=None, at=NOW)
        assert issued(over)

    def test_waits_for_days_that_a_correction_opened_again(
        self, here: World, commission: Institution
    ) -> None:
        first = date(2025, 3, 10)
        posting = closed(
            confirmed(here.post(starts_on=BEGAN, ends_before=ENDED), skip=frozenset({first}))
        )
        Correction.objects.create(
            posting=posting,
            starts_on=first,
            ends_before=first + timedelta(days=7),
            what="漏确认",
            state=Correction.State.GRANTED,
            asked_at=NOW,
        )

        with pytest.raises(WeeksWaiting, match="10个半天"):
            issued(posting)

    def test_waits_no_longer_for_a_month_closed_by_hand(
        self, here: World, commission: Institution
    ) -> None:
        posting = closed(
            confirmed(
                here.post(starts_on=BEGAN, ends_before=ENDED), skip=frozenset({date(2025, 5, 19)})
            )
        )
        ClosedMonth.objects.create(programme=here.programme, month=date(2025, 5, 1), closed_at=NOW)

        row = actions.issue_certificate(
            posting=posting, side=Side.AUTHORITY, by=None, at=at(date(2025, 6, 5))
        )

        assert row.year == 2025


class TestIssuer:
    def test_must_be_registered(self, here: World) -> None:
        posting = closed(confirmed(here.post(starts_on=BEGAN, ends_before=ENDED)))

        with pytest.raises(actions.IssuerUnknown):
            issued(posting)

        assert not Certificate.objects.exists()

    def test_is_the_authority_that_the_account_works_for(
        self, over: Posting, commission: Institution, clerk: User
    ) -> None:
        county = world.institution("COUNTY", "河口县卫生健康局", "370523", "commission")
        of_county = world.user("county", "commission_clerk", area="370523")

        by_county = actions.issue_certificate(
            posting=over, side=Side.AUTHORITY, by=of_county, at=NOW
        )
        revoked(by_county)
        by_city = actions.issue_certificate(posting=over, side=Side.AUTHORITY, by=clerk, at=NOW)

        assert (by_county.issuer, by_city.issuer) == (county, commission)
        assert by_city.serial == 1


class TestRevokeCertificate:
    def test_keeps_the_row_and_says_why(self, certificate: Certificate) -> None:
        held = revoked(certificate)

        assert held.revoked_at == NOW
        assert Entry.objects.get(verb="certificate.revoked").facts["reason"] == "期限有误"
        assert held.printed == Certificate.objects.get().printed

    def test_asks_for_a_reason(self, certificate: Certificate) -> None:
        with pytest.raises(ReasonMissing):
            actions.revoke_certificate(
                row=certificate, reason=" ", side=Side.AUTHORITY, by=None, at=NOW
            )

    def test_is_the_issuers_alone(self, certificate: Certificate) -> None:
        county = world.user("county", "commission_clerk", area="370523")

        with pytest.raises(actions.IssuedElsewhere, match="东海市卫生健康委员会"):
            actions.revoke_certificate(
                row=certificate, reason="有误", side=Side.AUTHORITY, by=county, at=NOW
            )

        assert Certificate.objects.standing().exists()

    def test_happens_once(self, certificate: Certificate) -> None:
        revoked(certificate)

        with pytest.raises(NotNow):
            revoked(certificate)


class TestDatabase:
    def test_holds_one_standing_certificate_of_a_posting(self, certificate: Certificate) -> None:
        certificate.pk, certificate.code, certificate.serial = None, "0000-0000-0000", 2

        with pytest.raises(IntegrityError), transaction.atomic():
            certificate.save(force_insert=True)

    def test_gives_a_number_once(self, certificate: Certificate) -> None:
        revoked(certificate)
        certificate.pk, certificate.code = None, "0000-0000-0000"

        with pytest.raises(IntegrityError), transaction.atomic():
            certificate.save(force_insert=True)
