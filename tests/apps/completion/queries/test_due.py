"""What waits for each side when postings end, and that asking is cheap."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.completion.conftest import TODAY, World, evaluated
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.completion import actions
from bangfu.apps.completion.actions import Settled
from bangfu.apps.completion.queries import due_of
from bangfu.apps.postings.models import Posting
from bangfu.core.duty.handover import Signatory
from bangfu.core.duty.sides import Side


def kinds(user: User) -> dict[str, int]:
    return {one.kind: one.count for one in due_of(user, on=TODAY)}


def sign(posting: Posting, *signatories: Signatory) -> None:
    row = posting.handover
    done = {item.position: Settled(done=True) for item in row.items.all()}
    row = actions.settle_items(posting=posting, settled=done, seen=row.revision, by=None)
    for signatory in signatories:
        actions.sign_handover(
            posting=posting, signatory=signatory, seen=row.revision, by=None, at=timezone.now()
        )


class TestDueOf:
    def test_walks_with_the_hand_over_from_side_to_side(
        self,
        posting: Posting,
        follower: Posting,
        leaver: User,
        successor: User,
        host: User,
        sender: User,
        clerk: User,
    ) -> None:
        everybody = (leaver, successor, host, sender, clerk)
        assert [kinds(user) for user in everybody] == [
            {"handover": 1},
            {},
            {"handover": 1},
            {},
            {},
        ]

        actions.arrange_handover(
            posting=posting, on=TODAY, successor=follower, by=None, at=timezone.now()
        )
        posting.refresh_from_db()
        assert kinds(successor) == {"handover": 1}
        sign(posting, Signatory.LEAVER, Signatory.SUCCESSOR)
        assert (kinds(leaver), kinds(successor)) == ({}, {})
        assert kinds(host) == {"handover": 1}

        actions.sign_handover(
            posting=posting,
            signatory=Signatory.HOST,
            seen=posting.handover.revision + 1,
            by=None,
            at=timezone.now(),
        )
        assert [kinds(user) for user in everybody] == [
            {"evaluate": 1},
            {},
            {"evaluate": 1},
            {"evaluate": 1},
            {},
        ]

        evaluated(posting)
        assert [kinds(user) for user in everybody] == [{}, {}, {}, {}, {"close": 1}]

    def test_names_the_page_of_one_and_the_list_of_several(self, here: World, host: User) -> None:
        only = here.post()
        assert [one.url for one in due_of(host, on=TODAY)] == [f"/leaving/{only.pk}/"]
        here.post("苏明哲", ends_before=TODAY + timedelta(14))
        here.post("许敬之", ends_before=TODAY + timedelta(15))

        (found,) = due_of(host, on=TODAY)

        assert (found.count, found.url, found.by, found.tone) == (2, "/leaving/", TODAY, "warn")

    def test_asks_of_a_sender_what_nobody_else_can_give(self, here: World, sender: User) -> None:
        """Without an account the worker's own evaluation comes through the sender."""
        posting = here.handed_over()
        evaluated(posting, Side.SENDER, Side.HOST)

        assert kinds(sender) == {"evaluate": 1}
        here.account("worker", posting)
        assert kinds(sender) == {}

    def test_tells_an_authority_of_notes_not_heard(self, here: World, clerk: User) -> None:
        posting = here.post(ends_before=TODAY + timedelta(90))
        row = actions.leave_note(
            posting=posting, kind="praise", words="好", by=None, at=timezone.now()
        )
        assert kinds(clerk) == {"hear": 1}
        assert kinds(world.user("far", "commission_clerk", area="65")) == {}

        actions.hear_note(row=row, by=clerk, at=timezone.now())

        assert kinds(clerk) == {}

    @pytest.mark.parametrize(
        ("role", "place", "most"),
        [
            ("host_office", {"at": "NORTH"}, 1),
            ("sender_office", {"at": "SENDER"}, 1),
            ("posted_worker", {}, 1),
            ("commission_clerk", {"area": "3705"}, 2),
            ("assessor", {"area": "3705"}, 0),
        ],
    )
    def test_asks_little(self, here: World, role: str, place: dict[str, str], most: int) -> None:
        user = world.user(role, role, **place)
        for name in ("甲", "乙", "丙"):
            here.post(name)
        assert user.current_grants

        with CaptureQueriesContext(connection) as found:
            due_of(user, on=TODAY)

        assert len(found) <= most
