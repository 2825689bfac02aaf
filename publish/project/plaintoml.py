"""A project's TOML files: their values, or a one-line error."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from publish.errors import UsageError, reason_of
from publish.keep.files import read_regular

__all__ = ["MAX_BYTES", "read", "told"]

MAX_BYTES = 1 << 20
_PLACE = re.compile(r"(.*?)\s*\(at (?:line (\d+), column \d+|end of document)\)", re.DOTALL)
_PLAIN: Mapping[str, str] = MappingProxyType(
    {
        "Invalid value": "a text needs quotation marks around it",
        "Expected '=' after a key": "write `name = value`",
        "Invalid statement": "write `name = value`",
        "Invalid initial character for a key part": "write `name = value`",
        "Expected newline or end of document": "one setting a line, and a text in one pair of quotation marks",
        "Illegal character": "a quotation mark is not closed",
        "Unterminated string": "a quotation mark is not closed",
        "Unclosed array": "a [ is not closed",
        "Unclosed inline table": "a { is not closed",
        "Cannot overwrite a value": "this setting stands there twice",
        "Cannot declare": "this table stands there twice",
        "Unescaped '\\'": "a backslash in double quotes: write it twice, or use single quotes",
    }
)
"""A part of Python's words, and ours."""


def read(path: Path) -> dict[str, Any]:
    """The values of a TOML file. Raises UsageError with the file when it cannot be read or is too large."""
    try:
        data = read_regular(path, MAX_BYTES)
    except OSError as error:
        raise UsageError(f"cannot be read: {reason_of(error)}", path=str(path)) from error
    if len(data) > MAX_BYTES:
        raise UsageError(f"larger than {MAX_BYTES:,} bytes", path=str(path))
    try:
        return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise UsageError(
            f"not UTF-8 at byte {error.start:,}: save the file as UTF-8", path=str(path)
        ) from error
    except RecursionError as error:
        raise UsageError("lists and tables nest too deeply", path=str(path)) from error
    except ValueError as error:  # TOMLDecodeError is a ValueError
        words, line = told(error)
        raise UsageError(words, path=str(path), line=line or data.count(b"\n") + 1) from error


def told(error: ValueError) -> tuple[str, int]:
    """What is wrong with a TOML text in words, and the line, counted from 1; 0 where it is the last."""
    found = _PLACE.fullmatch(str(error))
    words = (found[1] if found else str(error)).strip()
    plain = next((ours for theirs, ours in _PLAIN.items() if theirs in words), "")
    return f"not TOML: {plain or words[:1].lower() + words[1:]}", int(found[2] or 0) if found else 0
