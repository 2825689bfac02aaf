"""Real posts for the PDF tests: the project's own, and those of the folder `../shared/posts` beside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from lxml import etree

from publish.language.emoji import is_emoji
from publish.markup.tree import Element, has_class, names
from publish.model import Book, Options
from publish.pdf import glyphs
from publish.press.plan import make_plan
from publish.press.work import prepare

OWN = Path(__file__).parents[2] / "posts"
SHARED = Path(os.environ.get("REAL_POSTS", OWN.parents[1] / "shared" / "posts"))
SAMPLE = (
    "2022-09-21-why-to-activate-sedition",
    "2023-06-12-trial-of-hk-democrat-primary-elections-day-65",
    "2024-02-21-a-brief-history-of-coffee",
    "2024-07-19-small-eagle-big-dragon",
    "2025-08-14-why-iraqs-militias-sit-out",
)
"""A few of the shared posts that stand for all: English, Traditional and Simplified Chinese, tables, captions, lists."""
EXCUSES = ("no such day or time", "no font on this machine has")
"""Why a real post may fail: a template's impossible date, and characters whose font is not installed."""
_BLOCKS = names("p li h2 h3 h4 h5 h6 td th dt dd figcaption caption pre blockquote div section figure table")


@dataclass(frozen=True, slots=True)
class Printed:
    """A post's book and the PDF that the command made of it."""

    name: str
    book: Book
    path: Path


def chosen(folder: Path) -> list[str]:
    """The shared posts to look at: all with ALL_POSTS=1, else the sample."""
    posts = sorted(folder.rglob("*.md"))
    return [str(post) for post in posts if os.environ.get("ALL_POSTS") or post.stem in SAMPLE]


def printed(posts: list[str], folder: Path) -> list[Printed]:
    """PDFs of those posts as the command line makes them, with their books. Posts with an excuse are left out."""
    command = [sys.executable, "-m", "publish", "pdf", *posts, "--offline", "--quiet", "-o", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    errors = [line for line in run.stderr.splitlines() if "error:" in line]
    assert [line for line in errors if not any(excuse in line for excuse in EXCUSES)] == []
    return list(_books(posts, folder))


def _books(posts: list[str], folder: Path) -> Iterator[Printed]:
    for job in make_plan(posts, str(folder), "pdf", Options(offline=True)).jobs:
        made = prepare(job, folder)
        if made.outcome and made.outcome.error:
            assert any(excuse in str(made.outcome.error) for excuse in EXCUSES)
        if made.manuscript and job.output.is_file():
            yield Printed(job.path.stem, made.manuscript.book, job.output)


def lost(post: Printed) -> list[str]:
    """Paragraphs, cells and other blocks of a chapter that copying its PDF page by page does not give, in order."""
    blocks, notes = _written(glyphs.printed(post.book).chapters[0].body)
    text = "".join(_copied(post.path, notes))
    place, missing = 0, []
    for block in blocks:
        found = text.find(block, place)
        if found < 0:
            missing.append(block)
        else:
            place = found + len(block)
    return missing


def _copied(path: Path, notes: list[str]) -> Iterator[str]:
    """What is copied from the type area of each page but the cover; notes at the foot, once found, are taken out."""
    for page in list(pypdfium2.PdfDocument(path))[1:]:
        width, height = page.get_size()
        text = bare(page.get_textpage().get_text_bounded(0, 64, width, height - 55))
        for note in notes:
            text = text.replace(note, "", 1)
        yield text


def bare(text: str) -> str:
    """Letters and marks only, without hyphens and emoji.

    PDFium takes every hyphen at a line's end for one of line breaking, and copies nothing of a glyph that is a picture.
    """
    kept = "".join(text.split()).translate(dict.fromkeys(map(ord, "\xad\ufffe\x02\u200b\u2060\ufe0f")))
    kept = "".join(character for character in kept if not is_emoji(character))
    return kept.translate(dict.fromkeys(map(ord, "-\u2010\u2011")))


def _written(body: str) -> tuple[list[str], list[str]]:
    """The bare words of each block, and of each note with its number. Mathematics is drawn, so its blocks are left out."""
    root = etree.fromstring(f"<body>{body}</body>")
    notes = []
    for number, note in enumerate([item for item in root.iter("li") if has_class(item, "footnote")], 1):
        notes.append(bare(f"{number}.{''.join(str(part) for part in note.itertext())}"))
    pieces: list[str] = []
    _read(root, pieces)
    blocks = [bare(piece) for piece in "".join(pieces).split("\f")]
    return [block for block in blocks if block and "\0" not in block], notes


def _read(element: Element, pieces: list[str]) -> None:
    name = etree.QName(element).localname
    if has_class(element, "footnotes"):
        return
    edge = "\f" if name in _BLOCKS or has_class(element, "stand-in") else ""
    pieces.append(edge + ("\0" if name == "math" else element.text or ""))
    for child in element:
        if isinstance(child.tag, str) and name != "math":
            _read(child, pieces)
        pieces.append(child.tail or "")
    pieces.append(edge)
