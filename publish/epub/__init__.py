"""EPUB: writes a Book as an EPUB 3.3 file; also checks any finished EPUB."""

from publish.epub.lint import GRAVE, lint
from publish.epub.writer import write

__all__ = ["GRAVE", "lint", "write"]
