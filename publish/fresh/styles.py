"""The styles of books, each loaded once a process."""

from __future__ import annotations

from functools import lru_cache

from publish.project import style as styles
from publish.project.style import Style

__all__ = ["style_of"]


@lru_cache(maxsize=8)
def style_of(name: str) -> Style:
    """A style: its templates are compiled and its files hashed for all books together. StyleError when there is none."""
    return styles.load(name)
