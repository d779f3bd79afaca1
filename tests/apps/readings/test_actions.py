"""A notice taken in and read, its values decided, the draft adopted or thrown away."""

from collections.abc import Callable
from datetime import date

import pytest
from tests.apps.readings.conftest import NOW
from tests.apps.readings.notices import CONTRADICTORY, PLAN

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence.queries import attachments_on, files_on
from bangfu.apps.journal.models import Entry
from bangfu.apps.programmes.actions import OutsideYourArea
from bangfu.apps.programmes.models import Edition, Programme
from bangfu.apps.programmes.queries import definition_of
from bangfu.apps.readings import actions
from bangfu.apps.readings.actions.deciding import NeededValue
from bangfu.apps.readings.models import DraftValue, NoticeReading
from bangfu.apps.readings.taking import as_text
from bangfu.apps.readings.written import digest_of, written
from bangfu.apps.targets.queries.reach import EVERYBODY
from bangfu.apps.targets.queries.stage import stage_of
from bangfu.core.programmes import DefinitionRefused
from bangfu.core.readings import Part, ValueWrong, Verdict

DAY = date(2024, 7, 3)


def value_at(reading: NoticeReading, place: str) -> DraftValue:
    return reading.values.get(place=place)


def accept_all(reading: NoticeReading, by: User) -> None:
    for part in Part:
        actions.accept_part(reading=reading, part=part, by=by, at=NOW)


def adopt(reading: NoticeReading, by: User, seen: str | None = None) -> Edition:
    reading = NoticeReading.objects.get(pk=reading.pk)
    return actions.adopt_reading(
        reading=reading,
        seen=seen if seen is not None else digest_of(written(reading).toml),
        note="首版",
        by=by,
        on=DAY,
        at=NOW,
    )


def correct(value: DraftValue, typed: str, by: User) -> DraftValue:
    return actions.decide(
        value=value,
        verdict=Verdict.CORRECTED,
        revision=value.revision,
        typed=typed,
        by=by,
        at=NOW,
    )


class TestStartReading:
    def test_keeps_the_file_by_its_content_and_reads_it(self, reading: NoticeReading) -> None:
        (file,) = attachments_on(reading)

        assert file.name == "选派通知.txt"
        assert files_on(reading).get().file.size == len(PLAN.encode())
        assert reading.state == NoticeReading.State.READY
        assert reading.title == "柏河市卫生健康委员会关于选派业务院长的通知"
        assert value_at(reading, "dispatch.posts[1].count").kept == "14"
        assert list(Entry.objects.values_list("verb", flat=True).order_by("number")) == [
            "reading.started",
            "reading.read",
        ]

    def test_the_same_file_again_leads_to_the_draft_there_is(
        self, reading: NoticeReading, colleague: User
    ) -> None:
        file = as_text(PLAN.encode(), "选派通知.txt")

        again = actions.start_reading(file=file, area="3705", by=colleague, at=NOW)

        assert again.pk == reading.pk
        assert NoticeReading.objects.count() == 1

    def test_refuses_an_area_that_is_not_the_clerks(self, clerk: User) -> None:
        with pytest.raises(OutsideYourArea):
            actions.start_reading(
                file=as_text(PLAN.encode(), "x.txt"), area="6501", by=clerk, at=NOW
            )

    def test_a_file_without_a_notice_is_refused_on_the_reading_in_one_sentence(
        self, clerk: User
    ) -> None:
        file = as_text(b"\x00\x01\x02" * 500, "x.txt")
        started = actions.start_reading(file=file, area="3705", by=clerk, at=NOW)

        refused = actions.perform_reading(reading=started, at=NOW)

        assert refused.state == NoticeReading.State.REFUSED
        assert refused.refusal_zh.endswith("。")
        assert Entry.objects.latest("number").verb == "reading.refused"

    def test_a_reading_that_was_read_stays_as_it_is(self, reading: NoticeReading) -> None:
        before = list(reading.values.values_list("pk", flat=True))

        actions.perform_reading(reading=reading, at=NOW)

        assert list(reading.values.values_list("pk", flat=True)) == before

    def test_what_breaks_off_can_be_read_again(self, clerk: User) -> None:
        file = as_text(PLAN.encode(), "x.txt")
        started = actions.start_reading(file=file, area="3705", by=clerk, at=NOW)
        actions.break_off(reading=started, at=NOW)
        started.refresh_from_db()
        assert started.state == NoticeReading.State.REFUSED

        actions.restart_reading(reading=started, by=clerk, at=NOW)

        assert actions.perform_reading(reading=started, at=NOW).values.exists()

    def test_the_office_stands_where_the_notice_names_no_known_area(
        self, reading: NoticeReading
    ) -> None:
        area = value_at(reading, "area")

        assert (area.read, area.kept, area.verdict) == ("", "3705", "open")


