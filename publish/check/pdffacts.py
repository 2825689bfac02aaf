"""Our own check of a finished PDF, besides veraPDF: it opens, is accessible, has a title, and contains nothing active.

The PDF may come from anybody, so we treat it as hostile: each object is visited once, and none is run or drawn.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from publish.check.findings import Finding, Severity

__all__ = ["are_sheets", "claimed", "look"]

_ACTIONS = {
    "/JavaScript": "runs a script",
    "/Launch": "starts a program",
    "/SubmitForm": "sends a form to a server",
    "/ImportData": "reads a file from the reader's machine",
    "/Rendition": "plays media",
    "/Sound": "plays a sound",
    "/Movie": "plays a film",
    "/GoToE": "opens an attachment",
}
"""Actions that a book must not have (ISO 32000-1, 12.6.4)."""
_SHEETS_OF = "/SheetsOf"
"""What `publish booklet` writes into a PDF of sheets to print and fold."""
_SHEETS: tuple[tuple[Severity, str, str], ...] = (
    ("note", "pdf-sheets", "sheets to print and fold: on a screen, read the book itself"),
)
_BOOKMARKS_FROM = 12
"""From this number of pages on, a book needs bookmarks."""


def look(data: bytes, label: str) -> tuple[Finding, ...]:
    """What is wrong with a PDF, in plain words; `label` is the file as the user typed it."""
    import pikepdf

    def say(severity: Severity, code: str, message: str) -> Finding:
        return Finding(severity, message, label, code)

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            found = [*(_SHEETS if _SHEETS_OF in pdf.docinfo else _facts(pdf)), *_active(pdf)]
            return tuple(say(severity, code, message) for severity, code, message in found)
    except pikepdf.PasswordError:
        return (say("error", "pdf-locked", "asks for a password: readers cannot open it"),)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError) as error:
        words = str(error).partition(">: ")  # pikepdf's message starts with the stream's name
        message = " ".join((words[2] or words[0] or type(error).__name__).split())[:200]
        return (say("error", "pdf-broken", f"not a readable PDF: {message}"),)


def are_sheets(findings: tuple[Finding, ...]) -> bool:
    """Whether that PDF holds sheets to print, which no screen reader reads."""
    return any(each.code == "pdf-sheets" for each in findings)


def claimed(data: bytes) -> tuple[str, ...]:
    """The standards that a PDF claims in its XMP metadata: `ua1`, `2a`, …. The file must be readable."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as metadata:
        made = []
        if part := metadata.get("pdfuaid:part"):
            made.append(f"ua{part}")
        if part := metadata.get("pdfaid:part"):
            made.append(f"{part}{metadata.get('pdfaid:conformance', '')}".lower())
        return tuple(made)


def _facts(pdf: Any) -> Iterator[tuple[Severity, str, str]]:
    root = pdf.Root
    if not len(pdf.pages):
        yield "error", "pdf-empty", "has no pages"
    if pdf.is_encrypted:
        yield "warning", "pdf-locked", "is encrypted: some readers and screen readers cannot open it"
    marked = "/MarkInfo" in root and bool(root.MarkInfo.get("/Marked", False))
    if not marked or "/StructTreeRoot" not in root:
        yield (
            "error",
            "pdf-untagged",
            "has no tags: a screen reader finds no headings, and text cannot reflow",
        )
    if not str(root.get("/Lang", "")):
        yield (
            "error",
            "pdf-language",
            "does not declare its language: a screen reader may use the wrong voice",
        )
    with pdf.open_metadata() as metadata:
        title = str(metadata.get("dc:title", "") or pdf.docinfo.get("/Title", ""))
    if not title.strip():
        yield "error", "pdf-title", "has no title: readers show the file name instead"
    elif "/ViewerPreferences" not in root or not root.ViewerPreferences.get("/DisplayDocTitle", False):
        yield "warning", "pdf-title", "does not tell readers to show its title instead of the file name"
    if len(pdf.pages) >= _BOOKMARKS_FROM and "/Outlines" not in root:
        yield "warning", "pdf-bookmarks", f"has {len(pdf.pages)} pages and no bookmarks"


def _active(pdf: Any) -> Iterator[tuple[Severity, str, str]]:
    """Scripts, programs and attachments anywhere in the file; each kind once."""
    import pikepdf

    seen: set[str] = set()
    waiting: list[Any] = []
    for owner in pdf.objects:
        waiting.append(owner)
        while waiting:
            item = waiting.pop()
            if isinstance(item, pikepdf.Stream | pikepdf.Dictionary):
                seen.update(_kinds(item))
                values = [value for _, value in item.items()]
            elif isinstance(item, pikepdf.Array):
                values = list(item)
            else:
                continue
            # A reference leads to another object, which we visit anyway: so every object is visited once.
            waiting.extend(
                value for value in values if isinstance(value, pikepdf.Object) and not value.is_indirect
            )
    for kind in sorted(seen):
        if kind == "attachment":
            yield (
                "error",
                "pdf-attachment",
                "has an attached file: mail filters and readers refuse such a PDF",
            )
        else:
            yield "error", "pdf-active", f"{_ACTIONS[kind]} ({kind})"


def _kinds(item: Any) -> Iterator[str]:
    action = str(item.get("/S", ""))
    if action in _ACTIONS and not ("/P" in item and "/K" in item):  # in a structure element, /S is its role
        yield action
    if "/JS" in item:
        yield "/JavaScript"
    if "/EF" in item or str(item.get("/Type", "")) == "/EmbeddedFile":
        yield "attachment"
