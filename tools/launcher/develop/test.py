"""运行全部测试：内置数据库和 PostgreSQL 各一遍

Arguments are pytest's own: ``./bangfu test tests/core -k violations``.
"""

import subprocess

from launcher import environment, postgres, programs, system
from launcher.places import PYTHON, ROOT

WORKERS = "2"
NOTHING_SELECTED = 5
INTERACTIVE = {"--pdb", "-s", "--capture=no"}
"""Arguments of somebody who wants to see or talk to the one process that runs the tests."""


def run(given: list[str]) -> int:
    """Tests that touch the database on a PostgreSQL server of their own, then all on SQLite."""
    if "--help" in given or "-h" in given:
        print(__doc__)
        return 0
    environment.ready("develop")
    system.provide()
    server = system.postgresql()
    assert server is not None
    with postgres.cluster(server) as address:
        on_server = _pytest(["-m", "database and not browser", *given], database=address)
    embedded = _pytest(given, database="")
    return on_server or embedded


def _pytest(arguments: list[str], *, database: str) -> int:
    print("── PostgreSQL" if database else "── SQLite", flush=True)
    own = programs.surroundings()
    own |= {"BANGFU_DATABASE_URL": database, "BANGFU_CHROMIUM": system.chromium() or ""}
    alone = any(part in INTERACTIVE or part.startswith("-n") for part in arguments)
    workers = [] if alone else ["-n", WORKERS, "--dist", "worksteal"]
    command = [str(PYTHON), "-m", "pytest", "-q", *workers, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=own, check=False)
    selective = bool(database) or len(arguments) > 0
    return 0 if done.returncode == NOTHING_SELECTED and selective else done.returncode
