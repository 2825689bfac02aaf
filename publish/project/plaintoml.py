"""A project's TOML files: their values, or a one-line error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from publish.errors import UsageError
from publish.keep.files import read_regular
from publish.project.settingsfile import MAX_BYTES, bytes_of, faults_of
from publish.text.patterns import late

__all__ = ["WrongValueError", "line_of", "read", "told", "within"]

_PLACE = late(r"(.*?)\s*\(at (?:line (\d+), column \d+|end of document)\)", re.DOTALL)
_TABLE = late(r"\s*\[\[?([^\[\]]+)\]")
_SETTING = late(r"\s*([\w.\"' -]+?)\s*=")
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
_BARE = f"not TOML: {_PLAIN['Invalid value']}"
_WORD = late(r"\s*([\w.-]+)\s*=\s*(\w+)\s*(?:#.*)?$")
_TRUTHS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("true", "yes", "on"), "true") | dict.fromkeys(("false", "no", "off"), "false")
)
"""What people write for true and false, in small letters."""


class WrongValueError(ValueError):
    """A setting that makes no sense."""

    def __init__(self, message: str, names: tuple[str | int, ...]) -> None:
        super().__init__(message)
        self.names = names
        """The setting: its tables' names, and its own; a number counts the tables `[[name]]` from 0."""


@contextmanager
def within(*names: str | int) -> Iterator[None]:
    """Any ValueError inside becomes one that knows which setting it is about."""
    try:
        yield
    except ValueError as error:
        more = error.names if isinstance(error, WrongValueError) else ()
        raise WrongValueError(str(error), (*names, *more)) from error


def line_of(path: Path, error: BaseException) -> int | None:
    """The line, counted from 1, of the setting that an error is about; of its table where the setting is not found."""
    if not isinstance(error, WrongValueError):
        return None
    try:
        lines = read_regular(path, MAX_BYTES).decode("utf-8-sig", "replace").splitlines()
    except OSError:
        return None
    names = [str(name) for name in error.names if isinstance(name, str)]
    index = next((name for name in error.names if isinstance(name, int)), 0)
    places = _places(lines)
    for depth in range(len(names), 0, -1):
        found = [number for number, name in places if name == ".".join(names[:depth])]
        if not found:
            continue
        if depth == len(names) and len(names) > 1:  # a setting of the table with that index
            starts = [number for number, name in places if name == names[0]]
            start = starts[index] if index < len(starts) else 0
            found = [number for number in found if number >= start] or found
            return found[0]
        return found[index] if index < len(found) else found[0]
    return None


def _places(lines: Sequence[str]) -> list[tuple[int, str]]:
    """Each line that begins a table or sets something, with the dotted name."""
    table = ""
    found = []
    for number, line in enumerate(lines, 1):
        if header := _TABLE.match(line):
            table = f"{_bare(header[1])}."
            found.append((number, table[:-1]))
        elif setting := _SETTING.match(line):
            found.append((number, table + _bare(setting[1])))
    return found


def _bare(name: str) -> str:
    return re.sub(r"[\s\"']", "", name)


def read(path: Path) -> dict[str, Any]:
    """The values of a TOML file. Raises UsageError with the file when it cannot be read or is too large."""
    import tomllib  # many projects have no such file

    data = bytes_of(path, UsageError)
    with faults_of(path, UsageError):
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise UsageError("lists and tables nest too deeply", path=str(path)) from error
    except ValueError as error:  # TOMLDecodeError is a ValueError
        words, line = told(error)
        words = (
            _of_word(text.splitlines()[line - 1])
            if 0 < line <= text.count("\n") + 1 and words == _BARE
            else words
        )
        raise UsageError(words, path=str(path), line=line or data.count(b"\n") + 1) from error


def _of_word(line: str) -> str:
    """What to write in the place of a line whose value is a word without quotation marks."""
    found = _WORD.match(line)
    truth = _TRUTHS.get(found[2].lower()) if found else None
    return (
        f"not TOML: write `{found[1]} = {truth}`, or a text in quotation marks" if found and truth else _BARE
    )


def told(error: ValueError) -> tuple[str, int]:
    """What is wrong with a TOML text in words, and the line, counted from 1; 0 where it is the last."""
    found = _PLACE.fullmatch(str(error))
    words = (found[1] if found else str(error)).strip()
    plain = next((ours for theirs, ours in _PLAIN.items() if theirs in words), "")
    return f"not TOML: {plain or words[:1].lower() + words[1:]}", int(found[2] or 0) if found else 0
