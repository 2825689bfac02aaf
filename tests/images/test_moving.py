"""Animations in books: their first picture, and a word in the post's language that they moved."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image as Pillow
from pypdfium2 import PdfDocument

from publish.cli import main
from publish.language import label

WORDS = "Animation: only its first picture is shown here"
FIRST = Pillow.new("RGB", (400, 300), "navy")
MORE = [Pillow.new("RGB", (400, 300), colour) for colour in ("olive", "maroon")]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for ending in ("gif", "webp", "png"):
        FIRST.save(f"m.{ending}", save_all=True, append_images=MORE, duration=200)
        FIRST.save(f"still.{ending}")
    FIRST.save("pages.tiff", save_all=True, append_images=MORE)
    return tmp_path


def made(kind: str, text: str, language: str = "en", *more: str) -> etree._Element:
    Path("a.md").write_text(f"---\ntitle: A\nlang: {language}\n---\nWords.\n\n{text}\n", "utf-8")
    assert main([kind, "a.md", "-o", "out", *more]) == 0
    parser = etree.HTMLParser()
    if kind == "html":
        return etree.fromstring(Path("out/a.html").read_bytes(), parser)
    with zipfile.ZipFile("out/a.epub") as book:
        pages = [book.read(name) for name in book.namelist() if name.endswith(".xhtml")]
    return etree.fromstring(next(page for page in pages if b"Words." in page), parser)


def captions(root: etree._Element) -> list[str]:
    return [" ".join("".join(map(str, each.itertext())).split()) for each in root.iter("figcaption")]


@pytest.mark.parametrize("kind", ["epub", "html"])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("![Waves](m.gif)", f"[{WORDS}]"),
        ("![Waves](m.webp)", f"[{WORDS}]"),
        ("![Waves](m.png)", f"[{WORDS}]"),
        ("[![Waves](m.gif)](https://a.example/)", f"[{WORDS}]"),
        ("![Waves](m.gif) ![Sea](m.webp)", f"[{WORDS}]"),
        (
            '<figure><img src="m.gif" alt="Waves"><figcaption>At <em>sea</em></figcaption></figure>',
            f"At sea [{WORDS}]",
        ),
        ("![Waves](m.gif)\n*At sea*", f"At sea [{WORDS}]"),
    ],
)
def test_one_that_stands_alone_says_so_in_its_caption(text: str, said: str, kind: str) -> None:
    root = made(kind, text)
    assert captions(root) == [said]
    assert WORDS not in "".join(image.get("alt", "") for image in root.iter("img"))


@pytest.mark.parametrize("kind", ["epub", "html"])
@pytest.mark.parametrize("text", ["So ![Waves](m.gif) it is.", "|a|b|\n|-|-|\n|![Waves](m.gif)|x|"])
def test_one_among_text_says_so_in_its_alternative_text(text: str, kind: str) -> None:
    root = made(kind, text)
    assert captions(root) == []
    assert f"Waves. {WORDS}" in [image.get("alt") for image in root.iter("img")]


@pytest.mark.parametrize(
    "text",
    [
        "![Waves](still.gif)",
        "![Waves](still.webp)",
        "![Waves](still.png)",
        "![Waves](pages.tiff)",
        '![](m.gif){: role="presentation"}',
    ],
)
def test_nothing_is_said_of_still_pictures_and_decoration(text: str) -> None:
    assert WORDS.encode() not in etree.tostring(made("epub", text))


def test_one_that_stays_animated_says_nothing() -> None:
    assert WORDS.encode() not in etree.tostring(made("epub", "![Waves](m.gif)", "en", "--keep-animation"))


def test_on_paper() -> None:
    Path("a.md").write_text("---\ntitle: A\nlang: de\n---\nWorte.\n\n![Wellen](m.gif)\n", "utf-8")
    assert main(["pdf", "a.md", "-o", "out"]) == 0
    pages = PdfDocument("out/a.pdf")
    text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
    assert "[Animation: Hier ist nur ihr erstes Bild zu sehen]" in text


def test_it_is_said_in_the_language_of_the_post() -> None:
    tongues = ("de", "fr", "es", "it", "pt", "pl", "ru", "ja", "ko", "ar", "he", "hi", "id", "th", "tr", "vi")
    said = {label("image-moved", each) for each in ("en", "zh-Hant", "zh-Hans", *tongues)}
    assert len(said) == len(tongues) + 3
    assert captions(made("html", "![波](m.gif)", "zh-Hant")) == ["[動畫：此處只顯示第一幅畫面]"]
