"""Characters without a font: every cover leaves them out with a notice, and no cover shows an empty box."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from fonts_at_hand import command, fontconfig
from PIL import Image, ImageChops

from publish.cli import main
from publish.fonts import faces

UNKNOWN = "\U00012345\U0001d173\U00016a00"
"""Cuneiform, a mark of musical notation, a letter of Mro: what few machines print."""


@pytest.fixture
def odd() -> str:
    """A character that this machine prints in no font."""
    return faces.missing(UNKNOWN, "en")[0]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, title: str, description: str = "What it says") -> None:
    Path(f"{name}.md").write_text(
        f"---\ntitle: {title}\ndate: 2026-01-0{ord(name) - 96}\nlang: en\ndescription: {description}\ncover: quote\n---\nWords.\n", "utf-8"
    )  # fmt: skip


def cover_of(epub: Path) -> Image.Image:
    with zipfile.ZipFile(epub) as book:
        return Image.open(io.BytesIO(book.read("EPUB/images/cover.jpg"))).convert("L")


def first_page(pdf: Path) -> Image.Image:
    drawn: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil()
    return drawn.convert("L")


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and not any(ImageChops.difference(one, other).histogram()[8:])


def told(said: str, odd: str) -> bool:
    return (
        f"warning: the cover leaves out characters that no font on this machine has: {odd} (U+{ord(odd):04X})"
        in said
    )


@pytest.mark.usefixtures("folder")
def test_a_volumes_cover_leaves_them_out(odd: str, capsys: pytest.CaptureFixture[str]) -> None:
    covers = []
    for extra in (odd, ""):
        write("a", f"First{extra} of all")
        write("b", f"{extra}Second")
        assert main(["volume", "--format", "epub", "--title", "Both", "-o", "v.epub", "a.md", "b.md"]) == 0
        covers.append(cover_of(Path("v.epub")))
        assert told(capsys.readouterr().err, odd) == bool(extra)
    assert same(*covers)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("kind", ["pdf", "epub"])
def test_a_single_books_cover_leaves_them_out(
    kind: str, odd: str, capsys: pytest.CaptureFixture[str]
) -> None:
    covers = []
    for extra in (odd, ""):
        write("a", "First", f"What{extra} is said in the middle of the cover of it all")
        assert main([kind, "a.md"]) == 0
        covers.append(first_page(Path("build/a.pdf")) if kind == "pdf" else cover_of(Path("build/a.epub")))
        assert told(capsys.readouterr().err, odd) == bool(extra)
    assert same(*covers)


@pytest.mark.usefixtures("folder")
def test_a_cover_drawn_alone_leaves_them_out(odd: str, capsys: pytest.CaptureFixture[str]) -> None:
    covers = []
    for extra in (odd, ""):
        write("a", f"First{extra}")
        assert main(["cover", "-o", "c.png", "a.md"]) == 0
        covers.append(Image.open("c.png").convert("L"))
        covers[-1].load()
        assert told(capsys.readouterr().err, odd) == bool(extra)
    assert covers[0].size == covers[1].size


@pytest.mark.usefixtures("folder")
def test_a_title_of_nothing_else_leaves_a_mark(odd: str) -> None:
    write("a", odd)
    assert main(["epub", "a.md"]) == 0
    assert cover_of(Path("build/a.epub")).getextrema() != (255, 255)


@pytest.mark.usefixtures("folder")
def test_a_page_for_browsers_has_no_cover_to_warn_of(odd: str, capsys: pytest.CaptureFixture[str]) -> None:
    for name in "ab":
        write(name, f"First{odd}")
    assert main(["volume", "--format", "html", "--title", "Both", "-o", "v.html", "a.md", "b.md"]) == 0
    assert main(["html", "a.md"]) == 0
    assert "the cover" not in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["epub", "cover"])
@pytest.mark.parametrize(("lang", "name"), [("de", "rakete"), ("zh-Hant", "火箭")])
def test_an_emoji_without_a_font_is_its_name(kind: str, lang: str, name: str, tmp_path: Path) -> None:
    drawn = []
    for title in ("Up \U0001f680 now", f"Up [{name}] now"):
        (tmp_path / "a.md").write_text(
            f"---\ntitle: {title!r}\nlang: {lang}\ndate: 2026-01-01\ncover: quote\n---\nWords.\n", "utf-8"
        )
        more = ("-o", "build/a.png") if kind == "cover" else ()
        status, said = command(kind, "a.md", *more, cwd=tmp_path, env=fontconfig(tmp_path, "\U0001f680"))
        assert status == 0
        told = [line for line in said if "the cover prints the names of emoji" in line]
        assert len(told) == ("[" not in title)
        assert all("\U0001f680 (U+1F680); to get emoji: publish doctor --install" in line for line in told)
        made = tmp_path / "build/a.png"
        drawn.append(
            Image.open(made).convert("L").copy() if kind == "cover" else cover_of(tmp_path / "build/a.epub")
        )
    assert same(*drawn)


@pytest.mark.usefixtures("folder")
def test_the_sheet_of_all_templates_says_what_their_covers_leave_out(
    odd: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a", f"Sea {odd}")
    assert main(["cover", "--all", "a.md", "-o", "all.jpg", "--offline"]) == 0
    assert told(capsys.readouterr().err, odd)
