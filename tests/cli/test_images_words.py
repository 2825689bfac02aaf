"""What `publish images` and the builds say of pictures: where they are, who described them, what brings them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from publish.cli import main

HEAD = "---\ntitle: A Title\nauthor: Ann Lee\ndate: 2025-08-14\n---\n\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "posts").mkdir()
    Image.new("RGB", (60, 40), (40, 80, 120)).save(tmp_path / "posts" / "pier.png")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = main(words)
    told = capsys.readouterr()
    return status, told.out + told.err


@pytest.mark.parametrize(
    ("text", "count", "fetched"),
    [
        ("![A](gone.png)", "1 picture missing in 1 book", False),
        ("![A](gone.png)\n![A](../../other.png)", "2 pictures missing in 1 book", False),
        ("![A](https://example.org/a.png)", "1 picture missing in 1 book", True),
        ("![A](gone.png)\n![A](//example.org/a.png)", "2 pictures missing in 1 book", True),
    ],
)
@pytest.mark.parametrize("command", ["html", "epub", "pdf"])
def test_fetching_is_told_only_where_something_is_on_the_web(
    folder: Path, capsys: pytest.CaptureFixture[str], command: str, text: str, count: str, fetched: bool
) -> None:
    (folder / "posts" / "a.md").write_text(f"{HEAD}{text}\n")
    status, told = said(capsys, command, "--offline")
    assert status == 0
    one = count.startswith("1 ")
    assert f"{count}: `publish images list posts` lists {'it' if one else 'them'}" in told
    assert (f"fetches {'it from the web' if one else 'those on the web'}\n" in told) is fetched


def test_files_beside_posts_are_there_and_only_the_vault_keeps(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "posts" / "a.md").write_text(f"{HEAD}![A](pier.png)\n")
    status, told = said(capsys, "images", "list", "-v")
    assert status == 0
    assert told.splitlines()[0].split()[:2] == ["there", "posts/pier.png"]
    assert told.splitlines()[1:] == [
        "0 pictures on the web: 0 kept, 0 missing, 0 changed",
        "1 picture beside posts: 1 there, 0 missing",
    ]


def test_who_described_a_picture_is_counted_apart(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Image.new("RGB", (60, 40), (90, 80, 120)).save(folder / "posts" / "tide.png")
    (folder / "posts" / "a.md").write_text(f"{HEAD}![A pier at low tide](pier.png)\n\n![](tide.png)\n")
    told = said(capsys, "images", "alt")[1]
    assert "2 pictures, 1 without a description (1 described in posts, 0 in the worksheet)" in told


DRAWING = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"


def test_the_list_and_the_worksheet_say_what_only_one_of_them_counts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pictures within posts are described and not fetched; those on covers alone are fetched and not described."""
    head = HEAD.replace("---\n", "---\nimage: pier.png\n", 1)
    (folder / "posts" / "a.md").write_text(f'{head}<img alt="A" src="{DRAWING}">\n')
    listed = said(capsys, "images", "list")[1].splitlines()
    assert listed[-2:] == ["1 picture beside posts: 1 there, 0 missing", "1 picture within posts themselves"]
    told = said(capsys, "images", "alt")[1]
    assert ": 1 picture, 0 without a description" in told
    assert "; 1 more on covers, which say their titles" in told


def worksheet(folder: Path, *rows: str) -> None:
    (folder / "vault").mkdir(parents=True)
    text = "\n".join(["address,description", *rows, ""])
    (folder / "vault" / "descriptions.csv").write_text(text, "utf-8")


@pytest.mark.parametrize("name", ["../lib", "../lib/vault"])
def test_a_vault_of_descriptions_alone_is_imported(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    worksheet(folder / "lib", "https://example.org/a.png,A pier", "posts/pier.png,A tide")
    ours = folder / "ours"
    ours.mkdir()
    monkeypatch.chdir(ours)
    assert said(capsys, "images", "import", name) == (0, "2 descriptions imported\n")
    sheet = (ours / "vault" / "descriptions.csv").read_text("utf-8-sig")
    assert "https://example.org/a.png,,A pier" in sheet
    assert said(capsys, "images", "import", name) == (0, "its descriptions are here already\n")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("lib", "lib: error: no vault: it has neither pictures in a manifest.jsonl nor a descriptions.csv"),
        ("gone", "gone: error: no such folder"),
        ("file", "file: error: is no folder"),
    ],
)
def test_what_is_no_vault_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, message: str
) -> None:
    (folder / "lib").mkdir()
    (folder / "file").write_text("x")
    status, told = said(capsys, "images", "import", name)
    assert status == 2
    assert message in told


def test_pictures_without_a_description_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "posts").mkdir()
    for number in range(12):
        Image.new("RGB", (40, 30), (20 * number, 0, 0)).save(tmp_path / f"posts/p{number}.png")
    text = "".join(f"![{'' if number else 'A boat'}](p{number}.png)\n\n" for number in range(12))
    post = tmp_path / "posts/a.md"
    post.write_text(f"---\ntitle: A\n---\n{text}")
    assert main(["images", "alt", "posts"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].endswith(
        ": 12 pictures, 11 without a description (1 described in posts, 0 in the worksheet)"
    )
    assert told[1] == "posts/a.md:6: posts/p1.png has no description"
    assert len(told) == 12
    assert told[-1] == "1 more without a description: see vault/descriptions.csv"
