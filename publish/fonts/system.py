"""The characters of this machine's fonts, from fontconfig, the library that the PDF engine uses too.

Only the few functions that we need are declared here: starting the PDF engine for this takes half a second.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from publish.errors import RenderError
from publish.keep.once import once

__all__ = ["covered", "covering", "families", "files", "look_again"]

_NAMES = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll")


class _FontSet(ctypes.Structure):
    _fields_ = (("count", ctypes.c_int), ("size", ctypes.c_int), ("fonts", ctypes.POINTER(ctypes.c_void_p)))


def _names() -> Iterator[str]:
    """Possible names of the library; the search comes last, because it starts processes."""
    yield from _NAMES
    if found := ctypes.util.find_library("fontconfig"):
        yield found


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL:
    for name in _names():
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        _declare(library)
        return library
    raise RenderError("fontconfig is not installed: apt install libfontconfig1")


def _declare(library: ctypes.CDLL) -> None:
    """The C signatures, as in fontconfig.h."""
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    signatures: tuple[tuple[str, Any, tuple[Any, ...]], ...] = (
        ("FcPatternCreate", pointer, ()),
        ("FcObjectSetCreate", pointer, ()),
        ("FcObjectSetAdd", number, (pointer, text)),
        ("FcFontList", ctypes.POINTER(_FontSet), (pointer, pointer, pointer)),
        ("FcPatternGetCharSet", number, (pointer, text, number, ctypes.POINTER(pointer))),
        ("FcPatternGetString", number, (pointer, text, number, ctypes.POINTER(text))),
        ("FcInitReinitialize", number, ()),
        ("FcCharSetCreate", pointer, ()),
        ("FcCharSetUnion", pointer, (pointer, pointer)),
        ("FcCharSetHasChar", number, (pointer, ctypes.c_uint32)),
    )
    for name, result, arguments in signatures:
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments


@once
def _survey() -> tuple[int, frozenset[str]]:
    """A charset with all characters of all fonts, and the families' names. Computed once per process."""
    library = _library()
    wanted = library.FcObjectSetCreate()
    for field in (b"charset", b"family"):
        library.FcObjectSetAdd(wanted, field)
    found = library.FcFontList(None, library.FcPatternCreate(), wanted).contents
    total = library.FcCharSetCreate()
    seen: set[int] = set()
    names: set[str] = set()
    for index in range(found.count):
        pattern = found.fonts[index]
        charset, family = ctypes.c_void_p(), ctypes.c_char_p()
        if library.FcPatternGetString(pattern, b"family", 0, ctypes.byref(family)) == 0 and family.value:
            names.add(family.value.decode("utf-8", "replace"))
        if library.FcPatternGetCharSet(pattern, b"charset", 0, ctypes.byref(charset)) == 0 and charset.value:
            if charset.value not in seen:  # the weights of a family often share one
                total = library.FcCharSetUnion(total, charset)
            seen.add(charset.value)
    return total, frozenset(names)


def look_again() -> None:
    """See fonts that were installed since this process started. Raises RenderError without fontconfig."""
    _library().FcInitReinitialize()
    for known in (_survey, files, _characters_of_files):
        known.cache_clear()


def covered(characters: frozenset[str]) -> frozenset[str]:
    """The characters that some font of this machine has. Raises RenderError without fontconfig."""
    if not characters:
        return frozenset()
    total, _ = _survey()
    has = _library().FcCharSetHasChar
    return frozenset(character for character in characters if has(total, ord(character)))


def families() -> frozenset[str]:
    """Names of this machine's font families. Raises RenderError without fontconfig."""
    return _survey()[1]


@once
def files() -> tuple[Path, ...]:
    """Font files of this machine, sorted. Raises RenderError without fontconfig."""
    library = _library()
    wanted = library.FcObjectSetCreate()
    library.FcObjectSetAdd(wanted, b"file")
    found = library.FcFontList(None, library.FcPatternCreate(), wanted).contents
    names: set[Path] = set()
    for index in range(found.count):
        name = ctypes.c_char_p()
        if library.FcPatternGetString(found.fonts[index], b"file", 0, ctypes.byref(name)) == 0 and name.value:
            names.add(Path(os.fsdecode(name.value)))
    return tuple(sorted(name for name in names if name.is_file()))


_STYLED = ("Bold", "Black", "Heavy", "Light", "Thin", "Italic", "Oblique", "Condensed")


@once
def _characters_of_files() -> tuple[tuple[Path, int], ...]:
    """Each font file and its charset, upright sans-serif text fonts first."""
    library = _library()
    wanted = library.FcObjectSetCreate()
    for field in (b"file", b"charset"):
        library.FcObjectSetAdd(wanted, field)
    found = library.FcFontList(None, library.FcPatternCreate(), wanted).contents
    pairs: dict[Path, int] = {}
    for index in range(found.count):
        name, charset = ctypes.c_char_p(), ctypes.c_void_p()
        pattern = found.fonts[index]
        if library.FcPatternGetString(pattern, b"file", 0, ctypes.byref(name)) or not name.value:
            continue
        if library.FcPatternGetCharSet(pattern, b"charset", 0, ctypes.byref(charset)) == 0 and charset.value:
            pairs.setdefault(Path(os.fsdecode(name.value)), charset.value)
    return tuple(sorted(pairs.items(), key=lambda pair: (*_plainness(pair[0].name), pair[0])))


def _plainness(name: str) -> tuple[bool, bool, bool, bool]:
    styled = any(word in name for word in _STYLED)
    return "Sans" not in name, styled, "Regular" not in name, "Mono" in name


def covering(characters: Iterable[str]) -> tuple[Path, ...]:
    """A small set of font files with these characters, as far as this machine has them. Raises RenderError without
    fontconfig.
    """
    lacking = set(characters)
    has = _library().FcCharSetHasChar if lacking else None
    chosen: list[Path] = []
    for path, charset in _characters_of_files() if has else ():
        found = {character for character in lacking if has and has(charset, ord(character))}
        if found and path.is_file():
            chosen.append(path)
            lacking -= found
        if not lacking:
            break
    return tuple(chosen)
