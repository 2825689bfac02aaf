"""EPUBCheck's codes in plain words: what each means for a reader, and what to do."""

from __future__ import annotations

__all__ = ["advice"]

_ADVICE = {
    "CSS-008": "the style sheet is broken here, and a reader may drop all of it",
    "HTM-004": "the document type is not that of EPUB 3",
    "MED-003": "the picture is of a kind that readers need not draw: use JPEG or PNG",
    "NAV-010": "the contents lead out of the book",
    "NAV-011": "the contents are not in the order of the text",
    "OPF-003": "a file lies in the book that its package does not name",
    "OPF-014": "the package does not say what this document needs (scripts, MathML, remote things)",
    "OPF-030": "the package's identifier is not named: libraries cannot tell the book from others",
    "OPF-085": "the identifier is no valid UUID",
    "OPF-092": "the language is no valid tag such as `en` or `zh-Hant`: voices and dictionaries will not know it",
    "OPF-096": "a document cannot be reached from any other",
    "PKG-006": "the file `mimetype` must come first in the archive: old readers do not know the file otherwise",
    "PKG-007": "the file `mimetype` must hold exactly `application/epub+zip`",
    "PKG-008": "the archive cannot be read",
    "PKG-009": "a file name holds characters that some systems refuse",
    "PKG-010": "a file name holds spaces",
    "RSC-001": "the file is named, but not there",
    "RSC-005": "the document does not keep to its format's rules",
    "RSC-006": "the book needs the network for this: put the file inside",
    "RSC-007": "the link or picture leads to a file that is not in the book",
    "RSC-008": "the file is used, but the package does not name it",
    "RSC-011": "the link leads to a document outside the reading order",
    "RSC-012": "the link leads to a place that is not in the document: give it an id, or mend the link",
    "RSC-016": "the document is not well-formed: no reader can open it",
    "RSC-020": "the address is no valid URL",
    "RSC-026": "the address leads out of the book",
}


def advice(code: str) -> str:
    """What an EPUBCheck code means for a reader, or nothing for one that speaks for itself."""
    return _ADVICE.get(code, "")
