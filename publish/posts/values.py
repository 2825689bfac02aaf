"""Settings from front matter and the site's defaults, read by name as text, words or dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from unicodedata import normalize

from publish.errors import PostError
from publish.model import Notice
from publish.posts import dates
from publish.project import site as sites
from publish.text import authored
from publish.text.characters import one_line
from publish.text.patterns import late
from publish.text.webaddress import valid

__all__ = ["FILE_NAME", "Settings", "clean"]

FILE_NAME = "file name"
"""Where a date stands that front matter does not give."""

_KNOWN = frozenset(
    "title author authors date lang language description summary subtitle excerpt image cover tag tags category "
    "categories series permalink rights license published draft layout last_modified_at".split()
)
"""Keys that Jekyll and we read; in small letters alone."""
_BIDI = late("[\u202a-\u202e\u2066-\u2069]")


@dataclass
class Settings:
    """Front matter over the site's defaults; collects notices."""

    values: Mapping[str, object]
    lines: Mapping[str, int]
    label: str
    zone: str = ""
    """Name of the site's time zone."""
    notices: list[Notice] = field(default_factory=list)

    def warn(self, code: str, key: str, message: str) -> None:
        self.warn_at(self.lines.get(key), code, message)

    def warn_at(self, line: int | None, code: str, message: str) -> None:
        self.notices.append(Notice(code, message, self.label, line))

    def look_at_keys(self, doubled: Mapping[str, tuple[int, int]]) -> None:
        """Warn of keys that stand twice (`doubled`: the first line and the last), and of known ones with capitals."""
        for key, (first, last) in doubled.items():
            self.warn(
                "key-doubled", key, f"{key[:40]}: stands in line {first} too; that of line {last} counts"
            )
        for key in self.lines:
            small = key.lower()
            if key != small and small in _KNOWN and small not in self.values:
                self.warn("key-capital", key, f"{key}: is not read: write {small}: in small letters")

    def text(self, *keys: str) -> str:
        """The first of these settings that has text, with tags as text and white space folded; empty when there is
        none.
        """
        for key in keys:
            value = self.values.get(key)
            if isinstance(value, list | dict):
                self.warn(
                    "setting-ignored",
                    key,
                    f"{key}: expected text, but found a list or mapping; publish ignores it",
                )
            elif value is not None and (text := clean(str(value))):
                return text
        return ""

    def words(self, *keys: str) -> str:
        """The same as a reader of the blog sees it, when the author wrote HTML."""
        return clean(authored.words(self.text(*keys)))

    def web_address(self, key: str) -> str:
        """A setting that is a web address. Anything else is ignored, with a notice."""
        text = self.text(key)
        address = valid(text) if sites.is_on_web(text) else None
        if text and address is None:
            self.warn(
                "setting-ignored", key, f"{key}: {text[:60]!r} is not a web address; publish ignores it"
            )
            return ""
        return address or ""

    def texts(self, *keys: str, split: str = "") -> tuple[str, ...]:
        """These settings as lists of texts; `split` is a pattern that splits one text into several."""
        found: dict[str, None] = {}
        for key in keys:
            value = self.values.get(key)
            items = value if isinstance(value, list) else [value]
            if split and isinstance(value, str):
                items = [part for part in re.split(split, value) if part]
            for item in items:
                name = item.get("name") if isinstance(item, dict) else item
                if isinstance(name, str) and name.strip():
                    found.setdefault(clean(authored.words(name)))
        return tuple(found)

    def date(self, *keys: str) -> datetime | None:
        for key in keys:
            text = self.text(key)
            if text:
                return self.as_date(text, key)
        return None

    def as_date(self, text: str, key: str) -> datetime:
        try:
            return dates.in_zone(dates.parse_as_written(text), self.values.get(key), self.zone)
        except ValueError as error:
            if key == FILE_NAME:
                raise PostError(f"{dates.missing(text)}: rename the file", path=self.label) from error
            raise PostError(
                f"{key}: {text[:40]!r}: {error}", path=self.label, line=self.lines.get(key)
            ) from error


def clean(text: str) -> str:
    return normalize("NFC", one_line(_BIDI.sub("", text)))
