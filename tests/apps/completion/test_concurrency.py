"""Two at the same moment at the end of a posting: one winner, and the other is told why."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from tests.apps.completion.conftest import TODAY, World, at, evaluated, marks_of
from tests.apps.postings.test_concurrency import together

from bangfu.apps.completion import actions
from bangfu.apps.completion.actions import ListChanged, Settled
from bangfu.apps.completion.models import Evaluation, Handover, Signature
from bangfu.apps.postings import actions as postings
from bangfu.apps.postings.models import Posting
from bangfu.core.duty.handover import AlreadySigned, HandoverDayWrong, Signatory
from bangfu.core.duty.posting_steps import AlreadyEvaluated
from bangfu.core.duty.sides import NotNow, Side

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="the embedded database has one writer at a time: no two writes ever meet",
    ),
]
NOW = at(TODAY)
ATTEMPTS = pytest.mark.parametrize("attempt", range(4))


def ready(posting: Posting) -> Handover:
    row = actions.arrange_handover(posting=posting, on=TODAY, successor=None, by=None, at=NOW)
    done = {item.position: Settled(done=True) for item in row.items.all()}
    return actions.settle_items(posting=posting, settled=done, seen=row.revision, by=None)


def signing(row: Handover, signatory: Signatory) -> Callable[[], None]:
    return lambda: (
        actions.sign_handover(
            posting=row.posting, signatory=signatory, seen=row.revision, by=None, at=NOW
        )
        and None
    )


class TestHandover:
    @ATTEMPTS
    def test_is_begun_once(self, here: World, attempt: int) -> None:
        posting = here.post()

        def begin() -> None:
            actions.arrange_handover(posting=posting, on=TODAY, successor=None, by=None, at=NOW)

        # The second finds the list and leaves it as it is.
        assert together(begin, begin) == [None, None]
        assert Handover.objects.count() == 1
        assert Handover.objects.get().items.count() == 4

    @ATTEMPTS
    def test_is_signed_once_by_each(self, here: World, attempt: int) -> None:
        row = ready(here.post())

        ended = together(signing(row, Signatory.LEAVER), signing(row, Signatory.LEAVER))

        assert sorted(ended, key=str) == sorted([None, AlreadySigned], key=str)
        assert Signature.objects.count() == 1

    @ATTEMPTS
    def test_is_not_changed_under_a_signature(self, here: World, attempt: int) -> None:
        row = ready(here.post())

        def add() -> None:
            actions.add_item(posting=row.posting, title="门诊印章", by=None)

        ended = together(signing(row, Signatory.LEAVER), add)

        assert ended in ([None, AlreadySigned], [ListChanged, None])

    @ATTEMPTS
    def test_and_a_recall_at_the_same_moment(self, here: World, attempt: int) -> None:
        posting = here.post(ends_before=TODAY + timedelta(20))
        row = ready(posting)
        signing(row, Signatory.LEAVER)()

        def recall() -> None:
            postings.recall_posting(
                posting=posting,
                on=TODAY - timedelta(2),
                reason="本院急需",
                by=None,
                side=Side.SENDER,
            )

        ended = together(signing(row, Signatory.HOST), recall)

        posting.refresh_from_db()
        assert ended in ([None, NotNow], [HandoverDayWrong, None])
        assert (posting.handed_over_on is None) == (ended[0] is not None)


class TestEvaluationAndClosing:
    @ATTEMPTS
    def test_one_evaluation_of_a_side_stands(self, here: World, attempt: int) -> None:
        posting = here.handed_over()

        def evaluate() -> None:
            actions.give_evaluation(
                posting=posting,
                side=Side.HOST,
                marks=marks_of(Side.HOST),
                words="",
                by=None,
                at=NOW,
            )

        ended = together(evaluate, evaluate)

        assert sorted(ended, key=str) == sorted([None, AlreadyEvaluated], key=str)
        assert Evaluation.objects.count() == 1

    @ATTEMPTS
    def test_a_posting_is_closed_once(self, here: World, attempt: int) -> None:
        posting = here.handed_over()
        evaluated(posting)

        def close() -> None:
            actions.close(posting=posting, by=None, on=TODAY)

        ended = together(close, close)

        assert sorted(ended, key=str) == sorted([None, NotNow], key=str)
