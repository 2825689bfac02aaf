"""Of several files of one picture, a book has the one that suits its device."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from PIL import Image as Pillow

from publish.cli import main
from publish.keep.vault import Vault

WIDTHS = (300, 800, 1200, 1600, 2400, 3000)
SET = ", ".join(f"a-{width}.png {width}w" for width in WIDTHS)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a picture in several widths, each in its own grey."""
    for number, width in enumerate(WIDTHS):
        Pillow.new("L", (width, width // 2), 40 * number).save(tmp_path / f"a-{width}.png")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def built(body: str, profile: str = "full") -> tuple[int, str]:
    """The width of the file whose picture is in the book, by its grey, and the `img`."""
    Path("post.md").write_text(
        f"---\ntitle: T\nauthor: A\nlang: en\ndate: 2026-03-04\n---\nWords.\n\n{body}\n"
    )
    assert (
        main(["epub", "post.md", "--offline", "--force", "--quiet", "--profile", profile, "-o", "out"]) == 0
    )
    with zipfile.ZipFile("out/post.epub") as book:
        image = re.search(r"<img[^>]*>", book.read("EPUB/chapter-1.xhtml").decode())
        assert image is not None
        name = re.search(r'src="([^"]*)"', image[0])
        assert name is not None
        with Pillow.open(io.BytesIO(book.read(f"EPUB/{name[1]}"))) as opened:
            grey = opened.convert("L").crop((5, 5, 6, 6)).getextrema()[0]
    assert "srcset" not in image[0]
    return WIDTHS[round(float(str(grey)) / 40)], image[0]


@pytest.mark.parametrize(
    "body",
    [
        f'<img src="a-300.png" srcset="{SET}" sizes="(max-width: 600px) 480px, 800px" alt="A boat">',
        f'<img data-src="a-300.png" data-srcset="{SET}" alt="A boat">',
        f'<img srcset="{SET}" alt="A boat">',
        f'<picture><source media="(prefers-color-scheme: dark)" srcset="a-800.png 1300w">'
        f'<source type="image/webp" srcset="{SET}"><img src="a-300.png" alt="A boat"></picture>',
    ],
    ids=["set", "late", "without a source", "picture"],
)
@pytest.mark.parametrize(("profile", "width"), [("full", 2400), ("phone", 1200), ("eink", 1600)])
def test_the_smallest_with_enough_pixels(folder: Path, body: str, profile: str, width: int) -> None:
    assert built(body, profile)[0] == width


def test_one_that_is_not_there_is_not_chosen(folder: Path) -> None:
    """Sites make other sizes only when they are built."""
    assert built('<img src="a-800.png" srcset="/made/a-2400.png 2400w, b.png 1200w" alt="A boat">')[0] == 800
    assert (
        built('<img src="/made/a.png" srcset="/made/a-2400.png 2400w, a-300.png 300w" alt="A boat">')[0]
        == 300
    )
    assert built('<img src="a-800.png" srcset="https://a.example/a.png 2400w" alt="A boat">')[0] == 800


def test_a_small_place_takes_a_small_picture(folder: Path) -> None:
    width, image = built(f'<img src="a-3000.png" srcset="{SET}" width="200" alt="A boat">')
    assert (width, 'width="200"' in image) == (800, True)


def test_a_picture_for_sharp_screens_has_the_size_of_the_plain_one(folder: Path) -> None:
    width, image = built('<img src="a-300.png" srcset="a-800.png 2x, a-1200.png 4x" alt="A boat">')
    assert (width, 'width="300"' in image) == (1200, True)
    width, image = built('<img src="a-800.png" srcset="a-1600.png 2x" alt="A boat">')
    assert (width, 'width="800"' in image) == (1600, True)


def test_a_new_file_is_seen_at_the_next_build(folder: Path) -> None:
    body = '<img src="a-300.png" srcset="b.png 2000w" alt="A boat">'
    assert built(body)[0] == 300
    Pillow.new("L", (2000, 1000), 160).save("b.png")
    assert main(["epub", "post.md", "--offline", "--quiet", "-o", "out"]) == 0
    with zipfile.ZipFile("out/post.epub") as book:
        assert 'width="2000"' in book.read("EPUB/chapter-1.xhtml").decode()


def test_files_of_one_picture_count_as_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of those that may take the place of a broken file two are tried: the next best, and the one in `src`."""
    Path("publish.toml").write_text("[limits]\nimages = 2\n")
    for number in range(6):
        Path(f"b-{number}.png").write_bytes(b"no picture")
    offered = ", ".join(f"b-{number}.png {1000 + number}w" for number in range(6))
    body = f'<img src="a-300.png" srcset="{offered}" alt="A boat">\n\n![B](a-800.png)'
    assert built(body)[0] == 300
    assert main(["html", "post.md", "--offline", "-o", "out"]) == 0
    assert "; image a-300.png takes its place" in capsys.readouterr().err
    Path("post.md").write_text(f"{body}\n\n![C](a-1200.png)\n")
    assert main(["epub", "post.md", "--offline", "-o", "out"]) == 1
    assert "more than 2 pictures (limit images)" in capsys.readouterr().err


def test_a_picture_that_is_fetched_later_is_seen_at_the_next_build(folder: Path) -> None:
    address = "https://a.example/b.png"
    assert built(f'<img src="a-300.png" srcset="{address} 2000w" alt="A boat">')[0] == 300
    file = io.BytesIO()
    Pillow.new("L", (2000, 1000), 160).save(file, "PNG")
    Vault(folder / "vault").keep(address, file.getvalue(), "PNG", address, (2000, 1000))
    assert main(["epub", "post.md", "--offline", "--quiet", "-o", "out"]) == 0
    with zipfile.ZipFile("out/post.epub") as book:
        assert 'width="2000"' in book.read("EPUB/chapter-1.xhtml").decode()


def test_a_file_that_is_too_large_is_looked_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("publish.toml").write_text("[limits]\nimage_bytes = 100\n")
    Path("post.md").write_text("![A boat](a-3000.png)\n")
    for made in ("1 made, 0 unchanged", "0 made, 1 unchanged"):
        assert main(["epub", "post.md", "--offline", "-o", "out"]) == 0
        assert made in capsys.readouterr().out
