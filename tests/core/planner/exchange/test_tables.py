"""Tables out and in again give the problem they came from; each bad cell is named."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.core.planner.problems import problems, tiny
from tests.core.planner.renaming import renamed

from bangfu.core.planner import (
    Burden,
    Leave,
    Post,
    Problem,
    Quota,
    Span,
    Stints,
    Weights,
    examples,
    instances,
    solve,
)
from bangfu.core.planner.exchange import (
    BadTables,
    CellTooLong,
    FolderInUse,
    plan_to_csv,
    read_tables,
    write_tables,
)
from bangfu.core.planner.exchange.cells import Language
from bangfu.core.planner.files import UnreadableFile
from bangfu.core.planner.wellformed import faults

AWKWARD = st.sampled_from(
    [
        "007",
        "=1+1",
        "-3",
        "2025-03-17",
        "1月6日",
        "true",
        "a；b",
        "a;b=c",
        ' "x" ',
        "（无）",
        "\t",
        "a\nb",
    ]
)
WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8) | AWKWARD


@st.composite
def worded(draw: st.DrawFn) -> Problem:
    """A problem whose ids, names and specialties are any texts at all."""
    problem = draw(problems())
    known: dict[str, str] = {}

    def name(id: str) -> str:
        if id not in known:
            known[id] = draw(WORDS.filter(lambda word: word not in known.values()))
        return known[id]

    problem = renamed(problem, name)
    return structs.replace(
        problem,
        title=draw(WORDS | st.just("")),
        people=tuple(
            structs.replace(
                person,
                name=draw(WORDS | st.just("")),
                specialties=tuple(name(known_for) for known_for in person.specialties),
            )
            for person in problem.people
        ),
        posts=tuple(
            structs.replace(
                post, specialties={name(one): fit for one, fit in post.specialties.items()}
            )
            for post in problem.posts
        ),
        weights=draw(st.just(Weights()) | st.builds(Weights, change=st.integers(0, 9))),
    )


class TestRoundTrip:
    @settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
    @given(worded(), st.sampled_from(("zh", "en")))
    def test_gives_back_any_problem(
        self, tmp_path_factory: pytest.TempPathFactory, problem: Problem, language: Language
    ) -> None:
        assume(not list(faults(problem)))
        folder = tmp_path_factory.mktemp("tables")

        write_tables(problem, folder, language=language)

        assert read_tables(folder) == problem

    @pytest.mark.parametrize(
        "problem",
        [
            examples.leadership(),
            examples.rotation(unit="days"),
            examples.resident_and_visiting(),
            instances.region("county71"),
            tiny(people=(structs.replace(tiny().people[0], available=(), registered=()),)),
            tiny(hospitals=(structs.replace(tiny().hospitals[0], quota=Quota(forms=())),)),
            tiny(burden=Burden()),
        ],
        ids=["deputies", "rotation", "experts", "county", "nowhere", "no forms", "burden"],
    )
    def test_tells_what_is_left_out_from_what_is_empty(
        self, tmp_path: Path, problem: Problem
    ) -> None:
        write_tables(problem, tmp_path)

        assert read_tables(tmp_path) == problem

    def test_reads_what_excel_saves_in_chinese(self, tmp_path: Path) -> None:
        write_tables(tiny(), tmp_path)
        for path in tmp_path.glob("*.csv"):
            text = path.read_text(encoding="utf-8-sig").replace("2025-03-17", "2025/3/17")
            path.write_bytes(text.encode("gb18030"))

        assert read_tables(tmp_path) == tiny()

    def test_writes_for_excel(self, tmp_path: Path) -> None:
        write_tables(tiny(), tmp_path)

        people = (tmp_path / "人员.csv").read_bytes()

        assert people.startswith(b"\xef\xbb\xbf")
        assert people.decode("utf-8-sig").startswith("编号,姓名,医院,科室,专业,职称,")
        assert "副高" in people.decode()

    def test_knows_every_field_there_is(self, tmp_path: Path) -> None:
        post = Post(
            *(),
            **{
                **structs.asdict(tiny().posts[0]),
                "term": Span(start=1, end=6),
                "stints": Stints(shortest=1, longest=5, step=2, starts_every=3),
            },
        )
        leave = (Leave(start=0, end=2, people=1), Leave(start=3, end=4, people=1))
        department = structs.replace(tiny().departments[0], leave=leave)
        problem = tiny(posts=(post,), departments=(department,))

        write_tables(problem, tmp_path)

        assert "1至6" in (tmp_path / "岗位.csv").read_text(encoding="utf-8-sig")
        assert read_tables(tmp_path) == problem


def altered(folder: Path, name: str, old: str, new: str) -> None:
    write_tables(tiny(), folder)
    path = folder / name
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


MISTAKES = [
    ("人员.csv", "副高", "院长", "人员.csv 第2行“职称”列：“院长”不是可填的内容。可填：正高"),
    ("人员.csv", "w0,甲,h0", ",甲,h0", "人员.csv 第2行“编号”列：必须填写"),
    ("人员.csv", "w0,甲,h0", "w0,甲,h9", "人员.csv 第2行“医院”列：医院“h9”未在"),
    (
        "人员.csv",
        "姓名",
        "姓铭",
        "人员.csv 第1行“姓铭”列：不认识的列名，请删除或改正。是不是“姓",
    ),
    ("人员.csv", "姓名", "编号", "人员.csv 第1行“编号”列：这一列出现了两次"),
    ("岗位.csv", "a=80", "a:80", "岗位.csv 第2行“接受专业”列：“a:80”列表写法不对"),
    ("岗位.csv", "a=80", "a=180", "岗位.csv 第2行“接受专业”列：数值应不大于100"),
    ("岗位.csv", "a=80", "a=80；a=70", "岗位.csv 第2行“接受专业”列：“a=80；a=70”“a”写了两次"),
    ("岗位.csv", "a=80", "a=八十", "岗位.csv 第2行“接受专业”列：“a=八十”应为整数"),
    ("科室.csv", "内科,3,1", "内科,-3,1", "科室.csv 第2行“人数”列：数值应不小于0"),
    ("科室.csv", "内科,3,1", "内科,3,5", "科室.csv 第2行：科室共3人"),
    (
        "规划.csv",
        "2025-03-17",
        "2025-02-30",
        "规划.csv 第2行“开始日期”列：“2025-02-30”2025年2月",
    ),
    ("规划.csv", ",6,", ",0,", "规划.csv 第2行“期数”列：数值应不小于1"),
    ("规划.csv", ",6,", ",,", "规划.csv 第2行“期数”列：必须填写"),
]


class TestMistakes:
    @pytest.mark.parametrize(("name", "old", "new", "told"), MISTAKES, ids=[m[3] for m in MISTAKES])
    def test_are_named_by_file_row_and_column(
        self, tmp_path: Path, name: str, old: str, new: str, told: str
    ) -> None:
        altered(tmp_path, name, old, new)

        with pytest.raises(BadTables) as refused:
            read_tables(tmp_path)

        assert told in refused.value.zh
        assert f"{name}, row " in refused.value.en

    def test_are_all_told_at_once(self, tmp_path: Path) -> None:
        altered(tmp_path, "人员.csv", "副高", "院长")
        (tmp_path / "不派.csv").write_text("人员,岗位\nw0\n", encoding="utf-8")
        (tmp_path / "人源.csv").write_text("", encoding="utf-8")
        (tmp_path / "hosts.csv").write_text("id\nt0\n", encoding="utf-8")
        (tmp_path / "岗位.csv").unlink()

        with pytest.raises(BadTables) as refused:
            read_tables(tmp_path)

        assert [(bad.file, bad.row, bad.column) for bad in refused.value.found] == [
            ("hosts.csv", None, None),
            ("岗位.csv", None, None),
            ("人源.csv", None, None),
            ("人员.csv", 2, "职称"),
            ("不派.csv", 2, "岗位"),
        ]

    def test_of_a_whole_file_are_told(self, tmp_path: Path) -> None:
        write_tables(tiny(), tmp_path)
        (tmp_path / "人员.csv").write_bytes(b"\x89PNG\x00\x01\xff")
        (tmp_path / "医院.csv").write_text("", encoding="utf-8")
        (tmp_path / "规划.csv").write_text("标题\n", encoding="utf-8")

        with pytest.raises(BadTables) as refused:
            read_tables(tmp_path)

        assert "人员.csv：编码不是UTF-8" in refused.value.zh
        assert "医院.csv 第1行：第1行应是列名" in refused.value.zh
        assert "规划.csv：应恰好有1行内容，实际有0行" in refused.value.zh

    def test_of_the_folder_are_told(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableFile, match="没有CSV表格"):
            read_tables(tmp_path)
        with pytest.raises(UnreadableFile, match="无法读取文件夹"):
            read_tables(tmp_path / "none")

    def test_never_overwrite_tables(self, tmp_path: Path) -> None:
        write_tables(tiny(), tmp_path)

        with pytest.raises(FolderInUse, match="已有CSV表格"):
            write_tables(tiny(), tmp_path)

    def test_of_a_cell_too_long_for_excel_are_told(self, tmp_path: Path) -> None:
        many = {f"host-{n:06}": 1 for n in range(5000)}
        person = structs.replace(tiny().people[0], preferences=many)

        with pytest.raises(CellTooLong, match=r"人员\.csv 第2行“意愿”列"):
            write_tables(tiny(people=(person,)), tmp_path / "tables")


class TestPlanToCsv:
    def test_has_a_line_for_each_duty_with_days_and_names(self) -> None:
        problem = tiny()

        text = plan_to_csv(problem, solve(problem).plan)

        headings, line = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
        row = dict(zip(headings, line, strict=True))
        assert (row["岗位"], row["姓名"], row["科室"]) == ("驻点岗", "甲", "内科")
        assert date.fromisoformat(row["开始日期"]) == problem.horizon.starts_on
        assert (row["结束日期"], row["结束期"]) == ("2025-09-16", "6")

    def test_lets_no_name_be_a_formula(self) -> None:
        person = structs.replace(tiny().people[0], name='=HYPERLINK("x")')
        problem = tiny(people=(person,))

        text = plan_to_csv(problem, solve(problem).plan)

        names = [line[5] for line in csv.reader(io.StringIO(text))][1:]
        assert names == ['"=HYPERLINK(\\"x\\")"']
