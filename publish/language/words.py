"""The book's own texts in languages other than English and Chinese: a table for each in `words/`, with keys and
texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from publish.keep.files import names_in

__all__ = ["tables", "translated"]

_FOLDER = Path(__file__).parent / "words"
_OLD_TAGS = {"iw": "he", "in": "id", "no": "nb"}
"""Language tags of ISO 639 that were replaced in 1989, but are still used; and plain Norwegian, which is mostly Bokmål."""


def translated(key: str, tag: str) -> str:
    """The text for a key in the language of a BCP 47 tag, for its region if possible; empty when there is none."""
    parts = tag.replace("_", "-").split("-")
    parts[0] = _OLD_TAGS.get(parts[0].lower(), parts[0].lower())
    names = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((words for name in names if (words := _table(name).get(key, ""))), "")


def tables() -> Iterator[str]:
    """The sorted tags of all tables."""
    yield from (name.removesuffix(".tsv") for name in names_in(_FOLDER, ".tsv"))


@cache
def _table(name: str) -> Mapping[str, str]:
    path = _files().get(name.lower())
    if path is None:
        return {}
    pairs = (line.partition("\t") for line in path.read_text("utf-8").splitlines())
    return {key: words for key, _, words in pairs}


@cache
def _files() -> Mapping[str, Path]:
    return {name.lower(): _FOLDER / f"{name}.tsv" for name in tables()}
