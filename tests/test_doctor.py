"""The doctor: missing packages, and the command that installs them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fonts_at_hand import make_font

from publish import doctor
from publish.cli import main
from publish.fonts import system


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
    assert doctor.install(("no-such-sudo", "apt-get", "install", "fonts")) == 127


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


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project on a machine whose fonts have next to nothing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "none").mkdir()
    conf = tmp_path / "fonts.conf"
    conf.write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{tmp_path}/none</dir>'
        f"<cachedir>{tmp_path}/cache</cachedir></fontconfig>",
        "utf-8",
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(conf))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    places = {"fc-list": shutil.which("fc-list"), "apt-get": "/usr/bin/apt-get"}
    monkeypatch.setattr("shutil.which", places.get)
    (tmp_path / "posts").mkdir()
    yield tmp_path
    monkeypatch.undo()
    system.look_again()


def post(folder: Path, name: str, body: str) -> None:
    (folder / "posts" / f"{name}.md").write_text(f"---\ntitle: {name}\n---\n{body}\n", "utf-8")


@pytest.mark.parametrize(
    ("words", "need", "package"),
    [
        ("ไทย", "fonts of other scripts", "fonts-noto-core"),
        ("नमस्ते", "fonts of other scripts", "fonts-noto-core"),
        ("مرحبا", "fonts of other scripts", "fonts-noto-core"),
        ("שלום", "fonts of other scripts", "fonts-noto-core"),
        ("&#x12000;", "fonts of other scripts", "fonts-noto-core"),
        ("🜁", "fonts of other scripts", "fonts-noto-core"),
        ("𠮶", "rare Chinese characters", "fonts-hanazono"),
        ("\U0002f800", "rare Chinese characters", "fonts-hanazono"),
        ("𰀁", "the newest Chinese characters", "fonts-babelstone-han"),
        ("一", "Chinese fonts", "fonts-noto-cjk"),
        ("🚀", "emoji", "fonts-noto-color-emoji"),
    ],
)
def test_the_doctor_looks_at_the_posts(
    words: str, need: str, package: str, bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post(bare, "a", f"Plain.\n\nThen {words} here.")
    post(bare, "b", "Plain – with “quotes”, “ü”, α, я, ∑ and \u200b\u00ad\u2028\ufe0f\u2060.")
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    (told,) = [line for line in out.splitlines() if line.startswith("post ")]
    assert told.startswith("post     posts/a.md:6: no font has ")
    assert told.endswith(f"; it needs {need}")
    assert f"missing  {need}: " in out
    (command,) = [line for line in out.splitlines() if line.startswith("install with: ")]
    assert package in command.split()


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text y="9">{}</text></svg>'


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("![x](a.svg)", "posts/a.svg"),
        ('<img alt="x" src="img/a%20b.SVG?v=2">', "posts/img/a b.SVG"),
        ("![x]({{ site.baseurl }}/assets/a.svg)", "assets/a.svg"),
        ('![x][d]\n\n[d]: a.svg "t"', "posts/a.svg"),
    ],
)
@pytest.mark.parametrize("words", ["ไทย", "&#xE44;&#xE17;&#xE22;", "<tspan>ไทย</tspan>"])
def test_the_doctor_looks_at_the_words_of_drawings(
    address: str, file: str, words: str, bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (bare / "_config.yml").write_text("title: A\n")
    (bare / file).parent.mkdir(parents=True, exist_ok=True)
    (bare / file).write_text(DRAWING.format(words), "utf-8")
    post(bare, "a", f"Plain.\n\n{address}")
    assert main(["doctor", "posts/a.md"]) == 1
    (told,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("post ")]
    line = 8 if "[d]" in address else 6
    assert told.startswith(f"post     posts/a.md:{line}: no font has ท (U+0E17), ย (U+0E22), ไ (U+0E44) in ")
    assert told.endswith("; it needs fonts of other scripts")


def test_a_drawing_that_cannot_be_read_is_left_to_the_build(
    bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (bare / "secret.svg").write_text(DRAWING.format("ไทย"), "utf-8")
    (bare / "posts" / "broken.svg").write_text("<svg><")
    post(bare, "a", "![x](../secret.svg) ![x](broken.svg) ![x](gone.svg) ![x](https://example.org/a.svg)")
    main(["doctor", "posts/a.md"])
    assert "post " not in capsys.readouterr().out


def test_posts_can_be_named(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    post(bare, "a", "ไทย")
    post(bare, "b", "Plain.")
    main(["doctor", "posts/b.md"])
    assert "post " not in capsys.readouterr().out
    assert main(["doctor", "nowhere"]) == 2


def test_installing_what_the_posts_need(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []
    monkeypatch.setattr(doctor, "examine", lambda: doctor.Report((), ()))

    def install(command: Sequence[str]) -> int:
        ran.append(command[-1])
        make_font(bare / "none" / "thai.ttf", "Noto Sans Cherokee", "ไทย")
        return 0

    monkeypatch.setattr(doctor, "install", install)
    post(bare, "a", "ไทย")
    assert main(["doctor", "--install"]) == 0
    assert ran == ["fonts-noto-core"]
    before, _, after = capsys.readouterr().out.partition("install with")
    assert "post     posts/a.md:4: no font has ท (U+0E17), ย (U+0E22), ไ (U+0E44); it needs" in before
    assert "post " not in after
    assert main(["doctor"]) == 0


def test_a_character_that_no_known_package_has(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "examine", lambda: doctor.Report((), ()))
    make_font(bare / "none" / "c.ttf", "Noto Sans Cherokee", "x")
    post(bare, "a", "\U00012000")
    assert main(["doctor"]) == 1
    assert "it needs another font, which publish does not know" in capsys.readouterr().out


def test_a_project_without_posts_is_looked_at_too(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 1
    (bare / "posts").rmdir()
    assert main(["doctor"]) == 1
    assert "missing  Chinese fonts" in capsys.readouterr().out


def test_a_list_of_fonts_that_never_comes_counts_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fc-list").write_text("#!/bin/sh\nexec sleep 600\n")
    (tmp_path / "fc-list").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr("publish.doctor.FONTS_SECONDS", 0.2)
    assert doctor.EMOJI in doctor.examine().missing
