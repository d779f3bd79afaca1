"""Whatever is on record: a certificate says what the passbook says, and no more than happened."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.apps.certificates.conftest import NOW, closed, confirmed, issued
from tests.apps.duty.conftest import World
from tests.apps.intake import world

from bangfu.apps.certificates.models import Certificate
from bangfu.apps.certificates.printed import as_plain, from_plain, said
from bangfu.apps.certificates.statement import statement_of
from bangfu.apps.duty.models import TypedException
from bangfu.apps.duty.queries import passbooks
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import HalfDay
from bangfu.core.programmes.words import Text
from bangfu.core.refusal import Refusal

FIRST = date(2025, 1, 6)
weeks = st.integers(1, 20)
skipped = st.sets(st.integers(0, 19), max_size=6)
exceptions = st.lists(
    st.tuples(
        st.integers(0, 140), st.integers(1, 6), st.sampled_from(["leave", "absence", "other_work"])
    ),
    max_size=5,
)


class TestCertificate(TestCase):
    def setUp(self) -> None:
        self.here = World(places=world.places(), programme=world.programme())
        world.institution("CITY", "东海市卫生健康委员会", "3705", "commission")

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(length=weeks, left_out=skipped, typed=exceptions)
    def test_says_what_the_passbook_says(
        self, length: int, left_out: set[int], typed: list[tuple[int, int, str]]
    ) -> None:
        end = FIRST + timedelta(weeks=length)
        posting = self.here.post(starts_on=FIRST, ends_before=end)
        mondays = {FIRST + timedelta(weeks=one) for one in left_out}
        taken: set[int] = set()
        for offset, halves, kind in typed:
            slots = range(
                HalfDay(FIRST).slot + 2 * offset, HalfDay(FIRST).slot + 2 * offset + halves
            )
            if slots[-1] >= HalfDay(end).slot or taken & set(slots):
                continue
            taken |= set(slots)
            TypedException.objects.create(
                posting=posting,
                exception=kind,
                leave_kind="personal" if kind == "leave" else "",
                starts_slot=slots[0],
                ends_slot=slots[-1] + 1,
                typed_at=NOW,
            )
        closed(confirmed(posting, skip=frozenset(mondays)))
        posting = Posting.objects.select_related("worker", "home", "host", "programme").get(
            pk=posting.pk
        )
        stated = statement_of(posting, on=date(2025, 12, 1))

        try:
            row = issued(posting)
        except Refusal:
            assert stated.served == 0
            return

        printed = from_plain(row.printed)
        shown = passbooks.passbook(posting.worker, Posting.objects.all(), on=date(2025, 12, 1))
        (line,) = shown.lines
        assert printed.amount_said.zh == line.amount
        assert Fraction(printed.credited) <= (end - FIRST).days
        assert printed.half_days == stated.served > 0
        assert Fraction(printed.amount) == Fraction(printed.half_days, 2)
        assert as_plain(printed) == row.printed == Certificate.objects.get(pk=row.pk).printed


class TestSaid:
    @staticmethod
    def unit() -> Text:
        return Text(zh="天", en="days")

    def test_writes_fractions_to_two_places(self) -> None:
        assert said("1/3", self.unit()) == Text(zh="0.33天", en="0.33 days")
        assert said("90", self.unit()).zh == "90天"
        assert said("1", self.unit()).en == "1 day"
