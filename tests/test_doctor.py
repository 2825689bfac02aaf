"""The doctor: what is missing, and the command that mends it."""

from __future__ import annotations

import os

import pytest

from publish import doctor


def test_this_machine_has_what_the_other_tests_need() -> None:
    assert [need.name for need in doctor.examine().missing] == []


@pytest.mark.parametrize("manager", ["apt-get", "dnf", "apk", "pacman", "zypper", "brew"])
def test_every_package_manager_has_a_command_for_everything(
    manager: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    command = doctor.install_command(doctor.NEEDS, manager)
    assert command[0] == ("brew" if manager == "brew" else "sudo")
    assert all(need.packages_for(manager)[0] in command for need in doctor.NEEDS)


def test_root_needs_no_sudo_and_nothing_missing_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert doctor.install_command(doctor.NEEDS, "apt-get")[0] == "apt-get"
    assert doctor.install_command((), "apt-get") == ()


def test_an_install_that_cannot_run_says_so() -> None:
    assert doctor.install(("no-such-command-anywhere",)) == 127
