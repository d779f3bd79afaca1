"""Limits are data with sources; what is written wrong is said with its place."""

import pytest

from bangfu.core.evidence.limits import read, shipped
from bangfu.core.programmes.problems import DefinitionRefused
from bangfu.definitions import FOLDER

TEXT = (FOLDER / "evidence" / "limits.toml").read_text(encoding="utf-8")


class TestShipped:
    def test_every_limit_names_a_source_and_every_source_is_used(self) -> None:
        limits = shipped()
        named = {*limits.photo.sources, *limits.document.sources, *limits.upload.sources}

        assert named == {source.code for source in limits.sources}

    def test_says_in_words_what_it_says_in_numbers(self) -> None:
        limits = shipped()
        said = " ".join(source.what.zh for source in limits.sources)

        assert f"{limits.photo.max_pixels // 10_000}万像素" in said
        assert f"{limits.photo.max_bytes >> 20} MB" in said
        assert f"最多{limits.upload.max_files}个" in said
        assert f"{limits.upload.max_bytes >> 20} MB" in said
        assert f"{limits.photo.kept_side}像素" in said


class TestRead:
    @pytest.mark.parametrize(
        ("before", "after", "said"),
        [
            ('["upload_size"]', '["unknown"]', "来源“unknown”不在 sources 中"),
            ("preview_side = 480", "preview_side = 9000", "缩略图不能大于保留的照片"),
            ("max_files = 9", "max_files = 0", "max_files"),
            ("quality      = 85", "quality      = 850", "50至95"),
            ("max_pages", "max_sheets", "max_sheets"),
        ],
    )
    def test_refuses_what_is_wrong(self, before: str, after: str, said: str) -> None:
        with pytest.raises(DefinitionRefused) as refused:
            read(TEXT.replace(before, after))

        assert said in str(refused.value)
