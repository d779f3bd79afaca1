"""Bad problems on the command line: one sentence with file and place, no traceback, no search."""

from datetime import date
from importlib import import_module
from pathlib import Path

import msgspec
import pytest
from msgspec import structs
from tests.core.planner.problems import tiny

from bangfu.config import command
from bangfu.core.planner import (
    Department,
    Duty,
    Forbidden,
    Horizon,
    Leave,
    Pairing,
    Person,
    Plan,
    Post,
    Problem,
    Programme,
    Quota,
    Span,
)
from bangfu.core.planner.exchange import write_tables

PERSON, POST, HOSPITAL = tiny().people[0], tiny().posts[0], tiny().hospitals[0]
LATE = Horizon(unit="months", starts_on=date(9900, 1, 1), count=2000)
WHOLE = Duty(person="w0", post="p0", start=0, end=6)


def text(**changes: object) -> bytes:
    return msgspec.json.encode(tiny(**changes))


def altered(old: bytes, new: bytes) -> bytes:
    whole = text()
    assert old in whole
    return whole.replace(old, new, 1)


def person(**changes: object) -> Person:
    return structs.replace(PERSON, **changes)


def post(**changes: object) -> Post:
    return structs.replace(POST, **changes)


def department(**changes: object) -> Department:
    return structs.replace(tiny().departments[0], **changes)


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "$：不是有效的JSON"),
    "cut off": (text()[:-20], "$：不是有效的JSON"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "$：内容不是文字"),
    "a workbook": (b"PK\x03\x04\x14\x00\x06\x00\xb4\xff", "$：内容不是文字"),
    "an empty horizon": (altered(b'"count":6', b'"count":0'), "$.horizon.count：数值应不小于1"),
    "negative staff": (
        altered(b'"staff":3', b'"staff":-3'),
        "$.departments[0].staff：数值应不小于0",
    ),
    "a number as text": (
        altered(b'"count":6', b'"count":"6"'),
        "$.horizon.count：应为int，实际是str",
    ),
    "half a person": (altered(b'"staff":3', b'"staff":2.5'), "$.departments[0].staff：应为int"),
    "not a number": (altered(b'"staff":3', b'"staff":NaN'), "$：不是有效的JSON"),
    "infinity": (altered(b'"staff":3', b'"staff":1e999'), "$.departments[0].staff："),
    "a key twice": (
        altered(b'"staff":3', b'"staff":3,"staff":5'),
        "$.departments[0].staff：同一个键写了两次",
    ),
    "a misspelt key": (
        altered(b'"staff":3', b'"stuff":3'),
        "$.departments[0]：有不认识的键“stuff”",
    ),
    "another encoding": (text().decode().encode("gb18030"), "$：编码不是UTF-8（像是GB18030）"),
    "two bytes a character": (text().decode().encode("utf-16"), "$：编码不是UTF-8（像是UTF-16）"),
    "nested": (
        altered(b'"title":""', b'"title":' + b"[" * 99_999),
        "$.title：应为str，实际是array",
    ),
    "nested from the start": (b"[" * 999_999, "$：应为object，实际是array"),
    "no such day": (altered(b"2025-03-17", b"2025-02-30"), "$.horizon.starts_on：日期应写成"),
    "a plan": (msgspec.json.encode(Plan(duties=(WHOLE,))), "$：有不认识的键“duties”"),
}

MISFIT: dict[str, tuple[Problem, str]] = {
    "an id twice": (tiny(posts=(POST, POST)), "$.posts[1].id：编号“p0”重复"),
    "an unknown hospital": (
        tiny(people=(person(hospital="h9"),)),
        "$.people[0].hospital：医院“h9”未在hospitals中列出",
    ),
    "an unknown host": (tiny(posts=(post(host="t9"),)), "$.posts[0].host：受援单位“t9”"),
    "an unknown programme": (tiny(posts=(post(programme="g9"),)), "$.posts[0].programme：项目“g9”"),
    "an unknown pair": (
        tiny(pairings=(Pairing(sender="h0", host="t9"),)),
        "$.pairings[0].host：受援单位“t9”",
    ),
    "an unknown pin": (
        tiny(pinned=(structs.replace(WHOLE, person="w9"),)),
        "$.pinned[0].person：人员“w9”",
    ),
    "an unknown ban": (
        tiny(forbidden=(Forbidden(person="w0", post="p9"),)),
        "$.forbidden[0].post：岗位“p9”",
    ),
    "an empty span": (
        tiny(people=(person(available=(Span(start=3, end=3),)),)),
        "$.people[0].available[0]：时段3至3为空或超出规划期（共6期）",
    ),
    "a term outside": (tiny(posts=(post(term=Span(start=4, end=7)),)), "$.posts[0].term：时段4至7"),
    "fewer than nobody": (
        tiny(departments=(department(minimum=5),)),
        "$.departments[0]：科室共3人，最低在岗5人",
    ),
    "more on leave than there are": (
        tiny(departments=(department(leave=(Leave(start=0, end=2, people=4),)),)),
        "$.departments[0]：科室共3人，最低在岗1人、休假4人",
    ),
    "past the calendar": (
        tiny(horizon=LATE),
        "$.horizon.count：规划期超出公历9999年",
    ),
}

