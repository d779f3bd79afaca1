"""Many papers at once: one refused keeps none of the others, one cut off is taken up again."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.apps.documents.conftest import NOW, Offices, Open
from tests.apps.intake import world

from bangfu.apps.documents import actions
from bangfu.apps.documents.actions.batches import MOST, NothingToMake, TooManyAtOnce
from bangfu.apps.documents.kinds import KINDS
from bangfu.apps.documents.kinds.frame import Asked, Subject
from bangfu.apps.documents.models import Batch, Document
from bangfu.apps.postings.models import Posting
from bangfu.core.programmes.vocabulary_review import DocumentKind

LETTER = DocumentKind.DISPATCH_LETTER


@pytest.fixture
def posted(offices: Offices) -> Offices:
    """Three people of the sender posted to a host."""
    host = world.institution("HOST9", "东山镇卫生院", "370523103", "township_hospital")
    for name in ("甲一", "乙二", "丙三"):
        need = world.need(host, offices.programme)
        Posting.objects.create(
            need=need,
            programme=need.programme,
            worker=world.worker(name, offices.sender),
            home=offices.sender,
            host=host,
            form=need.form,
            department_name=need.department_name,
            starts_on=need.starts_on,
            ends_before=need.ends_before,
            planned_ends_before=need.ends_before,
        )
    offices.with_words()
    return offices


def start(
    offices: Offices, *, kind: DocumentKind = LETTER, extra: tuple[Subject, ...] = ()
) -> Batch:
    found = KINDS[kind].subjects(offices.clerk, Asked(most=MOST))
    return actions.start_batch(
        kind=kind,
        subjects=[*found, *extra],
        office=offices.city,
        address="https://bangfu.example/",
        by=offices.clerk,
        at=NOW,
    )


def test_every_subject_gets_its_paper_and_number(posted: Offices) -> None:
    batch = actions.perform_batch(batch=start(posted))
    serials = Document.objects.filter(batch=batch).values_list("serial", flat=True)
    assert sorted(serials) == [1, 2, 3]
    assert batch.state == Batch.State.FINISHED
    assert not batch.failed


def test_what_is_refused_for_one_keeps_none_of_the_others(posted: Offices) -> None:
    gone = Subject(key="987654", name="不在的人")
    batch = actions.perform_batch(batch=start(posted, extra=(gone,)))
    assert Document.objects.filter(batch=batch).count() == 3
    assert [(row[1], "没有找到" in row[2]) for row in batch.failed] == [("不在的人", True)]


def test_a_kind_that_needs_words_says_so_for_each(posted: Offices) -> None:
    batch = actions.perform_batch(batch=start(posted, kind=DocumentKind.CIRCULAR))
    assert not Document.objects.exists()
    assert "签发前请先填写" in batch.failed[0][2]


def test_a_batch_cut_off_makes_what_is_missing_and_nothing_twice(posted: Offices) -> None:
    batch = start(posted)
    whole = list(batch.subjects)
    Batch.objects.filter(pk=batch.pk).update(subjects=whole[:1])
    actions.perform_batch(batch=Batch.objects.get(pk=batch.pk))
    Batch.objects.filter(pk=batch.pk).update(
        subjects=whole, state=Batch.State.RUNNING, seen_at=timezone.now() - timedelta(minutes=10)
    )
    assert actions.requeue_abandoned_batches() == 1
    assert actions.requeue_abandoned_batches() == 0
    actions.perform_batch(batch=Batch.objects.get(pk=batch.pk))
    assert sorted(Document.objects.values_list("subject", flat=True)) == sorted(
        key for key, _name in whole
    )


def test_nothing_and_too_much_are_refused(posted: Offices) -> None:
    def of(count: int) -> Any:
        return actions.start_batch(
            kind=LETTER,
            subjects=[Subject(key=str(number), name="某") for number in range(count)],
            office=posted.city,
            address="https://bangfu.example/",
            by=None,
            at=NOW,
        )

    with pytest.raises(NothingToMake):
        of(0)
    with pytest.raises(TooManyAtOnce):
        of(MOST + 1)


def test_a_batch_is_confirmed_watched_and_downloaded(posted: Offices, seen: Open) -> None:
    page = seen(posted.clerk, "/documents/new/dispatch_letter/all/")
    assert "将制作“派驻函”3份" in page.content.decode()
    watched = seen(
        posted.clerk, "/documents/new/dispatch_letter/all/", office=posted.city.pk
    ).content.decode()
    assert "共3份" in watched
    batch = actions.perform_batch(batch=Batch.objects.get())
    done = seen(posted.clerk, f"/documents/batches/{batch.pk}/progress/")
    assert done["HX-Redirect"] == f"/documents/batches/{batch.pk}/"
    assert "下载全部" in seen(posted.clerk, f"/documents/batches/{batch.pk}/").content.decode()
    answer = seen(posted.clerk, f"/documents/batches/{batch.pk}/papers.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        names = archive.namelist()
    assert len(names) == 6
    assert names[0].startswith("0001 ")
    assert seen(posted.stranger, f"/documents/batches/{batch.pk}/").status_code == 404
