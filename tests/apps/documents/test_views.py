"""The pages of papers: who sees what, what is offered, what is said where it is refused."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document as WordFile
from tests.apps.documents.conftest import NOW, WORDS, Offices, Open

from bangfu.apps.accounts.models import User
from bangfu.apps.documents import actions
from bangfu.apps.documents.models import Document, Template
from bangfu.core.documents.numbering import Series


def text(answer: Any) -> str:
    return str(answer.content.decode())


def queries(client: Client, user: User, path: str) -> int:
    client.force_login(user)
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_a_clerk_goes_from_choosing_to_an_issued_paper(offices: Offices, seen: Open) -> None:
    assert "通报" in text(seen(offices.clerk, "/documents/new/"))
    assert "业务院长选派" in text(seen(offices.clerk, "/documents/new/circular/"))
    made = seen(
        offices.clerk,
        "/documents/new/circular/",
        subject=offices.programme.code,
        office=offices.city.pk,
    )
    assert "签发前还需填写：主送机关、正文" in text(made).replace("\n", "")
    row = Document.objects.get()
    saved = seen(offices.clerk, f"/documents/{row.pk}/", seen=row.changed_at.isoformat(), **WORDS)
    assert "上半年应到岗12人" in text(saved)
    seen(offices.clerk, "/documents/templates/", series=Series.LETTER.value, word="东卫帮")
    page = seen(offices.clerk, f"/documents/{row.pk}/")
    issued = seen(offices.clerk, f"/documents/{row.pk}/issue/", seen=page.context["page"].seen)
    assert "已签发，文号东卫帮〔" in text(issued)
    withdrawn = seen(offices.clerk, f"/documents/{row.pk}/withdraw/", reason="数字有误")
    assert "数字有误" in text(withdrawn)


def test_a_paper_of_another_province_is_absent(offices: Offices, seen: Open) -> None:
    row = offices.issued()
    assert seen(offices.stranger, f"/documents/{row.pk}/").status_code == 404
    assert seen(offices.stranger, f"/documents/{row.pk}/paper.pdf").status_code == 404
    assert row.title not in text(seen(offices.stranger, "/documents/"))


def test_who_supervises_reads_and_does_not_write(offices: Offices, seen: Open) -> None:
    row = offices.filled_in()
    page = text(seen(offices.province, f"/documents/{row.pk}/"))
    assert row.title in page
    assert "签发并编号" not in page
    assert seen(offices.province, f"/documents/{row.pk}/issue/", seen="x").status_code == 403
    assert seen(offices.province, f"/documents/{row.pk}/drop/", seen="x").status_code == 403


def test_a_hospital_writes_in_its_own_name_alone(offices: Offices, seen: Open) -> None:
    page = seen(offices.hospital, "/documents/new/circular/")
    assert [one.name for one in page.context["page"].office.fields["office"].queryset] == [
        offices.sender.name
    ]


def test_a_subject_out_of_reach_makes_no_draft(offices: Offices, seen: Open) -> None:
    seen(offices.clerk, "/documents/new/circular/", subject="elsewhere", office=offices.city.pk)
    assert not Document.objects.exists()


def test_what_two_typed_is_not_lost(offices: Offices, seen: Open) -> None:
    row = offices.filled_in()
    refused = seen(offices.other_clerk, f"/documents/{row.pk}/", seen="earlier", body="我的文字")
    assert refused.status_code == 409
    assert "刚刚修改了这份草稿" in text(refused)
    assert "我的文字" in text(refused)


def test_files_are_the_ones_issued(offices: Offices, seen: Open) -> None:
    row = offices.issued()
    pdf = seen(offices.clerk, f"/documents/{row.pk}/paper.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    word = seen(offices.clerk, f"/documents/{row.pk}/paper.docx")
    assert word["Content-Disposition"].startswith("attachment")
    assert seen(offices.clerk, f"/documents/{row.pk}/paper.exe").status_code == 404


def test_a_draft_is_downloaded_as_it_stands(offices: Offices, seen: Open) -> None:
    row = offices.filled_in()
    assert seen(offices.clerk, f"/documents/{row.pk}/paper.pdf").content.startswith(b"%PDF")


def test_a_template_is_put_to_use_and_its_faults_are_named(offices: Offices, seen: Open) -> None:
    def file(line: str) -> SimpleUploadedFile:
        made, written = WordFile(), io.BytesIO()
        made.add_paragraph(line)
        made.save(written)
        return SimpleUploadedFile("通报.docx", written.getvalue())

    path = f"/documents/templates/{offices.city.pk}/circular/"
    refused = seen(offices.clerk, path, file=file("{{ weather }}"))
    assert refused.status_code == 422
    assert "“weather”不存在" in text(refused)
    assert "通报.docx”已启用" in text(seen(offices.clerk, path, file=file("{{ title }}")))
    row = Template.objects.get()
    seen(offices.clerk, f"/documents/templates/{row.pk}/retire/", go="1")
    assert not Template.objects.in_use().exists()
    assert seen(offices.stranger, path).status_code == 404


@pytest.mark.parametrize("path", ["/documents/", "/documents/?kind=circular&state=draft"])
def test_the_list_asks_as_much_for_many_as_for_few(
    offices: Offices, client: Client, path: str
) -> None:
    def draft(number: int) -> None:
        row = offices.draft()
        Document.objects.filter(pk=row.pk).update(subject=f"other{number}")

    for number in range(3):
        draft(number)
    few = queries(client, offices.clerk, path)
    for number in range(3, 30):
        draft(number)
    assert queries(client, offices.clerk, path) == few <= 12


def test_the_list_is_exported(offices: Offices, seen: Open) -> None:
    offices.issued()
    answer = seen(offices.clerk, "/documents/export/?as=csv")
    assert "关于上半年对口支援工作的通报" in b"".join(answer.streaming_content).decode()


def test_number_words_are_set_by_the_office_alone(offices: Offices) -> None:
    actions.set_number_word(office=offices.city, series=Series.FORM, word="东帮", by=offices.clerk)
    row = actions.set_number_word(
        office=offices.city, series=Series.FORM, word="东卫表", by=offices.clerk
    )
    assert row.word == "东卫表"
    assert offices.city.number_words.count() == 1
    assert NOW
