"""Missing pictures inside emphasis, links and headings: a bracket in the line, or a panel with a frame."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from publish.cli import main

ADDRESS = "https://a.example/x.png"
IN_LINES = {
    "emphasis": f"Some *words with ![a boat]({ADDRESS}) in* the line.",
    "strong": f"Some **words with ![a boat]({ADDRESS}) in** the line.",
    "link": f"Some [words with ![a boat]({ADDRESS}) in](https://b.example/) the line.",
    "quote": f"> Some *words with ![a boat]({ADDRESS}) in* the line.",
    "local": "Some *words with ![a boat](img/none.png) in* the line.",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pdf_of(text: str) -> pypdfium2.PdfDocument:
    Path("a.md").write_text(f"---\ntitle: T\nlang: en\ndate: 2026-01-01\n---\n{text}\n", "utf-8")
    assert main(["pdf", "-q", "--offline", "a.md"]) == 0
    return pypdfium2.PdfDocument("build/a.pdf")


@pytest.mark.parametrize("kind", IN_LINES)
@pytest.mark.usefixtures("folder")
def test_in_a_line_it_is_a_bracket_of_the_line(kind: str) -> None:
    page = pdf_of(IN_LINES[kind])[1]
    text = page.get_textpage()
    read = text.get_text_range()
    said = " ".join(read.replace("\ufffe", "").split())
    address = "img/none.png" if kind == "local" else ADDRESS
    assert "words with [Image not available" in said
    assert f"{address}]" in said.replace(" ", "")
    tops = [text.get_charbox(read.index(word))[1] for word in ("Some", "Image not")]
    assert tops[0] == pytest.approx(tops[1], abs=4)
    (sign,) = page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE])
    left, bottom, right, top = sign.get_bounds()
    assert top - bottom < 9
    assert right - left < 12


@pytest.mark.parametrize("around", ["*{}*", "**{}**", "[{}](https://b.example/)"])
@pytest.mark.usefixtures("folder")
def test_alone_it_is_a_panel_whose_address_stands_below_its_title(around: str) -> None:
    page = pdf_of(around.format(f"![a boat]({ADDRESS})"))[1]
    text = page.get_textpage()
    read = text.get_text_range()
    title, address = (text.get_charbox(read.index(word))[1] for word in ("Image not", "https"))
    assert 8 < title - address < 20
    (code,) = page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE])
    assert code.get_bounds()[1] < address < code.get_bounds()[3]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        (f"## Heading ![a boat]({ADDRESS}) goes on", "Heading goes on"),
        (f"## *Heading ![a boat]({ADDRESS})* goes on", "Heading goes on"),
        (f"## ![A boat]({ADDRESS})", "A boat"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_bookmarks_do_not_name_what_is_missing(heading: str, name: str) -> None:
    pdf_of(f"{heading}\n\nWords.")
    with pikepdf.open("build/a.pdf") as file, file.open_outline() as outline:
        assert [child.title for child in outline.root[0].children] == [name]
