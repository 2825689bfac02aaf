"""Files below a folder, and no others: names in templates lead nowhere else."""

from __future__ import annotations

import os
import re
from pathlib import Path

from publish.keep.files import is_file, read_regular

__all__ = ["bytes_of", "decoded", "inside", "place_of"]

MAX_BYTES = 1 << 20
MAX_NAME = 500


def inside(root: Path, name: str) -> Path | None:
    """A regular file below a folder, after resolving links; None when there is none, or when it is outside."""
    if not name or "\0" in name or len(name) > MAX_NAME:
        return None
    try:
        folder = root.resolve()
        path = Path(os.path.normpath(folder / name.lstrip("/"))).resolve()
        if path.is_relative_to(folder) and is_file(path) and path.stat().st_size <= MAX_BYTES:
            return path
    except (OSError, RuntimeError):  # a loop of links, or a name that is too long
        return None
    return None


def place_of(folder: Path, name: str) -> Path | None:
    """The path of a file with that name; None when no file below the folder can have the name."""
    path = Path(os.path.normpath(folder / name.lstrip("/")))
    return path if "\0" not in name and len(name) <= MAX_NAME and path.is_relative_to(folder) else None


def bytes_of(path: Path) -> bytes | None:
    """The bytes of a file; None when it cannot be read or is too large."""
    try:
        data = read_regular(path, MAX_BYTES)
    except OSError:
        return None
    return data if len(data) <= MAX_BYTES else None


def decoded(data: bytes | None) -> str | None:
    """The text with plain line ends; None when it is not UTF-8."""
    try:
        text = None if data is None else data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text and re.sub("\r\n?", "\n", text)
