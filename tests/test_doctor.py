"""The doctor: missing packages, and the command that installs them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from publish import doctor
from publish.cli import main


def test_this_machine_has_what_the_other_tests_need() -> None:
    assert [need.name for need in doctor.examine().missing if need.essential] == []


@pytest.mark.parametrize("manager", ["apt-get", "dnf", "apk", "pacman", "zypper", "brew"])
def test_every_package_manager_has_a_command_for_everything(
    manager: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    command = doctor.install_command(doctor.NEEDS, manager)
    assert command[0] == ("brew" if manager == "brew" else "sudo")
    assert all(need.packages_for(manager)[0] in command for need in doctor.NEEDS if need.essential)
    assert doctor.EMOJI.packages_for(manager)[0] in command


def test_root_needs_no_sudo_and_nothing_missing_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert doctor.install_command(doctor.NEEDS, "apt-get")[0] == "apt-get"
    assert doctor.install_command((), "apt-get") == ()


def test_an_install_that_cannot_run_says_so() -> None:
    assert doctor.install(("no-such-command-anywhere",)) == 127


def test_a_bare_debian_gets_fonts_for_rare_characters_and_emoji(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    command = doctor.install_command(doctor.NEEDS, "apt-get")
    assert {"fonts-noto-cjk", "fonts-hanazono", "fonts-noto-color-emoji"} <= set(command)


def test_what_is_essential_comes_first_and_alone() -> None:
    turns = doctor.in_turn(doctor.NEEDS)
    assert all(need.essential for need in turns[0])
    assert turns[1:] == ((doctor.RARE_HAN,), (doctor.EMOJI,))
    assert doctor.in_turn((doctor.EMOJI,)) == ((doctor.EMOJI,),)


def test_a_manager_that_has_no_such_package_gets_no_command() -> None:
    assert doctor.install_command((doctor.RARE_HAN,), "apk") == ()


def test_set_up_goes_on_where_only_fonts_for_a_few_posts_cannot_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[tuple[str, ...]] = []
    missing = (doctor.RARE_HAN, doctor.EMOJI)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(doctor, "examine", lambda: doctor.Report((), missing))
    monkeypatch.setattr("shutil.which", lambda name: name if name == "apt-get" else None)

    def fail(command: Sequence[str]) -> int:
        ran.append(tuple(command))
        return 100

    monkeypatch.setattr(doctor, "install", fail)
    assert main(["doctor", "--install"]) == 0
    assert [command[-1] for command in ran] == ["fonts-hanazono", "fonts-noto-color-emoji"]
    assert "missing  emoji: without it, PDFs show their names (10 MB)" in capsys.readouterr().out
    assert main(["doctor"]) == 1
