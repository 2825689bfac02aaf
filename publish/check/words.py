"""EPUBCheck's codes in plain words: what each means for a reader, and what to do."""

from __future__ import annotations

__all__ = ["advice"]

_ADVICE = {
    "CSS-008": "the style sheet is broken here: a reader may ignore all of it",
    "HTM-004": "the document type is not that of EPUB 3",
    "MED-003": "not all readers show this kind of picture: use JPEG or PNG",
    "NAV-010": "the table of contents has a link out of the book",
    "NAV-011": "the table of contents is not in the order of the text",
    "OPF-003": "the book contains a file that its package document does not list",
    "OPF-014": "the package document does not declare what this document uses (scripts, MathML, remote resources)",
    "OPF-030": "the package document has no unique identifier: libraries may confuse this book with others",
    "OPF-085": "the identifier is not a valid UUID",
    "OPF-092": "the language is not a valid tag such as `en` or `zh-Hant`: screen readers and dictionaries need one",
    "OPF-096": "no other document links to this document",
    "PKG-006": "the file `mimetype` must be the first in the archive, for old readers",
    "PKG-007": "the file `mimetype` must contain exactly `application/epub+zip`",
    "PKG-008": "the archive cannot be read",
    "PKG-009": "a file name contains characters that some systems do not allow",
    "PKG-010": "a file name contains spaces",
    "RSC-001": "this file is listed, but missing",
    "RSC-005": "the document breaks the rules of its format",
    "RSC-006": "this needs the network: put the file into the book",
    "RSC-007": "the link or picture needs a file that is not in the book",
    "RSC-008": "the file is used, but the package document does not list it",
    "RSC-011": "the link leads to a document outside the reading order",
    "RSC-012": "the link needs an id that is not in the document: add the id, or correct the link",
    "RSC-016": "the document is not well-formed: no reader can open it",
    "RSC-020": "the address is not a valid URL",
    "RSC-026": "the address leads out of the book",
}


def advice(code: str) -> str:
    """What an EPUBCheck code means for a reader; empty when its own message is clear."""
    return _ADVICE.get(code, "")
