"""构建安装包（wheel），页面资源都在其中"""

import argparse
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from bangfu.core.refusal import Refusal
from launcher import environment, programs
from launcher.bar import Step
from launcher.places import PYTHON, ROOT, SOURCE

CARRIED = (
    "*.py",
    "*.html",
    "*.toml",
    "*.css",
    "*.js",
    "*.svg",
    "*.mo",
    "*.csv",
    "*.json",
    "*.txt",
    "*.ttf",
    "*.typ",
)


class WheelIncomplete(Refusal):
    """The wheel lacks files that the product needs."""

    def __init__(self, missing: list[str]) -> None:
        shown = "、".join(missing[:5])
        super().__init__(
            zh=f"安装包缺少 {len(missing)} 个文件：{shown}",
            en=f"The wheel lacks {len(missing)} files: {shown}",
        )


def run(given: list[str]) -> int:
    """Write ``dist/bangfu-….whl`` and check that nothing is missing from it."""
    parser = argparse.ArgumentParser(prog="bangfu build", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="放在哪个文件夹")
    arguments = parser.parse_args(given)
    environment.ready("develop")
    wheel = built(arguments.out.absolute())
    if missing := sorted(set(expected()) - set(zipfile.ZipFile(wheel).namelist())):
        raise WheelIncomplete(missing)
    print(f"{wheel}  {wheel.stat().st_size / 2**20:.1f} MiB")
    return 0


def built(folder: Path) -> Path:
    """Build the wheel into a folder and return its path. Raises ``StepFailed``."""
    folder.mkdir(parents=True, exist_ok=True)
    with Step("构建安装包"), tempfile.TemporaryDirectory(dir=folder) as place:
        command = [str(PYTHON), "-m", "hatchling", "build", "-t", "wheel", "-d", place]
        programs.follow("构建安装包", command)
        made = next(Path(place).glob("*.whl"))
        return made.replace(folder / made.name)


def expected() -> Iterator[str]:
    """Every file of the package tree that the product reads when it runs."""
    for pattern in CARRIED:
        for path in (SOURCE / "bangfu").rglob(pattern):
            if "__pycache__" not in path.parts:
                yield path.relative_to(SOURCE).as_posix()
