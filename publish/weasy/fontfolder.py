"""Our own fonts for the PDF engine: cut once, and looked through by fontconfig once.

WeasyPrint writes the file of every `@font-face` to a new temporary folder, and fontconfig looks through it at each start:
two thirds of the time that loading fonts takes. What fontconfig finds in a whole folder it keeps in its own cache
(`FcConfigAppFontAddDir`), with the families that our rules give the files. So the files stay, and are one folder.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring  # we write XML, and read none

from weasyprint.text.constants import FONTCONFIG_WEIGHT
from weasyprint.text.ffi import ffi, fontconfig, pangoft2

from publish.errors import OutputError
from publish.fonts import faces
from publish.fonts.faces import Face
from publish.keep.cache import cache_folder
from publish.keep.files import write_atomically
from publish.weasy.declarations import complete
from publish.weasy.libraries import FontConfiguration

__all__ = ["OwnFonts", "face_file", "fonts_folder"]

complete(ffi)

_APPLICATION = 1
"""Fontconfig's `FcSetApplication`: the fonts that a program has added."""


class OwnFonts(FontConfiguration):  # type: ignore[misc]  # WeasyPrint ships no types
    """The system's fonts, and some of ours. Raises PublishError when those cannot be made."""

    def __init__(self, own: Sequence[Face]) -> None:
        super().__init__()
        folder = _together(own)
        fontconfig.FcConfigParseAndLoadFromMemory(self._config, _rules(own, folder.name), True)
        fontconfig.FcConfigAppFontAddDir(self._config, os.fsencode(folder))
        if fontconfig.FcConfigGetFonts(self._config, _APPLICATION).nfont < len(own):
            # The machine's own settings reject some: they count for folders, but not for files.
            for number in range(len(own)):
                fontconfig.FcConfigAppFontAddFile(self._config, os.fsencode(folder / _place(number)))
        pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", self.font_map))


def _rules(own: Sequence[Face], folder: str) -> bytes:
    """Settings of fontconfig that give each file in the folder of this name its family, weight and slant."""
    root = Element("fontconfig")
    for number, face in enumerate(own):
        match = SubElement(root, "match", target="scan")
        # Only the end of its path: fontconfig writes the rest in its own way, and XML cannot hold every name.
        test = SubElement(match, "test", name="file", compare="contains")
        SubElement(test, "string").text = f"/{folder}/{_place(number)}"
        # Before its own family: Pango does not find a family that replaces it.
        edit = SubElement(match, "edit", name="family", mode="prepend")
        SubElement(edit, "string").text = face.family
        edit = SubElement(match, "edit", name="slant", mode="assign_replace")
        SubElement(edit, "const").text = "italic" if face.italic else "roman"
        edit = SubElement(match, "edit", name="weight", mode="assign_replace")
        SubElement(edit, "int").text = str(FONTCONFIG_WEIGHT[face.weight])
    return b'<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">' + tostring(root)


def _place(number: int) -> str:
    """The name of a face's file among others: where several have a character, fontconfig takes the first."""
    return f"{number:02}.ttf"


def _together(own: Sequence[Face]) -> Path:
    """A folder with the files of these faces and no other: what stands in the cache, or made now."""
    files = [face_file(face) for face in own]
    facts = (_rules(own, ""), [file.name for file in files])
    folder = fonts_folder() / hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
    if _is_whole(folder, files):
        return folder
    with tempfile.TemporaryDirectory(dir=fonts_folder()) as name:
        made = Path(name, "made")
        made.mkdir()
        for number, file in enumerate(files):
            _link(file, made / _place(number))
        with suppress(OSError):  # another process was quicker: it uses the folder already
            made.rename(folder)
        if not _is_whole(folder, files):  # what stands there is damaged
            with suppress(OSError):
                folder.rename(Path(name, "damaged"))
                made.rename(folder)
    if not _is_whole(folder, files):
        raise OutputError("the fonts cannot be put there: remove this folder", path=str(folder))
    return folder


def _is_whole(folder: Path, files: Sequence[Path]) -> bool:
    try:
        return all(_same(folder / _place(number), file) for number, file in enumerate(files))
    except OSError:
        return False


def _same(path: Path, file: Path) -> bool:
    return path.samefile(file) or path.read_bytes() == file.read_bytes()


def _link(file: Path, path: Path) -> None:
    try:
        os.link(file, path)
    except OSError:  # a file system without links
        shutil.copyfile(file, path)


@lru_cache(maxsize=64)
def face_file(face: Face) -> Path:
    """The static TrueType file of a face, from the cache or made now. Raises PublishError when it cannot be made."""
    folder = fonts_folder()
    note = folder / f"{faces.recipe(face)}.face"
    with suppress(OSError, ValueError):
        digest = note.read_text("ascii")
        path = folder / _name(digest)
        if hashlib.sha256(path.read_bytes()).hexdigest() == digest:
            return path
    data = faces.data(face)
    digest = hashlib.sha256(data).hexdigest()
    write_atomically(folder / _name(digest), data, sync=False)
    write_atomically(note, digest.encode("ascii"), sync=False)
    return folder / _name(digest)


def _name(digest: str) -> str:
    return f"{digest[:32]}.ttf"


def fonts_folder() -> Path:
    """`publish/fonts` in the user's cache. Raises OutputError where that cannot be written."""
    return cache_folder("fonts")
