"""The EPUB writer: a Book in, the bytes of an EPUB 3.3 file out."""

from publish.epub.writer import write

__all__ = ["write"]
