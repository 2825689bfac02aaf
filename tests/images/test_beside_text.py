"""Pictures that authors put at the left or right of their text stand there in every format, where there is room."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image as Pillow

from publish.cli import main

MM = 25.4 / 72
BOTTOM, LEFT, RIGHT = 190, 17, 131
"""Millimetres: the column of the A5 preset."""
HEAD = "---\ntitle: T\nauthor: A\nlang: en\ndate: 2026-03-04\n---\n"
WORDS = "Words run around the picture. " * 12


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    Pillow.new("RGB", (800, 500), "teal").save(tmp_path / "a.png")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def chapter(body: str) -> str:
    Path("post.md").write_text(f"{HEAD}{body}\n")
    assert main(["epub", "post.md", "--force", "--quiet", "-o", "out"]) == 0
    with zipfile.ZipFile("out/post.epub") as book:
        return book.read("EPUB/chapter-1.xhtml").decode()


def boxes(body: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of each picture in millimetres."""
    Path("post.md").write_text(f"{HEAD}{body}\n")
    assert main(["pdf", "post.md", "--force", "--quiet", "-o", "out"]) == 0
    found = []
    with pypdfium2.PdfDocument("out/post.pdf") as document:
        for page in list(document)[1:]:
            for item in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE]):
                left, bottom, right, top = item.get_bounds()
                height = page.get_height()
                found.append((left * MM, (height - top) * MM, right * MM, (height - bottom) * MM))
    return found


@pytest.mark.parametrize(
    ("picture", "side"),
    [
        ('![A boat](a.png){: .left width="160" }', "left"),
        ('![A boat](a.png){: .align-right width="160" }', "right"),
        ('<img src="a.png" alt="A boat" align="right" width="160">', "right"),
        ('<img src="a.png" alt="A boat" style="float: left; width: 30%">', "left"),
        ('<img src="a.png" alt="A boat" class="float-end w-25">', "right"),
    ],
)
def test_it_stands_beside_its_paragraph(folder: Path, picture: str, side: str) -> None:
    found = chapter(f"{picture}\n{WORDS}")
    assert re.search(rf'<p class="picture-led">\s*<img[^>]*\bbeside-{side}\b', found)
    assert "float:" not in found
    left, _, right, _ = boxes(f"{picture}\n{WORDS}")[0]
    assert (left == pytest.approx(LEFT, abs=1)) is (side == "left")
    assert (right == pytest.approx(RIGHT, abs=1)) is (side == "right")


@pytest.mark.parametrize(
    "picture",
    [
        '![A boat](a.png){: .right width="160" }',
        '![A boat](a.png){: width="160" }\n{: .right }',
        '<figure class="align-right" style="width: 160px"><img src="a.png" alt="A boat"><figcaption>A boat.</figcaption></figure>',
        '<p style="float: right"><img src="a.png" width="30%" alt="A boat"></p>',
        '<div class="float-right"><img src="a.png" width="30%" alt="A boat"></div>',
    ],
    ids=["alone", "its paragraph", "figure", "share", "around"],
)
def test_one_alone_stands_beside_the_text_after_it(folder: Path, picture: str) -> None:
    left, _, right, _ = boxes(f"Before.\n\n{picture}\n\n{WORDS}\n\n## Next")[0]
    assert right == pytest.approx(RIGHT, abs=1)
    assert right - left == pytest.approx(114 * 0.3 if "30%" in picture else 160 * 25.4 / 96, abs=1)
    assert re.search(r'<(?:p|figure|div)[^>]*class="[^"]*\bbeside-right\b', chapter(f"{picture}\n\n{WORDS}"))


@pytest.mark.parametrize("picture", ["![A boat](a.png){: .left }", '![A boat](a.png){: .left width="80%" }'])
def test_a_wide_one_does_not(folder: Path, picture: str) -> None:
    found = chapter(f"{picture}\n{WORDS}")
    assert ("beside-" in found, 'class="left apart"' in found) == (False, True)


