"""Commands in messages work when the user types them as they are."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
import shelf_samples

from publish.cli import main

Run = Callable[..., tuple[int, str]]
_COMMAND = re.compile(r"`publish ([^`]+)`")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command in `tmp_path`: its status, and all that it says."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> tuple[int, str]:
        status = main(words)
        said = capsys.readouterr()
        return status, said.out + said.err

    return command


def hints(said: str) -> list[list[str]]:
    """The commands that were told, as a shell parts them."""
    return [shlex.split(found) for found in _COMMAND.findall(said)]


def project(folder: Path, server: str) -> None:
    """Posts that lie elsewhere than in posts/, two with a picture on the web."""
    (folder / "publish.toml").write_text(f'[images]\nallow_hosts = ["{server}"]\n')
    (folder / "our writing").mkdir()
    for name, more in (("a", ""), ("b", ""), ("late", "date: 2099-01-01\n")):
        text = f"---\ntitle: {name}\n{more}---\n![A picture](http://{server}/picture/{name})\n"
        (folder / "our writing" / f"{name}.md").write_text(text)
    for number in range(7):
        (folder / "our writing" / f"plain-{number}.md").write_text(f"---\ntitle: {number}\n---\nWords.\n")
    (folder / "v.toml").write_text('posts = ["our writing/*.md"]\n')


ALL = tuple(f"our writing/{name}.md" for name in ("a", "b", *(f"plain-{number}" for number in range(7))))


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("html", "our writing"), "ab"),
        (("epub", "our writing/*.md", "-j", "1"), "ab"),
        (("html", "our writing/a.md"), "a"),
        (("html", *ALL), "ab"),
        (("html", "our writing/late.md"), ("late",)),
        (("html", "our writing", "--future"), ("a", "b", "late")),
        (("volume", "our writing", "--format", "html"), "ab"),
        (("volume", "v.toml", "--format", "html"), "ab"),
    ],
)
def test_pictures_that_are_missing_are_listed_and_fetched_as_told(
    run: Run, tmp_path: Path, server: str, words: tuple[str, ...], names: tuple[str, ...]
) -> None:
    project(tmp_path, server)
    status, said = run(*words, "--offline")
    assert status == 0
    listing, fetching = hints(said)
    assert (listing[:2], fetching[:2]) == (["images", "list"], ["images", "fetch"])
    status, told = run(*listing)
    assert status == 1
    assert sorted(re.findall(r"^missing  \S+/(\w+) ", told, re.MULTILINE)) == sorted(names)
    (again, help_) = hints(told)
    assert again == fetching
    assert run(*help_)[0] == 0
    assert f"{len(names)} fetched" in run(*fetching)[1]
    assert run(*listing)[0] == 0


def test_a_command_for_many_long_names_names_their_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    for number in range(4):
        name = f"2026-05-0{number + 1}-an-essay-with-a-long-name.md"
        (tmp_path / "posts" / name).write_text("---\ntitle: A\n---\n![A](gone.png)\n")
    for pattern, told in (("*", ["posts"]), ("*-01-*", ["posts/2026-05-01-an-essay-with-a-long-name.md"])):
        (tmp_path / "v.toml").write_text(f'posts = ["posts/{pattern}.md"]\n')
        (listing,) = hints(run("volume", "v.toml", "--format", "html")[1])
        assert listing == ["images", "list", *told]


def test_a_picture_that_the_vault_lost_is_fetched_as_told(run: Run, tmp_path: Path, server: str) -> None:
    project(tmp_path, server)
    assert run("images", "fetch", "our writing")[0] == 0
    for picture in (tmp_path / "vault").rglob("*.png"):
        picture.unlink()
    status, said = run("html", "our writing", "--offline")
    assert (status, "its file is missing from the vault" in said) == (0, True)
    *_, fetching = hints(said)
    assert "2 fetched" in run(*fetching)[1]
    assert not hints(run("html", "our writing", "--offline")[1])


def test_imported_descriptions_come_into_the_worksheet_as_told(
    run: Run, tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    for folder in (theirs, ours):
        folder.mkdir()
        project(folder, server)
    monkeypatch.chdir(theirs)
    assert run("images", "fetch", "our writing")[0] == run("images", "alt", "our writing")[0] == 0
    sheet = theirs / "vault" / "descriptions.csv"
    lines = sheet.read_text("utf-8-sig").splitlines()
    sheet.write_text("\r\n".join([lines[0], *(f"{line}Teal." for line in lines[1:])]), "utf-8-sig")
    monkeypatch.chdir(ours)
    status, said = run("images", "import", str(theirs))
    assert status == 0
    (told,) = hints(said)
    status, said = run(*told)
    assert (status, "2 pictures, 0 without a description" in said) == (0, True), said
    assert "our writing/a.md" in (ours / "vault" / "descriptions.csv").read_text("utf-8-sig")


def test_flags_that_are_told_bring_what_was_held_back(run: Run, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    for name, more in (
        ("late", "date: 2099-01-01"),
        ("draft", "draft: true"),
        ("both", "draft: true\ndate: 2099-01-01"),
        ("gone", "published: false"),
    ):
        (tmp_path / "posts" / f"{name}.md").write_text(f"---\ntitle: {name}\n{more}\n---\nWords.\n")
    for command in (("html",), ("volume", "--format", "html"), ("images", "list"), ("cover", "--all")):
        _, said = run(*command)
        flags = set(re.findall(r"--[a-z]+", said))
        assert flags == {"--future", "--drafts", "--unpublished"}
        status, said = run(*command, *flags)
        assert (status, "held back" in said) == (0, False)
    _, said = run("html", "posts/*.md")
    assert "-v names each" in said
    assert "posts/late.md: held back: " in run("html", "posts/*.md", "-v")[1]
    assert "-v" not in run("images", "fetch")[1]  # which has none


def test_a_shelf_is_made_as_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "our books").mkdir()
    assert "build books there, then make one" in run("serve", "our books")[1]
    shelf_samples.epub(tmp_path / "our books" / "a.epub")
    status, said = run("serve", "our books")
    assert "build books" not in said
    (told,) = hints(said)
    assert (status, run(*told)[0]) == (2, 0)
    assert (tmp_path / "our books" / "index.html").is_file()


def test_options_that_are_told_are_whole(run: Run, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text("---\ntitle: A\n---\n" + "word *emph* " * 20_000)
    _, said = run("pdf", "--timeout", "0.2")
    (told,) = re.findall(r"use (--timeout \S+)", said)
    assert "no such" not in run("pdf", *told.split())[1].lower()
    (tmp_path / "posts" / "a.md").write_text("---\ntitle: A\n---\nWords.\n")
    status, said = run("volume", "-o", "v.html", "--format", "pdf,html")
    (told,) = re.findall(r"use (--format \S+)", said)
    assert (status, run("volume", "-o", "v.html", *told.split())[0]) == (2, 0)
