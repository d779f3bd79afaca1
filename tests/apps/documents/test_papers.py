"""Papers from draft to withdrawal: what is kept, what is refused, and that issued ones stay."""

import pytest
from tests.apps.documents.conftest import NOW, TODAY, WORDS, Offices, absolute, issue

from bangfu.apps.documents import actions
from bangfu.apps.documents.actions.papers import (
    ChangedMeanwhile,
    NoReason,
    NotADraft,
    NotIssued,
    RecordMoved,
    WordsMissing,
)
from bangfu.apps.documents.kinds.frame import SubjectGone
from bangfu.apps.documents.making import drafted, kept
from bangfu.apps.documents.models import Document
from bangfu.apps.journal.models import Entry
from bangfu.apps.programmes.models import Programme
from bangfu.core.documents.numbering import WordMissing
from bangfu.core.documents.paper import lines_of
from bangfu.core.documents.reading import read_paper
from bangfu.core.programmes.vocabulary_review import DocumentKind


def test_a_draft_begins_with_what_is_proposed(offices: Offices) -> None:
    draft = offices.draft()
    assert draft.title == "关于业务院长选派进展情况的通报"
    assert draft.programme == offices.programme
    assert draft.is_draft


def test_a_second_draft_about_the_same_is_the_first(offices: Offices) -> None:
    assert offices.draft() == offices.draft()
    assert Document.objects.count() == 1


def test_a_paper_is_about_something_on_record(offices: Offices) -> None:
    with pytest.raises(SubjectGone):
        actions.draft_document(
            kind=DocumentKind.CIRCULAR,
            subject="nothing",
            office=offices.city,
            by=None,
            at=NOW,
            absolute=absolute,
        )


def test_what_is_filled_in_stands_in_the_paper(offices: Offices) -> None:
    draft = drafted(offices.filled_in(), on=TODAY, absolute=absolute)
    assert draft.values["body"] == ["上半年应到岗12人，实到12人。", "各单位要继续做好工作。"]
    assert draft.values["number"] == "（草稿，未编号）"
    assert not draft.empty


def test_fields_that_the_kind_does_not_have_are_left_out(offices: Offices) -> None:
    row = actions.fill_in(
        document=offices.draft(), words={**WORDS, "office": "假的"}, seen="", by=None, at=NOW
    )
    assert "office" not in row.typed


def test_two_who_fill_in_at_once_are_told_of_each_other(offices: Offices) -> None:
    draft = offices.draft()
    seen = draft.changed_at.isoformat()
    later = NOW.replace(microsecond=(NOW.microsecond + 1) % 1_000_000)
    actions.fill_in(document=draft, words=WORDS, seen=seen, by=offices.other_clerk, at=later)
    with pytest.raises(ChangedMeanwhile) as refused:
        actions.fill_in(document=draft, words={}, seen=seen, by=offices.clerk, at=later)
    assert str(offices.other_clerk) in refused.value.zh
    assert Document.objects.get().typed["body"] == WORDS["body"]


def test_an_issued_paper_has_its_number_its_files_and_its_digest(offices: Offices) -> None:
    issued = offices.issued()
    assert issued.number == f"东卫帮〔{TODAY.year}〕1号"
    assert issued.word_file
    assert issued.pdf_file
    lines = lines_of(read_paper(kept(issued.word_file, ""), name="t.docx"))
    assert lines[:2] == ["东海市卫生健康委员会文件", issued.number]
    assert kept(issued.pdf_file, "").startswith(b"%PDF")
    entry = Entry.objects.get(verb="document.issued")
    assert entry.facts["digest"] == issued.digest


def test_numbers_of_a_year_run_on_and_none_is_given_twice(offices: Offices) -> None:
    first = offices.issued()
    actions.withdraw_document(document=first, reason="数字有误", by=None, at=NOW)
    second = issue(offices.filled_in())
    assert [first.serial, second.serial] == [1, 2]


def test_without_a_word_no_number_is_given_and_nothing_is_kept(offices: Offices) -> None:
    draft = offices.filled_in()
    with pytest.raises(WordMissing):
        issue(draft)
    draft.refresh_from_db()
    assert draft.is_draft
    assert not draft.number


def test_what_the_office_must_say_is_asked_for(offices: Offices) -> None:
    offices.with_words()
    with pytest.raises(WordsMissing) as refused:
        issue(offices.draft())
    assert refused.value.zh == "签发前请先填写：主送机关、正文。"


def test_a_record_that_moved_since_it_was_looked_at_is_shown_again(offices: Offices) -> None:
    offices.with_words()
    draft = offices.filled_in()
    seen = drafted(draft, on=TODAY, absolute=absolute).digest
    Programme.objects.update(title_zh="业务院长选派（2026年）")
    with pytest.raises(RecordMoved):
        actions.issue_document(document=draft, seen=seen, by=None, at=NOW, absolute=absolute)


def test_an_issued_paper_never_changes(offices: Offices) -> None:
    issued = offices.issued()
    before = kept(issued.word_file, "") if issued.word_file else b""
    Programme.objects.update(title_zh="另一个项目")
    for change in (
        lambda: actions.fill_in(document=issued, words=WORDS, seen="", by=None, at=NOW),
        lambda: actions.drop_draft(document=issued, by=None, at=NOW),
        lambda: actions.issue_document(
            document=issued, seen="", by=None, at=NOW, absolute=absolute
        ),
    ):
        with pytest.raises(NotADraft):
            change()
    issued.refresh_from_db()
    assert issued.word_file
    assert kept(issued.word_file, "") == before
    assert issued.values["programme"] == "业务院长选派"


def test_a_withdrawal_leaves_its_trace(offices: Offices) -> None:
    issued = offices.issued()
    with pytest.raises(NoReason):
        actions.withdraw_document(document=issued, reason=" ", by=None, at=NOW)
    gone = actions.withdraw_document(document=issued, reason="数字有误", by=None, at=NOW)
    assert gone.number == issued.number
    assert gone.word_file == issued.word_file
    with pytest.raises(NotIssued):
        actions.withdraw_document(document=gone, reason="再撤", by=None, at=NOW)


def test_a_draft_given_up_makes_room_for_another(offices: Offices) -> None:
    first = offices.draft()
    actions.drop_draft(document=first, by=None, at=NOW)
    assert offices.draft() != first


def test_each_step_is_one_entry_of_the_journal(offices: Offices) -> None:
    offices.with_words()
    before = Entry.objects.count()
    issue(offices.filled_in())
    verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True)[before:])
    assert verbs == ["document.drafted", "document.filled_in", "document.issued"]
