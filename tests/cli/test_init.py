"""`publish init`: a blog's first settings, and what Jekyll must not copy."""

from __future__ import annotations

import re
import shutil
import tomllib
from dataclasses import fields
from pathlib import Path

import processes
import pytest
import yaml

from publish.cli import main
from publish.model import Limits, Options
from publish.project import settings

OURS = ["publish.toml", "vault/", "build/", "build.*", "build-*"]
USUAL = ["Gemfile", "Gemfile.lock", "node_modules/", "vendor/bundle/"]


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts" / "2026-01-01-a.md").write_text("---\ntitle: A\n---\n\nWords.\n")
    (tmp_path / "_config.yml").write_text("title: Notes\n")
    return tmp_path


def excluded(blog: Path) -> list[str]:
    return list(yaml.safe_load((blog / "_config.yml").read_text("utf-8"))["exclude"])


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_settings_are_all_there_as_comments(blog: Path) -> None:
    before = files(blog)
    assert main(["init"]) == 0
    assert files(blog) - before == {"publish.toml"}
    text = (blog / "publish.toml").read_text("utf-8")
    assert tomllib.loads(text) == {}
    said = re.sub(r"^# (?=\[|\w+ = )", "", text, flags=re.MULTILINE)
    values = tomllib.loads(said)
    assert set(values["limits"]) == {limit.name for limit in fields(Limits)}
    (blog / "publish.toml").write_text(said)
    project = settings.load(blog)
    assert project.output == "build"
    assert (project.options.math, Options().math) == ("mathml", "")
    assert {each.name for each in fields(Options) if getattr(project.options, each.name) != each.default} == {
        "math"
    }


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("title: Notes\n", USUAL),
        ("title: Notes", USUAL),
        ("exclude: [a.txt, b/]  # ours\ntitle: Notes\n", ["a.txt", "b/"]),
        ("exclude: []\n", []),
        ("exclude: [a.txt,]\n", ["a.txt"]),
        (
            "title: Notes\nexclude:\n  - a.txt\n\n  # more\n  - 'b c/'\n\nurl: https://example.org\n",
            ["a.txt", "b c/"],
        ),
        ("exclude:\n- a.txt\n- b/\ncollections:\n  x: {output: true}\n", ["a.txt", "b/"]),
        ("title: Notes\nexclude:   # no books\n    - a.txt", ["a.txt"]),
        ("exclude:\n  - build\n  - vault/\n", ["build", "vault/"]),
        ("defaults:\n  - scope: {path: ''}\n    values: {exclude: [x]}\n", USUAL),
    ],
)
def test_what_jekyll_must_not_copy_is_excluded_and_nothing_else_changes(
    blog: Path, given: str, kept: list[str]
) -> None:
    (blog / "_config.yml").write_text(given)
    before = yaml.safe_load(given)
    assert main(["init"]) == 0
    after = yaml.safe_load((blog / "_config.yml").read_text("utf-8"))
    assert {each.strip("/") for each in OURS} <= {str(each).strip("/") for each in after["exclude"]}
    assert [each for each in kept if each not in after["exclude"]] == []
    assert len(after["exclude"]) == len(set(after["exclude"]))
    assert {**before, "exclude": 0} == {**after, "exclude": 0}
    for comment in re.findall(r"#.*", given):
        assert comment in (blog / "_config.yml").read_text("utf-8")
    once = (blog / "_config.yml").read_text("utf-8")
    assert main(["init"]) == 0
    assert (blog / "_config.yml").read_text("utf-8") == once


@pytest.mark.parametrize(
    "given",
    [
        "exclude: a.txt\n",
        "exclude: [a.txt,\n  b.txt]\n",
        "exclude:\ntitle: x\n",
        "a: &e [x]\nexclude: *e\n",
        "exclude: ['a]']\nexclude: [b]\n",
    ],
)
def test_where_it_is_not_clear_how_it_says_what_to_add(
    blog: Path, capsys: pytest.CaptureFixture[str], given: str
) -> None:
    (blog / "_config.yml").write_text(given)
    assert main(["init"]) == 0
    assert (blog / "_config.yml").read_text("utf-8") == given
    assert "add these to `exclude`, so that Jekyll does not copy them: publish.toml, vault/, build/" in (
        capsys.readouterr().err
    )


