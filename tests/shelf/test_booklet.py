"""Booklets: the order of pages, computed and read from the sheets."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pikepdf
import processes
import pypdfium2
import pytest
import shelf_samples as samples

from publish.booklet import Side, sheets
from publish.cli import main

ROOT = Path(__file__).parents[2]


def folded(sides: tuple[Side, ...], signature: int) -> list[int]:
    """Pages as a reader turns them, when the sheets are folded: the reverse of imposing, done by hand."""
    per = (signature or 2 * len(sides)) // 2  # sides of one signature
    book: list[int] = []
    for start in range(0, len(sides), per):
        part = sides[start : start + per]
        first: list[int] = []
        last: list[int] = []
        for front, back in zip(part[::2], part[1::2], strict=True):
            first += [front.right, back.left]
            last = [back.right, front.left, *last]
        book += first + last
    return book


@pytest.mark.parametrize("signature", [0, 4, 16, 32])
def test_folded_sheets_read_in_order(signature: int) -> None:
    for pages in range(1, 121):
        sides = sheets(pages, signature)
        blanks = -pages % 4
        assert folded(sides, signature) == [*range(1, pages + 1), *[0] * blanks], pages
        for front, back in zip(sides[::2], sides[1::2], strict=True):
            assert (front.front, back.front, front.depth) == (True, False, back.depth)
        mirrored = sheets(pages, signature, right_bound=True)
        assert [(s.right, s.left) for s in mirrored] == [(s.left, s.right) for s in sides]


def halves(path: Path) -> list[tuple[int, int]]:
    """Numbers that are printed on the left and right half of each side."""
    document = pypdfium2.PdfDocument(path)
    found = []
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        parts = [text.get_text_bounded(x, 0, x + width / 2, height) for x in (0, width / 2)]
        numbers = [re.search(r"page (\d+)\.", part) for part in parts]
        found.append((int(numbers[0][1]) if numbers[0] else 0, int(numbers[1][1]) if numbers[1] else 0))
    document.close()
    return found


@pytest.mark.parametrize("pages", [1, 2, 3, 4, 5, 8, 17, 60, 120])
@pytest.mark.parametrize("signature", [0, 16])
def test_the_sheets_say_the_same_when_they_are_read(tmp_path: Path, pages: int, signature: int) -> None:
    book = samples.pdf(tmp_path / "b.pdf", pages=pages)
    assert main(["booklet", str(book), "-q", "--signature", str(signature)]) == 0
    assert halves(tmp_path / "b-booklet.pdf") == [(s.left, s.right) for s in sheets(pages, signature)]


def test_paper_and_creep(tmp_path: Path) -> None:
    book = samples.pdf(tmp_path / "b.pdf", pages=16)

    def place(creep: str, paper: str = "a4") -> tuple[tuple[float, float], list[float]]:
        assert main(["booklet", str(book), "-q", "--creep", creep, "--paper", paper]) == 0
        document = pypdfium2.PdfDocument(tmp_path / "b-booklet.pdf")
        lefts = [min(page.get_textpage().get_charbox(n)[0] for n in range(5)) for page in document]
        size = document[0].get_size()
        document.close()
        return size, lefts

    size, still = place("0")
    assert [round(side * 25.4 / 72, 1) for side in size] == [297.0, 210.0]
    moved = [new - old for new, old in zip(place("0.5")[1], still, strict=True)]
    assert [round(shift * 25.4 / 72, 2) for shift in moved] == [0, 0, 0.5, 0.5, 1.0, 1.0, 1.5, 1.5]
    size, _ = place("0", "letter")
    assert [round(side / 72, 2) for side in size] == [11.0, 8.5]


def test_the_last_page_leads_to_the_source(tmp_path: Path) -> None:
    for pages, total in ((3, 4), (4, 8), (7, 8)):
        book = samples.pdf(tmp_path / "b.pdf", "Title", pages=pages, source="https://example.org/a")
        assert main(["booklet", str(book), "-q"]) == 0
        document = pypdfium2.PdfDocument(tmp_path / "b-booklet.pdf")
        assert len(document) == total // 2
        width, height = document[0].get_size()
        assert "https://example.org/a" in document[0].get_textpage().get_text_bounded(0, 0, width / 2, height)
        drawn = document[0].render(scale=2).to_pil().convert("L").crop((0, 0, int(width), int(height * 2)))
        assert sum(drawn.histogram()[:64]) > 1_000
        document.close()


def test_make_zine_puts_many_posts_on_one_set_of_sheets(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("title: The Quay\nurl: https://quay.example\nbaseurl: /mag\n")
    posts = tmp_path / "_posts"
    posts.mkdir()
    for number in range(1, 4):
        text = f"---\ntitle: Tide {number}\ndate: 2026-05-0{number}\n---\nWords of tide {number}.\n"
        (posts / f"2026-05-0{number}-tide-{number}.md").write_text(text)
    settings = (f"POSTS={posts}", f"OUT={tmp_path}/out", f"PUBLISH={sys.executable} -m publish")
    run = processes.make("-s", "-o", "setup", "zine", *settings, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    with (
        pikepdf.open(tmp_path / "out/zine/pages.pdf") as pages,
        pikepdf.open(tmp_path / "out/zine/zine.pdf") as made,
    ):
        assert len(made.pages) == -(-(len(pages.pages) + 1) // 4) * 2
    document = pypdfium2.PdfDocument(tmp_path / "out/zine/zine.pdf")
    words = "".join(page.get_textpage().get_text_range() for page in document)
    assert [words.count(f"Words of tide {number}.") for number in range(1, 4)] == [1, 1, 1]
    width, height = document[0].get_size()
    assert "https://quay.example/mag/" in document[0].get_textpage().get_text_bounded(0, 0, width / 2, height)
    drawn = document[0].render(scale=2).to_pil().convert("L").crop((0, 0, int(width), int(height * 2)))
    assert sum(drawn.histogram()[:64]) > 1_000
    document.close()


def test_what_cannot_be_folded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = samples.pdf(tmp_path / "b.pdf", pages=3)
    (tmp_path / "no.pdf").write_bytes(b"no")
    assert main(["booklet", str(tmp_path / "no.pdf")]) == 1
    assert main(["booklet", str(book), "--signature", "6"]) == 2
    assert main(["booklet", str(book), "-o", str(book)]) == 2
    said = capsys.readouterr().err
    for words in ("is not a PDF", "a signature has 4, 8, 12", "would be overwritten"):
        assert words in said
    samples.pdf(tmp_path / "thick.pdf", pages=121)
    assert main(["booklet", str(tmp_path / "thick.pdf"), "-o", str(tmp_path / "out")]) == 0
    assert "too thick to staple" in capsys.readouterr().err
