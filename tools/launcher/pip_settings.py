"""Where packages come from: what pip's own configuration and the environment say.

The installer (uv) does not read pip's files, but an office that has set a mirror, a private
certificate or a folder of wheels for pip has said all that is needed. Nothing is assumed beyond it.
"""

import configparser
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SECTIONS = ("global", "install", "download")
MACHINE_FILE = Path("/etc/pip.conf")


@dataclass(frozen=True, slots=True)
class PipSettings:
    """What was found; empty where pip's defaults hold."""

    index: str = ""
    extra_indexes: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    no_index: bool = False
    certificates: str = ""
    proxy: str = ""
    trusted_hosts: tuple[str, ...] = ()

    def indexes(self) -> list[str]:
        """Every index that is named and allowed, the main one first."""
        return [] if self.no_index else [i for i in (self.index, *self.extra_indexes) if i]

    def for_installer(self, environment: Mapping[str, str]) -> dict[str, str]:
        """The environment for uv; what the user has set for uv itself stays."""
        said = {
            # Hospitals inspect TLS with their own authority, which only the machine's store knows.
            "UV_SYSTEM_CERTS": "1",
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_NO_PROGRESS": "1",
            # Each file is pinned by its checksum, so it does not matter which index offers it.
            "UV_INDEX_STRATEGY": "unsafe-best-match",
            "UV_FIND_LINKS": ",".join(self.folders),
            "UV_EXTRA_INDEX_URL": " ".join(self.extra_indexes),
            "UV_INSECURE_HOST": " ".join(self.trusted_hosts),
            "SSL_CERT_FILE": self.certificates,
            "ALL_PROXY": self.proxy,
        }
        if not {"UV_INDEX_URL", "UV_DEFAULT_INDEX"} & environment.keys():
            said["UV_DEFAULT_INDEX"] = self.index
        return {**{name: value for name, value in said.items() if value}, **environment}


def configuration_files(environment: Mapping[str, str]) -> list[Path]:
    """pip's files, the weakest first, as pip's documentation orders them."""
    home = Path(environment.get("HOME") or Path.home())
    own = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    shared = (environment.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":")
    named = environment.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return []
    found = [Path(folder) / "pip/pip.conf" for folder in shared if folder]
    found += [MACHINE_FILE, home / ".pip/pip.conf", own / "pip/pip.conf"]
    if sys.platform == "darwin":
        found.append(home / "Library/Application Support/pip/pip.conf")
    return [*found, Path(sys.prefix) / "pip.conf", *([Path(named)] if named else [])]


def read(environment: Mapping[str, str]) -> PipSettings:
    """Files first, then ``PIP_…`` variables, the later over the earlier; no broken file."""
    said: dict[str, str] = {}
    for path in configuration_files(environment):
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue
        for section in filter(parser.has_section, SECTIONS):
            said |= {key.replace("_", "-"): value for key, value in parser.items(section)}
    for name, value in environment.items():
        if name.startswith("PIP_") and value:
            said[name[len("PIP_") :].lower().replace("_", "-")] = value
    return PipSettings(
        index=said.get("index-url", "").strip(),
        extra_indexes=tuple(said.get("extra-index-url", "").split()),
        folders=tuple(said.get("find-links", "").split()),
        no_index=said.get("no-index", "").lower() in {"1", "true", "yes", "on"},
        certificates=said.get("cert", "").strip(),
        proxy=said.get("proxy", "").strip(),
        trusted_hosts=tuple(said.get("trusted-host", "").split()),
    )
