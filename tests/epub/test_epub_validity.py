"""EPUBCheck finds nothing in sample books, not even a usage note."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from epub_samples import COVER, Written, book, chapter, faults, sample_books, write
from writing import as_epub

from publish import check
from publish.errors import StyleError
from publish.project import style


def test_epubcheck_has_nothing_to_say(
    tmp_path: Path, epubcheck: Callable[[Iterable[Path | str]], dict[Path, list[check.Message]]]
) -> None:
    files = [write(made).save(tmp_path / f"{name}.epub") for name, made in sample_books().items()]
    found = epubcheck(files)
    assert {path.stem: faults(messages) for path, messages in found.items()} == {
        path.stem: [] for path in files
    }


def test_fonts_only_where_a_style_asks(
    tmp_path: Path, epubcheck: Callable[[Iterable[Path | str]], dict[Path, list[check.Message]]]
) -> None:
    import fontpkg_source_serif_4

    folder = tmp_path / "serif"
    shutil.copytree(style.load("journal").folder, folder)
    (folder / "epub" / "fonts").mkdir()
    source = next(Path(fontpkg_source_serif_4.__path__[0]).rglob("SourceSerif4[[]*.ttf"))
    shutil.copy(source, folder / "epub" / "fonts" / "serif.ttf")
    face = "@font-face { font-family: Serif; src: url(fonts/serif.ttf); } p { font-family: Serif, serif; }"
    with (folder / "epub" / "book.css").open("a") as sheet:
        sheet.write(face)
    data = as_epub(book(), style.load(str(folder)), COVER)
    assert data == as_epub(book(), style.load(str(folder)), COVER)
    made = Written(data)
    assert made.find("content.opf", "//opf:item[@media-type='application/vnd.ms-opentype']/@href") == [
        "fonts/serif.ttf"
    ]
    assert made.meta("ibooks:specified-fonts") == ["true"]
    assert len(made._zip.read("EPUB/fonts/serif.ttf")) < source.stat().st_size // 3
    file = made.save(tmp_path / "a.epub")
    assert faults(epubcheck([file])[file]) == []
    (folder / "epub" / "fonts" / "broken.ttf").write_bytes(b"no font")
    with pytest.raises(StyleError, match=r"broken\.ttf: error: is not a font"):
        as_epub(book(), style.load(str(folder)), COVER)


def test_epubcheck_does_look(
    tmp_path: Path, epubcheck: Callable[[Iterable[Path | str]], dict[Path, list[check.Message]]]
) -> None:
    broken = write(book(chapter("<p><blockquote>no</blockquote></p>"))).save(tmp_path / "broken.epub")
    assert [message.code for message in epubcheck([broken])[broken]] == ["RSC-005"]
