"""Collects notices while one post is converted, with their line in the file."""

from __future__ import annotations

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
