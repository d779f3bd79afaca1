"""Files are read strictly: what is wrong, where, and how to mend it."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from tests.core.planner.problems import problems, tiny

from bangfu.core.planner import Plan, Problem, examples, solve
from bangfu.core.planner.files import UnreadableFile, read_plan, read_problem, write_plan


def written(folder: Path, text: str) -> Path:
    path = folder / "problem.json"
    path.write_text(text, encoding="utf-8")
    return path


def changed(old: str, new: str) -> str:
    text = msgspec.json.encode(tiny()).decode()
    assert old in text
    return text.replace(old, new, 1)


MISTAKES = [
    (changed('"rank":2', '"rank":9'), "$.people[0].rank", "数值应不大于5"),
    (changed('"rank":2', '"rank":"2"'), "$.people[0].rank", "应为int，实际是str"),
    (changed('"staff":3', '"staff":-3'), "$.departments[0].staff", "数值应不小于0"),
    (changed('"host":"t0"', '"hosts":"t0"'), "$.posts[0]", "不认识的键“hosts”"),
    (changed('"form":"resident",', ""), "$.posts[0]", "缺少必填的键“form”"),
    (changed('"resident"', '"camping"'), "$.posts[0].form", "不接受取值"),
    (changed('"2025-03-17"', '"2025-02-30"'), "$.horizon.starts_on", "日期"),
    (changed('"count":6', '"count":0'), "$.horizon.count", "数值应不小于1"),
    (changed('"version":1', '"version":2'), "$.version", "不接受取值2"),
    ('{"people": [', "$", "不是有效的JSON"),
    ("", "$", "不是有效的JSON"),
    ("[]", "$", "应为object，实际是array"),
]


class TestReadProblem:
    @pytest.mark.parametrize(("text", "place", "remedy"), MISTAKES, ids=[m[2] for m in MISTAKES])
    def test_names_file_place_and_remedy(
        self, tmp_path: Path, text: str, place: str, remedy: str
    ) -> None:
        path = written(tmp_path, text)

        with pytest.raises(UnreadableFile) as refused:
            read_problem(path)

        assert f"{path} {place}：" in refused.value.zh
        assert remedy in refused.value.zh
        assert f"{path} {place}:" in refused.value.en

    def test_refuses_a_file_that_is_not_there_or_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableFile, match="文件不存在"):
            read_problem(tmp_path / "none.json")
        with pytest.raises(UnreadableFile, match="文件夹"):
            read_problem(tmp_path)

    def test_refuses_400_megabytes_unread(self, tmp_path: Path) -> None:
        path = tmp_path / "large.json"
        with path.open("wb") as file:
            file.truncate(400 * 2**20)

        with pytest.raises(UnreadableFile, match="400MB"):
            read_problem(path)

    @settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
    @given(problems())
    def test_gives_back_what_was_written(self, problem: Problem) -> None:
        assert msgspec.json.decode(msgspec.json.encode(problem), type=Problem) == problem


class TestPlans:
    def test_come_back_with_their_claims(self, tmp_path: Path) -> None:
        problem = examples.leadership()
        plan = solve(problem).plan

        write_plan(tmp_path / "plan.json", plan)

        assert read_plan(tmp_path / "plan.json", problem) == plan
        assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]

    def test_that_name_strangers_are_refused(self, tmp_path: Path) -> None:
        write_plan(tmp_path / "plan.json", solve(examples.leadership()).plan)

        with pytest.raises(UnreadableFile, match=r"\$\.duties\[0\]\.person"):
            read_plan(tmp_path / "plan.json", tiny())

    def test_are_not_written_where_they_cannot_be(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableFile, match="无法写入"):
            write_plan(tmp_path / "none" / "plan.json", Plan())


class TestStrangeFiles:
    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (changed('"rank":2', '"rank":NaN').encode(), "不是有效的JSON"),
            (
                changed('"rank":2', '"rank":2,"rank":3').encode(),
                "$.people[0].rank：同一个键写了两次",
            ),
            (
                changed('"rank":2', '"rank":2,"preferences":{"t0":1,"t0":2}').encode(),
                "$.people[0].preferences.t0：同一个键写了两次",
            ),
            (changed('"甲"', '"李"').encode("gb18030"), "编码不是UTF-8（像是GB18030）"),
            (changed('"甲"', '"李"').encode("utf-16"), "编码不是UTF-8（像是UTF-16）"),
            (b'{"title":' + b"[" * 100_000, "$.title：应为str，实际是array"),
            (b"[" * 1_000_000, "应为object，实际是array"),
            (b'{"version":' * 50_000, "$"),
            (changed('"rank":2', '"rank":1e999').encode(), "$"),
            (changed('"count":6', '"count":' + "9" * 5000).encode(), "$"),
        ],
        ids=[
            "nan",
            "key",
            "map key",
            "gb",
            "utf-16",
            "deep",
            "deeper",
            "objects",
            "huge",
            "digits",
        ],
    )
    def test_are_named_and_end_in_no_traceback(
        self, tmp_path: Path, content: bytes, told: str
    ) -> None:
        path = tmp_path / "problem.json"
        path.write_bytes(content)

        with pytest.raises(UnreadableFile) as refused:
            read_problem(path)

        assert told in refused.value.zh
        assert str(path) in refused.value.en

    def test_may_begin_with_the_mark_that_notepad_writes(self, tmp_path: Path) -> None:
        path = tmp_path / "problem.json"
        path.write_bytes(b"\xef\xbb\xbf" + msgspec.json.encode(tiny()))

        assert read_problem(path) == tiny()

    def test_without_an_end_are_not_read_to_it(self) -> None:
        with pytest.raises(UnreadableFile, match="超过256MB"):
            read_problem(Path("/dev/zero"))
