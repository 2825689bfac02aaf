"""Namespaces, and what a package's parts are called. Names inside the file are ours and ASCII (Kobo, Kindle).

Ids of elements come from `markup/ids`, the book's own identifier from `books/front`.
"""

from __future__ import annotations

__all__ = [
    "CHINESE",
    "COLOPHON",
    "COVER_ID",
    "DC",
    "EPUB",
    "IMAGES",
    "JAPANESE",
    "MATHEMATICS",
    "MATHML",
    "NCX",
    "OPF",
    "OWN",
    "STYLESHEET",
    "XHTML",
    "XML",
    "epub",
    "xhtml",
]

XHTML = "http://www.w3.org/1999/xhtml"
EPUB = "http://www.idpf.org/2007/ops"
OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
NCX = "http://www.daisy.org/z3986/2005/ncx/"
MATHML = "http://www.w3.org/1998/Math/MathML"
XML = "http://www.w3.org/XML/1998/namespace"

STYLESHEET = "book.css"
CHINESE = "chinese.css"
JAPANESE = "japanese.css"
"""What documents in Chinese and in Japanese take besides, where a style has it."""
MATHEMATICS = "mathematics.css"
"""What documents with formulas take besides: the font of formulas."""
IMAGES = "images/"
COLOPHON = "colophon.xhtml"
OWN = "BOOK-"
"""Prefix of our ids; no author's id has it. Some readers and checkers refuse ids that do not start with a letter."""
COVER_ID = "cover-image"


def xhtml(name: str) -> str:
    """An XHTML element's name as lxml writes it."""
    return f"{{{XHTML}}}{name}"


def epub(name: str) -> str:
    """An `epub:` attribute's name as lxml writes it."""
    return f"{{{EPUB}}}{name}"
