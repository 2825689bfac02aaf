"""The line of a file that a message is about, where only the file and some words of it are known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from publish.keep.files import read_regular

__all__ = ["line_of_setting", "line_with"]

_MOST = 1 << 20
"""Bytes of a file that are searched."""


def line_with(path: Path, texts: Iterable[str]) -> int | None:
    """The first line, counted from 1, with one of these texts; None where there is none, or the file cannot be read."""
    return _line(path, "|".join(map(re.escape, sorted(texts))))


def line_of_setting(path: Path, name: str) -> int | None:
    """The line of a setting in the front matter of a post, or in a TOML file."""
    return _line(path, rf"^[\"']?{re.escape(name)}[\"']?[ \t]*[:=]")


def _line(path: Path, pattern: str) -> int | None:
    try:
        text = read_regular(path, _MOST).decode("utf-8-sig", "replace")
    except OSError:
        return None
    found = re.search(pattern, text, re.MULTILINE) if pattern else None
    return text.count("\n", 0, found.start()) + 1 if found else None
