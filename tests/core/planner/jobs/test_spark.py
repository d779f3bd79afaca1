"""Jobs on Spark give what they give here; Spark is fetched by its lock, only Java must be there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from msgspec import structs
from tests.core.planner.jobs import test_jobs

from bangfu.core.planner.jobs import solve_jobs
from bangfu.core.planner.result import Result
from launcher import installer
from launcher.environment import alone
from launcher.places import REQUIREMENTS, ROOT, STATE
from launcher.programs import follow

NEEDED = ("pyspark", "py4j")
PACKAGES = STATE / "spark"


class Written(msgspec.Struct):
    results: tuple[Result, ...]
    failure: str


@pytest.fixture(scope="session")
def packages() -> Path:
    """A folder with Spark's own packages as they are locked, made once for a clone."""
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17 or newer, and this machine has no java")
    lock = (REQUIREMENTS / "spark.txt").read_text(encoding="utf-8")
    entries = [re.search(rf"^{name}==(?:.*\\\n)*.*\n", lock, re.MULTILINE) for name in NEEDED]
    wanted = "".join(entry[0] for entry in entries if entry)
    stamp = PACKAGES / "installed.txt"
    with alone():
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
            shutil.rmtree(PACKAGES, ignore_errors=True)
            PACKAGES.mkdir(parents=True)
            own = PACKAGES / "wanted.txt"
            own.write_text(wanted, encoding="utf-8")
            command = [str(installer.program()), "pip", "install", "--python", sys.executable]
            command += ["--target", str(PACKAGES), "--no-deps", "--require-hashes", "-r", str(own)]
            follow("取得 Spark", command)
            stamp.write_text(wanted, encoding="utf-8")
    return PACKAGES


class TestSpark:
    def test_gives_what_is_given_here_and_names_a_job_that_failed(
        self, packages: Path, tmp_path: Path
    ) -> None:
        target = tmp_path / "results.json"
        path = os.pathsep.join(map(str, (packages, ROOT / "src", ROOT / "tools", ROOT)))
        surroundings = {
            **os.environ,
            "PYTHONPATH": path,
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_LOCAL_IP": "127.0.0.1",
        }

        done = subprocess.run(
            [sys.executable, "-m", "tests.core.planner.jobs.on_spark", str(target)],
            cwd=ROOT,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.returncode == 0, done.stderr
        written = msgspec.json.decode(target.read_bytes(), type=Written)
        here = solve_jobs(test_jobs.JOBS, seed=3)
        assert [structs.replace(result, seconds=0.0) for result in written.results] == [
            structs.replace(result, seconds=0.0) for result in here
        ]
        assert written.failure.startswith("“丁省”未能完成")
