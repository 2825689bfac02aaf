"""Finds pages of a site as Hugo and Zola do: by path, or by a name that only one page has."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from publish import posts
from publish.errors import PublishError
from publish.keep.files import is_file, read_regular
from publish.markup.notices import Notices
from publish.model import Post, Site

__all__ = ["Pages"]

MAX_BYTES = 1 << 20
_MAX_NAME = 500
_MAX_FILES = 20_000
_MAX_ASKED = 2_000
"""Most pages that one post may ask for."""
_ENDINGS = (".md", ".markdown", "")


class Pages:
    """What one post may ask of the pages around it."""

    def __init__(self, site: Site, post: Post, asked: dict[str, str], notices: Notices) -> None:
        """`asked` collects the files that were read: path → SHA-256, empty when missing."""
        self.site, self.post, self.asked, self.notices = site, post, asked, notices
        content = site.root / str(site.data.get("content") or "content") if site.root else post.path.parent
        self.top = content.resolve()
        self._known: dict[str, str] = {}

    def address_of(self, name: str, otherwise: str) -> str:
        """The address of a page, with the place after `#`.

        When the site's address is not known, the address as the author wrote it. When there is no such page, `otherwise`,
        with a notice.
        """
        if name not in self._known and len(self._known) < _MAX_ASKED:
            self._known[name] = self._looked_up(name)
        return self._known.get(name) or otherwise

    def _looked_up(self, name: str) -> str:
        place, mark, anchor = name.strip().partition("#")
        if not place:
            return f"{mark}{anchor}"
        path = self._path(place)
        if path is None:
            if self.site.root is not None:
                self.notices.add(
                    "page-unknown", f"there is no page {place[:80]!r}; the link stays as it is", place
                )
            return ""
        address = self._address(path) or place.lstrip("/")
        return f"{address}{mark}{anchor}"

    def _path(self, name: str) -> Path | None:
        if "\0" in name or len(name) > _MAX_NAME:
            return None
        bases = (self.top,) if name.startswith("/") else (self.post.path.parent, self.top)
        for base in bases:
            for path in _candidates(Path(os.path.normpath(base / name.lstrip("/")))):
                real = path.resolve()
                if real.is_relative_to(self.top) and is_file(real):
                    return real
                self._note(path, None)
        found = self._names.get(
            Path(name).stem if name.endswith((".md", ".markdown")) else Path(name).name, ()
        )
        if len(found) != 1 or "/" in name.strip("/"):
            return None
        real = found[0].resolve()
        return real if real.is_relative_to(self.top) and is_file(real) else None

    @cached_property
    def _names(self) -> Mapping[str, tuple[Path, ...]]:
        """The site's pages by their names."""
        found: dict[str, tuple[Path, ...]] = {}
        if self.site.root is None:
            return found
        for number, path in enumerate(sorted(self.top.rglob("*.md"))):
            if number >= _MAX_FILES:
                break
            name = path.parent.name if path.stem == "index" else path.stem
            found[name] = (*found.get(name, ()), path)
        return found

    def _address(self, path: Path) -> str:
        if path == self.post.path:
            return self.post.address
        try:
            data = read_regular(path, MAX_BYTES)
            self._note(path, data)
            return posts.read(path, self.site, raw=data).address if len(data) <= MAX_BYTES else ""
        except (OSError, PublishError):
            return ""

    def _note(self, path: Path, data: bytes | None) -> None:
        if path.is_relative_to(self.top):
            self.asked[str(path)] = hashlib.sha256(data).hexdigest() if data is not None else ""


def _candidates(path: Path) -> list[Path]:
    """The files that may be the page of that name."""
    found = [path.with_name(path.name + ending) for ending in _ENDINGS if path.name]
    return [*found, path / "index.md", path / "_index.md"]
