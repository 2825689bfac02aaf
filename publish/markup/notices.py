"""Collects notices while one post is converted, with their line in the file."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

from publish.model import Notice, Post

__all__ = ["Notices"]

MAX = 200
"""Most notices for one post: a hostile post must not fill the screen."""


@dataclass
class Notices:
    """Notices about one post, each once."""

    post: Post
    found: dict[Notice, None] = field(default_factory=dict)
    _bare: tuple[str, array[int]] | None = None
    """The source's letters and digits alone, and the place of each; made when they are asked for."""

    @property
    def label(self) -> str:
        return self.post.label

    def add(self, code: str, message: str, near: str = "", line: int | None = None) -> None:
        """Add a notice. `near` is text near the problem in the post's source; or give `line`."""
        if len(self.found) >= MAX:
            return
        self.found.setdefault(Notice(code, message, self.label, line or self.line_of(near)))

    def line_of(self, text: str) -> int | None:
        """Line of the first occurrence of a text in the file, counted from 1, or None."""
        if not text:
            return None
        source = self.post.text
        place = source.find(text)
        if place < 0:
            place = source.lower().find(text.lower())
        return None if place < 0 else self.post.first_line + source.count("\n", 0, place)

    def line_like(self, text: str) -> int | None:
        """Line of the file where the letters and digits of a text stand first: Markdown may have changed all other signs."""
        letters = "".join(filter(str.isalnum, text))
        if not letters:
            return None
        if self._bare is None:
            source = self.post.text
            places = array("l", (place for place, sign in enumerate(source) if sign.isalnum()))
            self._bare = ("".join(filter(str.isalnum, source)), places)
        bare, places = self._bare
        place = bare.find(letters)
        return None if place < 0 else self.post.first_line + self.post.text.count("\n", 0, places[place])
