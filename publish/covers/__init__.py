"""Covers made from a book's metadata: one template for the PDF's first page and the EPUB's picture."""

from __future__ import annotations

from publish.covers.choice import choose, templates, variety
from publish.covers.compose import compose
from publish.covers.draw import css, page, picture, pictures
from publish.covers.palette import accent

__all__ = ["accent", "choose", "compose", "css", "page", "picture", "pictures", "templates", "variety"]
