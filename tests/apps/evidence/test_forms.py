"""Choosing files: several, each named where it is refused."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override
from tests.core.evidence import files

from bangfu.apps.evidence.forms import EvidenceField, sorted_out
from bangfu.core.evidence import shipped


class Report(forms.Form):
    proof = EvidenceField()


class StrictReport(forms.Form):
    proof = EvidenceField(required=True)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def filled(*given: object, form: type[forms.Form] = Report) -> forms.Form:
    return form({}, MultiValueDict({"proof": list(given)}))


class TestEvidenceField:
    def test_gives_every_file_cleaned_and_each_content_once(self) -> None:
        photo = files.photo()
        form = filled(upload("a.jpg", photo), upload("b.pdf", files.pdf()), upload("c.jpg", photo))

        assert form.is_valid(), form.errors
        assert [clean.name for clean in form.cleaned_data["proof"]] == ["a.jpg", "b.pdf"]

    def test_photos_are_optional_unless_the_form_says_so(self) -> None:
        form = filled()

        assert form.is_valid()
        assert form.cleaned_data["proof"] == []
        assert "proof" in filled(form=StrictReport).errors

    def test_names_each_file_that_is_refused(self) -> None:
        form = filled(
            upload("好.jpg", files.photo()),
            upload("现场.mp4", files.VIDEO),
            upload("空.pdf", b""),
        )

        said = form.errors["proof"]

        assert len(said) == 2
        assert "文件“现场.mp4”不能上传，这是视频文件；请改传照片（JPG、PNG）或PDF、表格。" in said
        assert any("空.pdf" in line for line in said)

    def test_ten_are_too_many_at_a_time(self) -> None:
        form = filled(*(upload(f"{n}.jpg", files.photo()) for n in range(10)))

        assert form.errors["proof"] == ["一次最多上传9个文件，现选了10个；请分次上传。"]

    def test_too_large_together_is_said_before_any_is_opened(self) -> None:
        large = [upload(f"{n}.jpg", b"x") for n in range(4)]
        for file in large:
            file.size = 19 << 20

        assert "合计76 MB，超过上限60 MB" in filled(*large).errors["proof"][0]

    def test_a_large_file_is_told_its_own_size(self) -> None:
        large = upload("义诊.jpg", files.photo() + bytes(70 << 20))

        assert "有70.1 MB，超过上限20 MB" in filled(large).errors["proof"][0]

    def test_speaks_english(self) -> None:
        with override("en"):
            assert "is a video" in filled(upload("a.mp4", files.VIDEO)).errors["proof"][0]

    def test_reads_what_waits_in_a_file_on_the_disk(self) -> None:
        large = TemporaryUploadedFile("a.jpg", "image/jpeg", 0, None)
        large.write(files.photo())
        large.seek(0)

        taken, refused = sorted_out([large])

        assert (len(taken), refused) == (1, [])

    def test_the_widget_takes_several_and_says_which_in_one_line(self) -> None:
        drawn = Template("{% load bangfu %}{% field form.proof %}").render(
            Context({"form": Report()})
        )

        assert " multiple" in drawn
        assert "image/jpeg" in drawn
        assert "capture" not in drawn
        assert ".heic" not in drawn
        assert "单个不超过20 MB，一次最多9个；不收视频。" in drawn
        assert "选填" in drawn


@pytest.mark.parametrize("name", ["max_bytes", "max_files"])
def test_the_line_follows_the_limits(name: str) -> None:
    import msgspec

    limits = shipped()
    if name == "max_files":
        other = msgspec.structs.replace(
            limits, upload=msgspec.structs.replace(limits.upload, max_files=3)
        )
        assert "一次最多3个" in str(EvidenceField(limits=other).help_text)
    else:
        both = {
            "photo": msgspec.structs.replace(limits.photo, max_bytes=5 << 20),
            "document": msgspec.structs.replace(limits.document, max_bytes=5 << 20),
        }
        other = msgspec.structs.replace(limits, **both)
        assert "单个不超过5 MB" in str(EvidenceField(limits=other).help_text)
