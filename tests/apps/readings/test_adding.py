"""Entries a clerk adds to a draft, and drafts whose worker died."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.apps.programmes.test_second_reader import TASK, Model, _said, model
from tests.apps.readings.conftest import NOW
from tests.apps.readings.notices import PLAN
from tests.apps.readings.test_actions import accept_all, adopt, correct, value_at
from tests.apps.readings.test_views import page_of, text_of

from bangfu.apps.accounts.models import User
from bangfu.apps.journal.models import Entry
from bangfu.apps.programmes.queries import definition_of
from bangfu.apps.readings import actions
from bangfu.apps.readings.actions.adding import MOST_ADDED
from bangfu.apps.readings.models import DraftValue, NoticeReading
from bangfu.apps.readings.taking import as_text
from bangfu.core.readings import Addable, Typed, Verdict

__all__ = ["model"]
State = NoticeReading.State
SENDER = Typed(words="柏河市第二人民医院")


def add(reading: NoticeReading, by: User, what: Addable = Addable.SENDER) -> DraftValue:
    return actions.add_value(reading=reading, what=what, typed=SENDER, by=by, at=NOW)


def url_of(reading: NoticeReading, what: str) -> str:
    return reverse("add_entry", args=[reading.pk, what])


class TestAddValue:
    def test_becomes_part_of_the_programme_with_the_clerks_word_as_its_source(
        self, reading: NoticeReading, clerk: User
    ) -> None:
        accept_all(reading, clerk)
        correct(value_at(reading, "code"), "own_programme", clerk)
        made = add(reading, clerk)

        definition = definition_of(adopt(reading, clerk).programme)

        assert (made.verdict, made.decided_by) == ("corrected", clerk)
        assert definition.parties is not None
        member = next(m for m in definition.parties.members if m.title.zh == SENDER.words)
        assert member.source.startswith("clerk_")
        entry = Entry.objects.get(verb="reading.value_added")
        assert entry.facts["value"] == SENDER.words

    def test_is_discarded_like_any_other(self, reading: NoticeReading, clerk: User) -> None:
        made = add(reading, clerk)
        accept_all(reading, clerk)
        correct(value_at(reading, "code"), "own_programme", clerk)
        actions.decide(
            value=made, verdict=Verdict.DISCARDED, revision=made.revision, by=clerk, at=NOW
        )

        definition = definition_of(adopt(reading, clerk).programme)

        assert definition.parties is not None
        assert SENDER.words not in {m.title.zh for m in definition.parties.members}

    def test_moves_the_draft_under_whoever_is_about_to_adopt(
        self, reading: NoticeReading, clerk: User, colleague: User
    ) -> None:
        from bangfu.apps.readings.written import digest_of, written

        accept_all(reading, clerk)
        correct(value_at(reading, "code"), "own_programme", clerk)
        seen = digest_of(written(NoticeReading.objects.get(pk=reading.pk)).toml)
        add(reading, colleague)

        with pytest.raises(actions.DraftMoved):
            adopt(reading, clerk, seen)

    def test_refuses_a_draft_that_is_closed(self, reading: NoticeReading, clerk: User) -> None:
        actions.discard_reading(reading=reading, by=clerk, at=NOW)

        with pytest.raises(actions.NotOpen):
            add(reading, clerk)

    def test_takes_so_many_and_no_more(
        self, reading: NoticeReading, clerk: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bangfu.apps.readings.actions.adding.MOST_ADDED", 2)
        add(reading, clerk)
        add(reading, clerk)

        with pytest.raises(actions.TooManyAdded):
            add(reading, clerk)
        assert MOST_ADDED > 2

    def test_stays_when_a_second_reader_lays_the_draft_out_anew(
        self, model: type[Model], reading: NoticeReading, clerk: User
    ) -> None:
        model.body = _said(TASK)
        add(reading, clerk)
        actions.add_value(
            reading=reading, what=Addable.TASK, typed=Typed(words="建立台账"), by=clerk, at=NOW
        )

        actions.ask_second_reader(reading=reading, by=clerk, at=NOW)
        actions.perform_second(reading=reading, at=NOW)
        accept_all(reading, clerk)
        correct(value_at(reading, "code"), "own_programme", clerk)
        definition = definition_of(adopt(reading, clerk).programme)

        assert reading.values.filter(kept=SENDER.words, verdict="corrected").count() == 1
        assert definition.parties is not None
        assert definition.tasks is not None
        assert definition.parties.members[-1].title.zh == SENDER.words
        assert definition.tasks.items[-1].title.zh == "建立台账"


class TestAddEntryPage:
    @pytest.mark.parametrize(
        ("what", "typed", "shown"),
        [
            ("sender", {"words": "柏河市第二人民医院"}, "柏河市第二人民医院"),
            ("host", {"words": "河口镇卫生院"}, "河口镇卫生院"),
            ("authority", {"words": "柏河市中医药管理局"}, "柏河市中医药管理局"),
            ("post", {"words": "儿科医师", "figure": "3", "choice": "visiting"}, "人数：儿科医师"),
            ("target", {"choice": "lecture.times", "figure": "24", "per": "year"}, "24"),
            ("task", {"words": "建立转诊台账"}, "建立转诊台账"),
        ],
    )
    def test_leads_from_the_draft_and_back_to_what_was_added(
        self,
        client: Client,
        reading: NoticeReading,
        clerk: User,
        what: str,
        typed: dict[str, str],
        shown: str,
    ) -> None:
        client.force_login(clerk)
        assert url_of(reading, what) in text_of(client.get(page_of(reading)))
        assert client.get(url_of(reading, what)).status_code == 200

        sent = client.post(url_of(reading, what), typed)

        made = reading.values.order_by("-number")[0]
        assert sent.headers["Location"] == f"{page_of(reading)}#v{made.pk}"
        after = text_of(client.get(page_of(reading)))
        assert shown in after[after.index(f'id="v{made.pk}"') :]

    def test_keeps_what_was_typed_and_says_one_sentence(
        self, client: Client, reading: NoticeReading, clerk: User
    ) -> None:
        client.force_login(clerk)
        count = reading.values.count()

        sent = client.post(
            url_of(reading, "post"), {"words": "儿科医师", "figure": "三名", "choice": "visiting"}
        )

        assert sent.status_code == 422
        assert "用阿拉伯数字，不写单位" in text_of(sent)
        assert 'value="儿科医师"' in text_of(sent)
        assert 'value="三名"' in text_of(sent)
        assert reading.values.count() == count

    def test_is_nobody_elses(
        self, client: Client, reading: NoticeReading, stranger: User, clerk: User
    ) -> None:
        client.force_login(stranger)
        assert client.post(url_of(reading, "sender"), {"words": "x"}).status_code == 404

        client.force_login(clerk)
        assert client.get(url_of(reading, "nothing")).status_code == 404


class TestRequeueAbandonedReadings:
    @pytest.fixture
    def queued(self, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        found: list[int] = []
        queue = SimpleNamespace(perform=SimpleNamespace(enqueue=found.append))
        monkeypatch.setattr("bangfu.apps.readings.actions.reading.tasks", queue)
        return found

    @pytest.fixture
    def waiting(self, clerk: User) -> Callable[..., NoticeReading]:
        def start(*, ago: timedelta, begun: timedelta | None = None) -> NoticeReading:
            file = as_text(PLAN.encode() + str(ago).encode(), f"{ago.total_seconds()}.txt")
            at = timezone.now()
            made = actions.start_reading(file=file, area="3705", by=clerk, at=at)
            NoticeReading.objects.filter(pk=made.pk).update(
                touched_at=at - ago, started_at=at - (begun or ago)
            )
            return made

        return start

    def test_takes_up_what_lost_its_worker_once(
        self, waiting: Callable[..., NoticeReading], queued: list[int]
    ) -> None:
        lost = waiting(ago=timedelta(minutes=6))
        waiting(ago=timedelta(minutes=1))

        assert actions.requeue_abandoned_readings() == 1
        assert actions.requeue_abandoned_readings() == 0
        assert queued == [lost.pk]

    def test_gives_up_on_what_may_end_the_worker(
        self, waiting: Callable[..., NoticeReading], queued: list[int]
    ) -> None:
        lost = waiting(ago=timedelta(minutes=6), begun=timedelta(days=2))

        actions.requeue_abandoned_readings()

        lost.refresh_from_db()
        assert (lost.state, queued) == (State.REFUSED, [])
        assert "重新读取" in lost.refusal_zh

    def test_sends_no_text_twice(
        self, model: type[Model], reading: NoticeReading, clerk: User, queued: list[int]
    ) -> None:
        actions.ask_second_reader(reading=reading, by=clerk, at=NOW)
        before = timezone.now() - timedelta(minutes=6)
        NoticeReading.objects.filter(pk=reading.pk).update(touched_at=before)

        actions.requeue_abandoned_readings()

        reading.refresh_from_db()
        assert (reading.state, queued) == (State.READY, [])


class TestDamagedDocument:
    def test_is_refused_as_a_notice_and_no_photo_is_advised(
        self, client: Client, clerk: User
    ) -> None:
        client.force_login(clerk)
        broken = SimpleUploadedFile("通知.docx", b"PK\x03\x04 and nothing behind it")

        sent = client.post("/readings/new/", {"file": broken})

        assert sent.status_code == 422
        assert "Word 文档无法读取" in text_of(sent)
        assert "照片" not in text_of(sent)
