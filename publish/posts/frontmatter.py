"""Front matter: the block of settings at the first byte of a post, as Jekyll (`---`, YAML) or Hugo (`+++`, TOML; JSON) has
it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time
from pathlib import Path
from typing import Literal

import frontmatter
from frontmatter.default_handlers import BaseHandler

from publish.frozen import frozen
from publish.keep.files import read_regular
from publish.project import plaintoml, plainyaml
from publish.project.plainyaml import Scalar
from publish.text.patterns import late

__all__ = ["FrontMatter", "FrontMatterError", "line_of", "split"]

_MOST = 1 << 20
"""Bytes of a file in which its front matter is looked for."""
_KEY = late(r"[ ]*[\w\"'-][^:\n]*:(?:\s|$)")
_COMMENT = late(r"\s*(?:#.*)?$")


class FrontMatterError(ValueError):
    """Front matter that cannot be read."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line
        """Line of the file, counted from 1."""


@frozen
class FrontMatter:
    """The settings of a post and the text after them."""

    text: str
    first_line: int = 1
    """Line of the file where the text starts, counted from 1."""
    values: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    """Line of the file for each setting, counted from 1."""
    kind: Literal["", "yaml", "toml", "json"] = ""
    """The language that they are written in, or empty where there are none."""
    doubled: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Settings that stand there twice: the first line and the last, whose value counts."""
    head: str = ""
    """What stands before `text`, with the lines that mark it."""


class _Handler(BaseHandler):
    """A block between two marker lines at the very start of the text; remembers the lines of its keys."""

    FM_BOUNDARY = re.compile(
        r"^---", re.MULTILINE
    )  # the base class asks for one; detect and split don't use it
    KIND: Literal["yaml", "toml", "json"] = "yaml"
    MARK = "---"
    CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}
        self.doubled: dict[str, tuple[int, int]] = {}
        self.end = 0

    def detect(self, text: str) -> bool:
        """Whether the text starts with this kind of front matter. A first line that does not open front matter is
        text.
        """
        first, _, rest = text.partition("\n")
        if first.rstrip() != self.MARK:
            return False
        closing = self.CLOSE.search(text, len(first) + 1)
        settings = rest if closing is None else text[len(first) + 1 : closing.start()]
        says_something = next((line for line in settings.split("\n") if not _COMMENT.match(line)), "")
        if closing is None:
            if _KEY.match(rest):
                raise FrontMatterError(
                    f"the front matter has no end: add a line {self.MARK} after the settings", 1
                )
            return False
        return bool(_KEY.match(says_something)) or says_something == "" or rest[:1].strip() != ""

    def split(self, text: str) -> tuple[str, str]:
        """Settings, and the text after them."""
        start = text.index("\n") + 1
        closing = self.CLOSE.search(text, start)
        assert closing is not None  # detect() saw it
        self.end = closing.end() + 1
        return text[start : closing.start()], text[self.end :]


class _Yaml(_Handler):
    def load(self, fm: str) -> dict[str, object]:
        try:
            document = plainyaml.read(fm)
        except plainyaml.YamlError as error:
            raise FrontMatterError(f"front matter: {error}", error.line + 1) from error
        if document.value is None:
            return {}
        if not isinstance(document.value, dict):
            raise FrontMatterError("the front matter must consist of lines such as `title: My post`", 2)
        self.lines = {key: line + 1 for key, line in document.lines.items()}
        self.doubled = {key: (first + 1, last + 1) for key, (first, last) in document.doubled.items()}
        return document.value


class _Toml(_Handler):
    KIND = "toml"
    MARK = "+++"
    CLOSE = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)

    def detect(self, text: str) -> bool:
        first, _, _ = text.partition("\n")
        return first.rstrip() == self.MARK and self.CLOSE.search(text, len(first) + 1) is not None

    def load(self, fm: str) -> dict[str, object]:
        import tomllib  # few posts need it

        try:
            values = tomllib.loads(fm)
        except tomllib.TOMLDecodeError as error:
            words, line = plaintoml.told(error)
            raise FrontMatterError(f"front matter: {words}", (line or fm.count("\n") + 1) + 1) from error
        except (RecursionError, ValueError) as error:
            raise FrontMatterError("front matter: a value is too large or nests too deeply", 1) from error
        for number, line_text in enumerate(fm.split("\n"), 2):
            key = re.match(r"\s*([\w-]+)\s*=", line_text)
            if key:
                self.lines.setdefault(key.group(1), number)
        return {key: _scalars(value) for key, value in values.items()}


class _Json(_Handler):
    """An object at the very start, a line end after its last brace."""

    KIND = "json"

    def detect(self, text: str) -> bool:
        if not _JSON_START.match(text):
            return False
        try:
            _, self.end = json.JSONDecoder().raw_decode(text)
        except json.JSONDecodeError as error:
            raise FrontMatterError(f"front matter: JSON: {error.msg}", error.lineno) from error
        except (RecursionError, ValueError) as error:
            raise FrontMatterError("front matter: more than JSON should hold", 1) from error
        if text[self.end :].partition("\n")[0].strip():
            line = text.count("\n", 0, self.end) + 1
            raise FrontMatterError("front matter: the text begins on the line below its last brace", line)
        return True

    def split(self, text: str) -> tuple[str, str]:
        settings = text[: self.end]
        self.end = text.find("\n", self.end) + 1 or len(text)
        return settings, text[self.end :]

    def load(self, fm: str) -> dict[str, object]:
        values = json.loads(fm)
        for number, line_text in enumerate(fm.split("\n"), 1):
            if key := re.match(r'[\s{,]*"([\w-]+)"\s*:', line_text):
                self.lines.setdefault(key.group(1), number)
        return {key: _scalars(value) for key, value in values.items()}


_JSON_START = late(r'\{\s*"[^"\n]{1,200}"\s*:')


def _scalars(value: object) -> object:
    """TOML's and JSON's values as the text scalars that YAML's are, so that one reader serves both."""
    if isinstance(value, dict):
        return {key: _scalars(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_scalars(item) for item in value]
    if isinstance(value, bool):
        return Scalar(str(value).lower(), plain=True)
    if isinstance(value, datetime | date | time):
        return Scalar(value.isoformat(), plain=True)
    if value is None:
        return None
    if isinstance(value, str):
        return Scalar(value)
    return Scalar(_number(value), plain=True)


def _number(value: object) -> str:
    try:
        return str(value)
    except ValueError:  # an integer with more digits than Python converts
        return hex(value) if isinstance(value, int) else ""


def split(text: str) -> FrontMatter:
    """Part a post's text (lines end in LF, no BOM) into settings and Markdown. Raises FrontMatterError with a line."""
    for handler in (_Yaml(), _Toml(), _Json()):
        if handler.detect(text):
            # The package finds and loads the block. We keep the white space of the text, so that line numbers stay right.
            values, _ = frontmatter.parse(text, handler=handler)
            first_line = text.count("\n", 0, handler.end) + 1
            return FrontMatter(
                text[handler.end :],
                first_line,
                values,
                handler.lines,
                handler.KIND,
                handler.doubled,
                text[: handler.end],
            )
    return FrontMatter(text)


def line_of(path: Path, name: str) -> int | None:
    """The line, counted from 1, of a setting in a post's front matter; None where another file has it, such as the site's
    settings. `name` is in small letters, as Hugo reads all names.
    """
    try:
        text = re.sub("\r\n?", "\n", read_regular(path, _MOST).decode("utf-8-sig", "replace"))
        lines = split(text).lines
    except (OSError, FrontMatterError):
        return None
    return next((line for key, line in lines.items() if key.lower() == name), None)
