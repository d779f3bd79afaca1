"""What is done when a posting ends, and what is refused in one sentence."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.apps.completion.conftest import TODAY, World, at, evaluated, marks_of
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.completion import actions
from bangfu.apps.completion.actions import Settled
from bangfu.apps.completion.models import Evaluation, Handover, QuietNote, Signature
from bangfu.apps.completion.queries.handovers import candidates, usual_day
from bangfu.apps.journal.models import Entry
from bangfu.apps.postings import actions as postings
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Edition
from bangfu.core.duty import handover as core
from bangfu.core.duty.evaluation import MarksIncomplete, NoteUnclear
from bangfu.core.duty.handover import Signatory
from bangfu.core.duty.posting_steps import (
    AlreadyEvaluated,
    EvaluationMissing,
    HandoverOpen,
    NotOver,
)
from bangfu.core.duty.sides import NotNow, NotYours, Side
from bangfu.core.reasons import ReasonMissing
from bangfu.definitions import FOLDER

NOW = at(TODAY)


def begin(posting: Posting, successor: Posting | None = None, **changed: Any) -> Handover:
    return actions.arrange_handover(
        **{"posting": posting, "on": TODAY, "successor": successor, "by": None, "at": NOW} | changed
    )


def settle(row: Handover, **said: Any) -> Handover:
    settled = {item.position: Settled(done=True) for item in row.items.all()}
    return actions.settle_items(
        posting=row.posting, settled=settled, seen=said.get("seen", row.revision), by=None
    )


def sign(row: Handover, signatory: Signatory, **changed: Any) -> Signature:
    given = {"posting": row.posting, "signatory": signatory, "seen": row.revision, "by": None}
    return actions.sign_handover(**{**given, "at": NOW} | changed)


def evaluate(posting: Posting, side: Side, **changed: Any) -> Evaluation:
    given = {"posting": posting, "side": side, "marks": marks_of(side), "words": "好", "by": None}
    return actions.give_evaluation(**{**given, "at": NOW} | changed)


class TestArrange:
    def test_lists_what_is_usual(self, posting: Posting, follower: Posting) -> None:
        row = begin(posting, follower)

        assert [item.title_zh for item in row.items.all()] == [
            "在诊患者",
            "带教人员",
            "在研和在建项目",
            "钥匙及物品",
        ]

    def test_puts_the_programmes_own_list_first(self, here: World) -> None:
        text = (FOLDER / "programmes" / "fukang_mulei_support.toml").read_text(encoding="utf-8")
        Edition.objects.create(
            programme=here.programme, number=1, text=text, digest="0" * 64, adopted_on=TODAY
        )
        posting = here.post(form="rotating")

        titles = [item.title_zh for item in begin(posting).items.all()]

        assert titles[:3] == ["在诊患者", "带教人员", "未完事项"]
        assert titles[3:] == ["在研和在建项目", "钥匙及物品"]

    def test_refuses_before_the_arrival_and_after_the_hand_over(self, here: World) -> None:
        with pytest.raises(NotNow, match="已任命"):
            begin(here.post("苏明哲", arrived=False))
        with pytest.raises(NotNow, match="已交接"):
            begin(here.handed_over())

    def test_refuses_a_gap_between_the_two(self, here: World, posting: Posting) -> None:
        late = here.post("苏明哲", starts_on=TODAY + timedelta(3), ends_before=TODAY + timedelta(9))

        with pytest.raises(core.HandoverDayWrong, match="中间空岗"):
            begin(posting, late)

    def test_refuses_a_successor_who_does_not_come(
        self, here: World, posting: Posting, follower: Posting
    ) -> None:
        follower.arrived_on = None
        follower.save()
        postings.recall_posting(posting=follower, on=TODAY, reason="因故不能派出", by=None)

        with pytest.raises(actions.SuccessorGone, match="苏明哲"):
            begin(posting, follower)

    def test_changes_day_and_successor_until_somebody_signs(
        self, posting: Posting, follower: Posting
    ) -> None:
        row = begin(posting, follower)

        row = settle(begin(posting, None, on=TODAY - timedelta(2)))
        assert (row.on, row.successor, row.items.count()) == (TODAY - timedelta(2), None, 4)
        sign(row, Signatory.LEAVER)
        with pytest.raises(core.AlreadySigned):
            begin(posting, follower)

    def test_proposes_whoever_is_arranged_and_the_day_they_come(
        self, here: World, posting: Posting, follower: Posting
    ) -> None:
        here.post("许敬之", starts_on=TODAY - timedelta(9), ends_before=TODAY + timedelta(9))
        here.post("迟来人", starts_on=TODAY + timedelta(1), ends_before=TODAY + timedelta(9))
        here.post("早走人", ends_before=TODAY - timedelta(9))

        found = candidates(posting)

        assert [(name, relieves) for _pk, name, _day, relieves in found] == [
            ("苏明哲", True),
            ("许敬之", False),
        ]
        assert usual_day(posting, found[0][2], on=TODAY) == TODAY
        assert usual_day(posting, None, on=TODAY - timedelta(30)) == TODAY - timedelta(1)


class TestSettle:
    def test_needs_a_tick_or_a_word_for_each(self, posting: Posting) -> None:
        row = begin(posting)
        row = actions.settle_items(
            posting=posting,
            settled={1: Settled(done=True), 2: Settled(done=False, note=" 无带教 ")},
            seen=row.revision,
            by=None,
        )

        assert [item.note for item in row.items.all()][1] == "无带教"
        with pytest.raises(core.ItemsOpen, match="在研和在建项目、钥匙及物品尚未交接"):
            sign(row, Signatory.LEAVER)

    def test_records_nothing_where_nothing_changed(self, posting: Posting) -> None:
        row = settle(begin(posting))
        entries = Entry.objects.count()

        assert settle(row).revision == row.revision
        assert Entry.objects.count() == entries

    def test_refuses_a_list_that_has_changed_since(self, posting: Posting) -> None:
        row = begin(posting)
        actions.add_item(posting=posting, title="门诊印章", by=None)

        with pytest.raises(actions.ListChanged):
            settle(row)
        with pytest.raises(actions.ListChanged):
            sign(row, Signatory.LEAVER)

    def test_a_further_item_is_open_like_the_others(self, posting: Posting) -> None:
        settle(begin(posting))
        item = actions.add_item(posting=posting, title=" 门诊印章 ", by=None)
        row = Handover.objects.get()

        assert (item.position, item.title_zh, item.own) == (5, "门诊印章", True)
        with pytest.raises(core.ItemsOpen, match="门诊印章"):
            sign(row, Signatory.LEAVER)

    def test_refuses_without_a_list(self, posting: Posting) -> None:
        with pytest.raises(actions.NoList):
            actions.settle_items(posting=posting, settled={}, seen=0, by=None)


class TestSign:
    def test_the_hosts_signature_at_last_records_the_hand_over(
        self, posting: Posting, follower: Posting
    ) -> None:
        row = settle(begin(posting, follower))
        sign(row, Signatory.SUCCESSOR)
        sign(row, Signatory.LEAVER)
        posting.refresh_from_db()
        assert posting.handed_over_on is None

        sign(row, Signatory.HOST)

        posting.refresh_from_db()
        assert posting.handed_over_on == TODAY

    def test_the_host_who_signed_first_records_it_when_all_have(self, posting: Posting) -> None:
        row = settle(begin(posting))
        sign(row, Signatory.HOST)
        with pytest.raises(HandoverOpen, match="尚未全部签字"):
            actions.finish_handover(posting=posting, by=None)
        sign(row, Signatory.LEAVER)

        assert actions.finish_handover(posting=posting, by=None).handed_over_on == TODAY

    def test_refuses_twice_and_for_nobody(self, posting: Posting) -> None:
        row = settle(begin(posting))
        sign(row, Signatory.LEAVER)

        with pytest.raises(core.AlreadySigned, match="交出人已签字"):
            sign(row, Signatory.LEAVER)
        with pytest.raises(core.NoSuchSignatory, match="没有接收人"):
            sign(row, Signatory.SUCCESSOR)

    def test_refuses_one_person_for_two(self, posting: Posting, host: User) -> None:
        row = settle(begin(posting))
        sign(row, Signatory.LEAVER, by=host)

        with pytest.raises(actions.SignedForTwo, match="一人只能代表一方"):
            sign(row, Signatory.HOST, by=host)

    def test_refuses_before_the_day(self, posting: Posting) -> None:
        row = settle(begin(posting))

        with pytest.raises(actions.NotTheDayYet):
            sign(row, Signatory.LEAVER, at=at(TODAY - timedelta(1)))

    def test_takes_a_signature_on_paper_of_those_without_account_only(
        self, posting: Posting, follower: Posting, successor: User, host: User
    ) -> None:
        row = settle(begin(posting, follower))

        on_paper = sign(row, Signatory.LEAVER, by=host, on_paper=True)
        assert (on_paper.name, on_paper.by) == ("林知远", host)
        with pytest.raises(actions.HasAnAccount, match="接收人可以登录"):
            sign(row, Signatory.SUCCESSOR, by=host, on_paper=True)
        with pytest.raises(actions.HasAnAccount):
            sign(row, Signatory.HOST, by=host, on_paper=True)
        assert sign(row, Signatory.HOST, by=host).name == "host"

    def test_is_undone_by_opening_again_and_stays_on_record(self, posting: Posting) -> None:
        row = settle(begin(posting))
        with pytest.raises(actions.NothingSigned):
            actions.reopen_handover(posting=posting, reason="漏项", by=None, at=NOW)
        sign(row, Signatory.LEAVER)
        with pytest.raises(ReasonMissing):
            actions.reopen_handover(posting=posting, reason=" ", by=None, at=NOW)

        row = actions.reopen_handover(posting=posting, reason="漏项", by=None, at=NOW)
        sign(row, Signatory.LEAVER)

        assert [one.fell_at is None for one in row.signatures.all()] == [False, True]

    def test_is_final_once_the_hand_over_is_recorded(self, posting: Posting) -> None:
        row = settle(begin(posting))
        sign(row, Signatory.LEAVER)
        sign(row, Signatory.HOST)

        with pytest.raises(NotNow, match="已交接"):
            actions.reopen_handover(posting=posting, reason="漏项", by=None, at=NOW)
        with pytest.raises(NotNow):
            actions.finish_handover(posting=posting, by=None)
        with pytest.raises(NotNow):
            actions.add_item(posting=posting, title="门诊印章", by=None)

    def test_a_recall_on_the_day_of_the_hand_over_before_it_stands(
        self, here: World, follower: Posting
    ) -> None:
        leaving = here.post("许敬之", ends_before=TODAY + timedelta(20))
        row = settle(begin(leaving, None))

        postings.recall_posting(
            posting=leaving, on=TODAY, reason="本院急需", by=None, side=Side.SENDER
        )
        sign(row, Signatory.LEAVER)
        sign(row, Signatory.HOST)

        leaving.refresh_from_db()
        assert (leaving.ends_before, leaving.handed_over_on) == (TODAY, TODAY)

    def test_a_recall_to_before_the_hand_over_asks_for_another_day(self, here: World) -> None:
        leaving = here.post("许敬之", ends_before=TODAY + timedelta(20))
        row = settle(begin(leaving, None))
        postings.recall_posting(
            posting=leaving, on=TODAY - timedelta(3), reason="本院急需", by=None, side=Side.SENDER
        )

        with pytest.raises(core.HandoverDayWrong, match="交接日期应在"):
            sign(row, Signatory.LEAVER)
        row = begin(leaving, None, on=TODAY - timedelta(3))
        sign(row, Signatory.LEAVER)

    def test_a_recall_after_the_hand_over_comes_too_late(self, here: World) -> None:
        leaving = here.post("许敬之", ends_before=TODAY + timedelta(20))
        row = settle(begin(leaving, None))
        sign(row, Signatory.LEAVER)
        sign(row, Signatory.HOST)

        with pytest.raises(NotNow, match="已交接"):
            postings.recall_posting(
                posting=leaving, on=TODAY, reason="本院急需", by=None, side=Side.SENDER
            )


class TestEvaluate:
    def test_is_given_once_by_each_after_the_hand_over(self, here: World) -> None:
        posting = here.handed_over()
        for side in (Side.HOST, Side.SENDER, Side.WORKER):
            evaluate(posting, side)

        with pytest.raises(AlreadyEvaluated, match="受援单位的评价已提交"):
            evaluate(posting, Side.HOST)
        with pytest.raises(NotYours):
            evaluate(posting, Side.AUTHORITY, marks={})
        assert Evaluation.objects.count() == 3

    def test_refuses_before_the_hand_over_and_with_gaps(self, here: World) -> None:
        with pytest.raises(NotNow):
            evaluate(here.post("苏明哲"), Side.HOST)
        with pytest.raises(MarksIncomplete, match="在岗履职"):
            evaluate(here.handed_over(), Side.SENDER, marks={"tasks": "excellent"})

    def test_nobody_speaks_for_the_host_about_themselves(self, here: World) -> None:
        posting = here.handed_over()
        both = here.account("both", posting)

        with pytest.raises(actions.OfYourself):
            evaluate(posting, Side.HOST, by=both)
        with pytest.raises(actions.OfYourself):
            actions.leave_note(posting=posting, kind="praise", words="好", by=both, at=NOW)
        assert evaluate(posting, Side.WORKER, by=both).by == both

    def test_of_who_has_an_account_is_not_entered_by_others(
        self, here: World, sender: User
    ) -> None:
        posting = here.handed_over()
        assert evaluate(here.handed_over("苏明哲"), Side.WORKER, by=sender, on_paper=True)
        here.account("worker", posting)

        with pytest.raises(actions.HasAnAccount):
            evaluate(posting, Side.WORKER, by=sender, on_paper=True)


class TestNotes:
    def test_are_left_at_any_time_and_heard_once(self, posting: Posting, clerk: User) -> None:
        row = actions.leave_note(
            posting=posting, kind="often_away", words=" 周五常不在 ", by=None, at=NOW
        )
        actions.hear_note(row=row, by=clerk, at=NOW)
        again = world.user("again", "commission_clerk", area="37")
        actions.hear_note(row=row, by=again, at=NOW + timedelta(1))

        row.refresh_from_db()
        assert (row.words, row.heard_by, row.heard_at) == ("周五常不在", clerk, NOW)
        assert Entry.objects.filter(verb="note.heard").count() == 1

    def test_say_something_about_a_posting_that_took_place(self, here: World) -> None:
        posting = here.post()
        with pytest.raises(NoteUnclear):
            actions.leave_note(posting=posting, kind="conduct", words=" ", by=None, at=NOW)
        nothing = here.post("苏明哲", arrived=False)
        postings.recall_posting(posting=nothing, on=nothing.starts_on, reason="未成行", by=None)

        with pytest.raises(NotNow):
            actions.leave_note(posting=nothing, kind="conduct", words="未到", by=None, at=NOW)
        assert not QuietNote.objects.exists()


class TestClose:
    def test_closes_what_is_complete_and_names_what_is_missing(self, here: World) -> None:
        posting = here.handed_over()
        evaluated(posting, Side.HOST)
        with pytest.raises(EvaluationMissing, match=r"派出单位.*派驻人员"):
            actions.close(posting=posting, by=None, on=TODAY)

        evaluated(posting, Side.SENDER, Side.WORKER)

        assert actions.close(posting=posting, by=None, on=TODAY).closed_on == TODAY
        with pytest.raises(NotNow):
            actions.close(posting=posting, by=None, on=TODAY)

    def test_waits_for_the_end(self, here: World) -> None:
        posting = here.post(ends_before=TODAY + timedelta(5))
        row = settle(begin(posting))
        sign(row, Signatory.LEAVER)
        sign(row, Signatory.HOST)
        evaluated(posting)

        with pytest.raises(NotOver):
            actions.close(posting=posting, by=None, on=TODAY)

    def test_takes_all_that_are_ready_and_leaves_the_rest(self, here: World) -> None:
        ready, waiting = here.handed_over(), here.handed_over("苏明哲")
        evaluated(ready)

        assert actions.close_ready(postings=[waiting, ready], by=None, on=TODAY) == 1
        waiting.refresh_from_db()
        assert waiting.closed_on is None


class TestJournal:
    def test_tells_of_each_change_and_never_of_what_was_said(
        self, here: World, posting: Posting
    ) -> None:
        row = settle(begin(posting))
        sign(row, Signatory.LEAVER)
        sign(row, Signatory.HOST)
        for side in (Side.HOST, Side.SENDER, Side.WORKER):
            evaluate(posting, side, marks=marks_of(side, "barely"), words="秘而不宣")
        actions.leave_note(posting=posting, kind="often_away", words="秘而不宣", by=None, at=NOW)
        actions.close(posting=posting, by=None, on=timezone.localdate())

        told = list(Entry.objects.values_list("verb", flat=True))
        assert told.count("evaluation.given") == 3
        assert {"handover.arranged", "handover.settled", "handover.signed"} <= set(told)
        for entry in Entry.objects.all():
            written = f"{entry.facts} {entry.subject}"
            assert not any(
                word in written
                for word in ("秘而不宣", "barely", "often_away", "不在岗", "基本合格")
            )
