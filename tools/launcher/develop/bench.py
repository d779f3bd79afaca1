"""列出或运行性能基准"""

import os

from launcher import environment, programs
from launcher.places import PYTHON, ROOT


def run(given: list[str]) -> int:
    """Hand over to ``benchmarks.runner``, which knows the bars."""
    environment.ready("develop")
    own = programs.surroundings()
    own["PYTHONPATH"] = os.pathsep.join([own["PYTHONPATH"], str(ROOT)])
    return os.execve(PYTHON, [str(PYTHON), "-m", "benchmarks.runner", *given], own)
