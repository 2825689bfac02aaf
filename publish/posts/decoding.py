"""A post's file as text: its bytes, in UTF-8, without characters that no book may have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

from publish.errors import ContentError, PostError
from publish.keep.files import is_file, is_there, read_regular
from publish.model import Limits, Notice
from publish.text.characters import FORBIDDEN, PRIVATE, UNUSUAL, USUAL_BYTES

__all__ = ["bytes_of", "decode", "left_out_of", "read_bytes"]

_REMOVED = (
    (FORBIDDEN, "characters-removed", "removed characters that are not allowed in books, the first {}"),
    (
        PRIVATE,
        "characters-private",
        "left out characters that only an icon font can show, the first {}: use a word or a picture in their place",
    ),
)
_MOST = 10_000
"""Most values of front matter that are looked at."""


def bytes_of(path: Path, limits: Limits) -> bytes | None:
    """A post's bytes; None when it cannot be read or is too large (`read_bytes` then gives the error)."""
    try:
        raw = read_regular(path, limits.post_bytes)
    except OSError:
        return None
    return raw if len(raw) <= limits.post_bytes else None


def read_bytes(path: Path, label: str, limits: Limits) -> bytes:
    """A post's bytes; `label` is the file's name in messages. Raises PostError or ContentError."""
    try:
        if not is_file(path):
            lost = "a symbolic link to nothing, or in a circle" if path.is_symlink() else "no such file"
            raise PostError("not a file" if is_there(path) else lost, path=label)
        with path.open("rb") as file:
            raw = file.read(limits.post_bytes + 1)
    except OSError as error:
        raise PostError(f"cannot be read: {error.strerror}", path=label) from error
    if len(raw) > limits.post_bytes:
        raise ContentError(
            f"larger than {limits.post_bytes:,} bytes (limit post_bytes): split it", path=label
        )
    return raw


def decode(raw: bytes, label: str) -> tuple[str, list[Notice]]:
    r"""The text, with `\n` as line ends and without characters that no book may have, and notices of these. Raises PostError."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"byte {error.start:,} is 0x{raw[error.start]:02x}"
        line = raw.count(b"\n", 0, error.start) + 1
        raise PostError(f"not UTF-8 ({where}): save the file as UTF-8", path=label, line=line) from error
    if text.startswith("{\\rtf"):
        raise PostError("is RTF, not Markdown: save it as plain text, in UTF-8", path=label, line=1)
    if text.count("\0") * 10 > len(text):
        raise PostError(f"not UTF-8 (byte {raw.index(0):,} is 0x00): save the file as UTF-8", path=label)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\x85", " " if "\n" in text else "\n")  # a line end in files without other line ends
    notices: list[Notice] = []
    if not raw.translate(None, USUAL_BYTES) or not UNUSUAL.search(text):
        return text, notices
    text = re.sub("[\x0b\x0c]", " ", text)  # page breaks: spaces in Markdown
    for pattern, code, message in _REMOVED:
        if found := pattern.search(text):
            line = text.count("\n", 0, found.start()) + 1
            notices.append(Notice(code, message.format(f"U+{ord(found.group()):04X}"), label, line))
            text = pattern.sub("", text)
    return text, notices


def left_out_of(values: Mapping[str, object], lines: Mapping[str, int], label: str) -> list[Notice]:
    r"""Notices of characters in front matter that no book may have: written as `\uE000` or `&#xE000;`, they come after
    `decode`. `lines` has the line of each key.
    """
    notices: list[Notice] = []
    for key, value in values.items():
        words = "\n".join(_texts(value))
        words = unescape(words) if "&#" in words else words
        if words.isascii() and words.isprintable():
            continue
        for pattern, code, message in _REMOVED:
            if found := pattern.search(words):
                said = message.format(f"U+{ord(found.group()):04X}")
                notices.append(Notice(code, f"{key}: {said}", label, lines.get(key)))
    return notices


def _texts(value: object) -> Iterator[str]:
    """The texts in a value, of which a list or a mapping may have many."""
    waiting = [value]
    for _ in range(_MOST):
        if not waiting:
            return
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
