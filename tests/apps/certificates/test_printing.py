"""What is printed: every word of it, rare characters and long names, within two seconds."""

import re
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from time import perf_counter

import pytest
from pypdf import PdfReader
from tests.apps.certificates.conftest import account_of

from bangfu.apps.certificates import papers
from bangfu.apps.certificates.models import Certificate
from bangfu.apps.certificates.printed import as_plain, from_plain
from bangfu.apps.certificates.registration import form_values, registration_pdf
from bangfu.apps.completion.models import Evaluation
from bangfu.apps.duty.models import Leave
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import HalfDay
from bangfu.core.duty.sides import Side
from bangfu.web import printing

MOMENT = datetime(2025, 6, 10, 9, 30, 15, 123456, tzinfo=UTC)
RARE = "𬱖羴鱻䶮㛃犇"
VERIFY = "https://help.example/verify/"


def paper(row: Certificate) -> bytes:
    return papers.certificate_pdf(row, verify_at=f"{VERIFY}{row.code}/", verify_from=VERIFY)


def text_of(document: bytes) -> str:
    """The text of a PDF, without any white space."""
    return re.sub(
        r"\s+", "", "".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages)
    )


def pages_in(document: bytes) -> int:
    return len(PdfReader(BytesIO(document)).pages)


class TestCertificate:
    def test_takes_less_than_two_seconds(self, certificate: Certificate) -> None:
        began = perf_counter()

        paper(certificate)

        assert perf_counter() - began < 2

    def test_is_one_sheet_whatever_the_names(self, certificate: Certificate) -> None:
        long = "示范" * 30
        certificate.printed |= {
            "name": RARE + long, "home": long, "host": long, "department": long, "role": long,
            "issuer": long, "programme": {"zh": long * 2, "en": ""},
        }  # fmt: skip

        assert pages_in(paper(certificate)) == 1

    def test_takes_markup_as_words(self, certificate: Certificate) -> None:
        certificate.printed |= {"name": '#panic("x") *a* _b_ $c$ <d> \\ @e [f]', "role": "// g"}

        assert paper(certificate).startswith(b"%PDF-")

    def test_is_the_same_bytes_each_time(self, certificate: Certificate) -> None:
        assert paper(certificate) == paper(certificate)

    def test_says_what_was_kept(self, certificate: Certificate) -> None:
        certificate.printed |= {"name": RARE}
        printed = from_plain(certificate.printed)

        said = text_of(paper(certificate))

        assert said.count(RARE) == 2
        for _name, value in papers.rows(printed):
            assert re.sub(r"\s+", "", value) in said
        for value in (certificate.code, printed.issuer, re.sub(r"\s", "", printed.number)):
            assert value in said

    def test_is_not_printed_once_revoked(self, certificate: Certificate) -> None:
        certificate.revoked_at = MOMENT

        with pytest.raises(papers.CertificateRevoked):
            paper(certificate)


class TestPrinted:
    def test_reads_back_what_was_written(self, certificate: Certificate) -> None:
        printed = from_plain(certificate.printed)

        assert as_plain(printed) == certificate.printed


class TestRegistrationForm:
    def test_is_filled_with_what_is_known(self, over: Posting) -> None:
        worker = over.worker
        worker.id_number, worker.birth_date = "11010519491231002X", date(1949, 12, 31)
        worker.save()
        Leave.objects.create(
            posting=over,
            kind="annual",
            starts_slot=HalfDay(date(2025, 4, 7)).slot,
            ends_slot=HalfDay(date(2025, 4, 9)).slot,
            state=Leave.State.APPROVED,
            asked_at=MOMENT,
        )

        values = form_values(over, reader=Side.SENDER, on=date(2025, 6, 10))

        said = str(values)
        for known in ("林知远", "1949年12月31日", "1101**********002X", "河口镇卫生院", "年休假"):
            assert known in said
        assert worker.id_number not in said
        assert values["title"] == "服务人员情况登记表"
        service = dict(cell[:2] for cell in values["sections"][2][1])
        assert service["请假等"] == "4个半天"

    def test_holds_the_persons_own_words_and_nobody_elses(self, over: Posting) -> None:
        for side, words in ((Side.WORKER, "带教两名医师"), (Side.HOST, "表现尚可")):
            Evaluation.objects.create(
                posting=over, side=side.value, marks={}, words=words, at=MOMENT
            )

        for reader in (Side.WORKER, Side.SENDER):
            said = str(form_values(over, reader=reader, on=date(2025, 6, 10)))
            assert "带教两名医师" in said
            assert "表现尚可" not in said

    def test_speaks_of_a_posting_before_its_first_day_of_service(self, over: Posting) -> None:
        over.closed_on = over.handed_over_on = over.arrived_on = None
        over.ends_before, over.end_reason = over.starts_on, "另有任务"
        over.save()

        values = form_values(over, reader=Side.SENDER, on=date(2025, 6, 10))

        assert "没有服务记录" in str(values)

    def test_is_set_as_pdf(self, over: Posting) -> None:
        account_of(over)

        made = registration_pdf(over, reader=Side.WORKER, at=MOMENT, on=date(2025, 6, 10))

        assert made.startswith(b"%PDF-")


class TestFonts:
    def test_missing_ones_are_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(printing, "FONTS", tmp_path)
        printing._fonts.cache_clear()

        with pytest.raises(printing.FontsMissing):
            printing.pdf(papers.TEMPLATES / "poster.typ", {}, at=MOMENT)

        printing._fonts.cache_clear()