class TestDecide:
    def test_accepts_corrects_discards_and_opens_again(
        self, reading: NoticeReading, clerk: User
    ) -> None:
        count = value_at(reading, "dispatch.posts[1].count")

        count = correct(count, "15", clerk)
        assert (count.verdict, count.kept, count.read) == ("corrected", "15", "14")
        for verdict, stands in (
            (Verdict.DISCARDED, "15"),
            (Verdict.OPEN, "14"),
            (Verdict.ACCEPTED, "14"),
        ):
            count = actions.decide(
                value=count, verdict=verdict, revision=count.revision, by=clerk, at=NOW
            )
            assert (count.verdict, count.kept) == (verdict.value, stands)
        assert count.revision == 4
        assert Entry.objects.filter(verb="reading.value_decided").count() == 4

    def test_what_is_typed_as_it_was_read_is_accepted(
        self, reading: NoticeReading, clerk: User
    ) -> None:
        count = correct(value_at(reading, "dispatch.posts[1].count"), "14", clerk)

        assert count.verdict == "accepted"

    def test_two_clerks_at_once_get_one_clear_answer(
        self, reading: NoticeReading, clerk: User, colleague: User
    ) -> None:
        seen = value_at(reading, "dispatch.posts[1].count")
        correct(seen, "15", colleague)

        with pytest.raises(actions.ValueMoved, match=r"colleague.*15"):
            correct(seen, "16", clerk)

        assert value_at(reading, "dispatch.posts[1].count").kept == "15"

    def test_the_same_decision_twice_is_one(self, reading: NoticeReading, clerk: User) -> None:
        seen = value_at(reading, "dispatch.posts[1].count")

        correct(seen, "15", clerk)
        correct(seen, "15", clerk)

        assert Entry.objects.filter(verb="reading.value_decided").count() == 1

    def test_refuses_what_cannot_stand(self, reading: NoticeReading, clerk: User) -> None:
        with pytest.raises(ValueWrong, match="整数"):
            correct(value_at(reading, "dispatch.posts[1].count"), "十四", clerk)

    def test_refuses_to_accept_what_nobody_read(self, reading: NoticeReading, clerk: User) -> None:
        value = value_at(reading, "term.starts_on")

        with pytest.raises(ValueWrong, match="请填写"):
            actions.decide(value=value, verdict=Verdict.ACCEPTED, revision=0, by=clerk, at=NOW)

    def test_refuses_to_discard_the_title(self, reading: NoticeReading, clerk: User) -> None:
        value = value_at(reading, "title")

        with pytest.raises(NeededValue):
            actions.decide(value=value, verdict=Verdict.DISCARDED, revision=0, by=clerk, at=NOW)

    def test_a_part_is_accepted_but_for_what_was_decided(
        self, reading: NoticeReading, clerk: User
    ) -> None:
        task = value_at(reading, "tasks.items[1].title")
        actions.decide(value=task, verdict=Verdict.DISCARDED, revision=0, by=clerk, at=NOW)

        count = actions.accept_part(reading=reading, part=Part.TASKS, by=clerk, at=NOW)

        in_part = reading.values.filter(part="tasks")
        assert count == in_part.count() - 1
        assert value_at(reading, "tasks.items[1].title").verdict == "discarded"
        assert Entry.objects.filter(verb="reading.part_accepted").count() == 1
        assert actions.accept_part(reading=reading, part=Part.TASKS, by=clerk, at=NOW) == 0
        assert Entry.objects.filter(verb="reading.part_accepted").count() == 1


