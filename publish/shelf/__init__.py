"""The shelf: a folder of books that readers open, browse and check without a network."""

from __future__ import annotations

from publish.shelf.carriers import parse_size, parts, zip_to
from publish.shelf.checksums import SIGNATURE, SUMS, Verdict, verify
from publish.shelf.handout import Handout, covers_of, make_handout, other_files, place
from publish.shelf.page import Frame
from publish.shelf.pairing import pair, shelf_language, shelf_title, since
from publish.shelf.scanning import Found, find_books
from publish.shelf.works import Work, human_size
from publish.shelf.zim import with_pages, write_zim

__all__ = [
    "SIGNATURE",
    "SUMS",
    "Found",
    "Frame",
    "Handout",
    "Verdict",
    "Work",
    "covers_of",
    "find_books",
    "human_size",
    "make_handout",
    "other_files",
    "pair",
    "parse_size",
    "parts",
    "place",
    "shelf_language",
    "shelf_title",
    "since",
    "verify",
    "with_pages",
    "write_zim",
    "zip_to",
]
