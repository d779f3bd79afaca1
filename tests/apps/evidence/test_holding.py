"""A form that was refused offers the files it brought again."""

import os
import re
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict
from tests.core.evidence import files

from bangfu.apps.evidence import actions, folder
from bangfu.apps.evidence.forms import EvidenceField
from bangfu.apps.evidence.holding import HELD_FOR, fetched, hold
from bangfu.apps.evidence.models import StoredFile
from bangfu.apps.evidence.refusals import HeldNoMore
from bangfu.core.evidence import Clean

from .conftest import AT


class Report(forms.Form):
    said = forms.CharField()
    proof = EvidenceField(required=True)


def sent(*chosen: tuple[str, bytes], said: str = "", held: tuple[str, ...] = ()) -> forms.Form:
    typed = QueryDict(mutable=True)
    typed["said"] = said
    typed.setlist("proof_held", list(held))
    uploads = [SimpleUploadedFile(name, content) for name, content in chosen]
    return Report(typed, MultiValueDict({"proof": uploads} if uploads else {}))


def offered(form: forms.Form) -> tuple[str, ...]:
    """The words that stand ticked in the page."""
    drawn = Template("{% load bangfu %}{% field form.proof %}").render(Context({"form": form}))
    return tuple(re.findall(r'name="proof_held" value="([^"]+)" checked', drawn))


class TestHold:
    def test_gives_the_very_same_file_back(self, photo: Clean, sheet: Clean) -> None:
        assert fetched(hold(photo).token) == photo
        assert fetched(hold(sheet).token) == sheet

    def test_leaves_no_row(self, db: None, photo: Clean) -> None:
        hold(photo)

        assert not StoredFile.objects.exists()

    @pytest.mark.parametrize("word", ["", "abc", "abc:def:ghi"])
    def test_knows_no_word_it_did_not_give(self, word: str) -> None:
        with pytest.raises(HeldNoMore):
            fetched(word)

    def test_is_over_before_the_sweep(self, photo: Clean, monkeypatch: Any) -> None:
        token, later = hold(photo).token, time.time() + HELD_FOR.total_seconds() + 60
        monkeypatch.setattr(time, "time", lambda: later)

        with pytest.raises(HeldNoMore):
            fetched(token)
        assert HELD_FOR < actions.KEPT_WITHOUT_ROW

    def test_takes_no_content_that_changed_on_the_disk(self, photo: Clean) -> None:
        token = hold(photo).token
        folder.path_of(photo.digest).write_bytes(b"other")

        with pytest.raises(HeldNoMore):
            fetched(token)


class TestFormRefused:
    def test_offers_the_files_again_and_takes_them_without_a_new_choice(self) -> None:
        refused = sent(("义诊.jpg", files.photo()), ("签到.xlsx", files.xlsx()))
        assert not refused.is_valid()
        held = offered(refused)

        again = sent(said="义诊", held=held)

        assert again.is_valid(), again.errors
        assert [clean.name for clean in again.cleaned_data["proof"]] == ["义诊.jpg", "签到.xlsx"]

    def test_keeps_the_good_ones_where_one_is_refused(self) -> None:
        refused = sent(("义诊.jpg", files.photo()), ("现场.mp4", files.VIDEO), said="义诊")

        assert not refused.is_valid()
        assert [fetched(word).name for word in offered(refused)] == ["义诊.jpg"]

    def test_keeps_them_over_any_number_of_attempts(self) -> None:
        held: tuple[str, ...] = ()
        for content in (files.photo(), files.xlsx(), files.pdf()):
            refused = sent(("文件", content), held=held)
            assert not refused.is_valid()
            held = offered(refused)

        again = sent(said="义诊", held=held)
        assert again.is_valid(), again.errors
        assert len(again.cleaned_data["proof"]) == 3

    def test_what_is_not_ticked_is_not_taken(self) -> None:
        refused = sent(("义诊.jpg", files.photo()), ("签到.xlsx", files.xlsx()))
        refused.is_valid()
        _photo, sheet = offered(refused)

        again = sent(said="义诊", held=(sheet,))

        assert again.is_valid()
        assert [clean.name for clean in again.cleaned_data["proof"]] == ["签到.xlsx"]

    def test_nine_are_counted_over_both_attempts(self) -> None:
        refused = sent(*((f"{n}.jpg", files.photo(120 + n)) for n in range(9)))
        refused.is_valid()

        again = sent(("十.pdf", files.pdf()), said="义诊", held=offered(refused))

        assert again.errors["proof"] == ["一次最多上传9个文件，现选了10个；请分次上传。"]
        assert len(offered(again)) == 9

    def test_says_what_waits_no_more(self) -> None:
        again = sent(said="义诊", held=("abc",))

        assert again.errors["proof"] == ["先前选择的文件已超过保留时间，请重新选择。"]

    def test_a_browser_asks_for_no_file_that_is_here(self) -> None:
        refused = sent(("义诊.jpg", files.photo()))
        refused.is_valid()

        assert " required" not in str(refused["proof"])
        assert " required" in str(sent()["proof"])


class TestFormWithADraft:
    def test_holds_nothing(self, data: Path) -> None:
        class Drafted(forms.Form):
            said = forms.CharField()
            proof = EvidenceField(holds=False)

        uploads = MultiValueDict({"proof": [SimpleUploadedFile("a.jpg", files.photo())]})
        refused = Drafted(QueryDict(), uploads)

        assert not refused.is_valid()
        assert "proof_held" not in str(refused["proof"])
        assert not list(folder.root().glob("??/??/*"))


class TestSweep:
    def test_takes_what_nobody_sent_again(self, db: None, photo: Clean) -> None:
        hold(photo)
        for preview in (False, True):
            path = folder.path_of(photo.digest, preview=preview)
            old = (AT - timedelta(days=2)).timestamp()
            os.utime(path, (old, old))

        assert actions.sweep(now=AT) == 2
