"""Sharing out, reporting, explaining, reviewing: what is kept, what is refused, one entry each."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from tests.apps.intake import world
from tests.apps.targets.conftest import (
    CLINICS,
    MEMBERS,
    PEOPLE,
    PRIMARY,
    TALKS,
    TODAY,
    City,
    at,
)

from bangfu.apps.journal.models import Entry
from bangfu.apps.supervision.models import Problem
from bangfu.apps.targets import actions
from bangfu.apps.targets.models import AskedLag, LagNote, ReportedFigure, Review, Sharing
from bangfu.apps.targets.queries.board import lines
from bangfu.apps.targets.queries.frozen import changes, digest_of
from bangfu.core.refusal import Refusal
from bangfu.core.targets import NotDivisible, NotShared, PartsExceed
from bangfu.core.targets.lags import Cause

pytestmark = pytest.mark.django_db


def share(here: City, key: str, *amounts: object, senders: bool = True) -> Sharing:
    places = here.senders if senders else here.hosts
    given = {place.pk: Decimal(str(a)) for place, a in zip(places, amounts, strict=False)}
    return actions.share_target(
        programme=here.programme, key=key, amounts=given, by=None, at=at(), on=TODAY
    )


def report(here: City, key: str, amount: object, **changed: object) -> ReportedFigure:
    given: dict[str, object] = {
        "institution": None,
        "on": date(2025, 6, 1),
        "document": "统计月报",
    }
    return actions.report_figure(
        programme=here.programme,
        key=key,
        amount=Decimal(str(amount)),
        by=None,
        at=at(),
        today=TODAY,
        **(given | changed),  # type: ignore[arg-type]
    )


def explain(here: City, **changed: object) -> LagNote:
    given: dict[str, object] = {
        "key": TALKS,
        "institution": here.hosts[0],
        "on": TODAY,
        "cause": Cause.SUBJECTIVE,
        "why": "人员轮换，讲座推迟",
        "measures": "7月起每月两次",
        "responsible": "医务科负责人",
        "new_due": date(2025, 9, 30),
    }
    return actions.explain_lag(
        programme=here.programme,
        by=None,
        at=at(),
        **(given | changed),  # type: ignore[arg-type]
    )


def keep(here: City, title: str = "半年总结点评", on: date = TODAY) -> Review:
    return actions.keep_review(
        programme=here.programme, on=on, title=title, by=None, at=at(), today=TODAY
    )


class TestShareTarget:
    def test_keeps_the_one_before(self, here: City) -> None:
        first = share(here, CLINICS, 8, 4)

        second = share(here, CLINICS, 6, 6)

        first.refresh_from_db()
        assert first.replaced_at is not None
        assert second.replaced_at is None
        assert sorted(first.parts.values_list("amount", flat=True)) == [4, 8]

    def test_less_stands_and_more_is_a_reserve(self, here: City) -> None:
        share(here, CLINICS, 5)
        short = Entry.objects.latest("number").facts
        share(here, CLINICS, 10, 10)
        over = Entry.objects.latest("number").facts

        assert (short["remainder"], short["reserve"]) == ("7", "0")
        assert (over["remainder"], over["reserve"]) == ("0", "8")

    @pytest.mark.parametrize(
        ("key", "amounts", "refused"),
        [
            (CLINICS, (-1, 13), NotDivisible),
            (CLINICS, ("1.5", 11), NotDivisible),
            (TALKS, (10, 10), NotShared),
            (PRIMARY, (1, 1), Refusal),
            ("nothing///term", (1, 1), actions.NoSuchTarget),
        ],
    )
    def test_refuses_what_cannot_be(
        self, here: City, key: str, amounts: tuple[object, ...], refused: type[Refusal]
    ) -> None:
        with pytest.raises(refused):
            share(here, key, *amounts, senders=key in (CLINICS, TALKS))

        assert not Sharing.objects.exists()
        assert not Entry.objects.filter(verb="target.shared").exists()

    def test_an_exact_figure_has_no_reserve(self, here: City) -> None:
        with pytest.raises(PartsExceed, match="不能加码"):
            share(here, PEOPLE, 2, 1, senders=False)

    def test_refuses_who_does_not_bear_it(self, here: City) -> None:
        with pytest.raises(actions.NotABearer, match="受援0卫生院"):
            share(here, CLINICS, 12, senders=False)

    def test_within_an_institution_by_group_and_department(self, here: City) -> None:
        row = actions.share_within(
            programme=here.programme,
            key=TALKS,
            institution=here.hosts[0],
            posts={"doctors": Decimal(6)},
            departments=[("内科", Decimal(4))],
            by=None,
            at=at(),
            on=TODAY,
        )

        parts = set(row.parts.values_list("posts", "department", "amount"))
        assert parts == {("doctors", "", 6), ("", "内科", 4)}
        assert Entry.objects.latest("number").institution_code == "H0"

    def test_an_institution_without_a_part_has_nothing_to_share(self, here: City) -> None:
        with pytest.raises(actions.NotABearer, match="还没有分到"):
            actions.share_within(
                programme=here.programme,
                key=CLINICS,
                institution=here.senders[0],
                posts={},
                departments=[("内科", Decimal(4))],
                by=None,
                at=at(),
                on=TODAY,
            )


class TestReportFigure:
    @pytest.mark.parametrize(
        ("key", "amount", "changed", "refused"),
        [
            (TALKS, 3, {}, actions.NotReported),
            (MEMBERS, 3, {"on": date(2025, 7, 1)}, actions.OutsideWindow),
            (MEMBERS, 3, {"on": date(2024, 7, 1)}, actions.OutsideWindow),
            (MEMBERS, 3, {"document": " "}, actions.AmountWrong),
            (MEMBERS, 3, {"of": Decimal(9)}, actions.AmountWrong),
            (PRIMARY, 65, {}, actions.AmountWrong),
            (PRIMARY, 9, {"of": Decimal(8)}, actions.AmountWrong),
        ],
    )
    def test_refuses_what_cannot_be(
        self,
        here: City,
        key: str,
        amount: int,
        changed: dict[str, object],
        refused: type[Refusal],
    ) -> None:
        with pytest.raises(refused):
            report(here, key, amount, **changed)

        assert not ReportedFigure.objects.exists()

    def test_one_level_only(self, here: City) -> None:
        report(here, MEMBERS, 3)

        with pytest.raises(actions.AnotherLevel, match="全项目"):
            report(here, MEMBERS, 1, institution=here.senders[0])

    def test_a_figure_taken_back_counts_no_more(self, here: City) -> None:
        report(here, MEMBERS, 2, on=date(2025, 3, 1))
        wrong = report(here, MEMBERS, 30)

        actions.withdraw_figure(row=wrong, reason="多打一个零", by=None, at=at())

        assert here.line(MEMBERS).whole.done.value == 2
        assert Entry.objects.latest("number").verb == "target.withdrawn"


class TestExplainLag:
    def test_stands_in_the_lag_list(self, here: City) -> None:
        note = explain(here)

        assert (note.window, note.cause) == (date(2025, 1, 1), "subjective")
        assert Entry.objects.filter(verb="lag.explained", institution_code="H0").count() == 1

    @pytest.mark.parametrize(
        ("changed", "refused"),
        [
            ({"why": " "}, actions.SaysNothing),
            ({"measures": ""}, actions.SaysNothing),
            ({"responsible": ""}, actions.SaysNothing),
            ({"new_due": date(2025, 6, 1)}, actions.DueTooEarly),
            ({"on": date(2024, 12, 1)}, actions.NothingToExplain),
        ],
    )
    def test_refuses_what_says_nothing(
        self, here: City, changed: dict[str, object], refused: type[Refusal]
    ) -> None:
        with pytest.raises(refused):
            explain(here, **changed)

        assert not LagNote.objects.exists()

    def test_the_authority_answers_and_takes_it_to_the_task_ledger(self, here: City) -> None:
        note = explain(here)

        actions.comment_on_lag(note=note, comment="请每月报送进度", by=None, at=at())
        actions.take_to_ledger(note=note, by=None, on=TODAY, at=at())

        problem = Problem.objects.get()
        assert (problem.institution, problem.cause, problem.spread) == (
            here.hosts[0],
            "subjective",
            "common",
        )
        note.refresh_from_db()
        assert note.comment == "请每月报送进度"
        with pytest.raises(actions.AlreadyTaken):
            actions.take_to_ledger(note=note, by=None, on=TODAY, at=at())
        assert Problem.objects.count() == 1


class TestKeepReview:
    def test_later_figures_do_not_change_it_and_are_shown(self, here: City) -> None:
        here.did("lecture.times", 2, host=1)
        review = keep(here)
        kept = review.figures

        here.did("lecture.times", 5, host=1, on=date(2025, 5, 5))

        review.refresh_from_db()
        assert review.figures == kept
        assert digest_of(review.figures) == review.digest
        found = changes(review.figures, lines(here.stage(), on=review.on))
        assert {(c.target, c.institution, c.was, c.now) for c in found if c.target == TALKS} == {
            (TALKS, "受援1卫生院", 2, 7)
        }

    def test_asks_those_who_lag_until_they_answer(self, here: City) -> None:
        here.did("lecture.times", 5, host=1)

        review = keep(here)

        asked = review.asked.filter(target=TALKS)
        assert set(asked.values_list("institution__code", flat=True)) == {"H0", "H2"}
        explain(here)
        assert asked.filter(note__isnull=True).count() == 1

    def test_does_not_ask_again_what_was_explained_since(self, here: City) -> None:
        explain(here)

        review = keep(here)

        assert review.asked.get(target=TALKS, institution=here.hosts[0]).note is not None

    @pytest.mark.parametrize(
        ("how", "refused"),
        [
            (lambda here: keep(here, title=" "), actions.NothingToKeep),
            (lambda here: keep(here, on=date(2025, 12, 31)), actions.NothingToKeep),
            (lambda here: (keep(here), keep(here)), actions.AlreadyKept),
        ],
    )
    def test_refuses_the_same_twice_and_days_to_come(
        self, here: City, how: Callable[[City], object], refused: type[Refusal]
    ) -> None:
        with pytest.raises(refused):
            how(here)

    def test_one_entry_each(self, here: City) -> None:
        keep(here)

        entry = Entry.objects.get(verb="review.kept")
        assert entry.facts["lags"] == AskedLag.objects.count()


def test_an_unknown_institution_does_not_lag(here: City) -> None:
    stranger = world.institution("X", "无关医院", "370502")

    with pytest.raises(actions.NothingToExplain):
        explain(here, institution=stranger)