class TestAdoptReading:
    def test_makes_the_programme_with_its_targets_and_the_words_they_rest_on(
        self, reading: NoticeReading, clerk: User
    ) -> None:
        accept_all(reading, clerk)
        correct(value_at(reading, "title"), "柏河市业务院长选派", clerk)

        edition = adopt(reading, clerk)

        definition = definition_of(edition.programme)
        assert str(edition.programme) == "柏河市业务院长选派"
        assert definition.dispatch is not None
        assert definition.dispatch.posts[0].count == 14
        quotes = {one.code: one.quotes for one in definition.basis.passages}
        (clinics,) = [one for one in definition.targets if one.at_least == 12]
        assert quotes[clinics.source or ""] == ("全年开展义诊不少于12场次。",)
        assert len(stage_of(edition.programme, EVERYBODY).targets) == len(definition.targets) > 0
        reading.refresh_from_db()
        assert (reading.state, reading.edition_id) == ("adopted", edition.pk)
        assert [file.name for file in attachments_on(edition)] == ["选派通知.txt"]

    def test_what_was_not_decided_is_not_written(self, reading: NoticeReading, clerk: User) -> None:
        actions.accept_part(reading=reading, part=Part.HEAD, by=clerk, at=NOW)

        definition = definition_of(adopt(reading, clerk).programme)

        assert definition.dispatch is None
        assert definition.targets == ()

    def test_refuses_before_the_head_was_looked_at(
        self, reading: NoticeReading, clerk: User
    ) -> None:
        with pytest.raises(actions.DraftUnfinished, match="项目名称"):
            adopt(reading, clerk)

    def test_refuses_where_the_draft_moved_after_it_was_seen(
        self, reading: NoticeReading, clerk: User, colleague: User
    ) -> None:
        accept_all(reading, clerk)
        seen = digest_of(written(NoticeReading.objects.get(pk=reading.pk)).toml)
        correct(value_at(reading, "title"), "别的名称", colleague)

        with pytest.raises(actions.DraftMoved):
            adopt(reading, clerk, seen)

        assert not Programme.objects.exists()

    def test_refuses_figures_that_contradict_one_another(
        self, reading: NoticeReading, clerk: User
    ) -> None:
        accept_all(reading, clerk)
        correct(value_at(reading, "dispatch.posts[1].count"), "15", clerk)

        with pytest.raises(DefinitionRefused, match="9 \\+ 5 = 14"):
            adopt(reading, clerk)

    def test_refuses_another_offices_area(self, reading: NoticeReading, clerk: User) -> None:
        accept_all(reading, clerk)
        correct(value_at(reading, "area"), "6501", clerk)

        with pytest.raises(OutsideYourArea):
            adopt(reading, clerk)

        reading.refresh_from_db()
        assert reading.state == "ready"

    def test_is_done_once(self, reading: NoticeReading, clerk: User) -> None:
        accept_all(reading, clerk)
        adopt(reading, clerk)

        with pytest.raises(actions.NotOpen):
            adopt(reading, clerk, "x")
        with pytest.raises(actions.NotOpen):
            correct(value_at(reading, "title"), "太晚", clerk)

    def test_a_contradiction_of_the_notice_stays_out_of_the_programme(
        self, read: Callable[..., NoticeReading], clerk: User
    ) -> None:
        reading = read(CONTRADICTORY)
        assert any("4 + 3 = 7" in each.zh for each in reading.read.conflicts)
        accept_all(reading, clerk)

        assert adopt(reading, clerk).programme


class TestDiscardReading:
    def test_closes_the_draft_and_keeps_the_file(self, reading: NoticeReading, clerk: User) -> None:
        actions.discard_reading(reading=reading, by=clerk, at=NOW)

        reading.refresh_from_db()
        assert reading.state == "discarded"
        assert attachments_on(reading)
        with pytest.raises(actions.NotOpen):
            accept_all(reading, clerk)

    def test_the_same_file_may_then_be_read_anew(self, reading: NoticeReading, clerk: User) -> None:
        actions.discard_reading(reading=reading, by=clerk, at=NOW)

        again = actions.start_reading(
            file=as_text(PLAN.encode(), "选派通知.txt"), area="3705", by=clerk, at=NOW
        )

        assert again.pk != reading.pk
