"""Our own check of a finished EPUB."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from epub_samples import COVER, book, chapter, picture, sample_books, write
from writing import as_epub

from publish import epub
from publish.errors import RenderError
from publish.project import style


def changed(replacements: dict[str, tuple[str, str]], extra: dict[str, bytes] | None = None) -> list[str]:
    """Codes and files of what is found after changing a text in some files of a sound book."""
    made = write(book(chapter('<p><img src="ab12.png" alt="A pier"/> Words.</p>')))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for entry in made.entries:
            data = made._zip.read(entry)
            name = entry.filename.removeprefix("EPUB/")
            if name in replacements:
                old, new = replacements[name]
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            target.writestr(entry, data)
        for name, data in (extra or {}).items():
            target.writestr(name, data)
    return [f"{notice.code} {notice.path}" for notice in epub.lint(out.getvalue(), "a.epub")]


def test_nothing_is_wrong_with_our_own_books() -> None:
    found = {name: epub.lint(write(made).data, f"{name}.epub") for name, made in sample_books().items()}
    assert {name: [str(notice) for notice in notices] for name, notices in found.items() if notices} == {}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Words.", "<script>1</script>", "epub-active"),
        ("<p>", '<p onclick="x()">', "epub-active"),
        ("Words.", '<a href=" JavaScript:x()">w</a>', "epub-active"),
        ("images/ab12.png", "https://example.org/a.png", "epub-remote"),
        ("images/ab12.png", "file:///etc/passwd", "epub-active"),
        ("images/ab12.png", "..%2f../x.png", "epub-active"),
        ("images/ab12.png", "/x.png", "epub-active"),
        ("book.css", "//example.org/a.css", "epub-remote"),
        ("</p>", "", "epub-xml"),
        ("Words.", "word " * 70_000, "epub-large"),
    ],
)
def test_documents(old: str, new: str, code: str) -> None:
    assert f"{code} a.epub/EPUB/chapter-1.xhtml" in changed({"chapter-1.xhtml": (old, new)})


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('properties="cover-image"', "", "epub-cover"),
        ('media-type="image/png"', 'media-type="image/webp"', "epub-kindle"),
        ("images/ab12.png", "images/none.png", "epub-missing"),
        (">en</dc:language>", ">English (UK)</dc:language>", "epub-kindle"),
        (">visual<", ">auditory<", "epub-claim"),
        (
            'schema:accessibilityFeature">alternativeText<',
            'schema:accessibilityFeature">index<',
            "epub-claim",
        ),
        (
            ">textual,visual<",
            ">textual,visual</meta><meta property='schema:accessibilityFeature'>MathML<",
            "epub-claim",
        ),
        ("schema:accessibilityHazard", "schema:nothing", "epub-claim"),
    ],
)
def test_the_package(old: str, new: str, code: str) -> None:
    assert changed({"content.opf": (old, new)}) == [
        f"{code} a.epub/EPUB/images/ab12.png" if "webp" in new else f"{code} a.epub/EPUB/content.opf"
    ]


def test_a_false_claim_of_descriptions() -> None:
    assert (
        changed({"chapter-1.xhtml": ('alt="A pier"', 'alt=""')}) == ["epub-claim a.epub/EPUB/content.opf"] * 2
    )


def test_a_cover_that_kindle_refuses() -> None:
    made = as_epub(book(), style.load("journal"), picture(size=(600, 900)))
    assert [str(notice) for notice in epub.lint(made, "a.epub")] == [
        "a.epub/EPUB/images/cover.jpg: warning: is a cover of 600 × 900 pixels: Kindle needs at least 625 × 1000"
    ]


def test_a_picture_that_apple_refuses() -> None:
    made = as_epub(book(), style.load("journal"), picture(size=(2000, 3000)))
    assert [str(notice) for notice in epub.lint(made, "a.epub")] == [
        "a.epub/EPUB/images/cover.jpg: warning: has 2000 × 3000 pixels: Apple Books refuses more than 5.6 million"
    ]


@pytest.mark.parametrize(
    "css", ["body { color: red; background: #fff", "p, body { margin: 0; background-color: white"]
)
def test_a_background_of_the_page(css: str) -> None:
    assert changed({"book.css": ("body {", f"{css} }}\nbody {{")}) == ["epub-kobo a.epub/EPUB/book.css"]
    assert changed({"book.css": ("body {", f"/* {css} */\nbody {{")}) == []
    assert changed({"book.css": ("body {", ".body { background: #fff }\nbody {")}) == []


def test_contents_that_are_too_deep_for_kindle() -> None:
    deep = "".join(
        f'<navPoint id="p{n}" playOrder="{n}"><navLabel><text>x</text></navLabel>'
        '<content src="chapter-1.xhtml"/>'
        for n in range(7, 10)
    )
    assert changed({"toc.ncx": ("</navMap>", f"{deep}{'</navPoint>' * 3}</navMap>")}) == [
        "epub-kindle a.epub/EPUB/toc.ncx"
    ]


def test_too_many_pictures_in_one_document_for_kobo() -> None:
    big = picture() + bytes(11 << 20)
    told = changed({"chapter-1.xhtml": ("images/ab12.png", "images/big.jpg")}, {"EPUB/images/big.jpg": big})
    assert "epub-kobo a.epub/EPUB/chapter-1.xhtml" in told


def test_nothing_unsafe_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "remote"
    shutil.copytree(style.load("journal").folder, folder)
    with (folder / "epub" / "book.css").open("a") as sheet:
        sheet.write("@import 'https://example.org/a.css';")
    with pytest.raises(
        RenderError,
        match=r"post\.md: error: not written, because of its file EPUB/book\.css: it needs the net",
    ):
        as_epub(book(), style.load(str(folder)), COVER)


def test_styles() -> None:
    assert changed(
        {"book.css": ("margin: 0;", "--m: 0; background: url( 'https://example.org/a.png');")}
    ) == [f"{code} a.epub/EPUB/book.css" for code in ("epub-remote", "epub-kindle", "epub-kobo")]


def test_names() -> None:
    assert changed({}, {"EPUB/離線.txt": b"", "EPUB/../x": b""}) == [
        "epub-name a.epub/EPUB/離線.txt",
        "epub-name a.epub/EPUB/../x",
    ]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\0" * 1000])
def test_what_is_no_epub(data: bytes) -> None:
    assert [notice.code for notice in epub.lint(data, "a.epub")] == ["epub-broken"]


def test_an_empty_archive() -> None:
    out = io.BytesIO()
    zipfile.ZipFile(out, "w").close()
    assert [notice.code for notice in epub.lint(out.getvalue(), "a.epub")] == [
        "epub-mimetype",
        "epub-no-package",
    ]
