"""What the machine lacks is installed where that is allowed, and named where it is not."""

import pytest

from launcher import system
from launcher.system import Need, PackagesMissing, PackagesNotInstalled

NOWHERE = "bangfu-has-no-such-package"


class TestProvide:
    def test_does_nothing_where_nothing_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(system, "NEEDS", (Need("anything", lambda: True),))
        monkeypatch.setattr(system, "_apt_get", lambda *_: pytest.fail("installs"))

        system.provide()

    def test_names_the_packages_to_somebody_who_may_not_install(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
        needs = Need("chromium", lambda: False), Need("postgresql", lambda: False)
        monkeypatch.setattr(system, "NEEDS", needs)

        with pytest.raises(PackagesMissing) as refusal:
            system.provide()

        assert refusal.value.zh.endswith("apt-get install chromium postgresql")

    @pytest.mark.skipif(
        not system.shutil.which("apt-get") or system.os.geteuid() != 0, reason="needs apt and root"
    )
    def test_says_what_apt_said_when_it_fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("APT_CONFIG", "/dev/null")
        step = system.Step(NOWHERE)

        with pytest.raises(PackagesNotInstalled, match=NOWHERE):
            system._apt_get([NOWHERE], step, "install", "--yes", "--simulate", NOWHERE)
