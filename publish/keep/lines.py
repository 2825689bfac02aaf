"""The line of a file that a message is about, where only the file and some words of it are known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from publish.keep.files import read_regular

__all__ = ["line_with"]

_MOST = 1 << 20
"""Bytes of a file that are searched."""


def line_with(path: Path, texts: Iterable[str]) -> int | None:
    """The first line, counted from 1, with one of these texts; None where there is none, or the file cannot be read."""
    pattern = "|".join(map(re.escape, sorted(texts)))
    try:
        text = read_regular(path, _MOST).decode("utf-8-sig", "replace")
    except OSError:
        return None
    found = re.search(pattern, text) if pattern else None
    return text.count("\n", 0, found.start()) + 1 if found else None