def test_nothing_is_written_over(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (blog / "publish.toml").write_text('output = "out"\n')
    (blog / "Makefile").write_text("site:\n\tjekyll build\n")
    assert main(["init", "--makefile"]) == 0
    assert (blog / "publish.toml").read_text("utf-8") == 'output = "out"\n'
    assert (blog / "Makefile").read_text("utf-8") == "site:\n\tjekyll build\n"
    assert "Makefile: is there already, and stays as it is" in capsys.readouterr().err
    assert {"out/", "Makefile"} <= set(excluded(blog))


def test_settings_that_are_no_yaml_are_an_error_with_its_line(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (blog / "_config.yml").write_text("title: Notes\nname: [a\n")
    assert main(["init"]) == 2
    assert re.match(r"_config\.yml:\d: error: ", capsys.readouterr().err)


@pytest.mark.parametrize("command", ["init", "html a.md"])
@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("title: Caf\u00e9\n".encode("latin-1"), "not UTF-8 at byte 10: save the file as UTF-8"),
        (b"title: Notes\n" + b"# words\n" * 200_000, "larger than 1,048,576 bytes"),
    ],
)
def test_settings_that_cannot_be_read_stay_and_are_an_error(
    blog: Path, capsys: pytest.CaptureFixture[str], command: str, data: bytes, says: str
) -> None:
    (blog / "a.md").write_text("Words.\n")
    (blog / "_config.yml").write_bytes(data)
    assert main(command.split()) in {1, 2}
    assert f"_config.yml: error: {says}\n" in capsys.readouterr().err
    assert (blog / "_config.yml").read_bytes() == data


@pytest.mark.parametrize("name", ["hugo.toml", "hugo.yaml", "hugo.json"])
def test_settings_of_hugo_that_are_not_utf_8(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("Words.\n")
    Path(name).write_bytes("title = Caf\u00e9".encode("latin-1"))
    assert main(["html", "a.md"]) == 1
    assert f"{name}: error: not UTF-8 at byte 11: save the file as UTF-8\n" in capsys.readouterr().err


def test_elsewhere_only_the_settings_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init"]) == 0
    assert files(tmp_path) == {"publish.toml"}


@pytest.mark.parametrize(("place", "command"), [("", "publish epub ."), ("posts", "publish epub")])
def test_what_is_said_to_do_next_works(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    place: str,
    command: str,
) -> None:
    (tmp_path / place).mkdir(exist_ok=True)
    (tmp_path / place / "a.md").write_text("---\ntitle: A\n---\nText.\n")
    monkeypatch.chdir(tmp_path)
    assert main(["init"]) == 0
    assert f"`{command}` makes books" in capsys.readouterr().out
    assert main(command.split()[1:]) == 0
    assert (tmp_path / "build" / "a.epub").is_file()
    assert main(["check", "-q"]) == 0  # which looks where books go, as `serve` and `shelf` do


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here")
def test_the_makefile_makes_the_other_books_when_one_fails(
    blog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["init", "--makefile"]) == 0
    (blog / "record").write_text('#!/bin/sh\necho "$*" >> said; test "$1" != pdf\n')
    (blog / "record").chmod(0o755)
    assert processes.make("books", "PUBLISH=./record", cwd=blog).returncode == 2
    done = processes.make("month", "PUBLISH=./record", cwd=blog)
    assert "make month MONTH=2026-05\n" in done.stderr
    done = processes.make("month", "MONTH=2026-01", "PUBLISH=./record", cwd=blog)
    assert done.returncode == 0
    assert (blog / "said").read_text() == "pdf\nepub\nvolume --month 2026-01\n"
    assert "Makefile" in excluded(blog)


def test_links_after_a_first_init_say_where_books_must_go(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init"]) == 0
    capsys.readouterr()
    assert main(["init", "--links"]) == 0
    said = capsys.readouterr().err
    assert (
        'publish.toml: books go into build/, which Jekyll does not copy to the site: write output = "books"'
        in said
    )
    toml = blog / "publish.toml"
    toml.write_text('output = "books"\n' + toml.read_text("utf-8"), "utf-8")
    assert main(["init", "--links"]) == 0
    assert "does not copy" not in capsys.readouterr().err
    assert main(["epub", "-q", "--offline"]) == 0
    assert main(["links"]) == 0
    assert "address: /books/2026-01-01-a.epub" in (blog / "_data/books.yml").read_text("utf-8")


def test_links_at_first_have_nothing_to_say(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--links"]) == 0
    assert capsys.readouterr().err == ""
