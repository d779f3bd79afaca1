"""The command that reads a notice: for people, as JSON, and as a definition."""

import json
from pathlib import Path

import pytest
from benchmarks._notice_scores import NOTICES

from bangfu.config import command
from bangfu.core.programmes import load

NOTICE = NOTICES / "county_plan.txt"


class TestRead:
    def test_shows_each_value_with_its_sentence(self, capsys: pytest.CaptureFixture[str]) -> None:
        code = command.main(["read", str(NOTICE)])

        said = capsys.readouterr().out
        assert code == 0
        assert "发文字号：云卫发〔2024〕17号" in said
        assert "共12名医师到乡镇卫生院驻点服务" in said
        assert "未写项目起止日期" in said

    def test_gives_the_published_form(self, capsys: pytest.CaptureFixture[str]) -> None:
        command.main(["read", str(NOTICE), "--json"])

        given = json.loads(capsys.readouterr().out)
        assert list(given) == ["facts", "draft", "dropped", "repairs"]
        said = ["kind", "value", "unit", "object", "bound", "modality"]
        where = ["sentence", "start", "end", "confidence"]
        assert all(list(fact) == said + where for fact in given["facts"])
        text = NOTICE.read_text(encoding="utf-8")
        (total,) = [f for f in given["facts"] if f["kind"] == "quantity" and f["value"] == 12]
        assert text[total["start"] : total["end"]] == "12名"

    def test_writes_a_definition_that_loads(self, tmp_path: Path) -> None:
        target = tmp_path / "plan.toml"

        command.main(["read", str(NOTICE), "--draft", str(target)])

        assert load(target).edition == 2024

    def test_says_that_a_report_sets_no_targets(self, capsys: pytest.CaptureFixture[str]) -> None:
        command.main(["read", str(NOTICES / "results_report.txt")])

        assert "不会当作目标" in capsys.readouterr().out

    def test_shows_sums_that_fail_and_lines_left_out(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        command.main(["read", str(NOTICES / "conflicting_plan.txt")])
        command.main(["read", str(NOTICES / "city_announcement.txt")])

        said = capsys.readouterr().out
        assert "8 + 4 = 12" in said
        assert "网站导航：首页 > 政务公开 > 通知公告" in said

    @pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"PK\x03\x04", b"\0\xff\x01" * 900])
    def test_refuses_in_one_sentence(
        self, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "notice"
        path.write_bytes(content)

        code = command.main(["read", str(path)])

        assert code == command.REFUSED
        assert capsys.readouterr().err.strip().endswith("。")

    def test_refuses_what_is_not_there(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = command.main(["read", str(tmp_path / "none.txt")])

        assert code == command.REFUSED
        assert "无法打开" in capsys.readouterr().err
