"""Notices gathered while one post is converted, with the line of the file where it can be found."""

from __future__ import annotations

from dataclasses import dataclass, field

from publish.model import Notice, Post

__all__ = ["Notices"]

MAX = 200
"""Notices kept for one post; a hostile post must not fill the screen."""


@dataclass
class Notices:
    """A list of notices about one post, each said once."""

    post: Post
    found: dict[Notice, None] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return self.post.label

    def add(self, code: str, message: str, near: str = "", line: int | None = None) -> None:
        """Add a notice. `near` is text that the post's source should hold where the trouble is; else give `line`."""
        if len(self.found) >= MAX:
            return
        self.found.setdefault(Notice(code, message, self.label, line or self.line_of(near)))

    def line_of(self, text: str) -> int | None:
        """Line of the file where a text stands first, counted from 1, or None."""
        if not text:
            return None
        source = self.post.text
        place = source.find(text)
        if place < 0:
            place = source.lower().find(text.lower())
        return None if place < 0 else self.post.first_line + source.count("\n", 0, place)
