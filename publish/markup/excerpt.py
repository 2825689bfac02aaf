"""Marks that end the excerpt: `<!--more-->` and its like are for the site's front page, not for readers of the book."""

from __future__ import annotations

import re

__all__ = ["remove_marks"]

_COMMENT = re.compile(
    r"^[ \t]*<!--\s*(?:more|end|excerpt|break|read-?more)\s*-->[ \t]*$", re.IGNORECASE | re.MULTILINE
)


def remove_marks(text: str, separator: str) -> str:
    """The text without excerpt marks. The lines stay, so that line numbers and paragraphs do."""
    text = _COMMENT.sub("", text)
    separator = separator.strip()
    # A separator of words could be part of a sentence: only a tag or a comment is taken out wherever it stands.
    if separator.startswith("<") and separator.endswith(">"):
        return text.replace(separator, "")
    return text
