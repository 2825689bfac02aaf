"""From a post's Markdown to a chapter's XHTML, one rule a file; `convert.py` tells the order."""

from publish.markup.convert import convert

__all__ = ["convert"]
