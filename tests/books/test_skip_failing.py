"""A volume of which some posts fail: it names them and is not made, or is made without them if that is asked for."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

import publish
from publish.cli import main
from publish.fonts import faces

RARE = "\U00012345\U00016a00\U0001bca0"
"""Cuneiform, a letter of Mro: what few machines print."""
COMMAND = ("volume", "--title", "All", "-o", "out", "posts")


@pytest.fixture
def odd() -> str:
    """A character that this machine prints in no font."""
    return faces.missing(RARE, "en")[0]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("posts").mkdir()
    return tmp_path


def write(name: str, title: str, body: str) -> None:
    path = Path("posts", f"2026-01-0{ord(name) - 96}-{name}.md")
    path.write_text(f"---\ntitle: {title}\nlang: en\n---\n{body}\n", "utf-8")


def text_of(pdf: Path) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def names_in(epub: Path) -> str:
    with zipfile.ZipFile(epub) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))


def test_a_volume_names_the_failing_post_and_is_not_made(
    odd: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a", "Sound", "Words of the first.")
    write("b", "Bad", f"Some {odd} here.")
    assert main([*COMMAND]) == 1
    said = capsys.readouterr().err
    assert f"posts/2026-01-02-b.md:5: error: no font on this machine has {odd} (U+{ord(odd):04X}); in" in said
    assert "2026-01-01-a.md" not in said
    assert "with --skip-failing it is made without the posts that fail" in said
    assert not list(Path("out").glob("*"))


@pytest.mark.parametrize("command", [("volume", "-o", "out"), ("zine", "-o", "out")])
def test_a_post_that_cannot_be_read_ends_a_volume_in_the_same_words(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    write("a", "Sound", "Words of the first.")
    write("b", "[", "Words of the second.")
    assert main([*command, "posts", "--month", "2026-01", "--report", "report.json"]) == 1
    said = capsys.readouterr()
    assert "posts/2026-01-02-b.md:2: error: front matter" in said.err
    assert "with --skip-failing it is made without the posts that fail" in said.err
    assert "0 made, 0 unchanged, 1 failed" in said.out
    assert '"status": "failed"' in Path("report.json").read_text("utf-8")
    assert not list(Path("out").glob("*"))
    (made,) = publish.bind("posts", start=date(2026, 1, 1), end=date(2026, 1, 31))
    assert (made.status, made.label) == ("failed", "posts/2026-01-02-b.md")
    assert isinstance(made.error, publish.PostError)


@pytest.mark.parametrize("bad", ["title", "heading", "body", "code", "note"])
def test_it_is_made_without_them_and_says_so(bad: str, odd: str, capsys: pytest.CaptureFixture[str]) -> None:
    write("a", "Sound", "Words of the first.")
    bodies = {"heading": f"## H {odd}\n\nX", "code": f"`{odd}`", "note": f"A[^1]\n\n[^1]: Note {odd}"}
    write(
        "b",
        f"Bad {odd}" if bad == "title" else "Badly",
        bodies.get(bad, f"Its {odd if bad == 'body' else ''} words"),
    )
    write("c", "Third", "Words of the third.")
    for _ in range(2):  # the second time too: such a volume never counts as up to date
        assert main([*COMMAND, "--skip-failing"]) == 1
        said = capsys.readouterr()
        assert "posts/2026-01-02-b.md:" in said.err
        assert "error: left out of the volume (--skip-failing): no font on this machine has" in said.err
        assert "2 made, 0 unchanged, 1 failed" in said.out
    text = text_of(Path("out/All.pdf"))
    assert "Words of the first." in text
    assert "Words of the third." in text
    assert "Bad" not in text
    assert "Bad" not in names_in(Path("out/All.epub"))
    write("b", "Mended", "Now it can be printed.")
    assert main([*COMMAND, "--skip-failing"]) == 0
    assert "Now it can be printed." in text_of(Path("out/All.pdf"))


def test_without_a_post_that_fails_it_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    write("a", "Sound", "Words of the first.")
    assert main([*COMMAND, "--skip-failing"]) == 0
    assert main([*COMMAND]) == 0
    assert "0 made, 2 unchanged" in capsys.readouterr().out


def test_a_volume_of_failing_posts_only_is_not_made(odd: str, capsys: pytest.CaptureFixture[str]) -> None:
    write("a", "One", odd)
    write("b", "Two", odd)
    assert main([*COMMAND, "--skip-failing"]) == 1
    said = capsys.readouterr().err
    assert "2026-01-01-a.md:5: error: no font" in said
    assert "2026-01-02-b.md:5: error: no font" in said
    assert not list(Path("out").glob("*"))


@pytest.mark.parametrize("kind", ["pdf", "epub", "html"])
def test_a_post_of_the_table_that_cannot_be_read_is_left_out_too(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a", "Sound", "Words of the first.")
    Path("posts/broken.md").write_text("---\ntitle: [\n---\nX\n", "utf-8")
    Path("v.toml").write_text(
        'title = "All"\n[[section]]\ntitle = "Part"\nposts = ["posts/2026-01-01-a.md", "posts/broken.md"]\n',
        "utf-8",
    )
    command = ["volume", "v.toml", "--format", kind, "-o", "out"]
    assert main(command) == 1
    assert not list(Path("out").glob("*"))
    assert main([*command, "--skip-failing"]) == 1
    assert "posts/broken.md:3: error: left out of the volume (--skip-failing): " in capsys.readouterr().err
    assert Path(f"out/v.{kind}").is_file()


def test_sheets_to_fold_can_be_made_without_them(odd: str) -> None:
    write("a", "Sound", "Words of the first.")
    write("b", "Bad", odd)
    assert main(["zine", "posts", "-o", "out", "--skip-failing"]) == 1
    assert Path("out/zine.pdf").is_file()


def test_from_python(odd: str) -> None:
    write("a", "Sound", "Words of the first.")
    write("b", "Bad", odd)
    assert {each.status for each in publish.bind("posts", ["pdf"], "out")} == {"failed"}
    found = {each.label: each.status for each in publish.bind("posts", ["pdf"], "out", skip_failing=True)}
    assert found == {"posts/2026-01-02-b.md": "failed", "volume": "built"}


@pytest.mark.parametrize(
    "table",
    [
        'title = "All {odd}"',
        'title = "All"\neditor = "Ann {odd}"',
        'title = "All"\n[[section]]\ntitle = "Part {odd}"',
    ],
)
def test_a_character_of_the_volumes_own_is_not_blamed_on_a_post(
    table: str, odd: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a", "Sound", "Words of the first.")
    row = 'posts = ["posts/2026-01-01-a.md"]\n'
    Path("v.toml").write_text(
        f"{table.format(odd=odd)}\n{row}" if "section" in table else f"{row}{table.format(odd=odd)}\n",
        "utf-8",
    )
    assert main(["volume", "v.toml", "--format", "pdf", "-o", "out", "--skip-failing"]) == 1
    errors = [line for line in capsys.readouterr().err.splitlines() if " error: " in line]
    assert len(errors) == 1
    assert errors[0].startswith(f"v.toml: error: no font on this machine has {odd} ")
