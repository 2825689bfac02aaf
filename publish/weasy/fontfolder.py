"""A cache folder for the PDF engine's font files, by their hash.

WeasyPrint writes every `@font-face` to a new temporary folder and removes it at the end. A worker that is killed
leaves four megabytes there each time. Fontconfig needs files, so ours are cut once, written once and used again.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from publish.fonts import faces
from publish.fonts.faces import Face
from publish.keep.cache import cache_folder
from publish.keep.files import write_atomically
from publish.weasy.libraries import FontConfiguration

__all__ = ["KeptFonts", "face_file", "fonts_folder"]


class KeptFonts(FontConfiguration):  # type: ignore[misc]  # WeasyPrint ships no types
    """A font configuration that does not delete its files."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = _Shelf(fonts_folder())

    def __del__(self) -> None:
        """Do nothing: the files must stay."""


class _Shelf:
    """Replaces WeasyPrint's temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __truediv__(self, name: str) -> _Slot:
        return _Slot(self.folder)


class _Slot:
    """Replaces the path of one font file in WeasyPrint."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path: Path | None = None

    def exists(self) -> bool:
        """Whether this configuration has the font already; each is added once."""
        return self.path is not None

    def write_bytes(self, data: bytes) -> None:
        """Keep a font file under its hash."""
        self.path = _kept(self.folder, data)

    def as_posix(self) -> str:
        """The path of the file."""
        assert self.path is not None  # WeasyPrint writes before it asks for the path
        return self.path.as_posix()


@lru_cache(maxsize=64)
def face_file(face: Face) -> bytes:
    """The static TrueType file of a face, from the cache or made now. Raises PublishError when it cannot be made."""
    folder = fonts_folder()
    note = folder / f"{faces.recipe(face)}.face"
    with suppress(OSError, ValueError):
        digest = note.read_text("ascii")
        data = (folder / _name(digest)).read_bytes()
        if hashlib.sha256(data).hexdigest() == digest:
            return data
    data = faces.data(face)
    _kept(folder, data)
    write_atomically(note, hashlib.sha256(data).hexdigest().encode("ascii"), sync=False)
    return data


def _kept(folder: Path, data: bytes) -> Path:
    """The file with these bytes."""
    path = folder / _name(hashlib.sha256(data).hexdigest())
    with suppress(OSError):
        if path.read_bytes() == data:
            return path
    write_atomically(path, data, sync=False)
    return path


def _name(digest: str) -> str:
    return f"{digest[:32]}.ttf"


def fonts_folder() -> Path:
    """`publish/fonts` in the user's cache. Raises OutputError where that cannot be written."""
    return cache_folder("fonts")
