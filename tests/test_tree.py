"""Laws of the repository itself: what may be committed, and how it is laid out."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WRITTEN_HERE = {
    ".css",
    ".html",
    ".js",
    ".json",
    ".md",
    ".po",
    ".py",
    ".svg",
    ".toml",
    ".txt",
    ".typ",
    ".yaml",
}
WITHOUT_ENDING = {".gitignore", "LICENSE", "bangfu", "run"}
LARGEST_BYTES = 120_000
LONGEST_MODULE = 400
"""Lines. Aim for 300; past this a second thing has surely crept in."""
LONGEST_TEMPLATE = 120
SAY_NOTHING = {"utils", "helpers", "common", "manager", "data", "info", "misc"}
SAY_IT_BY_THEIR_NAME = {"apps.py", "urls.py"}

# Places a text may name: identifiers of standards, never asked for anything, and this machine.
KNOWN_HOSTS = {
    "127.0.0.1",
    "hl7.org",
    "localhost",
    "json-schema.org",
    "purl.oclc.org",
    "schemas.openxmlformats.org",
    "terminology.hl7.org",
    "www.apache.org",
    "www.w3.org",
}
RESERVED_ENDINGS = (".example", ".invalid", ".test", "example.com", "example.org")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository that git knows, deleted ones apart."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def texts() -> Iterator[tuple[str, str]]:
    """Each tracked file's path and contents."""
    for path in tracked():
        yield short(path), path.read_text(encoding="utf-8")


def below(*folders: str, pattern: str = "*.py") -> list[Path]:
    return [
        path
        for path in tracked()
        if path.match(pattern) and any(path.is_relative_to(ROOT / name) for name in folders)
    ]


class TestWhatIsCommitted:
    def test_is_text_of_a_known_kind(self) -> None:
        strange = [
            short(path)
            for path in tracked()
            if path.suffix not in WRITTEN_HERE and path.name not in WITHOUT_ENDING
        ]

        assert strange == []

    def test_is_small_except_for_locks_and_catalogues(self) -> None:
        large = [
            short(path)
            for path in tracked()
            if path.stat().st_size > LARGEST_BYTES
            and path.parent != ROOT / "requirements"
            and path.suffix != ".po"
        ]

        assert large == []

    def test_holds_no_file_of_another_project(self) -> None:
        foreign = re.compile(r"(^|/)(vendor|node_modules)/|\.min\.|(^|/)uv\.lock$")
        banner = re.compile(r"/\*!|@license|\bSPDX-", re.IGNORECASE)
        sources = {".css", ".js", ".svg"}

        assert [name for name, _ in texts() if foreign.search(name)] == []
        assert [n for n, text in texts() if Path(n).suffix in sources and banner.search(text)] == []

    def test_names_no_place_that_packages_come_from(self) -> None:
        found = re.compile(r"https?://(?:[^\s/@'\"]*@)?([A-Za-z0-9.-]+)")
        named = {
            f"{name}: {host}"
            for name, text in texts()
            for host in found.findall(text)
            if host not in KNOWN_HOSTS and not host.endswith(RESERVED_ENDINGS)
        }

        assert named == set()

    def test_names_no_folder_of_one_persons_machine(self) -> None:
        private = re.compile(r"(?<![\w.}>*])/(?:work|root|home|Users)/\w")

        assert [name for name, text in texts() if private.search(text)] == []

    def test_lets_the_commands_be_executed(self) -> None:
        for name in ("bangfu", ".ci/run"):
            assert (ROOT / name).stat().st_mode & 0o111, name


class TestLocks:
    @pytest.mark.parametrize(
        "name", ["runtime", "server", "spark", "develop", "peers", "installer", "node"]
    )
    def test_pin_every_package_with_its_checksums(self, name: str) -> None:
        text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
        entries = re.split(r"\n(?=\w)", text.strip())

        assert entries
        assert [e for e in entries if not re.match(r"[\w.-]+==\S+", e) or "sha256:" not in e] == []
        assert not re.search(r"://|--(extra-)?index-url", text)

    def test_hold_everything_the_project_asks_for(self) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        asked = {package(line) for line in project["project"]["dependencies"]}

        assert asked <= versions("runtime").keys()

    def test_agree_with_one_another(self) -> None:
        for larger in ("server", "spark", "develop"):
            assert versions("runtime").items() <= versions(larger).items()


def package(requirement: str) -> str:
    """The normalised name at the beginning of a requirement."""
    found = re.match(r"[\w.-]+", requirement)
    assert found, requirement
    return found[0].lower().replace("_", "-")


def versions(lock: str) -> dict[str, str]:
    """Each package of a lock with its versions and the Pythons they are for."""
    text = (ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for name, rest in re.findall(r"^([\w.-]+)==(.*?)\s*\\?$", text, re.MULTILINE):
        found[name] = " | ".join(filter(None, (found.get(name), rest)))
    return found


class TestLayout:
    def test_mirrors_the_sources_in_the_tests(self) -> None:
        sources = {path.parent for path in below("src/bangfu", "tools/launcher", "benchmarks")}
        # A journey goes through many stages and mirrors none.
        mirrored = {mirror(folder) for folder in sources}
        mirrored |= {ROOT / "tests", ROOT / "tests/journeys"}
        astray = [
            short(path)
            for path in below("tests", pattern="test_*.py")
            if path.parent not in mirrored and path.parent.with_suffix("") not in mirrored
        ]

        assert astray == []

    def test_gives_every_module_a_name_that_says_what_is_inside(self) -> None:
        modules = below("src", "tools", "benchmarks", "tests")

        assert [short(path) for path in modules if path.stem in SAY_NOTHING] == []

    def test_opens_every_module_with_a_sentence(self) -> None:
        silent = [
            short(path)
            for path in below("src", "tools", "benchmarks")
            if "migrations" not in path.parts
            and path.name not in SAY_IT_BY_THEIR_NAME
            and path.stat().st_size
            and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        ]

        assert silent == []

    def test_keeps_modules_and_templates_short(self) -> None:
        limits = {".py": LONGEST_MODULE, ".html": LONGEST_TEMPLATE}
        long = [
            short(path)
            for pattern in ("*.py", "*.html")
            for path in below("src", "tools", "benchmarks", pattern=pattern)
            if "migrations" not in path.parts
            and len(path.read_text(encoding="utf-8").splitlines()) > limits[path.suffix]
        ]

        assert long == []


def mirror(folder: Path) -> Path:
    """Where the tests of a folder stand."""
    source = ROOT / "src/bangfu"
    relative = folder.relative_to(source if folder.is_relative_to(source) else ROOT)
    return ROOT / "tests" / relative


class TestHabits:
    def test_hides_nothing_in_signals_or_in_saving(self) -> None:
        hidden = re.compile(r"django\.dispatch|models\.signals|def save\(self")
        found = [
            short(path)
            for path in below("src/bangfu/apps", "src/bangfu/core", "src/bangfu/web")
            if hidden.search(path.read_text(encoding="utf-8"))
        ]

        assert found == []

    def test_leaves_no_note_to_do_something_later(self) -> None:
        later = re.compile(r"\b(TODO|FIXME|XXX)\b")
        found = [
            short(path)
            for path in below("src", "tools", "benchmarks")
            if later.search(path.read_text(encoding="utf-8"))
        ]

        assert found == []
