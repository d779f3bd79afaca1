"""The command that verifies a record of a draw."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.core.draws.test_verifying import altered, record

from bangfu.config.command import main


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "record.json"
    path.write_text(json.dumps(record(), ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def verified(path: Path, *words: str) -> int:
    return main(["draw", "verify", str(path), *words])


class TestDrawVerify:
    def test_says_that_a_record_holds(self, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert verified(file) == 0

        said = capsys.readouterr().out
        assert "复核通过：抽中5个" in said
        assert record()["commitment"] in said

    def test_holds_it_against_what_was_published(
        self, file: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert verified(file, "--commitment", record()["commitment"]) == 0
        assert verified(file, "--commitment", "00" * 32) == 1
        assert "与事先公布的承诺不同" in capsys.readouterr().out

    def test_names_what_was_altered(self, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        changed: Any = altered(("result", 0, "checkers"), ["p8", "p9"])
        file.write_text(json.dumps(changed), encoding="utf-8")

        assert verified(file) == 1
        assert "的检查人员与抽取结果不符" in capsys.readouterr().out

    def test_speaks_english(
        self, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("BANGFU_LANGUAGE", "en")

        assert verified(file) == 0
        assert "holds: 5 drawn" in capsys.readouterr().out

    @pytest.mark.parametrize("content", ["", "{", '{"a": 1, "a": 2}', "[" * 100_000, "\x00"])
    def test_refuses_what_is_no_record(self, file: Path, content: str) -> None:
        file.write_text(content, encoding="utf-8")

        assert verified(file) == 2

    def test_refuses_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        assert verified(tmp_path / "none.json") == 2
