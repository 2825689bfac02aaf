"""Which file an author meant whose address leads to none: one whose name differs in capitals, signs, or ending.

Such a file is named in the message and not taken: on the blog's server the address leads to nothing either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from unicodedata import normalize
from urllib.parse import quote, unquote

from publish.images.local import Roots, bases_of, is_inside
from publish.keep.files import is_file, is_folder
from publish.text.patterns import late

__all__ = ["meant"]

_PICTURES = frozenset("avif bmp gif ico jpeg jpg png svg tif tiff webp".split())
_SAME = {"jpeg": "jpg", "jpe": "jpg", "tif": "tiff", "svgz": "svg"}
_SIGNS = late(r"[\s_+-]+")
_DIGITS = late(r"\d+")
_MOST = 10_000
"""Most files of a folder that are looked at."""
_DEEPEST = 20
"""Most folders in an address."""
_NEAR = 0.8
"""How alike two names are that differ by a slip of the pen (difflib's ratio)."""


def meant(name: str, roots: Roots) -> str:
    """An address for the file that is most likely meant by the path `name`, as one writes it in a post; else empty."""
    parts = [part for part in name.split("/") if part not in {"", "."}]
    if not 0 < len(parts) <= _DEEPEST or ".." in parts[1:]:
        return ""
    for base in bases_of(name, roots):
        if found := _below(base, parts, roots):
            start = "/" if name.startswith("/") else ""
            return start + "/".join(_written(part) for part in found)
    return ""


def _below(folder: Path, parts: list[str], roots: Roots) -> list[str]:
    found: list[str] = []
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        exact = part == ".." or (not last and is_folder(folder / part))
        name = part if exact else _like(part, _names(folder, roots, files=last), last=last)
        if not name:
            return []
        found.append(name)
        folder /= name
    return found


def _names(folder: Path, roots: Roots, *, files: bool) -> list[str]:
    """The files, or else the folders, that are in a folder."""
    if not is_inside(folder, roots):
        return []
    try:
        entries: Iterator[Path] = islice(folder.iterdir(), _MOST)
        return sorted(each.name for each in entries if (is_file(each) if files else is_folder(each)))
    except OSError:
        return []


def _like(wanted: str, names: list[str], *, last: bool) -> str:
    """The name that is most like the one wanted, or empty."""
    plain = _plain(wanted)
    if same := next((each for each in names if _plain(each) == plain), ""):
        return same
    if not last:
        return ""
    pictures = [each for each in names if _ending(each) in _PICTURES]
    stem = _stem(plain)
    if other := next((each for each in pictures if _stem(_plain(each)) == stem), ""):
        return other
    near = {_plain(each): each for each in pictures if _numbers(each) == _numbers(wanted)}
    return next((near[each] for each in get_close_matches(plain[:255], list(near), 1, _NEAR)), "")


def _plain(name: str) -> str:
    """The name without what authors and systems confuse."""
    name = _SIGNS.sub("-", normalize("NFC", unquote(unquote(name)))).casefold()
    ending = _ending(name)
    return f"{_stem(name)}.{_SAME.get(ending, ending)}" if ending else name


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name[1:] else ""


def _numbers(name: str) -> list[str]:
    return _DIGITS.findall(name)


def _written(part: str) -> str:
    """The name as an address: only signs that Markdown or an address takes for its own are encoded."""
    return re.sub(r"[\s%?#()<>\"\\\[\]]", lambda sign: quote(sign[0]), part)
