"""Covers built from a book's metadata: one template serves the PDF's first page and the EPUB's picture."""

from __future__ import annotations

from publish.covers.compose import compose
from publish.covers.draw import css, page, picture
from publish.covers.palette import accent

__all__ = ["accent", "compose", "css", "page", "picture"]