@pytest.mark.parametrize(
    "pictures",
    [
        '![A mast](mast.png)\n![A boat](a.png){: .align-right width="50%" }',
        '![A mast](mast.png)\n![A boat](a.png){: .align-right width="300" }',
        '![A mast](mast.png)\n[![A boat](a.png){: width="160" style="float: right" }](https://example.org)',
        '![A mast](mast.png) ![A boat](a.png){: .right width="30%" }',
    ],
)
@pytest.mark.parametrize("around", ["", "> ", "  "], ids=["", "quoted", "listed"])
def test_one_after_another_picture_stands_beside_the_text_after_both(
    folder: Path, pictures: str, around: str
) -> None:
    Pillow.new("RGB", (500, 300), "navy").save(folder / "mast.png")
    lines = "\n".join(f"{around}{line}".rstrip() for line in f"{pictures}\n\n{WORDS}".splitlines())
    body = f"- Item.\n\n{lines}" if around == "  " else lines
    first, second = boxes(f"Before.\n\n{body}")
    assert second[1] > first[3]
    assert second[2] == pytest.approx(RIGHT, abs=1 if around != "> " else 5)
    assert second[0] - LEFT > 50
    assert second[3] < BOTTOM
    found = chapter(f"Before.\n\n{body}")
    assert re.search(r'<p class="picture">\s*<img[^>]*></p>\s*<p class="beside-right', found)


@pytest.mark.parametrize(
    "after", ["", "\n\n## Next", "\n![A mast](a.png)\n\nWords."], ids=["end", "heading", "picture"]
)
def test_one_without_text_beside_it_stands_in_the_middle(folder: Path, after: str) -> None:
    body = f'![A mast](a.png)\n![A boat](a.png){{: .right width="30%" }}{after}'
    left, _, right, _ = boxes(f"Before.\n\n{body}")[1]
    assert left - LEFT == pytest.approx(RIGHT - right, abs=1)
    assert "beside-" not in chapter(body)


def test_two_that_leave_no_room_for_text_stand_in_a_row(folder: Path) -> None:
    body = '![A boat](a.png){: .left width="50%" }\n![A boat](a.png){: .right width="50%" }'
    first, second = boxes(f"{body}\n\n{WORDS}")
    assert [first[0], second[2]] == pytest.approx([LEFT, RIGHT], abs=1)
    assert first[1] == pytest.approx(second[1], abs=0.1)


def test_small_ones_stand_at_both_sides_of_the_text(folder: Path) -> None:
    body = '![A boat](a.png){: .left width="100" }\n![A boat](a.png){: .right width="100" }'
    first, second = boxes(f"{body}\n\n{WORDS}")
    assert [first[0], second[2]] == pytest.approx([LEFT, RIGHT], abs=1)
    assert first[1] == pytest.approx(second[1], abs=0.1)
    assert re.search(
        r'<p class="beside-left[^>]*>.*</p>\s*<p class="beside-right', chapter(f"{body}\n\n{WORDS}")
    )


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("link", ["{}", '<a href="https://example.org">{}</a>'], ids=["", "linked"])
def test_it_stays_at_the_side_of_centred_text(folder: Path, side: str, link: str) -> None:
    image = link.format(f'<img src="a.png" alt="A boat" style="float: {side}" width="160">')
    left, _, right, _ = boxes(f'<p style="text-align: center">{image} A few words.</p>\n\n{WORDS}')[0]
    assert (left if side == "left" else right) == pytest.approx(LEFT if side == "left" else RIGHT, abs=1)


def test_none_leaves_the_page(folder: Path) -> None:
    """Wherever pages end."""
    body = "\n\n".join(
        f'![A boat](a.png){{: .{side} width="170" }}\n{"Some words more. " * (9 + number * 7 % 31)}'
        for number, side in enumerate(["left", "right"] * 15)
    )
    found = boxes(body)
    assert len(found) == 30
    for left, top, right, bottom in found:
        assert (left > LEFT - 1, right < RIGHT + 1, top > 10, bottom < BOTTOM) == (True, True, True, True)