IMPOSSIBLE: dict[str, tuple[Problem, str]] = {
    "quotas the wrong way round": (
        tiny(hospitals=(structs.replace(HOSPITAL, quota=Quota(lower=2, upper=1)),)),
        "$.hospitals[0].quota：中心医院的派出下限2大于上限1",
    ),
    "more asked than there are": (
        tiny(hospitals=(structs.replace(HOSPITAL, quota=Quota(lower=9)),)),
        "$.hospitals[0].quota.lower：中心医院应至少派出9人次，而符合条件的只有1人",
    ),
    "tiers against quotas": (
        tiny(
            hospitals=(structs.replace(HOSPITAL, quota=Quota(upper=0)),),
            posts=(post(programme="g"),),
            programmes=(Programme(id="g", tiers={"tertiary": 1}),),
        ),
        "$.programmes[0].tiers.tertiary：“g”要求从三级医院选派1人次，而各医院派出上限合计只有0",
    ),
    "too many person-times": (
        tiny(posts=(post(programme="g"),), programmes=(Programme(id="g", person_times=9),)),
        "$.programmes[0].person_times：“g”要求不少于9人次",
    ),
    "pins at once": (
        tiny(
            posts=(POST, post(id="p1")),
            pinned=(WHOLE, structs.replace(WHOLE, post="p1")),
        ),
        "$.pinned[0]：已锁定的安排不能成立",
    ),
    "a pin outside what the person can do": (
        tiny(people=(person(available=(Span(start=0, end=2),)),), pinned=(WHOLE,)),
        "$.pinned[0]：已锁定的安排不能成立",
    ),
    "nobody for a post that must not be empty": (
        tiny(posts=(post(never_uncovered=True, specialties={"z": 90}),)),
        "$.posts[0].never_uncovered：“驻点岗”不得空岗",
    ),
}


@pytest.fixture
def no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail as soon as any engine is asked for a plan."""

    def searched(*_: object, **__: object) -> None:
        pytest.fail("a search was started")

    monkeypatch.setattr(import_module("bangfu.core.planner.solve"), "Search", searched)


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """What the command says on standard error when it refuses."""
    code = command.main([str(word) for word in words])
    said = capsys.readouterr()
    assert (code, said.out) == (command.REFUSED, "")
    assert "Traceback" not in said.err
    assert said.err.count("\n") == 1
    return said.err


@pytest.mark.usefixtures("no_search")
class TestPlan:
    @pytest.mark.parametrize("case", [*UNREADABLE, *MISFIT, *IMPOSSIBLE])
    @pytest.mark.parametrize("workers", [1, 2])
    def test_names_file_and_place(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str, workers: int
    ) -> None:
        path, out = tmp_path / "problem.json", tmp_path / "plan.json"
        content, told = (UNREADABLE | MISFIT | IMPOSSIBLE)[case]
        path.write_bytes(content if isinstance(content, bytes) else msgspec.json.encode(content))

        said = refused(capsys, "plan", path, "--out", out, "--workers", workers)

        assert said.startswith(f"{path} ")
        assert told in said
        assert not out.exists()

    def test_speaks_english_where_asked(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("BANGFU_LANGUAGE", "en")
        path = tmp_path / "problem.json"
        path.write_bytes(altered(b'"staff":3', b'"staff":3,"staff":5'))

        said = refused(capsys, "plan", path, "--out", tmp_path / "plan.json")

        assert said.startswith(f"{path} $.departments[0].staff: the key stands twice")

    def test_names_the_cell_of_a_table(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write_tables(tiny(people=(person(hospital="h9"),)), tmp_path / "tables")

        code = command.main(["plan", str(tmp_path / "tables"), "--out", str(tmp_path / "p.json")])

        assert code == command.REFUSED
        assert "人员.csv 第2行“医院”列：医院“h9”未在" in capsys.readouterr().err

    def test_refuses_files_too_large_or_without_end(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "large.json"
        with path.open("wb") as file:
            file.truncate(400 * 2**20)

        large = refused(capsys, "plan", path, "--out", tmp_path / "plan.json")
        endless = refused(capsys, "plan", "/dev/zero", "--out", tmp_path / "plan.json")

        assert "文件有400MB，超过256MB的上限" in large
        assert "超过256MB的上限" in endless

    def test_refuses_a_plan_to_keep_that_is_none(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path, keep = tmp_path / "problem.json", tmp_path / "keep.json"
        path.write_bytes(text())
        keep.write_bytes(b'{"duties":[{"person":"w0","post":"p0","start":-1,"end":6}]}')

        said = refused(capsys, "plan", path, "--out", tmp_path / "plan.json", "--keep", keep)

        assert said.startswith(f"{keep} $.duties[0].start：数值应不小于0")


class TestVerify:
    @pytest.mark.parametrize("case", [*UNREADABLE, *MISFIT])
    def test_names_file_and_place(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str
    ) -> None:
        path, plan = tmp_path / "problem.json", tmp_path / "plan.json"
        content, told = (UNREADABLE | MISFIT)[case]
        path.write_bytes(content if isinstance(content, bytes) else msgspec.json.encode(content))
        plan.write_bytes(msgspec.json.encode(Plan(duties=(WHOLE,))))

        said = refused(capsys, "verify", path, plan)

        assert said.startswith(f"{path} ")
        assert told in said

    def test_names_a_stranger_in_the_plan(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path, plan = tmp_path / "problem.json", tmp_path / "plan.json"
        path.write_bytes(text())
        stranger = structs.replace(WHOLE, person="w9")
        plan.write_bytes(msgspec.json.encode(Plan(duties=(stranger,))))

        said = refused(capsys, "verify", path, plan)

        assert said.startswith(f"{plan} $.duties[0].person：人员“w9”不在问题文件中")


def test_a_good_problem_is_searched(no_search: None, tmp_path: Path) -> None:
    path = tmp_path / "problem.json"
    path.write_bytes(text())

    with pytest.raises(pytest.fail.Exception, match="a search was started"):
        command.main(["plan", str(path), "--out", str(tmp_path / "plan.json")])
