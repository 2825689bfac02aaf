"""EPUB: a Book in, the bytes of an EPUB 3.3 file out; and a look at any finished EPUB."""

from publish.epub.lint import GRAVE, lint
from publish.epub.writer import write

__all__ = ["GRAVE", "lint", "write"]
