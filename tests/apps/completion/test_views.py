"""The pages of leaving: who sees what, who signs, what is said where something is refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.completion.conftest import TODAY, World, evaluated, marks_of
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.completion import actions
from bangfu.apps.completion.models import Evaluation, Handover, QuietNote
from bangfu.apps.postings.models import Posting
from bangfu.core.duty.sides import Side

Open = Callable[..., Any]
Asked = Callable[[User, str], int]


@pytest.fixture
def seen(client: Client) -> Open:
    """``seen(user, path)``: the page as that user is shown it; with fields it is submitted."""

    def open_page(user: User, path: str, **given: Any) -> Any:
        client.force_login(user)
        return client.post(path, given, follow=True) if given else client.get(path)

    return open_page


@pytest.fixture
def asked(client: Client) -> Asked:
    """How many queries a page asks once its reader is signed in."""

    def count(user: User, path: str) -> int:
        client.force_login(user)
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    return count


def begun(posting: Posting, successor: Posting | None = None) -> Handover:
    return actions.arrange_handover(
        posting=posting, on=TODAY, successor=successor, by=None, at=timezone.now()
    )


def all_done(row: Handover) -> dict[str, str]:
    row.refresh_from_db()
    fields = {f"done_{item.position}": "on" for item in row.items.all()}
    return {**fields, "revision": str(row.revision)}


def text(answer: Any) -> str:
    return answer.content.decode()


class TestHandover:
    def test_goes_from_the_list_to_three_signatures_and_is_recorded(
        self,
        seen: Open,
        posting: Posting,
        follower: Posting,
        leaver: User,
        successor: User,
        host: User,
    ) -> None:
        path = f"/leaving/{posting.pk}/"
        assert "苏明哲" in text(seen(leaver, f"{path}arrange/"))
        seen(leaver, f"{path}arrange/", on=TODAY.isoformat(), successor=follower.pk)
        row = Handover.objects.get()

        assert "已签字" in text(seen(leaver, path, do="sign:leaver", **all_done(row)))
        row.refresh_from_db()
        seen(successor, path, do="sign:successor", revision=row.revision)
        assert "签字并完成交接" in text(seen(host, path))
        last = text(seen(host, path, do="sign:host", revision=row.revision))

        posting.refresh_from_db()
        assert posting.handed_over_on == TODAY
        assert "完成交接" in last
        assert [one.signatory for one in row.signatures.all()] == ["leaver", "successor", "host"]

    def test_keeps_ticks_and_words_and_says_what_is_open(
        self, seen: Open, posting: Posting, leaver: User
    ) -> None:
        row, path = begun(posting), f"/leaving/{posting.pk}/"

        seen(leaver, path, do="save", done_1="on", note_2="无带教", revision=row.revision)
        row.refresh_from_db()
        refused = seen(leaver, path, do="sign:leaver", done_1="on", note_2="无带教",
                       revision=row.revision)  # fmt: skip

        assert [(i.done, i.note) for i in row.items.all()][:2] == [(True, ""), (False, "无带教")]
        assert refused.status_code == 422
        assert "在研和在建项目、钥匙及物品尚未交接" in text(refused)
        assert not row.signatures.exists()

    def test_shows_the_list_as_it_is_where_somebody_changed_it(
        self, seen: Open, posting: Posting, leaver: User, host: User
    ) -> None:
        row, path = begun(posting), f"/leaving/{posting.pk}/"
        stale = all_done(row)
        seen(host, f"{path}items/", title="门诊印章")

        answer = text(seen(leaver, path, do="sign:leaver", **stale))

        assert "刚被他人修改" in answer
        assert "门诊印章" in answer
        assert not row.signatures.exists()

    def test_says_409_where_a_signature_came_in_between(
        self, seen: Open, posting: Posting, leaver: User, host: User
    ) -> None:
        row, path = begun(posting), f"/leaving/{posting.pk}/"
        seen(leaver, path, do="sign:leaver", **all_done(row))

        late = seen(host, path, do="save", note_1="改一下", revision=row.revision)

        assert late.status_code == 409
        assert "您的修改未保存" in text(late)

    def test_is_read_only_for_sender_and_authority(
        self, seen: Open, posting: Posting, sender: User, clerk: User, client: Client
    ) -> None:
        row, path = begun(posting), f"/leaving/{posting.pk}/"

        for reader in (sender, clerk):
            shown = text(seen(reader, path))
            assert "在诊患者" in shown
            assert "签字</button>" not in shown
            assert 'name="done_1"' not in shown
            for part in ("", "arrange/", "items/", "finish/", "reopen/", "paper/"):
                assert seen(reader, path + part, do="sign:host", **all_done(row)).status_code == 403
        row.refresh_from_db()
        assert not row.signatures.exists()

    def test_signs_for_nobody_else(
        self, seen: Open, posting: Posting, follower: Posting, leaver: User, successor: User
    ) -> None:
        row, path = begun(posting, follower), f"/leaving/{posting.pk}/"

        assert seen(leaver, path, do="sign:host", **all_done(row)).status_code == 403
        assert seen(successor, path, do="sign:leaver", **all_done(row)).status_code == 403
        assert not row.signatures.exists()

    def test_is_absent_for_strangers(self, seen: Open, here: World, posting: Posting) -> None:
        begun(posting)
        other = here.account("other", here.post("许敬之", host=here.places.south))
        south = world.user("south", "host_office", at="SOUTH")
        far = world.user("far", "commission_clerk", area="65")

        for stranger in (other, south, far):
            for part in ("", "sheet/", "arrange/", "evaluation/"):
                assert seen(stranger, f"/leaving/{posting.pk}/{part}").status_code == 404

    def test_shows_a_successor_the_list_and_nothing_else(
        self, seen: Open, posting: Posting, follower: Posting, successor: User
    ) -> None:
        begun(posting, follower)

        assert seen(successor, f"/leaving/{posting.pk}/").status_code == 200
        for path in (f"/leaving/{posting.pk}/evaluation/", f"/postings/{posting.pk}/"):
            assert seen(successor, path).status_code == 404

    def test_prints_names_and_places_for_signatures(
        self, seen: Open, posting: Posting, follower: Posting, host: User
    ) -> None:
        begun(posting, follower)

        printed = text(seen(host, f"/leaving/{posting.pk}/sheet/"))

        for word in ("派驻人员交接清单", "接收人（签字）", "受援单位（签字）", "苏明哲"):
            assert word in printed

    def test_enters_a_paper_signature_and_opens_again(
        self, seen: Open, posting: Posting, host: User
    ) -> None:
        row, path = begun(posting), f"/leaving/{posting.pk}/"
        seen(host, path, do="save", **all_done(row))
        row.refresh_from_db()
        assert "没有登录账号" in text(seen(host, path))

        seen(host, f"{path}paper/", signatory="leaver", revision=row.revision)
        assert row.signatures.get().on_paper
        again = text(seen(host, f"{path}reopen/", reason="漏了一项"))

        assert "已重新开启" in again
        assert row.signatures.get().fell_at is not None

    def test_says_why_not_before_the_arrival(self, seen: Open, here: World, host: User) -> None:
        coming = here.post("许敬之", arrived=False, ends_before=TODAY + timedelta(9))

        assert "已任命" in text(seen(host, f"/leaving/{coming.pk}/"))
        refused = seen(host, f"/leaving/{coming.pk}/arrange/", on=TODAY.isoformat(), successor="")
        assert refused.status_code == 422
        assert "不能办理“完成交接”" in text(refused)


def main_of(answer: Any) -> str:
    """What a page says, without the frame and its tokens."""
    return text(answer).partition("<main")[2].partition("</main>")[0]


SECRETS = ("秘而不宣", "业务能力", "<dd>基本合格", "经常不在岗", "受援单位的评价")
"""What was written, what only a host marks, a mark, the kind of a note, and that there is one."""


class TestQuietVoice:
    @pytest.fixture
    def spoken(self, here: World) -> Posting:
        """The host has rated somebody and left a note about them."""
        posting = here.handed_over("许敬之")
        actions.give_evaluation(
            posting=posting,
            side=Side.HOST,
            marks=marks_of(Side.HOST, "barely"),
            words="秘而不宣",
            by=None,
            at=timezone.now(),
        )
        actions.leave_note(
            posting=posting, kind="often_away", words="秘而不宣", by=None, at=timezone.now()
        )
        return posting

    def test_reaches_sender_and_worker_on_no_page(
        self, seen: Open, here: World, spoken: Posting, sender: User
    ) -> None:
        worker = here.account("worker", spoken)
        pages = [
            "/",
            "/leaving/",
            f"/leaving/{spoken.pk}/",
            f"/leaving/{spoken.pk}/evaluation/",
            f"/postings/{spoken.pk}/",
            "/postings/",
            f"/duty/passbooks/{spoken.worker_id}/",
        ]

        for reader in (sender, worker):
            for path in pages:
                shown = text(seen(reader, path))
                assert [word for word in SECRETS if word in shown] == [], (reader, path)
            for path in ("/voice/", "/voice/ratings/", "/closing/"):
                assert seen(reader, path).status_code == 403
            assert seen(reader, f"/leaving/{spoken.pk}/notes/").status_code in (403, 404)
        sums = text(seen(sender, "/voice/sums/"))
        assert sums.count("人数不足，暂不显示") == 2
        assert not any(word in sums for word in ("秘而不宣", "基本合格", "经常不在岗"))

    @pytest.mark.parametrize("role", ["assessor", "party_office", "auditor"])
    def test_reaches_no_other_office_of_the_area(
        self, seen: Open, spoken: Posting, role: str
    ) -> None:
        reader = world.user(role, role, area="37")

        for path in (
            "/",
            "/journal/",
            f"/postings/{spoken.pk}/",
            f"/leaving/{spoken.pk}/evaluation/",
            "/voice/",
            "/voice/ratings/",
            "/voice/sums/",
        ):
            shown = text(seen(reader, path))
            assert not any(w in shown for w in ("秘而不宣", "基本合格", "经常不在岗")), path

    def test_reaches_the_authority_in_full(
        self, seen: Open, spoken: Posting, clerk: User, host: User
    ) -> None:
        for path in ("/voice/", "/voice/ratings/", f"/leaving/{spoken.pk}/evaluation/"):
            assert "秘而不宣" in text(seen(clerk, path))
        assert "经常不在岗" in text(seen(clerk, "/voice/"))

        seen(clerk, f"/voice/{QuietNote.objects.get().pk}/heard/", pressed="1")

        assert "主管部门已阅知" in text(seen(host, f"/leaving/{spoken.pk}/notes/"))

    def test_stops_at_the_border_of_the_area(self, seen: Open, spoken: Posting) -> None:
        far = world.user("far", "commission_clerk", area="65")

        assert "秘而不宣" not in text(seen(far, "/voice/"))
        assert "秘而不宣" not in text(seen(far, "/voice/ratings/"))
        pk = QuietNote.objects.get().pk
        assert seen(far, f"/voice/{pk}/heard/", pressed="1").status_code == 404

    def test_is_not_heard_by_who_serves_and_works_in_the_office(
        self, seen: Open, here: World, spoken: Posting
    ) -> None:
        """Some deputies who are posted also work in the host's office, or the commission's."""
        for name, role, place in (
            ("in_host", "host_office", {"at": "NORTH"}),
            ("in_commission", "commission_clerk", {"area": "37"}),
        ):
            user = world.user(name, role, **place)
            spoken.worker.account = user
            spoken.worker.save()
            for path in (
                f"/leaving/{spoken.pk}/evaluation/",
                f"/leaving/{spoken.pk}/notes/",
                "/voice/",
                "/voice/ratings/",
            ):
                assert "秘而不宣" not in text(seen(user, path)), (name, path)

    def test_tells_a_sender_sums_over_three_and_never_of_the_fourth(
        self, seen: Open, here: World, sender: User
    ) -> None:
        def rated(name: str, grade: str) -> None:
            posting = here.handed_over(name)
            Evaluation.objects.create(
                posting=posting,
                side="host",
                marks=marks_of(Side.HOST, grade),
                at=timezone.now(),
            )

        rated("甲", "excellent")
        rated("乙", "barely")
        assert "人数不足" in text(seen(sender, "/voice/sums/"))
        rated("丙", "satisfactory")
        three = main_of(seen(sender, "/voice/sums/"))
        rated("丁", "unsatisfactory")

        assert "已合计3人" in three
        assert main_of(seen(sender, "/voice/sums/")) == three
        assert "人数不足" in text(seen(world.user("s2", "sender_office", at="FAR"), "/voice/sums/"))

    def test_is_left_by_the_host_alone(
        self, seen: Open, posting: Posting, host: User, sender: User, clerk: User
    ) -> None:
        path = f"/leaving/{posting.pk}/notes/"
        told = text(seen(host, path, kind="conduct", words="多次迟到"))

        assert "派出单位和本人看不到" in told
        assert QuietNote.objects.get().by == host
        south = world.user("south", "host_office", at="SOUTH")
        assert seen(south, path).status_code == 404
        for other in (sender, clerk):
            assert seen(other, path, kind="conduct", words="多次迟到").status_code == 403


class TestEvaluate:
    def test_is_given_by_each_side_and_read_by_few(
        self, seen: Open, here: World, host: User, sender: User
    ) -> None:
        posting = here.handed_over()
        worker = here.account("worker", posting)
        path = f"/leaving/{posting.pk}/evaluation/"
        for user, side in ((host, Side.HOST), (sender, Side.SENDER), (worker, Side.WORKER)):
            answer = seen(user, path, **marks_of(side), words=f"{side.zh}如是说")
            assert "评价已提交" in text(answer)

        def reads(user: User) -> set[str]:
            shown = text(seen(user, path))
            return {side.value for side in Side if f"{side.zh}如是说" in shown}

        assert reads(host) == {"host"}
        assert reads(sender) == {"sender", "worker"}
        assert reads(worker) == {"worker"}

    def test_says_what_is_missing_and_that_it_is_given(
        self, seen: Open, here: World, host: User, clerk: User
    ) -> None:
        posting = here.handed_over()
        path = f"/leaving/{posting.pk}/evaluation/"

        assert seen(host, path, competence="excellent").status_code == 422
        seen(host, path, **marks_of(Side.HOST))
        assert "不能重复提交" in text(seen(host, path, **marks_of(Side.HOST)))
        assert Evaluation.objects.count() == 1
        assert "完成交接后方可评价" in text(
            seen(host, f"/leaving/{here.post('苏明哲').pk}/evaluation/")
        )

    def test_is_entered_by_the_sender_for_who_has_no_account(
        self, seen: Open, here: World, sender: User
    ) -> None:
        posting = here.handed_over()
        path = f"/leaving/{posting.pk}/evaluation/"
        seen(sender, path, **marks_of(Side.SENDER))
        assert "代录林知远的自评（纸质）" in text(seen(sender, path))

        seen(sender, path, **marks_of(Side.WORKER), words="总结")

        assert Evaluation.objects.get(side="worker").on_paper


class TestClosing:
    def test_lists_what_is_missing_and_closes_one_and_all(
        self, seen: Open, here: World, clerk: User
    ) -> None:
        ready, also, half = (here.handed_over(name) for name in ("甲", "乙", "丙"))
        never = here.post("丁", arrived=False)
        evaluated(ready)
        evaluated(also)
        evaluated(half, Side.HOST)
        here.post("戊")

        shown = text(seen(clerk, "/closing/"))
        for word in ("派出单位的评价", "派驻人员的评价", "到岗确认", "全部办结（2人次）"):
            assert word in shown
        assert "受援单位的评价" not in shown
        assert seen(clerk, f"/closing/{half.pk}/", pressed="1").status_code == 409
        seen(clerk, f"/closing/{ready.pk}/", pressed="1")
        assert "已办结1人次" in text(seen(clerk, "/closing/ready/", pressed="1"))

        for one in (ready, also, half, never):
            one.refresh_from_db()
        assert [one.closed_on for one in (ready, also, half, never)] == [TODAY, TODAY, None, None]

    def test_stops_at_the_border_of_the_area(self, seen: Open, here: World) -> None:
        posting = here.handed_over()
        evaluated(posting)
        far = world.user("far", "commission_clerk", area="65")

        assert seen(far, f"/closing/{posting.pk}/", pressed="1").status_code == 404
        seen(far, "/closing/ready/", pressed="1")
        posting.refresh_from_db()
        assert posting.closed_on is None


class TestQueries:
    def test_are_few_and_do_not_grow_with_the_rows(
        self, asked: Asked, here: World, host: User, sender: User, clerk: User
    ) -> None:
        first = here.handed_over()
        leaver = here.account("leaver", first)
        begun(here.post("甲"), here.post("乙", ends_before=TODAY + timedelta(90)))
        evaluated(first, Side.HOST)
        pages = [
            (host, "/leaving/"),
            (sender, "/leaving/"),
            (leaver, "/leaving/"),
            (clerk, "/leaving/"),
            (clerk, "/closing/"),
            (clerk, "/voice/"),
            (clerk, "/voice/ratings/"),
            (sender, "/voice/sums/"),
            (host, f"/leaving/{first.pk}/evaluation/"),
        ]
        actions.leave_note(posting=first, kind="praise", words="好", by=None, at=timezone.now())
        few = [asked(*page) for page in pages]
        for number in range(12):
            more = here.handed_over(f"人{number}")
            evaluated(more)
            actions.leave_note(posting=more, kind="praise", words="好", by=None, at=timezone.now())
            begun(here.post(f"交{number}"))

        assert [asked(*page) for page in pages] == few
        assert max(few) <= 12

    def test_of_one_handover_are_few(
        self, asked: Asked, posting: Posting, follower: Posting, leaver: User, host: User
    ) -> None:
        begun(posting, follower)
        for user in (leaver, host):
            for part in ("", "sheet/", "arrange/"):
                assert asked(user, f"/leaving/{posting.pk}/{part}") <= 12
